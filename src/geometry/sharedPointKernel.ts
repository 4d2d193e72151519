import { bytesOfQueries, copyQueries, NeighbourSearch, type QueryAddresses, type SearchFunctions } from './neighbourSearch';
import { kernelMemory } from './pointKernelMemory';
import { isSuitableForKernel } from './pointKernel';
import { sharedPointKernelBytes } from './sharedPointKernelBytes';
import type { PointIndexLayout } from './pointIndexLayout';

const pageBytes = 65536;
const mostPages = 65_536;
/** What each thread has of its own behind the index: its queries take 16 bytes each, and 32 a leaf. Memory that nobody touches costs none. */
const bytesOfPlace = 16 * 1024 * 1024;
/** Words that tell which places are taken, in a line of their own. */
const bytesOfMarks = 4096;

const paged = (bytes: number): number => Math.ceil(bytes / pageBytes) * pageBytes;

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
export class SharedPointKernel extends NeighbourSearch {
  private constructor(functions: SearchFunctions, reference: PointIndexLayout, queries: QueryAddresses, base: number, private readonly free: () => void) {
    const { buffer, boxes, starts, points, leaves } = reference;
    super(functions, buffer, base, { boxes: boxes.byteOffset, starts: starts.byteOffset, points: points.byteOffset, leaves }, queries);
  }

  /** Null where the reference's memory is not of that kind, where only plain code may search, or where no place is free. */
  static enter(queries: PointIndexLayout, reference: PointIndexLayout, fromLeaf: number, toLeaf: number): SharedPointKernel | null {
    const { memory, end } = reference;
    if (!memory || !isSuitableForKernel(queries) || !isSuitableForKernel(reference)) return null;
    const wasm = moduleOfThread();
    if (!wasm || kernelMemory.data + bytesOfQueries(queries, fromLeaf, toLeaf) > bytesOfPlace) return null;
    const marksAt = paged(end);
    const placesAt = marksAt + paged(bytesOfMarks);
    const places = Math.floor((memory.buffer.byteLength - placesAt) / bytesOfPlace);
    const marks = new Int32Array(memory.buffer, marksAt, places);
    const place = marks.findIndex((_, at) => Atomics.compareExchange(marks, at, 0, 1) === 0);
    if (place < 0) return null;
    const base = placesAt + place * bytesOfPlace;
    const { exports } = new WebAssembly.Instance(wasm, { host: { memory, base } });
    if (!hasSearch(exports)) throw new TypeError('The kernel has no search.');
    const copied = copyQueries(queries, fromLeaf, toLeaf, memory.buffer, base + kernelMemory.data);
    return new SharedPointKernel(exports, reference, copied, base, () => Atomics.store(marks, place, 0));
  }

  /** Gives the place back. */
  leave(): void {
    this.free();
  }
}

function hasSearch(exports: WebAssembly.Exports): exports is WebAssembly.Exports & SearchFunctions {
  return typeof exports.search === 'function';
}
