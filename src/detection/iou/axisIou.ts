/**
 * Intersection over union of two rectangles, each x, y, width, height from its index on. Continuous coordinates with
 * `extra` 0; with 1, sizes count pixels and both ends belong to the box (the VOC development kit's "+ 1").
 *
 * @returns 0...1; 0 where neither has an area, or a number is NaN
 */
export function axisIou(a: Float64Array<ArrayBufferLike>, atA: number, b: Float64Array<ArrayBufferLike>, atB: number, extra: 0 | 1): number {
  const ax = a[atA];
  const ay = a[atA + 1];
  const aw = a[atA + 2];
  const ah = a[atA + 3];
  const bx = b[atB];
  const by = b[atB + 1];
  const bw = b[atB + 2];
  const bh = b[atB + 3];
  const right = ax + aw < bx + bw ? ax + aw : bx + bw;
  const left = ax > bx ? ax : bx;
  const width = right - left + extra;
  // Comparisons are false for NaN too.
  if (!(width > 0)) return 0;
  const bottom = ay + ah < by + bh ? ay + ah : by + bh;
  const top = ay > by ? ay : by;
  const height = bottom - top + extra;
  if (!(height > 0)) return 0;
  const intersection = width * height;
  const union = (aw + extra) * (ah + extra) + (bw + extra) * (bh + extra) - intersection;
  return union > 0 ? intersection / union : 0;
}
