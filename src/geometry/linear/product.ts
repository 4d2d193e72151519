import { matrixKernel } from '../matrixKernel';
import type { Parallel } from '../parallel';
import type { Matrix } from './gram';
import { addPanels, depthOfBlock, packPanels, paddedDepth, paddedLanes, tile } from './panels';


export interface ProductArgument {
  readonly first: Matrix;
  readonly second: Matrix;
  readonly from: number;
  readonly to: number;
}

/** Rows `from ... to - 1` of `first` times the transpose of `second`. */
export function productTask({ first, second, from, to }: ProductArgument): Float64Array<ArrayBuffer> {
  const rows = paddedLanes(to - from);
  const width = paddedLanes(second.rows);
  const { columns: length } = first;
  const panels = depthOfBlock * rows;
  const sums = panels + depthOfBlock * width;
  const kernel = matrixKernel();
  const memory = kernel.reserve(sums + rows * width);
  memory.fill(0, sums, sums + rows * width);
  for (let start = 0; start < length; start += depthOfBlock) {
    const block = Math.min(depthOfBlock, length - start);
    const depth = paddedDepth(block);
    const along = { depth: block, laneStride: length, depthStride: 1 };
    packPanels({ data: first.data, first: from * length + start, lanes: to - from, ...along }, memory, 0, tile * depth);
    packPanels({ data: second.data, first: start, lanes: second.rows, ...along }, memory, panels, tile * depth);
    addPanels(kernel, rows, 0, width, panels, sums, depth);
  }
  const product = new Float64Array((to - from) * second.rows);
  for (let row = 0; row < to - from; row++) product.set(memory.subarray(sums + row * width, sums + row * width + second.rows), row * second.rows);
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
