import { isBigIntegerArray, type NumberArray, type NumericArray, type NumericType } from '../../model/numericType';
import { wordAt } from '../scanNumber';
import type { ColumnRole } from './columns';

/** How many values of a text file did not fit the integer type that the header states. */
export interface RoundingCount {
  /** Values outside the type's range, or not whole. They are kept as the nearest value of the type. */
  count: number;
}

/** What of a group of columns storing needs. */
export interface StoredGroup {
  readonly role: ColumnRole;
  readonly type: NumericType;
  readonly components: number;
  data: NumericArray;
}

const integerRanges: Partial<Record<NumericType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
};

/** Hands column `column` of a block of rows (`width` values each) to rows `row ...` of a group. */
export function storeColumn(
  block: Float64Array,
  column: number,
  width: number,
  rows: number,
  group: StoredGroup,
  component: number,
  row: number,
  rounding: RoundingCount,
): void {
  const { data } = group;
  const start = row * group.components + component;
  const step = group.components;
  if (data instanceof Float32Array) storeSingles(block, column, width, rows, data, start, step);
  else if (data instanceof Float64Array) storeDoubles(block, column, width, rows, data, start, step);
  else if (!isBigIntegerArray(data)) storeIntegers(block, column, width, rows, group, data, start, rounding);
}

function storeSingles(block: Float64Array, column: number, width: number, rows: number, data: Float32Array, start: number, step: number): void {
  for (let i = 0, from = column, to = start; i < rows; i++, from += width, to += step) data[to] = block[from];
}

function storeDoubles(block: Float64Array, column: number, width: number, rows: number, data: Float64Array, start: number, step: number): void {
  for (let i = 0, from = column, to = start; i < rows; i++, from += width, to += step) data[to] = block[from];
}

function storeIntegers(
  block: Float64Array,
  column: number,
  width: number,
  rows: number,
  group: StoredGroup,
  data: NumberArray,
  start: number,
  rounding: RoundingCount,
): void {
  for (let i = 0, from = column, to = start; i < rows; i++, from += width, to += group.components) {
    const value = block[from];
    data[to] = value;
    if (data[to] === value) continue;
    storeMisfit(value, group, to, rounding);
    // The first fraction among colours gives them another array.
    if (group.data !== data) {
      for (let j = i + 1; j < rows; j++) {
        to += group.components;
        storeNumber(block[column + j * width], group, to, rounding);
      }
      return;
    }
  }
}

/** Stores a single word's value. `start` is where the word begins, for integers that a double does not hold. */
export function storeValue(
  bytes: Uint8Array,
  start: number,
  value: number,
  group: StoredGroup,
  component: number,
  row: number,
  rounding: RoundingCount,
): void {
  const { data } = group;
  const index = row * group.components + component;
  if (!isBigIntegerArray(data)) {
    storeNumber(value, group, index, rounding);
    return;
  }
  const word = wordAt(bytes, start);
  let integer = 0n;
  if (/^[+-]?\d+$/.test(word)) integer = BigInt(word.replace('+', ''));
  else if (Number.isFinite(value)) integer = BigInt(Math.round(value));
  data[index] = integer;
  if (data[index] !== integer || !Number.isInteger(value)) rounding.count++;
}

function storeNumber(value: number, group: StoredGroup, index: number, rounding: RoundingCount): void {
  const { data } = group;
  if (isBigIntegerArray(data)) return;
  data[index] = value;
  if (data instanceof Float32Array || data instanceof Float64Array || data[index] === value) return;
  storeMisfit(value, group, index, rounding);
}

/** A value that the integer array does not hold. */
function storeMisfit(value: number, group: StoredGroup, index: number, rounding: RoundingCount): void {
  const { data } = group;
  if (isBigIntegerArray(data)) return;
  if (group.role === 'colours' && value > 0 && value < 1) {
    // Some programs (Assimp) write colours of 0...1 under a header that says uchar.
    const colours = Float32Array.from(data);
    colours[index] = value;
    group.data = colours;
    return;
  }
  const [lowest, highest] = integerRanges[group.type] ?? [0, 0];
  data[index] = Number.isNaN(value) ? 0 : Math.min(highest, Math.max(lowest, Math.round(value)));
  rounding.count++;
}

/**
 * Colours that turned out to be fractions of 1 stay so; when there were larger values too, they go back to the type of
 * the header, rounded. Returns true for the former.
 */
export function settleColours(group: StoredGroup & { type: NumericType }, rounding: RoundingCount): boolean {
  const { data } = group;
  if (!(data instanceof Float32Array) || group.type === 'float32') return false;
  let largest = 0;
  for (const value of data) largest = Math.max(largest, value);
  if (largest <= 1) {
    group.type = 'float32';
    return true;
  }
  const integers = group.type === 'uint16' ? new Uint16Array(data.length) : new Uint8ClampedArray(data.length);
  data.forEach((value, index) => {
    integers[index] = Math.round(value);
    if (integers[index] !== value) rounding.count++;
  });
  group.data = integers instanceof Uint16Array ? integers : new Uint8Array(integers.buffer);
  return false;
}
