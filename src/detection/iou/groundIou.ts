import { groundStride } from './groundBoxes';
import { rotatedIntersection } from './rotatedIou';

/** Intersection over union of two upright boxes: area in common as seen from above, times height in common. */
export function groundIou(a: Float64Array, rowA: number, b: Float64Array, rowB: number): number {
  const from = groundStride * rowA;
  const other = groundStride * rowB;
  const heightA = a[from + 7];
  const heightB = b[other + 7];
  const apart = b[other + 6] - a[from + 6];
  const top = Math.min(heightA / 2, apart + heightB / 2);
  const bottom = Math.max(-heightA / 2, apart - heightB / 2);
  if (!(top > bottom)) return 0;
  const area = groundIntersection(a, from, b, other);
  if (!(area > 0)) return 0;
  const intersection = area * (top - bottom);
  const union = a[from + 2] * a[from + 3] * heightA + b[other + 2] * b[other + 3] * heightB - intersection;
  return union > 0 ? Math.min(1, intersection / union) : 0;
}

function groundIntersection(a: Float64Array, from: number, b: Float64Array, other: number): number {
  return rotatedIntersection(b[other] - a[from], b[other + 1] - a[from + 1], a[from + 2], a[from + 3], a[from + 4], a[from + 5], b[other + 2], b[other + 3], b[other + 4], b[other + 5]);
}
