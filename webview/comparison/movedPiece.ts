import type { DisplayPiece } from '../../src/compute/modelProtocol';
import { type AffineTransform, isIdentity, transformPoint, transformPoints, withoutTranslation } from '../../src/geometry/affineTransform';

/**
 * A piece as it is drawn after a transform. Its centre is moved in float64 and its positions, which are small, are only
 * turned and scaled, so that nothing is lost far from the origin. The piece's own array is written over.
 */
export function movedPiece(piece: DisplayPiece, transform: AffineTransform): DisplayPiece {
  if (piece.kind === 'triangles' || piece.kind === 'lines' || isIdentity(transform)) return piece;
  transformPoints(withoutTranslation(transform), piece.positions, piece.positions);
  return { ...piece, centre: transformPoint(transform, piece.centre) };
}
