import { numberText as reportNumber } from '../operations/figures';

export { secondsText } from '../operations/figures';

/** A number for people: whole numbers in full with separators, others to six significant digits; null as a dash that every terminal has. */
export function numberText(value: number | null): string {
  return reportNumber(value, '-');
}

/** Coordinates that differ by `extent`: as many decimals as give the extent six significant digits, so that large offsets keep what matters. */
export function coordinateText(value: number, extent: number): string {
  const magnitude = extent > 0 ? extent : Math.abs(value);
  const decimals = magnitude > 0 ? Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(magnitude)))) : 0;
  return value.toFixed(decimals);
}
