import { wholeNumbers } from './wholeNumbers';

/** Columns of corners (at z = 0 and at z = 1) of a cell's sections: two opposite ones that are to be inside, two to be outside. */
export interface ColumnPair {
  readonly inside: readonly [readonly [number, number], readonly [number, number]];
  readonly outside: readonly [readonly [number, number], readonly [number, number]];
}

/** What a tunnel joins: the inside columns, the outside ones, or none is there. */
export type Joined = 'none' | 'inside' | 'outside';

/** Where a range of heights ends: n / d with d > 0, and at what: a face of the cell, or the end of a column's stay inside or outside. */
interface End<Value> {
  readonly n: Value;
  readonly d: Value;
  readonly at: 'face' | 'inside' | 'outside';
}

/** Twice a value that is whole and at most this large leaves all products of four sums exact in float64. */
const largestPlainWhole = 512;
/** Bounds of the rounding errors of sums of products of two, three and four values whose magnitude is at most 1. */
const errors = [0, 0, 1e-14, 1e-13, 1e-12];

/** The sign of a c - b d, exactly. */
export function exactProductSign(a: number, c: number, b: number, d: number): number {
  const first = a * c;
  const second = b * d;
  const difference = first - second;
  if (Math.abs(difference) > 1e-15 * (Math.abs(first) + Math.abs(second)) + 1e-290) return Math.sign(difference);
  if (first === second && Math.abs(first) > 1e-200 && isFloat32(a) && isFloat32(b) && isFloat32(c) && isFloat32(d)) return 0;
  const [wholeA, wholeB, wholeC, wholeD] = wholeNumbers([a, b, c, d]);
  return signOf(wholeA * wholeC - wholeB * wholeD);
}

/** Products of two float32 values are exact in float64. */
function isFloat32(value: number): boolean {
  return Math.fround(value) === value;
}

/**
 * Whether the sections in which both inside columns are inside and both outside columns outside join one kind in the
 * middle of their heights alone. Decided in float64 where rounding cannot matter, with whole numbers of any size elsewhere.
 *
 * @param values of the corners, finite, of a magnitude between 1e-30 and 1e30 or 0; 0 counts as outside
 * @param insideCorners the corners whose value is below 0, as bits
 */
export function exactColumns(values: Float64Array, insideCorners: number, pair: ColumnPair): Joined {
  const isInside = (corner: number): boolean => ((insideCorners >> corner) & 1) === 1;
  // A column that is nowhere of its kind leaves no such section.
  if (pair.inside.some(([low, high]) => !isInside(low) && !isInside(high))) return 'none';
  if (pair.outside.some(([low, high]) => isInside(low) && isInside(high))) return 'none';
  return plainColumns(values, pair) ?? wholeColumns(wholeNumbers(values), pair);
}

