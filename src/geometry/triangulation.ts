import type { Polygons } from '../model/mesh';
import { clipEars } from './triangulationEars';

export { polygonOutlines } from './triangulationOutlines';

export interface Triangulation {
  /** 3 vertex numbers a triangle, in the order of the face they come from and with its direction. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** For each triangle the face it belongs to. */
  readonly faces: Uint32Array<ArrayBuffer>;
  /** Faces of three or more corners left out because a corner does not exist or is not finite. */
  readonly skipped: number;
}

export interface TriangulationOptions {
  /** True when no coordinate is NaN or infinite, which spares looking at each. */
  readonly allFinite?: boolean;
}

/** The polygons' part of a mesh that triangulation needs. */
export type FaceList = Pick<Polygons, 'count' | 'offsets' | 'indices'>;

/**
 * Triangles of faces of any number of corners. A face of n valid corners gives n - 2 triangles, always, degenerate ones
 * included: triangles pass through, convex faces become fans from their first corner, concave and not quite flat ones
 * are clipped ear by ear in the plane of their Newell normal (I. Sutherland, R. Sproull, R. Schumacker, 1974).
 * Faces of fewer than three corners give none.
 *
 * @param positions interleaved x, y, z in any unit
 */
export function triangulate(
  positions: Float32Array | Float64Array,
  polygons: FaceList,
  options: TriangulationOptions = {},
): Triangulation {
  const { count, offsets, indices } = polygons;
  const isValid = createCornerTest(positions, options.allFinite === true);
  let triangles = 0;
  let skipped = 0;
  const isSkipped = new Uint8Array(count);
  for (let face = 0; face < count; face++) {
    const start = offsets[face];
    const end = offsets[face + 1];
    if (end - start < 3) continue;
    let corner = start;
    while (corner < end && isValid(indices[corner])) corner++;
    if (corner === end) {
      triangles += end - start - 2;
    } else {
      isSkipped[face] = 1;
      skipped++;
    }
  }
  const result = new Uint32Array(3 * triangles);
  const faces = new Uint32Array(triangles);
  if (triangles === count && indices.length === 3 * count && skipped === 0) {
    // Nothing but triangles.
    result.set(indices);
    for (let face = 0; face < count; face++) faces[face] = face;
    return { indices: result, faces, skipped };
  }
  let written = 0;
  for (let face = 0; face < count; face++) {
    const start = offsets[face];
    const corners = offsets[face + 1] - start;
    if (corners < 3 || isSkipped[face] === 1) continue;
    faces.fill(face, written, written + corners - 2);
    triangulateFace(positions, indices, start, corners, result, 3 * written);
    written += corners - 2;
  }
  return { indices: result, faces, skipped };
}

function createCornerTest(positions: Float32Array | Float64Array, allFinite: boolean): (vertex: number) => boolean {
  const vertices = Math.floor(positions.length / 3);
  if (allFinite) return (vertex) => vertex < vertices;
  return (vertex) => {
    if (vertex >= vertices) return false;
    const sum = positions[3 * vertex] * 0 + positions[3 * vertex + 1] * 0 + positions[3 * vertex + 2] * 0;
    return sum === 0;
  };
}

/** The corners of the present face in the plane of its normal, x and y interleaved; kept between faces so that small ones cost no allocation. */
let plane = new Float64Array(64);

function triangulateFace(
  positions: Float32Array | Float64Array,
  indices: ArrayLike<number>,
  start: number,
  corners: number,
  out: Uint32Array,
  at: number,
): void {
  if (corners === 3) {
    for (let i = 0; i < 3; i++) out[at + i] = indices[start + i];
    return;
  }
  if (plane.length < 2 * corners) plane = new Float64Array(4 * corners);
  projectFace(positions, indices, start, corners);
  if (isConvex(plane, corners)) writeFan(indices, start, corners, out, at);
  else if (corners === 4) writeQuad(indices, start, out, at);
  else clipEars(plane, corners, (first, second, third) => {
    out[at++] = indices[start + first];
    out[at++] = indices[start + second];
    out[at++] = indices[start + third];
  });
}

