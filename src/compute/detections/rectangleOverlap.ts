interface Rectangles {
  /** 4 a box: x, y, width, height. */
  readonly rectangles: Float64Array;
}

/** Intersection over union of two upright rectangles in continuous coordinates; 0 where either has no area. */
export function rectangleOverlap(first: Rectangles, a: number, second: Rectangles, b: number): number {
  const p = first.rectangles;
  const q = second.rectangles;
  const i = 4 * a;
  const j = 4 * b;
  const width = Math.min(p[i] + p[i + 2], q[j] + q[j + 2]) - Math.max(p[i], q[j]);
  const height = Math.min(p[i + 1] + p[i + 3], q[j + 1] + q[j + 3]) - Math.max(p[i + 1], q[j + 1]);
  if (!(width > 0 && height > 0)) return 0;
  const common = width * height;
  return common / (p[i + 2] * p[i + 3] + q[j + 2] * q[j + 3] - common);
}
