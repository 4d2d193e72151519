import { CancelledError } from '../../model/errors';
import { matrixKernel } from '../matrixKernel';
import { sequential, type Parallel } from '../parallel';
import { emptyBand, type Band } from './band';
import type { Matrix } from './gram';
import { addPanels, addProduct, depthOfBlock, packPanels, paddedDepth, paddedLanes, tile } from './panels';
import { factorOfReflections, reflectColumns, reflectRows } from './reflectionBlock';
import { addMultiple, dot } from './vectors';

/** Columns, and then rows, that are reflected at once; as many diagonals above the first are left. */
export const bandWidth = 32;
/** Matrices with fewer columns are through before threads have heard of a step. */
const leastShared = 200;
/** Milliseconds of work between two looks at what else there is to do. */
const longestSilence = 40;
/** Rows that are worked on while they are in the nearest cache but one. */
const rowsAtOnce = 32;

/** What a block of reflections does to what lies right of and below it; memory is shared. */
export interface BandBlock {
  /** The matrix, its rows `stride` apart. */
  readonly data: Float64Array<ArrayBufferLike>;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
  /** Where the block begins, down and to the right. */
  readonly place: number;
  /** Reflections in it. */
  readonly width: number;
  /** Reflections from the left, one a row of `rows - place` numbers. */
  readonly left: Float64Array<ArrayBufferLike>;
  /** Reflections from the right, one a row of `columns - place - width` numbers. */
  readonly right: Float64Array<ArrayBufferLike>;
  /** What the left ones take: one a row of `columns - place - width` numbers. */
  readonly taken: Float64Array<ArrayBufferLike>;
}

export interface BandProjectArgument {
  readonly block: BandBlock;
  /** Columns right of the block, from 0. */
  readonly from: number;
  readonly to: number;
}

/** Multiplies the reflections from the left with columns of the matrix, into `taken`. */
export function bandProjectTask({ block, from, to }: BandProjectArgument): null {
  const { data, stride, rows, columns, place, width, left, taken } = block;
  const height = rows - place;
  const rest = columns - place - width;
  const lanes = to - from;
  const sumsWidth = paddedLanes(lanes);
  const panels = paddedLanes(width) * depthOfBlock;
  const sums = panels + sumsWidth * depthOfBlock;
  const kernel = matrixKernel();
  const memory = kernel.reserve(sums + paddedLanes(width) * sumsWidth);
  memory.fill(0, sums, sums + paddedLanes(width) * sumsWidth);
  for (let start = 0; start < height; start += depthOfBlock) {
    const some = Math.min(depthOfBlock, height - start);
    const depth = paddedDepth(some);
    packPanels({ data: left, first: start, lanes: width, depth: some, laneStride: height, depthStride: 1 }, memory, 0, tile * depth);
    packPanels({ data, first: (place + start) * stride + place + width + from, lanes, depth: some, laneStride: 1, depthStride: stride }, memory, panels, tile * depth);
    addPanels(kernel, width, 0, sumsWidth, panels, sums, depth);
  }
  for (let i = 0; i < width; i++) taken.set(memory.subarray(sums + i * sumsWidth, sums + i * sumsWidth + lanes), i * rest + from);
  return null;
}

export interface BandUpdateArgument {
  readonly block: BandBlock;
  /** T of the reflections from the right, I - U T U^T, row by row, and `taken` times U. */
  readonly rightFactor: Float64Array<ArrayBufferLike>;
  readonly takenAlong: Float64Array<ArrayBufferLike>;
  /** Rows below the block, from 0. */
  readonly from: number;
  readonly to: number;
}

/** Reflects rows of the matrix below the block from both sides: A := (A - V W)(I - U T U^T). */
export function bandUpdateTask({ block, rightFactor, takenAlong, from, to }: BandUpdateArgument): null {
  const { data, stride, rows, columns, place, width, left, right, taken } = block;
  const height = rows - place;
  const rest = columns - place - width;
  const lanes = paddedLanes(width);
  const half = paddedDepth(width);
  const depth = 2 * half;
  // Panels of U along its rows, a block after another; of W and U across them; of rows of the matrix; of V and Z; and the sums.
  const across = lanes * paddedDepth(rest);
  const ofRows = across + paddedLanes(rest) * depth;
  const factors = ofRows + rowsAtOnce * depthOfBlock;
  const sums = factors + rowsAtOnce * depth;
  const kernel = matrixKernel();
  const memory = kernel.reserve(sums + rowsAtOnce * Math.max(lanes, paddedLanes(rest)));
  const blocks = Array.from({ length: Math.ceil(rest / depthOfBlock) }, (_, n) => ({ first: n * depthOfBlock, count: Math.min(depthOfBlock, rest - n * depthOfBlock) }));
  for (const { first, count } of blocks) packPanels({ data: right, first, lanes: width, depth: count, laneStride: rest, depthStride: 1 }, memory, first * lanes, tile * paddedDepth(count));
  packPanels({ data: taken, first: 0, lanes: rest, depth: width, laneStride: 1, depthStride: rest }, memory, across, tile * depth);
  packPanels({ data: right, first: 0, lanes: rest, depth: width, laneStride: 1, depthStride: rest }, memory, across, tile * depth, half);
  const along = new Float64Array(width);
  const z = new Float64Array(rowsAtOnce * width);
  const firstColumn = place + width;
  for (let start = from; start < to; start += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, to - start);
    const row = place + width + start;
    memory.fill(0, sums, sums + rowsAtOnce * lanes);
    for (const { first, count: some } of blocks) {
      packPanels({ data, first: row * stride + firstColumn + first, lanes: count, depth: some, laneStride: stride, depthStride: 1 }, memory, ofRows, tile * paddedDepth(some));
      addPanels(kernel, count, ofRows, lanes, first * lanes, sums, paddedDepth(some));
    }
    for (let i = 0; i < count; i++) {
      for (let n = 0; n < width; n++) along[n] = memory[sums + i * lanes + n];
      for (let m = 0; m < width; m++) {
        const part = left[m * height + width + start + i];
        for (let n = 0; n < width; n++) along[n] -= part * takenAlong[m * width + n];
      }
      const base = i * width;
      z.fill(0, base, base + width);
      for (let m = 0; m < width; m++) for (let n = m; n < width; n++) z[base + n] += along[m] * rightFactor[m * width + n];
    }
    packPanels({ data: left, first: width + start, lanes: count, depth: width, laneStride: 1, depthStride: height, sign: -1 }, memory, factors, tile * depth);
    packPanels({ data: z, first: 0, lanes: count, depth: width, laneStride: width, depthStride: 1, sign: -1 }, memory, factors, tile * depth, half);
    addProduct(kernel, memory, { data, stride, fromRow: row, toRow: row + count, fromColumn: firstColumn, toColumn: columns }, factors, across, sums, depth);
  }
  return null;
}

