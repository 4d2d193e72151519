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
 * n eps of the largest pivot is rounding and left out, so F has as many rows as the matrix has rank. Works in place of
 * the matrix's lower half. O(n^3 / 3).
 */
export function choleskyFactor({ rows: n, data: a }: Matrix): Matrix {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  const left = Float64Array.from({ length: n }, (_, index) => a[index * n + index]);
  const factor = new Float64Array(n * n);
  let tolerance = 0;
  let rank = 0;
  for (; rank < n; rank++) {
    let pivot = rank;
    for (let index = rank + 1; index < n; index++) if (left[order[index]] > left[order[pivot]]) pivot = index;
    [order[rank], order[pivot]] = [order[pivot], order[rank]];
    const column = order[rank];
    if (rank === 0) tolerance = n * Number.EPSILON * left[column];
    if (!(left[column] > tolerance)) break;
    const root = Math.sqrt(left[column]);
    const own = factor.subarray(rank * n, (rank + 1) * n);
    for (let index = rank; index < n; index++) own[order[index]] = a[column * n + order[index]];
    // Rows before this one, taken from it: the inner loop runs along memory, over columns that are done as well.
    for (let before = 0; before < rank; before++) {
      const base = before * n;
      const part = factor[base + column];
      if (part === 0) continue;
      for (let other = 0; other < n; other++) own[other] -= part * factor[base + other];
    }
    for (let index = 0; index < rank; index++) own[order[index]] = 0;
    own[column] = root;
    for (let index = rank + 1; index < n; index++) {
      const other = order[index];
      own[other] /= root;
      left[other] -= own[other] ** 2;
    }
  }
  return { rows: rank, columns: n, data: factor.slice(0, rank * n) };
}
