import { Random } from './random';

/** Rows of numbers, one after another. */
export interface NumberRows {
  readonly count: number;
  readonly columns: number;
  readonly data: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
}

/** The directions of largest variance of rows, the largest first. */
export interface FeatureAxes {
  readonly mean: Float64Array<ArrayBuffer>;
  /** Three unit vectors of as many numbers as a row has; zeros where the rows vary in fewer directions. */
  readonly directions: Float64Array<ArrayBuffer>;
}

const axes = 3;
/** Enough for directions whose spread differs by a tenth; closer ones may stay mixed, which shows the same. */
const iterations = 24;
/** Rows that tell the directions. */
const mostRows = 4096;

/**
 * The three principal directions of one set, or of several together, each of the same weight: by orthogonal iteration
 * (Golub and Van Loan, "Matrix Computations", 8.2.4) on at most 4096 finite rows spread over the sets, from a seeded
 * start, so that the same sets give the same axes. A direction's largest component is positive.
 */
export function featureAxes(sets: readonly NumberRows[]): FeatureAxes {
  const [{ columns }] = sets;
  const chosen = sets.flatMap((set) => {
    const rows = spreadRows(set, Math.floor(mostRows / sets.length));
    return rows.map((row) => ({ data: set.data, row, weight: 1 / (rows.length * sets.length) }));
  });
  const mean = new Float64Array(columns);
  for (const { data, row, weight } of chosen) for (let at = 0; at < columns; at++) mean[at] += weight * data[row * columns + at];
  const random = new Random(1);
  let directions = Float64Array.from({ length: axes * columns }, () => random.uniform() - 0.5);
  orthonormalise(directions, columns);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = new Float64Array(axes * columns);
    for (const { data, row, weight } of chosen) {
      const [first, second, third] = alongDirections(data, row, { mean, directions });
      for (let at = 0; at < columns; at++) {
        const value = weight * (data[row * columns + at] - mean[at]);
        next[at] += first * value;
        next[columns + at] += second * value;
        next[2 * columns + at] += third * value;
      }
    }
    orthonormalise(next, columns);
    directions = next;
  }
  for (let axis = 0; axis < axes; axis++) {
    const own = directions.subarray(axis * columns, (axis + 1) * columns);
    const largest = own.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    if (largest < 0) for (let at = 0; at < columns; at++) own[at] = -own[at];
  }
  return { mean, directions };
}

/** Where the rows lie along the axes, 3 numbers a row; NaN for rows that are not finite. */
export function alongAxes({ count, columns, data }: NumberRows, along: FeatureAxes): Float64Array<ArrayBuffer> {
  const positions = new Float64Array(axes * count).fill(NaN);
  for (let row = 0; row < count; row++) {
    if (!isFiniteRow(data, row, columns)) continue;
    positions.set(alongDirections(data, row, along), axes * row);
  }
  return positions;
}

export function isFiniteRow(data: NumberRows['data'], row: number, columns: number): boolean {
  for (let at = row * columns; at < (row + 1) * columns; at++) if (data[at] - data[at] !== 0) return false;
  return true;
}

/** At most so many finite rows, spread evenly over the set. */
function spreadRows({ count, columns, data }: NumberRows, most: number): number[] {
  const stride = Math.max(1, Math.ceil(count / most));
  const rows: number[] = [];
  for (let row = 0; row < count; row += stride) if (isFiniteRow(data, row, columns)) rows.push(row);
  return rows;
}

/** All three in one pass over the row: its numbers come from memory once, and no sum waits for another. */
function alongDirections(data: NumberRows['data'], row: number, { mean, directions }: FeatureAxes): [number, number, number] {
  const columns = mean.length;
  let first = 0;
  let second = 0;
  let third = 0;
  for (let at = 0; at < columns; at++) {
    const value = data[row * columns + at] - mean[at];
    first += value * directions[at];
    second += value * directions[columns + at];
    third += value * directions[2 * columns + at];
  }
  return [first, second, third];
}

/** Gram and Schmidt, twice for the sake of rounding; a direction that the others hold already becomes 0. */
function orthonormalise(directions: Float64Array, columns: number): void {
  for (let axis = 0; axis < axes; axis++) {
    const own = directions.subarray(axis * columns, (axis + 1) * columns);
    const before = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    for (let other = 0; other < 2 * axis; other++) {
      const first = (other % axis) * columns;
      let along = 0;
      for (let at = 0; at < columns; at++) along += own[at] * directions[first + at];
      for (let at = 0; at < columns; at++) own[at] -= along * directions[first + at];
    }
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    for (let at = 0; at < columns; at++) own[at] = length > 1e-12 * before ? own[at] / length : 0;
  }
}
