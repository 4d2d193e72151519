import type { Bounds } from '../../model/bounds';
import { cuboidStride } from '../../model/detectionSet';

/** Bounds of the corners of all finite cuboids; null when there is none. */
export function cuboidBounds(cuboids: Float64Array): Bounds | null {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < cuboids.length; at += cuboidStride) {
    const [x, y, z, length, width, height, w, i, j, k] = cuboids.subarray(at, at + cuboidStride);
    // Rows of the rotation of a unit quaternion: how far the half sizes reach along each axis.
    const rows = [
      [1 - 2 * (j * j + k * k), 2 * (i * j - w * k), 2 * (i * k + w * j)],
      [2 * (i * j + w * k), 1 - 2 * (i * i + k * k), 2 * (j * k - w * i)],
      [2 * (i * k - w * j), 2 * (j * k + w * i), 1 - 2 * (i * i + j * j)],
    ];
    const centre = [x, y, z];
    for (const axis of [0, 1, 2] as const) {
      const [a, b, c] = rows[axis];
      const reach = (Math.abs(a * length) + Math.abs(b * width) + Math.abs(c * height)) / 2;
      if (!Number.isFinite(centre[axis] + reach)) continue;
      min[axis] = Math.min(min[axis], centre[axis] - reach);
      max[axis] = Math.max(max[axis], centre[axis] + reach);
    }
  }
  return min[0] <= max[0] && min[1] <= max[1] && min[2] <= max[2] ? { min, max } : null;
}
