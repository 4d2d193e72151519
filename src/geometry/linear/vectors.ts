/** The sum of products of `count` numbers of `a` from `i` on with those of `b` from `j` on, in four sums, which do not wait for each other. */
export function dot(a: Float64Array<ArrayBufferLike>, i: number, b: Float64Array<ArrayBufferLike>, j: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let n = 0;
  for (; n + 3 < count; n += 4) {
    s0 += a[i + n] * b[j + n];
    s1 += a[i + n + 1] * b[j + n + 1];
    s2 += a[i + n + 2] * b[j + n + 2];
    s3 += a[i + n + 3] * b[j + n + 3];
  }
  for (; n < count; n++) s0 += a[i + n] * b[j + n];
  return s0 + s1 + (s2 + s3);
}

/** Adds `part` times `count` numbers of `from` to those of `to`. */
export function addMultiple(part: number, from: Float64Array<ArrayBufferLike>, i: number, to: Float64Array<ArrayBufferLike>, j: number, count: number): void {
  for (let n = 0; n < count; n++) to[j + n] += part * from[i + n];
}