/** {@link exactColumns} in float64; null where rounding might decide. */
function plainColumns(values: Float64Array, { inside, outside }: ColumnPair): Joined | null {
  let largest = 0;
  let isWhole = true;
  for (let corner = 0; corner < 8; corner++) {
    const size = Math.abs(values[corner]);
    if (size > largest) largest = size;
    if (size > largestPlainWhole / 2 || !Number.isInteger(2 * size)) isWhole = false;
  }
  /** NaN where the sign of a sum of products of so many values is not sure. */
  const sign = (value: number, degree: number): number => (isWhole || Math.abs(value) > errors[degree] * largest ** degree ? Math.sign(value) : NaN);

  let low: End<number> = { n: 0, d: 1, at: 'face' };
  let high: End<number> = { n: 1, d: 1, at: 'face' };
  for (const kind of ['inside', 'outside'] as const) {
    for (const [atZero, atOne] of kind === 'inside' ? inside : outside) {
      const from = values[atZero];
      const to = values[atOne];
      if (from < 0 === to < 0) continue;
      const end: End<number> = { n: Math.abs(from), d: Math.abs(from - to), at: kind };
      const begins = from < 0 === (kind === 'outside');
      const other = begins ? low : high;
      const order = sign(end.n * other.d - other.n * end.d, other.at === 'face' && end.n === 0 ? 0 : 2) * (begins ? 1 : -1);
      if (Number.isNaN(order)) return null;
      if (order > 0 || (order === 0 && kind === 'inside')) {
        if (begins) low = end;
        else high = end;
      }
    }
  }
  const range = sign(high.n * low.d - low.n * high.d, 2);
  if (Number.isNaN(range)) return null;
  if (range <= 0) return 'none';

  const [[p0, p1], [r0, r1]] = inside.map(([atZero, atOne]) => [values[atZero], values[atOne]]);
  const [[q0, q1], [s0, s1]] = outside.map(([atZero, atOne]) => [values[atZero], values[atOne]]);
  const isJoinedLow = low.at === 'outside' || (low.at === 'face' && exactProductSign(p0, r0, q0, s0) > 0);
  const isJoinedHigh = high.at === 'outside' || (high.at === 'face' && exactProductSign(p1, r1, q1, s1) > 0);
  if (isJoinedLow !== isJoinedHigh) return 'none';
  // The quadratic opens away from the ends.
  const turn = isJoinedLow ? 1 : -1;
  const square = turn * ((p1 - p0) * (r1 - r0) - (q1 - q0) * (s1 - s0));
  const linear = turn * (p0 * (r1 - r0) + r0 * (p1 - p0) - q0 * (s1 - s0) - s0 * (q1 - q0));
  const constant = turn * (p0 * r0 - q0 * s0);
  const opens = sign(square, 2);
  const afterLow = sign(-linear * low.d - 2 * square * low.n, 3);
  const beforeHigh = sign(2 * square * high.n + linear * high.d, 3);
  // Where one is sure to fail, the others do not matter.
  if (opens <= 0 || afterLow <= 0 || beforeHigh <= 0) return 'none';
  const discriminant = sign(linear * linear - 4 * square * constant, 4);
  if (discriminant < 0) return 'none';
  if (Number.isNaN(opens + afterLow + beforeHigh + discriminant)) return null;
  // A saddle of exactly 0 is outside.
  if (isJoinedLow) return 'outside';
  return discriminant > 0 ? 'inside' : 'none';
}

/** {@link exactColumns} of whole numbers: the same steps, for all sizes and without rounding. */
function wholeColumns(values: readonly bigint[], { inside, outside }: ColumnPair): Joined {
  let low: End<bigint> = { n: 0n, d: 1n, at: 'face' };
  let high: End<bigint> = { n: 1n, d: 1n, at: 'face' };
  for (const kind of ['inside', 'outside'] as const) {
    for (const [atZero, atOne] of kind === 'inside' ? inside : outside) {
      const from = values[atZero];
      const to = values[atOne];
      if (from < 0n === to < 0n) continue;
      const end: End<bigint> = { n: magnitude(from), d: magnitude(from - to), at: kind };
      const begins = from < 0n === (kind === 'outside');
      const other = begins ? low : high;
      const order = signOf(end.n * other.d - other.n * end.d) * (begins ? 1 : -1);
      if (order > 0 || (order === 0 && kind === 'inside')) {
        if (begins) low = end;
        else high = end;
      }
    }
  }
  if (high.n * low.d <= low.n * high.d) return 'none';
  const [[p0, p1], [r0, r1]] = inside.map(([atZero, atOne]) => [values[atZero], values[atOne]]);
  const [[q0, q1], [s0, s1]] = outside.map(([atZero, atOne]) => [values[atZero], values[atOne]]);
  const isJoinedLow = low.at === 'outside' || (low.at === 'face' && p0 * r0 > q0 * s0);
  const isJoinedHigh = high.at === 'outside' || (high.at === 'face' && p1 * r1 > q1 * s1);
  if (isJoinedLow !== isJoinedHigh) return 'none';
  const turn = isJoinedLow ? 1n : -1n;
  const square = turn * ((p1 - p0) * (r1 - r0) - (q1 - q0) * (s1 - s0));
  const linear = turn * (p0 * (r1 - r0) + r0 * (p1 - p0) - q0 * (s1 - s0) - s0 * (q1 - q0));
  const constant = turn * (p0 * r0 - q0 * s0);
  if (square <= 0n || -linear * low.d <= 2n * square * low.n || 2n * square * high.n + linear * high.d <= 0n) return 'none';
  const discriminant = linear * linear - 4n * square * constant;
  if (isJoinedLow) return discriminant >= 0n ? 'outside' : 'none';
  return discriminant > 0n ? 'inside' : 'none';
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function signOf(value: bigint): number {
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}
