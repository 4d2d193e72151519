/**
 * The shortest decimal text that reads back as the same float32: 6 digits always survive a float32, 9 always suffice.
 */
export function float32Text(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return float64Text(value);
  // Below the normal range fewer digits than 6 can be enough.
  for (let digits = Math.abs(value) < 1.1754943508222875e-38 ? 1 : 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/** The shortest decimal text that reads back as the same float64; `nan`, `inf` and `-inf` as C writes them. */
export function float64Text(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
