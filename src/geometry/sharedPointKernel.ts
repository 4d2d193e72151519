import { kernelMemory } from './pointKernelMemory';
import { isSuitableForKernel, type NeighbourKernel } from './pointKernel';
import { sharedPointKernelBytes } from './sharedPointKernelBytes';
import type { PointIndexLayout } from './pointIndexLayout';

interface SearchFunctions {
  search(queries: number, count: number, box: number, limit: number, boxes: number, starts: number, points: number, leaves: number, seed: number): number;
}

const pageBytes = 65536;
const mostPages = 65_536;
/** What each thread has of its own behind the index: its queries take 16 bytes each, and 32 a leaf. Memory that nobody touches costs none. */
const bytesOfPlace = 16 * 1024 * 1024;
/** Words that tell which places are taken, in a line of their own. */
const bytesOfMarks = 4096;

const paged = (bytes: number): number => Math.ceil(bytes / pageBytes) * pageBytes;
const padded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/**
 * Memory for an index of `bytes` in which kernels of `threads` threads can search at once; null where there is none so
 * large, or where memory of WebAssembly cannot be shared.
 */
export function allocateForKernels(bytes: number, threads: number): WebAssembly.Memory | null {
  const pages = (paged(bytes) + paged(bytesOfMarks) + threads * bytesOfPlace) / pageBytes;
  if (pages > mostPages) return null;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return null;
  }
}

let compiled: WebAssembly.Module | null | undefined;

function moduleOfThread(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled;
  try {
    compiled = new WebAssembly.Module(Uint8Array.from(atob(sharedPointKernelBytes), (letter) => letter.charCodeAt(0)));
  } catch {
    compiled = null;
  }
  return compiled;
}

/**
 * The search of the point index in WebAssembly, in the very memory of an index that {@link allocateForKernels} gave:
 * no thread copies the reference, however large. Only the queries of some leaves are copied, to a place that is this
 * thread's until {@link SharedPointKernel.leave}.
 */
export class SharedPointKernel implements NeighbourKernel {
  private readonly words: Uint32Array<ArrayBufferLike>;
  private readonly floats: Float32Array<ArrayBufferLike>;
  private readonly firstPoint: number;
  private readonly queries: number;
  private readonly queryBoxes: number;

  private constructor(
    private readonly functions: SearchFunctions,
    private readonly reference: PointIndexLayout,
    queries: PointIndexLayout,
    private readonly firstLeaf: number,
    toLeaf: number,
    private readonly base: number,
    private readonly mark: () => void,
  ) {
    this.words = new Uint32Array(reference.buffer);
    this.floats = new Float32Array(reference.buffer);
    this.firstPoint = queries.starts[firstLeaf];
    const boxes = queries.boxes.subarray(8 * (queries.leaves + firstLeaf), 8 * (queries.leaves + toLeaf));
    const points = queries.points.subarray(4 * this.firstPoint, 4 * queries.starts[toLeaf]);
    this.queryBoxes = base + kernelMemory.data;
    this.queries = padded(this.queryBoxes + boxes.byteLength);
    this.floats.set(boxes, this.queryBoxes / 4);
    this.floats.set(points, this.queries / 4);
  }

  /** Null where the reference's memory is not of that kind, where only plain code may search, or where no place is free. */
  static enter(queries: PointIndexLayout, reference: PointIndexLayout, fromLeaf: number, toLeaf: number): SharedPointKernel | null {
    const { memory, end } = reference;
    if (!memory || !isSuitableForKernel(queries) || !isSuitableForKernel(reference)) return null;
    const needed = kernelMemory.data + 16 + 32 * (toLeaf - fromLeaf) + 16 * (queries.starts[toLeaf] - queries.starts[fromLeaf]);
    const wasm = moduleOfThread();
    if (!wasm || needed > bytesOfPlace) return null;
    const marksAt = paged(end);
    const placesAt = marksAt + paged(bytesOfMarks);
    const places = Math.floor((memory.buffer.byteLength - placesAt) / bytesOfPlace);
    const marks = new Int32Array(memory.buffer, marksAt, places);
    const place = marks.findIndex((_, at) => Atomics.compareExchange(marks, at, 0, 1) === 0);
    if (place < 0) return null;
    const base = placesAt + place * bytesOfPlace;
    const { exports } = new WebAssembly.Instance(wasm, { host: { memory, base } });
    if (!hasSearch(exports)) throw new TypeError('The kernel has no search.');
    return new SharedPointKernel(exports, reference, queries, fromLeaf, toLeaf, base, () => Atomics.store(marks, place, 0));
  }

  search(leaf: number, from: number, count: number, limit: number, seed: number): number {
    const { boxes, starts, points, leaves } = this.reference;
    const box = this.queryBoxes + 32 * (leaf - this.firstLeaf);
    return this.functions.search(this.queries + 16 * (from - this.firstPoint), count, box, limit, boxes.byteOffset, starts.byteOffset, points.byteOffset, leaves, seed);
  }

  searchOne(query: number, seed: number): void {
    const { boxes, starts, points, leaves } = this.reference;
    const at = this.queries + 16 * (query - this.firstPoint);
    const box = (this.base + kernelMemory.box) / 4;
    for (let axis = 0; axis < 3; axis++) {
      this.floats[box + axis] = this.floats[at / 4 + axis];
      this.floats[box + 4 + axis] = this.floats[at / 4 + axis];
    }
    this.functions.search(at, 1, 4 * box, 0x7fffffff, boxes.byteOffset, starts.byteOffset, points.byteOffset, leaves, seed);
  }

  found(i: number): number {
    return (this.words[(this.base + kernelMemory.found) / 4 + i] - this.reference.points.byteOffset) >>> 4;
  }

  /** Gives the place back. */
  leave(): void {
    this.mark();
  }
}

function hasSearch(exports: WebAssembly.Exports): exports is WebAssembly.Exports & SearchFunctions {
  return typeof exports.search === 'function';
}
