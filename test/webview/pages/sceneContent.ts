import type { DisplayPiece } from '../../../src/compute/modelProtocol';
import type { Vector3 } from '../../../src/model/bounds';

/** Numbers 0...1 from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  };
}

/** Points in random order on a wavy torus of outer radius 1.4 about `centre`, in pieces of `perPiece`. */
export function surfaceCloud(count: number, perPiece: number, centre: Vector3, coloured = false): DisplayPiece[] {
  const random = seededRandom(count);
  const pieces: DisplayPiece[] = [];
  for (let first = 0; first < count; first += perPiece) {
    const length = Math.min(perPiece, count - first);
    const positions = new Float32Array(3 * length);
    const colours = coloured ? new Uint8Array(4 * length) : null;
    for (let i = 0; i < length; i++) {
      const around = random() * 2 * Math.PI;
      const across = random() * 2 * Math.PI;
      const thickness = 0.38 + 0.06 * Math.sin(5 * around) * Math.cos(3 * across);
      const radius = 1 + thickness * Math.cos(across);
      positions.set([radius * Math.cos(around), radius * Math.sin(around), thickness * Math.sin(across) + 0.15 * Math.sin(2 * around)], 3 * i);
      colours?.set([128 + 127 * Math.cos(around), 128 + 127 * Math.sin(across), 180, 255], 4 * i);
    }
    pieces.push({ kind: 'points', piece: pieces.length, first, last: first + length >= count, count: length, centre, positions, colours });
  }
  return pieces;
}

function meshPieces(positions: readonly number[], polygons: readonly (readonly number[])[], centre: Vector3): DisplayPiece[] {
  const total = positions.length / 3;
  const triangles: number[] = [];
  const faces: number[] = [];
  const outline: number[] = [];
  polygons.forEach((polygon, face) => {
    for (let i = 1; i + 1 < polygon.length; i++) {
      triangles.push(polygon[0], polygon[i], polygon[i + 1]);
      faces.push(face);
    }
    polygon.forEach((vertex, i) => outline.push(vertex, polygon[(i + 1) % polygon.length]));
  });
  return [
    { kind: 'vertices', piece: 0, first: 0, total, last: true, count: total, centre, positions: Float32Array.from(positions), colours: null },
    { kind: 'triangles', piece: 0, indices: Uint32Array.from(triangles), faces: Uint32Array.from(faces), last: true },
    { kind: 'lines', role: 'outline', indices: Uint32Array.from(outline) },
  ];
}

/** A cube of edge 2 about `centre`, six quads: vertices, triangles, outlines. */
export function boxMesh(centre: Vector3 = [0, 0, 0]): DisplayPiece[] {
  const positions: number[] = [];
  for (let i = 0; i < 8; i++) positions.push(i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? 1 : -1);
  return meshPieces(positions, [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]], centre);
}

/** A torus of quads. */
export function torusMesh(around: number, across: number): DisplayPiece[] {
  const positions: number[] = [];
  const polygons: number[][] = [];
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < across; j++) {
      const u = (2 * Math.PI * i) / around;
      const v = (2 * Math.PI * j) / across;
      const radius = 1 + 0.4 * Math.cos(v);
      positions.push(radius * Math.cos(u), radius * Math.sin(u), 0.4 * Math.sin(v));
      const at = (p: number, q: number): number => (p % around) * across + (q % across);
      polygons.push([at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)]);
    }
  }
  return meshPieces(positions, polygons, [0, 0, 0]);
}
