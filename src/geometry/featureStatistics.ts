import { isFiniteRow, type NumberRows } from './featureAxes';

/** Mean and sample standard deviation (n - 1) of each column over the finite rows; NaN of none, or of one. */
export interface ColumnStatistics {
  readonly rows: number;
  readonly means: Float64Array<ArrayBuffer>;
  readonly deviations: Float64Array<ArrayBuffer>;
}

/** In one pass, by Welford's update ("Note on a method for calculating corrected sums of squares and products", 1962). */
export function columnStatistics({ count, columns, data }: NumberRows): ColumnStatistics {
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let rows = 0;
  for (let row = 0; row < count; row++) {
    if (!isFiniteRow(data, row, columns)) continue;
    rows++;
    for (let column = 0, at = row * columns; column < columns; column++, at++) {
      const difference = data[at] - means[column];
      means[column] += difference / rows;
      squares[column] += difference * (data[at] - means[column]);
    }
  }
  if (rows === 0) means.fill(NaN);
  return { rows, means, deviations: squares.map((sum) => (rows > 1 ? Math.sqrt(sum / (rows - 1)) : NaN)) };
}

/** What share of the rows' variance lies along each of their three positions, each 0...1; null where they do not vary. */
export function explainedVariance(positions: Float64Array<ArrayBufferLike>, { deviations }: ColumnStatistics): readonly [number, number, number] | null {
  const total = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0);
  if (!(total > 0)) return null;
  const { deviations: along } = columnStatistics({ count: positions.length / 3, columns: 3, data: positions });
  const share = (axis: number): number => Math.min(1, along[axis] ** 2 / total);
  return [share(0), share(1), share(2)];
}
