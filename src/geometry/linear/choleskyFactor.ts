import { CancelledError } from '../../model/errors';
import { matrixKernel } from '../matrixKernel';
import { sequential, type Parallel } from '../parallel';
import type { Matrix } from './gram';
import { addProduct, packPanels, paddedLanes, tile } from './panels';

/** Rows of the factor that are found before what is left of the matrix hears of them. */
const blockRows = 64;
/** Matrices with fewer rows are through before threads have heard of a block. */
const leastShared = 200;
/** Rows that are worked on while they are in the nearest cache but one. */
const rowsAtOnce = 32;

export interface CholeskyUpdateArgument {
  /** The matrix and its factor, both `size` x `size`, in the order of the pivots; memory is shared. */
  readonly data: Float64Array<ArrayBufferLike>;
  readonly factor: Float64Array<ArrayBufferLike>;
  readonly size: number;
  /** Rows of the factor to take. */
  readonly fromPivot: number;
  readonly toPivot: number;
  /** Rows of the matrix to take them from. */
  readonly from: number;
  readonly to: number;
}

/** Takes from rows of the matrix, right of the diagonal, what rows of the factor have of it. */
export function choleskyUpdateTask({ data, factor, size, fromPivot, toPivot, from, to }: CholeskyUpdateArgument): null {
  const pivots = toPivot - fromPivot;
  const depth = Math.ceil(pivots / tile) * tile;
  const columns = size - from;
  const panels = paddedLanes(columns) * depth;
  const sums = panels + rowsAtOnce * depth;
  const kernel = matrixKernel();
  const memory = kernel.reserve(sums + rowsAtOnce * paddedLanes(columns));
  const across = { data: factor, depth: pivots, laneStride: 1, depthStride: size };
  packPanels({ ...across, first: fromPivot * size + from, lanes: columns }, memory, 0, tile * depth);
  for (let row = from; row < to; row += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, to - row);
    packPanels({ ...across, first: fromPivot * size + row, lanes: count, sign: -1 }, memory, panels, tile * depth);
    addProduct(kernel, memory, { data, stride: size, fromRow: row, toRow: row + count, fromColumn: row, toColumn: size }, panels, (row - from) * depth, sums, depth);
  }
  return null;
}

/**
 * A factor F with F^T F = the symmetric matrix, which has no negative eigenvalue but for rounding: Cholesky's with
 * complete pivoting (Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990), a block of pivots at a
 * time (Hammarling, Higham and Lucas, "LAPACK-style codes for pivoted Cholesky and QR updating", 2007). What is below n eps of
 * the largest pivot is rounding and left out, so F has as many rows as the matrix has rank. O(n^3 / 3).
 * @param matrix destroyed; where memory is shared, in shared memory
 * @throws CancelledError
 */
export async function choleskyFactor({ rows: n, data }: Matrix, given: Parallel, signal?: AbortSignal, progress?: (share: number) => void): Promise<Matrix> {
  const parallel = given.shared && n >= leastShared ? given : sequential;
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  /** What is left of the diagonal, and rows of the factor: both in the order of the pivots. */
  const left = Float64Array.from({ length: n }, (_, index) => data[index * n + index]);
  const factor = new Float64Array(parallel.allocate(8 * n * n));
  const tolerance = n * Number.EPSILON * left.reduce((largest, value) => Math.max(largest, value), 0);
  let rank = 0;
  for (let first = 0; first < n && rank === first; first += blockRows) {
    const end = Math.min(n, first + blockRows);
    for (; rank < end; rank++) {
      let pivot = rank;
      for (let index = rank + 1; index < n; index++) if (left[index] > left[pivot]) pivot = index;
      if (!(left[pivot] > tolerance)) break;
      if (pivot !== rank) {
        [order[rank], order[pivot]] = [order[pivot], order[rank]];
        swap(left, rank, pivot);
        swapSymmetric(data, n, rank, pivot);
        for (let base = 0; base < rank * n; base += n) swap(factor, base + rank, base + pivot);
      }
      const own = factor.subarray(rank * n, (rank + 1) * n);
      own.set(data.subarray(rank * n + rank + 1, (rank + 1) * n), rank + 1);
      // Rows of this block before this one; of earlier ones the matrix has heard.
      for (let base = first * n; base < rank * n; base += n) {
        const part = factor[base + rank];
        for (let index = rank + 1; index < n; index++) own[index] -= part * factor[base + index];
      }
      const root = Math.sqrt(left[rank]);
      own[rank] = root;
      for (let index = rank + 1; index < n; index++) {
        own[index] /= root;
        left[index] -= own[index] ** 2;
      }
    }
    if (rank === end && end < n) {
      const pieces = triangleBounds(end, n, 2 * parallel.threads).map(([from, to]) => ({ data, factor, size: n, fromPivot: first, toPivot: end, from, to }));
      await parallel.run('choleskyUpdate', pieces, signal);
    }
    progress?.(1 - (1 - rank / n) ** 3);
    if (signal?.aborted) throw new CancelledError();
  }
  const rows = new Float64Array(parallel.allocate(8 * rank * n));
  for (let row = 0; row < rank; row++) for (let index = row; index < n; index++) rows[row * n + order[index]] = factor[row * n + index];
  return { rows: rank, columns: n, data: rows };
}

function swap(data: Float64Array<ArrayBufferLike>, a: number, b: number): void {
  const value = data[a];
  data[a] = data[b];
  data[b] = value;
}

/** Swaps rows and columns `a` < `b` of what is right of and below `a`, but for the diagonal, above which is what counts. */
function swapSymmetric(data: Float64Array<ArrayBufferLike>, n: number, a: number, b: number): void {
  for (let index = a + 1; index < b; index++) swap(data, a * n + index, index * n + b);
  for (let index = b + 1; index < n; index++) swap(data, a * n + index, b * n + index);
}

/** Rows `from ... to - 1` of an upper triangle, cut into so many ranges with about equally many numbers. */
function triangleBounds(from: number, to: number, count: number): (readonly [number, number])[] {
  const height = to - from;
  const bounds = Array.from({ length: count + 1 }, (_, piece) => from + Math.min(height, tile * Math.round((height * (1 - Math.sqrt(1 - piece / count))) / tile)));
  bounds[count] = to;
  return bounds.slice(1).map((end, piece) => [bounds[piece], end] as const).filter(([start, end]) => end > start);
}
