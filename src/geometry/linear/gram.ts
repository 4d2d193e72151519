import type { Parallel } from '../parallel';

export type Numbers = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** A rectangle of numbers, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array<ArrayBufferLike>;
}

/** Rows of samples, and what is taken from each column. */
export interface Samples {
  readonly rows: number;
  readonly columns: number;
  readonly data: Numbers;
  readonly means: Float64Array<ArrayBufferLike>;
}

/** Rows whose products are added at once: with 2,048 columns 4 MB, which stays in the cache. */
const rowsOfBlock = 256;
/** A column of a block has this much room: not a power of two, since such columns would share a few places of the cache. */
const roomOfColumn = rowsOfBlock + 8;
/** Columns that are multiplied with all others while they are in the nearest cache but one: 128 kB. */
const columnsOfPanel = 64;
/** A tile of the result is kept in as many local variables as processors have registers for. */
const tile = 4;

export interface GramArgument {
  readonly samples: Samples;
  /** Rows of the result, a multiple of 4 apart. */
  readonly from: number;
  readonly to: number;
}

/** Rows `from ... to - 1` of the product of the centred samples with themselves, of each the columns up to the diagonal's tile. */
export function gramTask({ samples, from, to }: GramArgument): Float64Array<ArrayBuffer> {
  const { rows, columns, data, means } = samples;
  const width = Math.ceil(columns / tile) * tile;
  const end = Math.min(width, to);
  const sums = new Float64Array((end - from) * width);
  const block = new Float64Array(width * roomOfColumn);
  for (let first = 0; first < rows; first += rowsOfBlock) {
    const count = Math.min(rowsOfBlock, rows - first);
    // Column by column, so that products of columns run along memory; columns beyond the last stay 0.
    for (let row = 0; row < count; row++) {
      const at = (first + row) * columns;
      for (let column = 0; column < Math.min(columns, end); column++) block[column * roomOfColumn + row] = data[at + column] - means[column];
    }
    for (let panel = 0; panel < end; panel += columnsOfPanel) {
      for (let i = Math.max(from, panel); i < end; i += tile) {
        const last = Math.min(i, panel + columnsOfPanel - tile);
        for (let j = panel; j <= last; j += tile) addTile(block, roomOfColumn, i, block, roomOfColumn, j, count, sums, (i - from) * width + j, width);
      }
    }
  }
  return sums;
}

/** Adds the products of 4 rows of `a` with 4 rows of `b`, along `length` numbers. */
function addTile(
  a: Float64Array<ArrayBufferLike>,
  strideA: number,
  i: number,
  b: Float64Array<ArrayBufferLike>,
  strideB: number,
  j: number,
  length: number,
  to: Float64Array<ArrayBufferLike>,
  at: number,
  strideTo: number,
): void {
  let a0 = i * strideA;
  let a1 = a0 + strideA;
  let a2 = a1 + strideA;
  let a3 = a2 + strideA;
  let b0 = j * strideB;
  let b1 = b0 + strideB;
  let b2 = b1 + strideB;
  let b3 = b2 + strideB;
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0;
  let s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0;
  let s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  for (const end = a0 + length; a0 < end; a0++, a1++, a2++, a3++, b0++, b1++, b2++, b3++) {
    const p0 = a[a0], p1 = a[a1], p2 = a[a2], p3 = a[a3];
    const q0 = b[b0], q1 = b[b1], q2 = b[b2], q3 = b[b3];
    s00 += p0 * q0; s01 += p0 * q1; s02 += p0 * q2; s03 += p0 * q3;
    s10 += p1 * q0; s11 += p1 * q1; s12 += p1 * q2; s13 += p1 * q3;
    s20 += p2 * q0; s21 += p2 * q1; s22 += p2 * q2; s23 += p2 * q3;
    s30 += p3 * q0; s31 += p3 * q1; s32 += p3 * q2; s33 += p3 * q3;
  }
  let row = at;
  to[row] += s00; to[row + 1] += s01; to[row + 2] += s02; to[row + 3] += s03;
  row += strideTo;
  to[row] += s10; to[row + 1] += s11; to[row + 2] += s12; to[row + 3] += s13;
  row += strideTo;
  to[row] += s20; to[row + 1] += s21; to[row + 2] += s22; to[row + 3] += s23;
  row += strideTo;
  to[row] += s30; to[row + 1] += s31; to[row + 2] += s32; to[row + 3] += s33;
}

