import type { NumericType } from '../model/numericType';

/** The shortest decimal text that reads back as the same stored value: 0.1 for the float32 nearest to 0.1, not 0.10000000149011612. */
export function exactText(value: number | bigint, type: NumericType): string {
  if (typeof value === 'bigint') return value.toString();
  if (type === 'bool') return value === 0 ? 'false' : 'true';
  if (type !== 'float32' || !Number.isFinite(value)) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}
