import { isBigIntegerArray, type NumericArray } from '../model/numericType';

/** Smallest and largest finite value; both null when there is none. */
export interface ValueRange {
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * The range of every `stride`-th value from `first` on, over finite values; 64-bit integers are rounded to doubles.
 *
 * The commonest array types have a loop each, because a loop that meets more than a few array types is compiled to a
 * generic lookup a value, several times slower; the others are widened block by block, which is a native copy.
 */
export function rangeOf(data: NumericArray, first = 0, stride = 1): ValueRange {
  if (data instanceof Float32Array) return float32Range(data, first, stride);
  if (data instanceof Float64Array) return float64Range(data, first, stride);
  if (data instanceof Uint8Array) return uint8Range(data, first, stride);
  if (isBigIntegerArray(data)) return bigIntegerRange(data, first, stride);
  const block = new Float64Array(Math.min(data.length, 4096 * stride));
  let min = Infinity;
  let max = -Infinity;
  for (let start = 0; start < data.length; start += block.length) {
    const length = Math.min(block.length, data.length - start);
    block.set(data.subarray(start, start + length));
    const range = float64Range(length === block.length ? block : block.subarray(0, length), first, stride);
    if (range.min !== null && range.min < min) min = range.min;
    if (range.max !== null && range.max > max) max = range.max;
  }
  return toRange(min, max);
}

function toRange(min: number, max: number): ValueRange {
  return min <= max ? { min, max } : { min: null, max: null };
}

// Comparisons are false for NaN, and infinities are asked about only when a new extreme is met: seldom.
function float32Range(data: Float32Array<ArrayBufferLike>, first: number, stride: number): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  for (let index = first; index < data.length; index += stride) {
    const value = data[index];
    if (value < min && value !== -Infinity) min = value;
    if (value > max && value !== Infinity) max = value;
  }
  return toRange(min, max);
}

function float64Range(data: Float64Array<ArrayBufferLike>, first: number, stride: number): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  for (let index = first; index < data.length; index += stride) {
    const value = data[index];
    if (value < min && value !== -Infinity) min = value;
    if (value > max && value !== Infinity) max = value;
  }
  return toRange(min, max);
}

function uint8Range(data: Uint8Array<ArrayBufferLike>, first: number, stride: number): ValueRange {
  let min = 256;
  let max = -1;
  for (let index = first; index < data.length; index += stride) {
    const value = data[index];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return toRange(min, max);
}

function bigIntegerRange(
  data: BigInt64Array<ArrayBufferLike> | BigUint64Array<ArrayBufferLike>,
  first: number,
  stride: number,
): ValueRange {
  if (first >= data.length) return { min: null, max: null };
  let min = data[first];
  let max = min;
  for (let index = first + stride; index < data.length; index += stride) {
    const value = data[index];
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min: Number(min), max: Number(max) };
}