/** The product of the centred samples with themselves: `columns` x `columns`, symmetric, in float64. @throws CancelledError */
export async function gram(samples: Samples, parallel: Parallel, signal?: AbortSignal, progress?: (share: number) => void): Promise<Matrix> {
  const { columns } = samples;
  const width = Math.ceil(columns / tile) * tile;
  const data = new Float64Array(parallel.allocate(8 * columns * columns));
  const pieces = 4 * parallel.threads;
  const bounds = Array.from({ length: pieces + 1 }, (_, piece) => Math.min(width, tile * Math.round((width * Math.sqrt(piece / pieces)) / tile)));
  for (let piece = 0; piece < pieces; piece += parallel.threads) {
    const batch = bounds.slice(piece, piece + parallel.threads).map((from, index) => ({ samples, from, to: bounds[piece + index + 1] }));
    const answers = await parallel.run('gram', batch, signal);
    answers.forEach((sums, index) => {
      const { from, to } = batch[index];
      for (let i = from; i < Math.min(columns, to); i++) {
        for (let j = 0; j <= i; j++) {
          const value = sums[(i - from) * width + j];
          data[i * columns + j] = value;
          data[j * columns + i] = value;
        }
      }
    });
    progress?.((piece + batch.length) / pieces);
  }
  return { rows: columns, columns, data };
}

export interface ProductArgument {
  readonly first: Matrix;
  readonly second: Matrix;
  readonly from: number;
  readonly to: number;
}

/** Rows `from ... to - 1` of `first` times the transpose of `second`. */
export function productTask({ first, second, from, to }: ProductArgument): Float64Array<ArrayBuffer> {
  const rows = Math.ceil((to - from) / tile) * tile;
  const columns = Math.ceil(second.rows / tile) * tile;
  const { columns: length } = first;
  const sums = new Float64Array(rows * columns);
  const part = Math.min(length, rowsOfBlock);
  const a = new Float64Array(rows * part);
  const b = new Float64Array(columns * part);
  for (let start = 0; start < length; start += part) {
    const count = Math.min(part, length - start);
    for (let row = 0; row < to - from; row++) a.set(first.data.subarray((from + row) * length + start, (from + row) * length + start + count), row * part);
    for (let row = 0; row < second.rows; row++) b.set(second.data.subarray(row * length + start, row * length + start + count), row * part);
    for (let i = 0; i < rows; i += tile) {
      for (let j = 0; j < columns; j += tile) addTile(a, part, i, b, part, j, count, sums, i * columns + j, columns);
    }
  }
  const product = new Float64Array((to - from) * second.rows);
  for (let row = 0; row < to - from; row++) product.set(sums.subarray(row * columns, row * columns + second.rows), row * second.rows);
  return product;
}

/** `first` times the transpose of `second`, which has as many columns. @throws CancelledError */
export async function timesTransposed(first: Matrix, second: Matrix, parallel: Parallel, signal?: AbortSignal): Promise<Matrix> {
  const data = new Float64Array(parallel.allocate(8 * first.rows * second.rows));
  const step = Math.max(tile, Math.ceil(first.rows / (2 * parallel.threads)));
  const pieces: ProductArgument[] = [];
  for (let from = 0; from < first.rows; from += step) pieces.push({ first, second, from, to: Math.min(first.rows, from + step) });
  const answers = await parallel.run('product', pieces, signal);
  answers.forEach((part, index) => data.set(part, pieces[index].from * second.rows));
  return { rows: first.rows, columns: second.rows, data };
}
