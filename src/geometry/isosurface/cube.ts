import type { Axis } from '../../model/grid';

/*
 * A cell of a grid as a cube whose corners are eight samples. Corner x + 2 y + 4 z lies at (x, y, z), each 0 or 1. Edge
 * 4 axis + u + 2 v runs along an axis; u and v are where it lies on the other two, in their order. Face 2 axis + side is
 * where a coordinate is 0 or 1.
 */

export const cornerCount = 8;
export const edgeCount = 12;
export const faceCount = 6;

/** The other two axes, in their order. */
const othersOf = [
  [1, 2],
  [0, 2],
  [0, 1],
] as const;

/** The two corners of each edge, the lower one first. */
export const edgeCorners: readonly (readonly [number, number])[] = Array.from({ length: edgeCount }, (_, edge) => {
  const axis = edge >> 2;
  const [u, v] = othersOf[axis];
  const low = ((edge & 1) << u) | (((edge >> 1) & 1) << v);
  return [low, low | (1 << axis)];
});

/** The four corners of each face, anticlockwise as seen from outside the cube. */
export const faceCorners: readonly (readonly [number, number, number, number])[] = Array.from({ length: faceCount }, (_, face) => {
  const axis = face >> 1;
  const u = 1 << (axis + 1) % 3;
  const v = 1 << (axis + 2) % 3;
  return face & 1 ? [1 << axis, (1 << axis) | u, (1 << axis) | u | v, (1 << axis) | v] : [0, v, u | v, u];
});

/** The edge between two corners that differ in one coordinate. */
export function edgeBetween(a: number, b: number): number {
  return edgeCorners.findIndex(([low, high]) => (low === a && high === b) || (low === b && high === a));
}

/** The faces on which each edge lies, as bits. */
const edgeFaces: readonly number[] = edgeCorners.map((corners) =>
  faceCorners.reduce((bits, face, index) => (corners.every((corner) => face.includes(corner)) ? bits | (1 << index) : bits), 0),
);

export function shareFace(edgeA: number, edgeB: number): boolean {
  return (edgeFaces[edgeA] & edgeFaces[edgeB]) !== 0;
}

/** For each combination of corners (bit per corner), the edges whose two ends differ, as bits. */
export const crossedEdges: Uint16Array<ArrayBuffer> = Uint16Array.from({ length: 256 }, (_, corners) =>
  edgeCorners.reduce((bits, [low, high], edge) => (((corners >> low) ^ (corners >> high)) & 1 ? bits | (1 << edge) : bits), 0),
);

/** The faces on which corners of either kind lie opposite each other, as bits. */
export const ambiguousFaces: Uint8Array<ArrayBuffer> = Uint8Array.from({ length: 256 }, (_, corners) =>
  faceCorners.reduce((bits, face, index) => {
    const [a, b, c, d] = face.map((corner) => (corners >> corner) & 1);
    return a === c && b === d && a !== b ? bits | (1 << index) : bits;
  }, 0),
);

/** Where corners and edges of a cube go when its axes 0, 1, 2 become the axes of an order. */
export interface CubeMap {
  readonly corners: readonly number[];
  readonly edges: readonly number[];
  /** For each combination of corners. */
  readonly cases: Uint8Array<ArrayBuffer>;
}

export function cubeMap(order: readonly [Axis, Axis, Axis]): CubeMap {
  const corners = Array.from({ length: cornerCount }, (_, corner) => order.reduce<number>((bits, axis, place) => bits | (((corner >> place) & 1) << axis), 0));
  const edges = edgeCorners.map(([low, high]) => edgeBetween(corners[low], corners[high]));
  const cases = Uint8Array.from({ length: 256 }, (_, bits) => corners.reduce<number>((sum, to, from) => sum | (((bits >> from) & 1) << to), 0));
  return { corners, edges, cases };
}
