/**
 * Percentiles by linear interpolation between order statistics, as `numpy.percentile` has them by default: the p-th of n
 * sorted values lies at position p / 100 (n - 1).
 * @param values none of them NaN; they are put into another order.
 * @param percents 0 ... 100, in any order. O(n) each.
 * @returns one value for each percent; NaN where there are no values.
 */
export function percentilesInPlace(values: Float64Array<ArrayBufferLike>, percents: readonly number[]): number[] {
  const last = values.length - 1;
  return percents.map((percent) => {
    if (last < 0) return NaN;
    const position = (percent / 100) * last;
    const below = Math.min(last, Math.max(0, Math.floor(position)));
    select(values, below);
    const low = values[below];
    const share = position - below;
    if (share === 0) return low;
    // After selecting, the next one in order is the least of those above.
    let high = Infinity;
    for (let i = below + 1; i <= last; i++) if (values[i] < high) high = values[i];
    // From the nearer end, as numpy does, so that equal neighbours give exactly their value.
    const difference = high - low;
    return share < 0.5 ? low + difference * share : high - difference * (1 - share);
  });
}

/** {@link percentilesInPlace} of the values that are not NaN, which are copied. */
export function percentiles(values: Float64Array<ArrayBufferLike>, percents: readonly number[]): number[] {
  return percentilesInPlace(values.filter((value) => !Number.isNaN(value)), percents);
}

/** Puts the k-th smallest value at `k`, none greater before it, none smaller after it. Hoare's FIND with the median of three. */
export function select(values: Float64Array<ArrayBufferLike>, k: number): void {
  let left = 0;
  let right = values.length - 1;
  while (right > left) {
    const a = values[left];
    const b = values[(left + right) >>> 1];
    const c = values[right];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swap = values[i];
      values[i++] = values[j];
      values[j--] = swap;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
