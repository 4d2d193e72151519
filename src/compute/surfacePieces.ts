import { triangulate } from '../geometry/triangulation';
import type { Attribute } from '../model/attribute';
import type { Vector3 } from '../model/bounds';
import type { ScalarGrid } from '../model/scalarGrid';
import { displayPoints } from './displayCopy';
import type { BuiltSurface } from './gridSurface';
import { pointsPerPiece, type DisplayPiece, type SurfaceResult } from './modelProtocol';
import type { Piece } from './pieceCutter';

const trianglesPerPiece = 1_000_000;

export function resultOf({ mesh, params, holes, milliseconds, cells }: BuiltSurface): SurfaceResult {
  return { vertices: mesh.count, triangles: mesh.polygons.count, holes, step: params.step, cells, milliseconds };
}

/** The middle of a grid's cells: about it all surfaces of the grid are drawn. */
export function gridCentre({ bounds: { min, max } }: Pick<ScalarGrid, 'bounds'>): Vector3 {
  return [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
}

/** Which vertices of a surface are told together; at least one piece, so that an empty surface is told too. */
export function surfacePieces(vertices: number): Piece[] {
  const pieces: Piece[] = [];
  for (let first = 0; first < vertices || pieces.length === 0; first += pointsPerPiece) {
    pieces.push({ first, count: Math.min(pointsPerPiece, vertices - first), shuffled: false });
  }
  return pieces;
}

/** Tells a surface as pieces to draw. */
export function tellSurface(built: BuiltSurface, centre: Vector3, listener: (piece: DisplayPiece) => void): void {
  const { mesh } = built;
  const colours = shellColours(built);
  surfacePieces(mesh.count).forEach(({ first, count }, piece) => {
    const points = displayPoints(colours ? { positions: mesh.positions, colours } : mesh, first, count, centre, null);
    listener({ kind: 'vertices', piece, first, total: mesh.count, last: first + count >= mesh.count, ...points, ...(colours ? { translucent: true } : {}) });
  });
  const { indices, faces } = triangulate(mesh.positions.data, mesh.polygons, { allFinite: true });
  for (let first = 0, piece = 0; first < faces.length || piece === 0; first += trianglesPerPiece, piece++) {
    const end = Math.min(faces.length, first + trianglesPerPiece);
    listener({ kind: 'triangles', piece, indices: indices.slice(3 * first, 3 * end), faces: faces.slice(first, end), last: end >= faces.length });
  }
}

/** Red numbers the shells, the fourth is their opacity; null where all are opaque. */
function shellColours({ mesh, params: { shells }, starts }: BuiltSurface): Attribute | null {
  if (shells.every(({ opacity }) => opacity >= 1)) return null;
  const data = new Uint8Array(4 * mesh.count);
  shells.forEach(({ opacity }, shell) => {
    const alpha = Math.round(255 * Math.min(1, Math.max(0, opacity)));
    for (let vertex = starts[shell]; vertex < starts[shell + 1]; vertex++) {
      data[4 * vertex] = shell;
      data[4 * vertex + 3] = alpha;
    }
  });
  return { kind: 'values', name: 'colour', type: 'uint8', components: 4, data };
}

/** All chunks in one array. */
export function concatenated(chunks: Iterable<Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
  const parts = [...chunks];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
