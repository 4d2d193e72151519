import { kernelMemory } from './pointKernelMemory';
import { bytesOfQueries, copyQueries, NeighbourSearch, type SearchFunctions } from './neighbourSearch';
import { pointKernelBytes } from './pointKernelBytes';
import type { PointIndexLayout } from './pointIndexLayout';
import { select } from './pointPartition';

interface KernelFunctions extends SearchFunctions {
  readonly memory: WebAssembly.Memory;
  split(from: number, to: number, left: number, right: number, leaves: number, start: number, swapped: number): void;
}

const pageBytes = 65536;
/** A reference is copied into the kernel's memory; beyond this many points that would cost more memory than it is worth. */
export const mostReferencePoints = 1 << 22;
/** Beyond these the squares of float32 coordinates might not be what they seem. */
const largestCoordinate = 1e15;
const smallestExtent = 1e-6;

/**
 * The index's two inner loops in WebAssembly, four points at a time, for float32 points: several times as fast as
 * TypeScript, which does the same where WebAssembly or its vectors are not allowed. The bytes come from
 * scripts/wasm/pointKernel.ts. A thread has one, with memory of its own that what it works on is copied into.
 */
export class PointKernel {
  private reference = { identity: NaN, boxes: 0, starts: 0, points: 0, leaves: 0, end: 0 };
  private floats = new Float32Array(0);
  private words = new Uint32Array(0);

  private constructor(private readonly functions: KernelFunctions) {}

  /** Null where WebAssembly with vectors cannot be had. */
  static create(): PointKernel | null {
    try {
      const module = new WebAssembly.Module(Uint8Array.from(atob(pointKernelBytes), (letter) => letter.charCodeAt(0)));
      let kernel: PointKernel | null = null;
      const halve = (from: number, to: number, axis: number): void => kernel?.halve(from, to, axis);
      const { exports } = new WebAssembly.Instance(module, { host: { halve } });
      if (!hasFunctions(exports)) return null;
      kernel = new PointKernel(exports);
      return kernel;
    } catch {
      // A policy without 'wasm-unsafe-eval', or a processor without vectors.
      return null;
    }
  }

  /** `splitWithCopy` of all `points` (4 numbers each, the fourth kept as bits); `starts` becomes the leaves' first points, from 0. */
  sort(points: Float32Array<ArrayBufferLike>, starts: Uint32Array<ArrayBufferLike>): void {
    const bytes = points.byteLength;
    const from = kernelMemory.data;
    const start = from + 2 * bytes;
    this.reserve(start + 4 * starts.length);
    this.reference.identity = NaN;
    this.floats.set(points, from / 4);
    this.functions.split(from, from + bytes, 0, bytes, starts.length, start, 0);
    points.set(this.floats.subarray(from / 4, (from + bytes) / 4));
    starts.set(this.words.subarray(start / 4, start / 4 + starts.length));
  }

  /**
   * Puts a reference and the queries of some leaves where they are searched, until the next call of this kernel. Null for
   * what only plain code may do, and for clouds too large to copy: see {@link file://./sharedPointKernel.ts}.
   */
  prepare(queries: PointIndexLayout, reference: PointIndexLayout, fromLeaf: number, toLeaf: number): NeighbourSearch | null {
    if (!isSuitableForKernel(queries) || !isSuitableForKernel(reference) || reference.count > mostReferencePoints) return null;
    const { leaves, starts, boxes, points } = reference;
    if (this.reference.identity !== reference.identity) {
      const startsAt = kernelMemory.data;
      const boxesAt = padded(startsAt + starts.byteLength);
      const pointsAt = padded(boxesAt + boxes.byteLength);
      const end = pointsAt + points.byteLength;
      this.reserve(end);
      this.reference = { identity: reference.identity, starts: startsAt, boxes: boxesAt, points: pointsAt, leaves, end };
      this.words.set(starts, startsAt / 4);
      this.floats.set(boxes, boxesAt / 4);
      this.floats.set(points, pointsAt / 4);
    }
    const at = padded(this.reference.end);
    this.reserve(at + bytesOfQueries(queries, fromLeaf, toLeaf));
    const { buffer } = this.functions.memory;
    return new NeighbourSearch(this.functions, buffer, 0, this.reference, copyQueries(queries, fromLeaf, toLeaf, buffer, at));
  }

  private reserve(bytes: number): void {
    const { memory } = this.functions;
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) memory.grow(missing);
    if (this.floats.buffer === memory.buffer) return;
    this.floats = new Float32Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
  }

  private halve(from: number, to: number, axis: number): void {
    const points = this.floats.subarray(from / 4, to / 4);
    const count = points.length / 4;
    select(points, count >> 1, 0, count - 1, axis / 4);
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** False for what only plain code may do: float64 numbers, coordinates too large or too close together. */
export function isSuitableForKernel({ points, boxes }: PointIndexLayout): boolean {
  if (!(points instanceof Float32Array)) return false;
  let extent = 0;
  for (let axis = 0; axis < 3; axis++) {
    const low = boxes[8 + axis];
    const high = boxes[12 + axis];
    if (low < -largestCoordinate || high > largestCoordinate) return false;
    extent = Math.max(extent, high - low);
  }
  return extent > smallestExtent;
}

function hasFunctions(exports: WebAssembly.Exports): exports is WebAssembly.Exports & KernelFunctions {
  return exports.memory instanceof WebAssembly.Memory && typeof exports.split === 'function' && typeof exports.search === 'function';
}

let ofThread: PointKernel | null | undefined;

/** This thread's kernel, made when first asked for. */
export function pointKernel(): PointKernel | null {
  ofThread ??= PointKernel.create();
  return ofThread;
}
