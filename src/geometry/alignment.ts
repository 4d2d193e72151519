import type { Bounds, Vector3 } from '../model/bounds';
import { type AffineTransform, similarity } from './affineTransform';
import type { Coordinates } from './pointIndexLayout';

/** The mean of the finite points, 3 numbers a row; null when there is none. Summed about the first, so that large coordinates keep their digits. */
export function centroid(positions: Coordinates): Vector3 | null {
  let first: Vector3 | null = null;
  const sums = [0, 0, 0];
  let count = 0;
  for (let at = 0; at + 2 < positions.length; at += 3) {
    const x = positions[at];
    const y = positions[at + 1];
    const z = positions[at + 2];
    if (!(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z))) continue;
    first ??= [x, y, z];
    sums[0] += x - first[0];
    sums[1] += y - first[1];
    sums[2] += z - first[2];
    count++;
  }
  return first && [first[0] + sums[0] / count, first[1] + sums[1] / count, first[2] + sums[2] / count];
}

/** Moves the centroid of `from` to that of `to`; null when either has no finite point. */
export function centring(from: Coordinates, to: Coordinates): AffineTransform | null {
  const [a, b] = [centroid(from), centroid(to)];
  return a && b && similarity(1, a, b);
}

/**
 * Scales and moves one box so that its longest edge is as long as the other's and the middles agree: what scaling both
 * into the unit box does, in the coordinates of `to`. A box without extent is only moved.
 */
export function boxFitting(from: Bounds, to: Bounds): AffineTransform {
  const longest = ({ min, max }: Bounds): number => Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  const middle = ({ min, max }: Bounds): Vector3 => [min[0] / 2 + max[0] / 2, min[1] / 2 + max[1] / 2, min[2] / 2 + max[2] / 2];
  const [a, b] = [longest(from), longest(to)];
  return similarity(a > 0 && b > 0 ? b / a : 1, middle(from), middle(to));
}
