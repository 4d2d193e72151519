import { CancelledError } from '../../model/errors';
import { sequential, type Parallel } from '../parallel';
import type { Matrix } from './gram';

/** Matrices with fewer columns are through before threads have heard of a step. */
const leastShared = 400;
/** Milliseconds of work between two looks at what else there is to do. */
const longestSilence = 40;
/** Steps after which an eigenvalue that has not been found never will be; a few are usual. */
const mostSteps = 60;

export interface BidiagonalArgument {
  /** Rows of `columns` numbers each. */
  readonly data: Float64Array<ArrayBufferLike>;
  readonly columns: number;
  /** Taken from each row: `rowParts[row]` times `taken`. */
  readonly rowParts: Float64Array<ArrayBufferLike>;
  readonly taken: Float64Array<ArrayBufferLike>;
  /** What rows are then multiplied with: a vector along a row, or one along the rows. */
  readonly factor: Float64Array<ArrayBufferLike>;
  readonly side: 'right' | 'left';
  /** Where the products go: one a row; or, for the left side, their sum, `columns` numbers from `place` on. */
  readonly products: Float64Array<ArrayBufferLike>;
  readonly place: number;
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
}

/** One pass over rows: takes a multiple of a vector from each, and multiplies what is left with another. Memory is shared. */
export function bidiagonalTask(argument: BidiagonalArgument): null {
  const { data, columns, rowParts, taken, factor, side, products, place, fromRow, toRow, fromColumn } = argument;
  if (side === 'left') products.fill(0, place, place + columns);
  for (let row = fromRow; row < toRow; row++) {
    const base = row * columns;
    const part = rowParts[row];
    if (side === 'right') {
      let sum = 0;
      for (let column = fromColumn; column < columns; column++) {
        const value = data[base + column] - part * taken[column];
        data[base + column] = value;
        sum += value * factor[column];
      }
      products[row] = sum;
    } else {
      const weight = factor[row];
      for (let column = fromColumn; column < columns; column++) {
        const value = data[base + column] - part * taken[column];
        data[base + column] = value;
        products[place + column] += weight * value;
      }
    }
  }
  return null;
}

/**
 * The singular values of a matrix, in no order, min(rows, columns) of them: Golub and Kahan's bidiagonalisation by
 * Householder's reflections ("Calculating the singular values and pseudo-inverse of a matrix", 1965), arranged so that
 * the matrix is passed over twice a step; then the eigenvalues of the tridiagonal matrix that has them as pairs +s, -s.
 * Backward stable: no value is off by more than a small multiple of eps times the largest.
 * @param matrix destroyed; where memory is shared, in shared memory
 * @throws CancelledError
 */
export async function singularValues(matrix: Matrix, parallel: Parallel, signal?: AbortSignal, progress?: (share: number) => void): Promise<Float64Array<ArrayBuffer>> {
  const tall = matrix.rows >= matrix.columns ? matrix : transposed(matrix, parallel);
  const { diagonal, above } = await bidiagonalise(tall, parallel, signal, progress);
  const n = diagonal.length;
  // Golub and Kahan's form: 0 on the diagonal, d1, e1, d2, e2 ... beside it.
  const beside = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    beside[2 * i] = diagonal[i];
    if (i + 1 < n) beside[2 * i + 1] = above[i];
  }
  const values = new Float64Array(2 * n);
  tridiagonalEigenvalues(values, beside);
  return values.map(Math.abs).sort().filter((_, index) => index % 2 === 0);
}

function transposed({ rows, columns, data }: Matrix, parallel: Parallel): Matrix {
  const to = new Float64Array(parallel.allocate(8 * data.length));
  for (let row = 0, from = 0; row < rows; row++) for (let column = 0; column < columns; column++) to[column * rows + row] = data[from++];
  return { rows: columns, columns: rows, data: to };
}

