import { cuboidStride, type DetectionSet } from '../../model/detectionSet';

/** Numbers a box takes: centre on the ground (2), sizes on the ground (2), cosine and sine of its heading, middle height, height. */
export const groundStride = 8;
/** How far from upright a box may be before saying so. */
const uprightEnough = 1e-6;

export interface GroundBoxes {
  /** {@link groundStride} numbers a box. */
  readonly values: Float64Array;
  /** Boxes that lean: only their heading is used. */
  readonly leaning: number;
}

/** Boxes as seen from above: where z points up, the plane of x and y; in a camera's frame, where y points down, of x and z. */
export function groundBoxes({ cuboids, up, count }: Pick<DetectionSet, 'cuboids' | 'up' | 'count'>): GroundBoxes {
  const values = new Float64Array(groundStride * count).fill(NaN);
  let leaning = 0;
  if (!cuboids) return { values, leaning };
  for (let row = 0; row < count; row++) {
    const from = cuboidStride * row;
    const to = groundStride * row;
    const w = cuboids[from + 6];
    const i = cuboids[from + 7];
    const j = cuboids[from + 8];
    const k = cuboids[from + 9];
    // Where the box's own x and z lead.
    const x = [1 - 2 * (j * j + k * k), 2 * (i * j + w * k), 2 * (i * k - w * j)];
    const z = [2 * (i * k + w * j), 2 * (j * k - w * i), 1 - 2 * (i * i + j * j)];
    const isCamera = up === '-y';
    const headingX = x[0];
    const headingY = isCamera ? x[2] : x[1];
    const upward = isCamera ? -z[1] : z[2];
    if (Math.abs(upward - 1) > uprightEnough) leaning++;
    const length = Math.hypot(headingX, headingY);
    values[to] = cuboids[from];
    values[to + 1] = isCamera ? cuboids[from + 2] : cuboids[from + 1];
    values[to + 2] = cuboids[from + 3];
    values[to + 3] = cuboids[from + 4];
    values[to + 4] = length > 0 ? headingX / length : 1;
    values[to + 5] = length > 0 ? headingY / length : 0;
    values[to + 6] = isCamera ? -cuboids[from + 1] : cuboids[from + 2];
    values[to + 7] = cuboids[from + 5];
  }
  return { values, leaning };
}
