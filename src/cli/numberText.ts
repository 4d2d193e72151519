const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A number for people: whole numbers in full with separators, others to six significant digits; null as a dash. */
export function numberText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '-';
  if (Number.isSafeInteger(value)) return grouped.format(value);
  return String(Number(value.toPrecision(6)));
}

/** Coordinates that differ by `extent`: as many decimals as give the extent six significant digits, so that large offsets keep what matters. */
export function coordinateText(value: number, extent: number): string {
  const magnitude = extent > 0 ? extent : Math.abs(value);
  const decimals = magnitude > 0 ? Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(magnitude)))) : 0;
  return value.toFixed(decimals);
}

/** Seconds to the millisecond, or to the microsecond below one. */
export function secondsText(seconds: number): string {
  return seconds >= 1 ? `${seconds.toFixed(3)} s` : `${Number((seconds * 1000).toPrecision(3))} ms`;
}
