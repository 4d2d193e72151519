/** Householder's reflection I - scale v v^T of a vector onto an axis: what comes to lie there, with its sign, and the scale. */
export interface Reflection {
  readonly length: number;
  readonly scale: number;
}

/**
 * Makes of the numbers `from ... end - 1`, `stride` apart, the vector v for which I - scale v v^T turns them along the first
 * axis. v begins with 1. Of nothing, and of nothing but zeros: scale 0.
 */
export function reflect(vector: Float64Array<ArrayBufferLike>, from: number, end: number, stride = 1): Reflection {
  if (from >= end) return { length: 0, scale: 0 };
  let largest = 0;
  for (let at = from; at < end; at += stride) largest = Math.max(largest, Math.abs(vector[at]));
  if (largest === 0) return { length: 0, scale: 0 };
  let square = 0;
  for (let at = from; at < end; at += stride) square += (vector[at] / largest) ** 2;
  const length = largest * Math.sqrt(square);
  const first = vector[from];
  const target = first > 0 ? -length : length;
  // Divided by its first number, which is its largest but for a factor, so that nothing overflows.
  const pivot = first - target;
  vector[from] = 1;
  for (let at = from + stride; at < end; at += stride) vector[at] /= pivot;
  return { length: target, scale: -pivot / target };
}
