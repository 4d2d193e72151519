import { GpuFailure, type Backend, type CheckedKernel } from './backend';
import { ChunkPacer } from './chunks';
import type { CheckedDevice } from './device';
import { boxOverlapsKernel, pairsInWord } from './kernels/boxOverlaps';

/** Numbers of a packed box: left, top, right, bottom, area. */
const stride = 5;
/** Boxes in a tile: rows times words stay far below 2^24, where float32 stops to count. */
const tileRows = 8192;
const tileColumns = 256 * pairsInWord;
/** Of the extent, what float32 may take from a size in common; twice that of its four roundings. */
const singleRounding = 1e-6;
/** Extents beyond this overflow when they are multiplied. */
const mostExtent = 1e150;

/** Rectangles along the axes of two sets: x, y, width, height each. */
export interface OverlapTask {
  readonly a: Float64Array<ArrayBufferLike>;
  readonly b: Float64Array<ArrayBufferLike>;
  /** Added to sizes, as for `axisIou`. */
  readonly extra: 0 | 1;
  /** 0...1; pairs of no greater IoU are left out. */
  readonly threshold: number;
  readonly signal: AbortSignal;
  readonly progress: (share: number) => void;
  /** Takes every pair whose IoU may be greater than the threshold, once; it is for the taker to decide in float64. */
  readonly offer: (rowA: number, rowB: number) => void;
}

const compiled = new WeakMap<Backend, { readonly kernel: CheckedKernel; readonly pacer: ChunkPacer }>();

function kernelOf(backend: Backend): { readonly kernel: CheckedKernel; readonly pacer: ChunkPacer } {
  const known = compiled.get(backend);
  if (known) return known;
  const made = { kernel: backend.createKernel(boxOverlapsKernel), pacer: new ChunkPacer() };
  compiled.set(backend, made);
  return made;
}

/**
 * Finds the pairs of boxes that overlap by more than a threshold on a device, as a matrix of bits, tile by tile. Every
 * pair above the threshold is offered, and few others: those within float32's rounding of it, and all of boxes that are not finite.
 *
 * @throws GpuFailure; CancelledError
 */
export async function boxOverlapsOnGpu({ backend }: CheckedDevice, task: OverlapTask): Promise<void> {
  const { a, b, threshold, signal, offer } = task;
  const { kernel, pacer } = kernelOf(backend);
  const { pack, margin } = framed(task);
  const countA = a.length / 4;
  const countB = b.length / 4;
  for (let firstA = 0; firstA < countA; firstA += tileRows) {
    const rows = Math.min(tileRows, countA - firstA);
    const boxesA = pack(a, firstA, rows, rows);
    for (let firstB = 0; firstB < countB; firstB += tileColumns) {
      const columns = Math.min(tileColumns, countB - firstB);
      const words = Math.ceil(columns / pairsInWord);
      const boxesB = pack(b, firstB, columns, words * pairsInWord);
      await pacer.forEach(rows * words, signal, async (first, length) => {
        const answers = await kernel.run(length, boxesA, boxesB, words, first, threshold, margin);
        for (let index = 0; index < length; index++) {
          const row = Math.floor((first + index) / words);
          const column = firstB + ((first + index) % words) * pairsInWord;
          for (let bits = bitsAnswered(answers[index]); bits !== 0; bits &= bits - 1) {
            const rowB = column + 31 - Math.clz32(bits & -bits);
            if (rowB >= countB) throw new GpuFailure('a kernel answered with a box that is not there');
            offer(firstA + row, rowB);
          }
        }
        const columnsDone = firstB + (columns * (first + length)) / (rows * words);
        task.progress((firstA + (rows * columnsDone) / countB) / countA);
      });
    }
  }
}

function bitsAnswered(answer: number): number {
  const bits = answer - 1;
  if (!Number.isInteger(bits) || bits < 0 || bits >= 2 ** pairsInWord) throw new GpuFailure(`a kernel answered ${answer} when expected ${pairsInWord} flags`);
  return bits;
}

interface Frame {
  /** `count` boxes from a row on, and boxes that meet nothing up to `padded`. */
  readonly pack: (boxes: Float64Array<ArrayBufferLike>, first: number, count: number, padded: number) => Float32Array;
  readonly margin: number;
}

/** A frame in which all boxes lie within -1...1, so that a common offset takes no digit. */
function framed({ a, b, extra }: OverlapTask): Frame {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (const boxes of [a, b]) {
    for (let at = 0; at < boxes.length; at += 4) {
      if (!isFiniteBox(boxes, at)) continue;
      for (let axis = 0; axis < 2; axis++) {
        const start = boxes[at + axis];
        const end = start + boxes[at + axis + 2] + extra;
        low[axis] = Math.min(low[axis], start, end);
        high[axis] = Math.max(high[axis], start, end);
      }
    }
  }
  const extent = Math.max(high[0] - low[0], high[1] - low[1]);
  const isUsable = extent > 0 && extent < mostExtent;
  const scale = isUsable ? 1 / extent : 0;
  const largest = Math.max(...low.map(Math.abs), ...high.map(Math.abs));
  // Float64 rounds the ends of boxes too, to a share of their offset.
  const margin = singleRounding + (isUsable ? Math.min(4, 8 * Number.EPSILON * largest * scale) : 0);
  const pack: Frame['pack'] = (boxes, first, count, padded) => {
    const packed = new Float32Array(stride * padded);
    for (let row = 0; row < padded; row++) {
      const at = 4 * (first + row);
      // Margins are at most 5: what pads meets nothing, and what float32 cannot hold meets everything.
      if (row >= count) packed.set([9, 9, -9, -9, 0], stride * row);
      else if (!isUsable || !isFiniteBox(boxes, at)) packed.set([-2, -2, 2, 2, 0], stride * row);
      else {
        const [x, y, width, height] = [boxes[at], boxes[at + 1], boxes[at + 2] + extra, boxes[at + 3] + extra];
        const values = [x - low[0], y - low[1], x + width - low[0], y + height - low[1]];
        packed.set([...values.map((value) => value * scale), width * scale * (height * scale)], stride * row);
      }
    }
    return packed;
  };
  return { pack, margin };
}

function isFiniteBox(boxes: Float64Array<ArrayBufferLike>, at: number): boolean {
  // An end that overflows counts as not finite.
  return Number.isFinite(boxes[at] + boxes[at + 2]) && Number.isFinite(boxes[at + 1] + boxes[at + 3]);
}
