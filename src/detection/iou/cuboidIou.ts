import { cuboidStride } from '../../model/detectionSet';
import { ConvexSolid, type HalfSpace } from './convexSolid';
import { cuboidFaces } from './cuboidFaces';

type Cuboids = Float64Array<ArrayBufferLike>;

const corners = new Float64Array(24);
const turn = new Float64Array(9);

/**
 * Intersection over union of two boxes turned in any way. The second is brought into the frame of the first, about its
 * centre, and cut by the six planes of the first.
 */
export function cuboidIou(a: Cuboids, rowA: number, b: Cuboids, rowB: number): number {
  const from = cuboidStride * rowA;
  const other = cuboidStride * rowB;
  const volumeA = a[from + 3] * a[from + 4] * a[from + 5];
  const volumeB = b[other + 3] * b[other + 4] * b[other + 5];
  if (!(a[from + 3] > 0 && a[from + 4] > 0 && a[from + 5] > 0 && b[other + 3] > 0 && b[other + 4] > 0 && b[other + 5] > 0)) return 0;
  const dx = b[other] - a[from];
  const dy = b[other + 1] - a[from + 1];
  const dz = b[other + 2] - a[from + 2];
  const reach = (Math.hypot(a[from + 3], a[from + 4], a[from + 5]) + Math.hypot(b[other + 3], b[other + 4], b[other + 5])) / 2;
  if (!(Math.hypot(dx, dy, dz) < reach)) return 0;
  // The conjugate of the first's quaternion times the second's: the turn from the first to the second.
  const w = a[from + 6];
  const i = -a[from + 7];
  const j = -a[from + 8];
  const k = -a[from + 9];
  const bw = b[other + 6];
  const bi = b[other + 7];
  const bj = b[other + 8];
  const bk = b[other + 9];
  rotation(w * bw - i * bi - j * bj - k * bk, w * bi + i * bw + j * bk - k * bj, w * bj - i * bk + j * bw + k * bi, w * bk + i * bj - j * bi + k * bw);
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = turn;
  for (let corner = 0; corner < 8; corner++) {
    const x = ((corner % 4 === 1 || corner % 4 === 2 ? 1 : -1) * b[other + 3]) / 2;
    const y = ((corner % 4 >= 2 ? 1 : -1) * b[other + 4]) / 2;
    const z = ((corner >= 4 ? 1 : -1) * b[other + 5]) / 2;
    corners[3 * corner] = xx * x + xy * y + xz * z;
    corners[3 * corner + 1] = yx * x + yy * y + yz * z;
    corners[3 * corner + 2] = zx * x + zy * y + zz * z;
  }
  rotation(w, i, j, k);
  const centre = [turn[0] * dx + turn[1] * dy + turn[2] * dz, turn[3] * dx + turn[4] * dy + turn[5] * dz, turn[6] * dx + turn[7] * dy + turn[8] * dz];
  for (let at = 0; at < 24; at++) corners[at] += centre[at % 3];
  const solid = new ConvexSolid(corners, cuboidFaces);
  for (let axis = 0; axis < 3; axis++) {
    const distance = a[from + 3 + axis] / 2;
    solid.cut({ nx: axis === 0 ? 1 : 0, ny: axis === 1 ? 1 : 0, nz: axis === 2 ? 1 : 0, distance });
    solid.cut({ nx: axis === 0 ? -1 : 0, ny: axis === 1 ? -1 : 0, nz: axis === 2 ? -1 : 0, distance });
  }
  const intersection = Math.min(Math.max(0, solid.volume()), volumeA, volumeB);
  return intersection > 0 ? Math.min(1, intersection / (volumeA + volumeB - intersection)) : 0;
}

/** The rotation of a unit quaternion, row by row, into `turn`. */
function rotation(w: number, i: number, j: number, k: number): void {
  turn[0] = 1 - 2 * (j * j + k * k);
  turn[1] = 2 * (i * j - w * k);
  turn[2] = 2 * (i * k + w * j);
  turn[3] = 2 * (i * j + w * k);
  turn[4] = 1 - 2 * (i * i + k * k);
  turn[5] = 2 * (j * k - w * i);
  turn[6] = 2 * (i * k - w * j);
  turn[7] = 2 * (j * k + w * i);
  turn[8] = 1 - 2 * (i * i + j * j);
}

export interface SolidIou {
  readonly intersection: number;
  readonly iou: number;
}

/**
 * Intersection over union of two boxes given by their 8 corners, in any order of turning: 0-3 around one face, 4-7 around
 * the opposite one in the same order.
 *
 * @throws RangeError when the corners of a face do not lie in a plane, or a face has no area
 */
export function solidIou(cornersA: readonly (readonly number[])[], cornersB: readonly (readonly number[])[]): SolidIou {
  const origin = [0, 1, 2].map((axis) => cornersA.reduce((sum, corner) => sum + corner[axis] / 8, 0));
  const local = (all: readonly (readonly number[])[]): number[] => all.flatMap((corner) => corner.map((value, axis) => value - origin[axis]));
  const a = orient(local(cornersA));
  const b = orient(local(cornersB));
  const volumeA = new ConvexSolid(a.corners, a.faces).volume();
  const volumeB = new ConvexSolid(b.corners, b.faces).volume();
  const solid = new ConvexSolid(b.corners, b.faces);
  for (const face of a.faces) solid.cut(planeOf(a.corners, face));
  // Nothing checks that the planes of the first keep all of it but that they are planes.
  for (const face of b.faces) planeOf(b.corners, face);
  const intersection = Math.min(Math.max(0, solid.volume()), volumeA, volumeB);
  return { intersection, iou: intersection > 0 ? intersection / (volumeA + volumeB - intersection) : 0 };
}

interface Oriented {
  readonly corners: readonly number[];
  readonly faces: readonly (readonly number[])[];
}

/** Turns the faces over when the corners go around them the other way. */
function orient(all: readonly number[]): Oriented {
  const isInsideOut = new ConvexSolid(all, cuboidFaces).volume() < 0;
  return { corners: all, faces: isInsideOut ? cuboidFaces.map((face) => [...face].reverse()) : cuboidFaces };
}

/** How far a corner may lie beside its face's plane, as a share of the face's size. */
const flatness = 1e-3;

function planeOf(all: readonly number[], face: readonly number[]): HalfSpace {
  const [a, b, c, d] = face.map((corner) => all.slice(3 * corner, 3 * corner + 3));
  const u = c.map((value, axis) => value - a[axis]);
  const v = d.map((value, axis) => value - b[axis]);
  const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const length = Math.hypot(...normal);
  const size = Math.max(Math.hypot(...u), Math.hypot(...v));
  if (!(length > 1e-12 * size * size) || size === 0) throw new RangeError('Expected faces with an area, found one without.');
  const [nx, ny, nz] = normal.map((value) => value / length);
  const heights = [a, b, c, d].map((corner) => nx * corner[0] + ny * corner[1] + nz * corner[2]);
  const distance = heights.reduce((sum, height) => sum + height / 4, 0);
  if (heights.some((height) => Math.abs(height - distance) > flatness * size)) {
    throw new RangeError('Expected faces whose corners lie in a plane, found one whose corners do not.');
  }
  return { nx, ny, nz, distance };
}
