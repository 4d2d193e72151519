import { matrixKernel } from '../matrixKernel';
import type { Parallel } from '../parallel';
import { depthOfBlock, type Numbers, packPanels, paddedDepth, paddedLanes, tile } from './panels';

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

/** Columns that are multiplied with all others while they are in the nearest cache but one: 128 kB. */
const columnsOfGroup = 64;

export interface GramArgument {
  readonly samples: Samples;
  /** Rows of the result, a multiple of 4 apart. */
  readonly from: number;
  readonly to: number;
}

/**
 * Rows `from ... to - 1` of the product of the centred samples with themselves, of each the columns up to the diagonal's
 * tile; a row has room for a multiple of 4 numbers.
 */
export function gramTask({ samples, from, to }: GramArgument): Float64Array<ArrayBuffer> {
  const { rows, columns, data, means } = samples;
  const width = paddedLanes(columns);
  const end = Math.min(width, to);
  const lanes = Math.min(columns, end);
  const sums = depthOfBlock * end;
  const kernel = matrixKernel();
  const memory = kernel.reserve(sums + (end - from) * width);
  memory.fill(0, sums, sums + (end - from) * width);
  for (let first = 0; first < rows; first += depthOfBlock) {
    const block = Math.min(depthOfBlock, rows - first);
    const depth = paddedDepth(block);
    packPanels({ data, first: first * columns, lanes, depth: block, laneStride: 1, depthStride: columns, means }, memory, 0, tile * depth);
    for (let group = 0; group < end; group += columnsOfGroup) {
      for (let i = Math.max(from, group); i < end; i += tile) {
        const tiles = Math.min(i - group, columnsOfGroup - tile) / tile + 1;
        kernel.addTiles(i * depth, group * depth, sums + (i - from) * width + group, width, depth, tiles);
      }
    }
  }
  return memory.slice(sums, sums + (end - from) * width);
}

/** The product of the centred samples with themselves: `columns` x `columns`, symmetric, in float64. @throws CancelledError */
export async function gram(samples: Samples, parallel: Parallel, signal?: AbortSignal, progress?: (share: number) => void): Promise<Matrix> {
  const { columns } = samples;
  const width = paddedLanes(columns);
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
