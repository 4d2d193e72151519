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

/**
 * A factor F with F^T F = the symmetric matrix, which has no negative eigenvalue but for rounding: Cholesky's with
 * complete pivoting (Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990). What is below
 * n eps of the largest pivot is rounding and left out, so F has as many rows as the matrix has rank. O(n^3 / 3).
 */
export function choleskyFactor({ rows: n, data: a }: Matrix): Matrix {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  /** What is left of the diagonal, and rows of the factor: both in the order of the pivots. */
  const left = Float64Array.from({ length: n }, (_, index) => a[index * n + index]);
  const factor = new Float64Array(n * n);
  const tolerance = n * Number.EPSILON * left.reduce((largest, value) => Math.max(largest, value), 0);
  let rank = 0;
  for (; rank < n; rank++) {
    let pivot = rank;
    for (let index = rank + 1; index < n; index++) if (left[index] > left[pivot]) pivot = index;
    if (!(left[pivot] > tolerance)) break;
    [order[rank], order[pivot]] = [order[pivot], order[rank]];
    [left[rank], left[pivot]] = [left[pivot], left[rank]];
    for (let base = 0; base < rank * n; base += n) {
      const value = factor[base + rank];
      factor[base + rank] = factor[base + pivot];
      factor[base + pivot] = value;
    }
    const root = Math.sqrt(left[rank]);
    const own = factor.subarray(rank * n, (rank + 1) * n);
    for (let index = rank + 1; index < n; index++) own[index] = a[order[rank] * n + order[index]];
    // Rows before this one, taken from it along memory.
    for (let base = 0; base < rank * n; base += n) {
      const part = factor[base + rank];
      for (let index = rank + 1; index < n; index++) own[index] -= part * factor[base + index];
    }
    own[rank] = root;
    for (let index = rank + 1; index < n; index++) {
      own[index] /= root;
      left[index] -= own[index] ** 2;
    }
  }
  const columns = new Float64Array(rank * n);
  for (let row = 0; row < rank; row++) for (let index = row; index < n; index++) columns[row * n + order[index]] = factor[row * n + index];
  return { rows: rank, columns: n, data: columns };
}