/**
 * Turns a matrix of at least as many rows as columns, by reflections from both sides, into one that is zero but for its
 * diagonal and `bandWidth` diagonals above it, with the same singular values: blocks of columns and of rows in turn, what is
 * left reflected by products of matrices (Großer and Lang, "Efficient parallel reduction to bidiagonal form", 1999; blocks as
 * in Schreiber and Van Loan, 1989). O(rows columns^2), nearly all of it in the kernel of products.
 * @param matrix destroyed; where memory is shared, in shared memory
 * @throws CancelledError
 */
export async function reduceToBand({ rows, columns, data }: Matrix, given: Parallel, signal?: AbortSignal, progress?: (share: number) => void): Promise<Band> {
  const parallel = given.shared && columns >= leastShared ? given : sequential;
  const vectors = (count: number, length: number): Float64Array<ArrayBufferLike> => new Float64Array(parallel.allocate(8 * count * length));
  const left = vectors(bandWidth, rows);
  const right = vectors(bandWidth, columns);
  const taken = vectors(bandWidth, columns);
  const band = emptyBand(columns, Math.min(bandWidth, columns));
  let heard = performance.now();
  for (let place = 0; place < columns; place += bandWidth) {
    const width = Math.min(bandWidth, columns - place);
    const height = rows - place;
    const rest = columns - place - width;
    for (let n = 0; n < width; n++) for (let row = 0, at = place * columns + place + n; row < height; row++, at += columns) left[n * height + row] = data[at];
    const leftScales = reflectColumns(left, width, height, (row, column, value) => band.set(place + row, place + column, value));
    if (rest === 0) break;
    const block: BandBlock = { data, stride: columns, rows, columns, place, width, left, right, taken };
    const pieces = (count: number): { readonly from: number; readonly to: number }[] => {
      const most = Math.min(2 * parallel.threads, Math.ceil(count / rowsAtOnce));
      const step = tile * Math.ceil(count / most / tile);
      return Array.from({ length: Math.ceil(count / step) }, (_, piece) => ({ from: piece * step, to: Math.min(count, (piece + 1) * step) }));
    };
    await parallel.run('bandProject', pieces(rest).map((piece) => ({ block, ...piece })), signal);
    timesFactor(taken, factorOfReflections(left, leftScales, width, height), width, rest);
    // The block's rows, reflected from the left, are what the reflections from the right are made of.
    for (let row = 0; row < width; row++) {
      const from = (place + row) * columns + place + width;
      right.set(data.subarray(from, from + rest), row * rest);
      for (let n = 0; n <= row; n++) addMultiple(-left[n * height + row], taken, n * rest, right, row * rest, rest);
    }
    const rightScales = reflectRows(right, width, rest, (row, column, value) => band.set(place + row, place + width + column, value));
    const rightFactor = factorOfReflections(right, rightScales, width, rest);
    if (height > width) {
      const takenAlong = productOfRows(taken, right, width, rest);
      await parallel.run('bandUpdate', pieces(height - width).map((piece) => ({ block, rightFactor, takenAlong, ...piece })), signal);
    }
    if (performance.now() - heard < longestSilence) continue;
    progress?.(1 - (1 - place / columns) ** 3);
    await new Promise((resolve) => setTimeout(resolve, 0));
    heard = performance.now();
    if (signal?.aborted) throw new CancelledError();
  }
  return band;
}

/** Rows of `vectors`, multiplied from the left with the transpose of an upper triangular factor, in place. */
function timesFactor(vectors: Float64Array<ArrayBufferLike>, factor: Float64Array<ArrayBuffer>, width: number, length: number): void {
  for (let n = width - 1; n >= 0; n--) {
    const own = factor[n * width + n];
    for (let at = n * length; at < (n + 1) * length; at++) vectors[at] *= own;
    for (let m = 0; m < n; m++) addMultiple(factor[m * width + n], vectors, m * length, vectors, n * length, length);
  }
}

/** Each of `width` rows times each of as many others, row by row. */
function productOfRows(first: Float64Array<ArrayBufferLike>, second: Float64Array<ArrayBufferLike>, width: number, length: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(width * width);
  for (let m = 0; m < width; m++) {
    for (let n = 0; n < width; n++) product[m * width + n] = dot(first, m * length, second, n * length, length);
  }
  return product;
}
