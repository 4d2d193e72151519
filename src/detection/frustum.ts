import type { Calibration } from '../model/detectionSet';

/** A rectangle in a picture and a range of depths: what a camera sees through it. */
export interface Frustum {
  readonly calibration: Calibration;
  /** Pixels; both ends belong to it. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Depth along the camera's axis, in the cloud's unit; both ends belong to it. Points at depth 0 or behind never do. */
  readonly near: number;
  readonly far: number;
}

/** A pinhole camera whose frame is the cloud's: x to the right, y down, z forward. */
export function pinholeCalibration(fx: number, fy: number, cx: number, cy: number): Calibration {
  return { projection: [fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0], cloudToBoxes: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
}

/** Rows of the points inside a frustum, ascending; points that are not finite are in none. */
export function pointsInFrustum(positions: ArrayLike<number>, count: number, frustum: Frustum): Uint32Array<ArrayBuffer> {
  const matrix = projectionOfCloud(frustum.calibration);
  const [a, b, c, d, e, f, g, h, i, j, k, l] = matrix;
  const { left, top, right, bottom, near, far } = frustum;
  const rows = new Uint32Array(count);
  let inside = 0;
  for (let row = 0; row < count; row++) {
    const x = positions[3 * row];
    const y = positions[3 * row + 1];
    const z = positions[3 * row + 2];
    const depth = i * x + j * y + k * z + l;
    // Comparisons are false for NaN.
    if (!(depth > 0 && depth >= near && depth <= far)) continue;
    const u = (a * x + b * y + c * z + d) / depth;
    const v = (e * x + f * y + g * z + h) / depth;
    if (u >= left && u <= right && v >= top && v <= bottom) rows[inside++] = row;
  }
  return rows.slice(0, inside);
}

/** 3 x 4, row by row: a position in the cloud's own frame to pixels times depth. */
export function projectionOfCloud({ projection, cloudToBoxes }: Calibration): Float64Array {
  const product = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      for (let at = 0; at < 4; at++) product[4 * row + column] += projection[4 * row + at] * cloudToBoxes[4 * at + column];
    }
  }
  return product;
}
