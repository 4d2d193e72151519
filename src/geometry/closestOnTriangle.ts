import type { Coordinates } from './pointIndexLayout';

/** Which part of a triangle a point on it belongs to. */
export const triangleFeatures = ['face', 'edge01', 'edge12', 'edge20', 'vertex0', 'vertex1', 'vertex2'] as const;
export type TriangleFeature = (typeof triangleFeatures)[number];

const face = 0;
const edges = [1, 2, 3];
const vertices = [4, 5, 6];

/** What {@link closestOnTriangle} found; written over by its next call. */
export const closest = {
  x: 0,
  y: 0,
  z: 0,
  square: 0,
  /** A place in {@link triangleFeatures}. */
  feature: 0,
};

/**
 * The point of a triangle nearest to (x, y, z), written to {@link closest}; `at` is where its 9 numbers begin. By the
 * regions of Ericson, "Real-Time Collision Detection" (2005), 5.1.5; triangles that are a segment or a point, or too
 * nearly one for a normal, are measured by their edges.
 */
export function closestOnTriangle(corners: Coordinates, at: number, x: number, y: number, z: number): void {
  const ax = corners[at];
  const ay = corners[at + 1];
  const az = corners[at + 2];
  const abx = corners[at + 3] - ax;
  const aby = corners[at + 4] - ay;
  const abz = corners[at + 5] - az;
  const acx = corners[at + 6] - ax;
  const acy = corners[at + 7] - ay;
  const acz = corners[at + 8] - az;
  const nx = aby * acz - abz * acy;
  const ny = abz * acx - abx * acz;
  const nz = abx * acy - aby * acx;
  const normalSquare = nx * nx + ny * ny + nz * nz;
  const longest = Math.max(abx * abx + aby * aby + abz * abz, acx * acx + acy * acy + acz * acz);
  if (normalSquare > 1e-24 * longest * longest) {
    const apx = x - ax;
    const apy = y - ay;
    const apz = z - az;
    // Barycentric coordinates of the foot on the plane, times the square of the normal.
    const v = nx * (apy * acz - apz * acy) + ny * (apz * acx - apx * acz) + nz * (apx * acy - apy * acx);
    const w = nx * (aby * apz - abz * apy) + ny * (abz * apx - abx * apz) + nz * (abx * apy - aby * apx);
    if (v > 0 && w > 0 && v + w < normalSquare) {
      const height = (nx * apx + ny * apy + nz * apz) / normalSquare;
      closest.x = x - height * nx;
      closest.y = y - height * ny;
      closest.z = z - height * nz;
      closest.square = height * height * normalSquare;
      closest.feature = face;
      return;
    }
  }
  closest.square = Infinity;
  closestOnEdge(corners, at, at + 3, x, y, z, 0);
  closestOnEdge(corners, at + 3, at + 6, x, y, z, 1);
  closestOnEdge(corners, at + 6, at, x, y, z, 2);
}

/** Improves {@link closest} by the edge between the corners at `a` and `b`. */
function closestOnEdge(corners: Coordinates, a: number, b: number, x: number, y: number, z: number, edge: number): void {
  const ax = corners[a];
  const ay = corners[a + 1];
  const az = corners[a + 2];
  const bx = corners[b];
  const by = corners[b + 1];
  const bz = corners[b + 2];
  const ux = bx - ax;
  const uy = by - ay;
  const uz = bz - az;
  const along = (x - ax) * ux + (y - ay) * uy + (z - az) * uz;
  const length = ux * ux + uy * uy + uz * uz;
  let feature = edges[edge];
  let px = ax;
  let py = ay;
  let pz = az;
  if (!(along > 0)) feature = vertices[edge];
  else if (along >= length) {
    feature = vertices[(edge + 1) % 3];
    px = bx;
    py = by;
    pz = bz;
  } else {
    const share = along / length;
    px = ax + share * ux;
    py = ay + share * uy;
    pz = az + share * uz;
  }
  const dx = x - px;
  const dy = y - py;
  const dz = z - pz;
  const square = dx * dx + dy * dy + dz * dz;
  if (square >= closest.square) return;
  closest.x = px;
  closest.y = py;
  closest.z = pz;
  closest.square = square;
  closest.feature = feature;
}
