import type { DisplayPiece } from '../../src/compute/modelProtocol';
import { type AffineTransform, isIdentity, transformPoint, transformPoints, withoutTranslation } from '../../src/geometry/affineTransform';

/**
 * A piece as it is drawn after a transform. Its centre is moved in float64 and its positions, which are small, are only
 * turned and scaled, so that nothing is lost far from the origin. The piece's own array is written over.
 */
export function movedPiece(piece: DisplayPiece, transform: AffineTransform): DisplayPiece {
  if (piece.kind === 'triangles' || piece.kind === 'lines' || piece.kind === 'cells' || isIdentity(transform)) return piece;
  if (piece.kind === 'grid') return movedGrid(piece, transform);
  transformPoints(withoutTranslation(transform), piece.positions, piece.positions);
  return { ...piece, centre: transformPoint(transform, piece.centre) };
}

/** Cells follow their grid, whose axes are turned and scaled. */
function movedGrid(piece: Extract<DisplayPiece, { kind: 'grid' }>, transform: AffineTransform): DisplayPiece {
  const steps = ([0, 1, 2] as const).map((axis) => {
    const step = transformPoint(withoutTranslation(transform), piece.directions[axis]);
    const length = Math.hypot(...step);
    return { length, unit: [step[0] / length, step[1] / length, step[2] / length] as const };
  });
  return {
    ...piece,
    origin: transformPoint(transform, piece.origin),
    spacing: [piece.spacing[0] * steps[0].length, piece.spacing[1] * steps[1].length, piece.spacing[2] * steps[2].length],
    directions: [steps[0].unit, steps[1].unit, steps[2].unit],
  };
}