async function bidiagonalise({ rows, columns, data }: Matrix, given: Parallel, signal?: AbortSignal, progress?: (share: number) => void) {
  const parallel = given.shared && columns >= leastShared ? given : sequential;
  const vector = (length: number): Float64Array<ArrayBufferLike> => new Float64Array(parallel.allocate(8 * length));
  const pieces = parallel.threads;
  const left = vector(rows);
  const leftProducts = vector(columns);
  const right = vector(columns);
  const rightProducts = vector(rows);
  const sums = vector(pieces * columns);
  const diagonal = new Float64Array(columns);
  const above = new Float64Array(columns);
  let heard = performance.now();
  const pass = async (argument: Omit<BidiagonalArgument, 'place' | 'toRow'>): Promise<void> => {
    const { fromRow } = argument;
    const share = (rows - fromRow) / pieces;
    const parts = Array.from({ length: pieces }, (_, piece) => ({ ...argument, place: piece * columns, fromRow: fromRow + Math.floor(piece * share), toRow: fromRow + Math.floor((piece + 1) * share) }));
    parts[pieces - 1].toRow = rows;
    if (parallel === sequential || (rows - fromRow) * (columns - argument.fromColumn) < leastShared * leastShared) parts.forEach(bidiagonalTask);
    else await parallel.run('bidiagonal', parts, signal);
  };
  for (let step = 0; step < columns; step++) {
    // The column as it is once the reflection from the right, which the rows have not felt yet, is taken from it.
    for (let row = step; row < rows; row++) left[row] = data[row * columns + step] - rightProducts[row] * right[step];
    const fromLeft = reflect(left, step, rows);
    diagonal[step] = fromLeft.length;
    await pass({ data, columns, rowParts: rightProducts, taken: right, factor: left, side: 'left', products: sums, fromRow: step, fromColumn: step + 1 });
    for (let column = step + 1; column < columns; column++) {
      let sum = 0;
      for (let piece = 0; piece < pieces; piece++) sum += sums[piece * columns + column];
      leftProducts[column] = fromLeft.scale * sum;
      right[column] = data[step * columns + column] - left[step] * leftProducts[column];
    }
    const fromRight = reflect(right, step + 1, columns);
    if (step + 1 < columns) above[step] = fromRight.length;
    await pass({ data, columns, rowParts: left, taken: leftProducts, factor: right, side: 'right', products: rightProducts, fromRow: step + 1, fromColumn: step + 1 });
    for (let row = step + 1; row < rows; row++) rightProducts[row] *= fromRight.scale;
    if (performance.now() - heard < longestSilence) continue;
    progress?.(1 - (1 - step / columns) ** 3);
    await new Promise((resolve) => setTimeout(resolve, 0));
    heard = performance.now();
    if (signal?.aborted) throw new CancelledError();
  }
  return { diagonal, above };
}

/**
 * Makes of the numbers from `from` on the vector v for which I - scale v v^T turns them along the first axis; answers
 * what comes to lie there, with its sign. Of nothing but zeros: scale 0.
 */
function reflect(vector: Float64Array<ArrayBufferLike>, from: number, end: number): { readonly length: number; readonly scale: number } {
  if (from >= end) return { length: 0, scale: 0 };
  let largest = 0;
  for (let at = from; at < end; at++) largest = Math.max(largest, Math.abs(vector[at]));
  if (largest === 0) return { length: 0, scale: 0 };
  let square = 0;
  for (let at = from; at < end; at++) square += (vector[at] / largest) ** 2;
  const length = largest * Math.sqrt(square);
  const first = vector[from];
  const target = first > 0 ? -length : length;
  // Divided by its first number, which is its largest but for a factor, so that nothing overflows.
  const pivot = first - target;
  vector[from] = 1;
  for (let at = from + 1; at < end; at++) vector[at] /= pivot;
  return { length: target, scale: -pivot / target };
}

/**
 * The eigenvalues of the symmetric tridiagonal matrix, in place of its diagonal, in no order; `beside` is destroyed.
 * Implicit QL (Wilkinson and Reinsch, "Handbook for Automatic Computation" II, 1971, II/4). O(n^2).
 */
export function tridiagonalEigenvalues(diagonal: Float64Array<ArrayBuffer>, beside: Float64Array<ArrayBuffer>): void {
  const n = diagonal.length;
  let scale = 0;
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs(diagonal[i]) + Math.abs(beside[i]));
  for (let l = 0; l < n; l++) {
    for (let steps = 0; steps < mostSteps; steps++) {
      let m = l;
      while (m < n - 1) {
        const near = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        // Next to zeros on the diagonal, what is rounding is told by the whole matrix.
        if (Math.abs(beside[m]) <= Number.EPSILON * Math.max(near, 0.01 * Number.EPSILON * scale)) break;
        m++;
      }
      if (m === l) break;
      let g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
      let r = Math.hypot(g, 1);
      g = diagonal[m] - diagonal[l] + beside[l] / (g + (g < 0 ? -r : r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * beside[i];
        const b = c * beside[i];
        r = Math.sqrt(f * f + g * g);
        beside[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= p;
          beside[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1] - p;
        r = (diagonal[i] - g) * s + 2 * c * b;
        p = s * r;
        diagonal[i + 1] = g + p;
        g = c * r - b;
      }
      if (r === 0 && i >= l) continue;
      diagonal[l] -= p;
      beside[l] = g;
      beside[m] = 0;
    }
  }
}
