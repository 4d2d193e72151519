/** Where the surface of a field is taken to be when nobody said. */
export interface IsoGuess {
  readonly iso: number;
  /** Which side is the inside. */
  readonly inside: 'below' | 'above';
  /** How it was told, for people: "0, since the field has both signs". */
  readonly reason: string;
}

/**
 * 0 for a field of both signs, inside below; else the value that best parts the values into two groups (N. Otsu, "A
 * Threshold Selection Method from Gray-Level Histograms", 1979), inside above, as densities have it. Null where all values are one.
 *
 * @param histogram counts in equal bins from `min` to `max`
 */
export function isoGuess({ min, max, histogram }: { readonly min: number | null; readonly max: number | null; readonly histogram: readonly number[] }): IsoGuess | null {
  if (min === null || max === null || !(max > min)) return null;
  if (min < 0 && max > 0) return { iso: 0, inside: 'below', reason: '0, since the field has both signs' };
  const bins = histogram.length;
  let total = 0;
  let sum = 0;
  histogram.forEach((count, bin) => {
    total += count;
    sum += count * bin;
  });
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let first = 0;
  let last = 0;
  for (let bin = 0; bin < bins - 1; bin++) {
    below += histogram[bin];
    sumBelow += histogram[bin] * bin;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (between > best * (1 + 1e-12)) {
      best = between;
      first = bin;
      last = bin;
    } else if (between >= best * (1 - 1e-12)) last = bin;
  }
  // Between groups far apart all bins part them alike: the middle of those.
  const iso = min + ((first + last) / 2 + 1) * ((max - min) / bins);
  return { iso, inside: 'above', reason: 'a guess: the value that best parts the values into two groups (Otsu)' };
}
