const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with its thousands parted: "1,000,000". */
export function count(value: number): string {
  return grouped.format(value);
}

/** "1 point", "2 points". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number at six significant digits: "0.333333", "1.5", "1e+30". What has no value is an en dash. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** All digits of a number, for tooltips and copies. */
export function fullFigure(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A number of a report: whole ones in full with their thousands parted, others to six significant digits; `missing` for what has no value. */
export function numberText(value: number | null, missing = '–'): string {
  if (value === null || !Number.isFinite(value)) return missing;
  // Minus zero is zero to people.
  return Number.isSafeInteger(value) ? count(value === 0 ? 0 : value) : figure(value);
}

/** Seconds to the millisecond, or to three digits of milliseconds below one. */
export function secondsText(seconds: number): string {
  return seconds >= 1 ? `${seconds.toFixed(3)} s` : `${Number((seconds * 1000).toPrecision(3))} ms`;
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size in decimal units with three significant digits: "1.25 MB"; below 1,000 in bytes. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return bytes === 1 ? '1 byte' : `${count(bytes)} bytes`;
  return `${Number(value.toPrecision(3))} ${units[unit] ?? 'bytes'}`;
}

/**
 * Round positions for ticks: at most `most` multiples of 1, 2 or 5 times a power of ten in min...max, as shown text and
 * value. Empty when the range is empty or not finite.
 */
export function ticks(min: number, max: number, most: number): { readonly value: number; readonly text: string }[] {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span) || most < 1) return [];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const found: { value: number; text: string }[] = [];
  for (let index = first; index <= last && found.length <= most + 1; index++) {
    const value = index * step;
    const plain = (value === 0 ? 0 : value).toFixed(Math.min(decimals, 20));
    found.push({ value, text: Math.abs(value) >= 1e7 || decimals > 6 ? figure(value) : plain });
  }
  return found;
}
