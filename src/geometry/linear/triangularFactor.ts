import type { Matrix, Samples } from './gram';

/**
 * A matrix with at most as many rows as columns whose product with itself is that of the centred samples: themselves
 * where there are few, else R of their QR decomposition by Householder's reflections (Golub and Van Loan, "Matrix
 * Computations", 5.2.1), which does not square the condition. O(rows columns^2).
 */
export function triangularFactor({ rows, columns, data, means }: Samples): Matrix {
  const centred = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) centred[at] = data[at] - means[column];
  }
  if (rows <= columns) return { rows, columns, data: centred };
  const along = new Float64Array(columns);
  for (let step = 0; step < columns; step++) {
    let square = 0;
    for (let row = step; row < rows; row++) square += centred[row * columns + step] ** 2;
    const length = Math.sqrt(square);
    if (length === 0) continue;
    const first = centred[step * columns + step];
    const target = first > 0 ? -length : length;
    centred[step * columns + step] = first - target;
    const scale = 1 / (length * (length + Math.abs(first)));
    along.fill(0, step);
    for (let row = step; row < rows; row++) {
      const base = row * columns;
      const part = centred[base + step];
      for (let column = step + 1; column < columns; column++) along[column] += part * centred[base + column];
    }
    for (let row = step; row < rows; row++) {
      const base = row * columns;
      const part = scale * centred[base + step];
      for (let column = step + 1; column < columns; column++) centred[base + column] -= part * along[column];
    }
    centred[step * columns + step] = target;
    for (let row = step + 1; row < rows; row++) centred[row * columns + step] = 0;
  }
  return { rows: columns, columns, data: centred.slice(0, columns * columns) };
}