/**
 * Puts a face's corners into `plane`, along the axis where its Newell normal is longest, seen so that it turns
 * counter-clockwise. Coordinates are taken from the first corner, so that huge offsets do not eat their digits.
 */
function projectFace(positions: Float32Array | Float64Array, indices: ArrayLike<number>, start: number, corners: number): void {
  const origin = 3 * indices[start];
  const originX = positions[origin];
  const originY = positions[origin + 1];
  const originZ = positions[origin + 2];
  let normalX = 0;
  let normalY = 0;
  let normalZ = 0;
  let former = 3 * indices[start + corners - 1];
  for (let i = 0; i < corners; i++) {
    const present = 3 * indices[start + i];
    const ax = positions[former] - originX;
    const ay = positions[former + 1] - originY;
    const az = positions[former + 2] - originZ;
    const bx = positions[present] - originX;
    const by = positions[present + 1] - originY;
    const bz = positions[present + 2] - originZ;
    normalX += ay * bz - az * by;
    normalY += az * bx - ax * bz;
    normalZ += ax * by - ay * bx;
    former = present;
  }
  const sizeX = Math.abs(normalX);
  const sizeY = Math.abs(normalY);
  const sizeZ = Math.abs(normalZ);
  const axis = sizeX > sizeY && sizeX > sizeZ ? 0 : sizeY > sizeZ ? 1 : 2;
  const isTurned = [normalX, normalY, normalZ][axis] < 0;
  // Seen from the tip of an axis the next two axes turn counter-clockwise.
  const first = isTurned ? (axis + 2) % 3 : (axis + 1) % 3;
  const second = isTurned ? (axis + 1) % 3 : (axis + 2) % 3;
  for (let i = 0; i < corners; i++) {
    const present = 3 * indices[start + i];
    plane[2 * i] = positions[present + first] - positions[origin + first];
    plane[2 * i + 1] = positions[present + second] - positions[origin + second];
  }
}

/** True when a counter-clockwise outline turns left at every corner and goes round once. */
function isConvex(points: Float64Array, corners: number): boolean {
  let turns = 0;
  let formerX = points[0] - points[2 * corners - 2];
  let formerY = points[1] - points[2 * corners - 1];
  for (let i = 0; i < corners; i++) {
    const next = i + 1 === corners ? 0 : i + 1;
    const x = points[2 * next] - points[2 * i];
    const y = points[2 * next + 1] - points[2 * i + 1];
    if (formerX * y - formerY * x < 0) return false;
    // A convex outline changes once from going left to going right, and once back; a star changes more often.
    if (x > 0 !== formerX > 0) turns++;
    formerX = x;
    formerY = y;
  }
  return turns <= 2;
}

function writeFan(indices: ArrayLike<number>, start: number, corners: number, out: Uint32Array, at: number): void {
  for (let i = 1; i + 1 < corners; i++) {
    out[at++] = indices[start];
    out[at++] = indices[start + i];
    out[at++] = indices[start + i + 1];
  }
}

function turn(a: number, b: number, c: number): number {
  return (
    (plane[2 * b] - plane[2 * a]) * (plane[2 * c + 1] - plane[2 * a + 1]) -
    (plane[2 * b + 1] - plane[2 * a + 1]) * (plane[2 * c] - plane[2 * a])
  );
}

/** A quadrilateral that is not convex: of its two diagonals the one whose triangles face the right way. */
function writeQuad(indices: ArrayLike<number>, start: number, out: Uint32Array, at: number): void {
  const throughFirst = Math.min(turn(0, 1, 2), turn(0, 2, 3));
  const throughSecond = Math.min(turn(1, 2, 3), turn(1, 3, 0));
  const order = throughFirst >= throughSecond ? [0, 1, 2, 0, 2, 3] : [1, 2, 3, 1, 3, 0];
  order.forEach((corner, index) => {
    out[at + index] = indices[start + corner];
  });
}
