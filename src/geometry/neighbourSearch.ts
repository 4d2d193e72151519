import type { PointIndexLayout } from './pointIndexLayout';
import { kernelMemory } from './pointKernelMemory';

/** What a kernel exports to search with: see scripts/wasm/pointKernel.ts. All addresses in bytes of its memory. */
export interface SearchFunctions {
  search(queries: number, count: number, box: number, limit: number, boxes: number, starts: number, points: number, leaves: number, seed: number): number;
}

/** Where an index lies in a kernel's memory. */
export interface ReferenceAddresses {
  readonly boxes: number;
  readonly starts: number;
  readonly points: number;
  readonly leaves: number;
}

/** Where queries of some leaves lie in it. */
export interface QueryAddresses {
  readonly boxes: number;
  readonly points: number;
  /** What lies there first, in the numbering of the queries' index. */
  readonly firstLeaf: number;
  readonly firstPoint: number;
}

const padded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Bytes that the queries of some leaves take in a kernel's memory, at most. */
export function bytesOfQueries({ starts }: PointIndexLayout, fromLeaf: number, toLeaf: number): number {
  return padded(32 * (toLeaf - fromLeaf)) + 16 * (starts[toLeaf] - starts[fromLeaf]);
}

/** Copies the queries of some leaves, in float32, and their boxes to `at`, a multiple of 16. */
export function copyQueries({ starts, leaves, boxes, points }: PointIndexLayout, fromLeaf: number, toLeaf: number, memory: ArrayBufferLike, at: number): QueryAddresses {
  const boxesOfLeaves = boxes.subarray(8 * (leaves + fromLeaf), 8 * (leaves + toLeaf));
  const pointsAt = padded(at + boxesOfLeaves.byteLength);
  const floats = new Float32Array(memory);
  floats.set(boxesOfLeaves, at / 4);
  floats.set(points.subarray(4 * starts[fromLeaf], 4 * starts[toLeaf]), pointsAt / 4);
  return { boxes: at, points: pointsAt, firstLeaf: fromLeaf, firstPoint: starts[fromLeaf] };
}

/** Finds the nearest points of groups of queries by a kernel, in whose memory both lie. */
export class NeighbourSearch {
  private readonly floats: Float32Array<ArrayBufferLike>;
  private readonly words: Uint32Array<ArrayBufferLike>;

  /** @param base where the kernel has what is its own, by {@link kernelMemory} */
  constructor(
    private readonly functions: SearchFunctions,
    memory: ArrayBufferLike,
    private readonly base: number,
    private readonly reference: ReferenceAddresses,
    private readonly queries: QueryAddresses,
  ) {
    this.floats = new Float32Array(memory);
    this.words = new Uint32Array(memory);
  }

  /**
   * Finds the nearest points of the queries `from ... from + count - 1` (at most 64), which lie in a leaf of theirs,
   * looking into the reference's leaf `seed` first. Answers the leaf nearest to them, -1 when it gave up after `limit`.
   */
  search(leaf: number, from: number, count: number, limit: number, seed: number): number {
    const { boxes, points, firstLeaf, firstPoint } = this.queries;
    return this.ask(points + 16 * (from - firstPoint), count, boxes + 32 * (leaf - firstLeaf), limit, seed);
  }

  /** {@link NeighbourSearch.search} for a single query, without a limit. */
  searchOne(query: number, seed: number): void {
    const { points, firstPoint } = this.queries;
    const at = points + 16 * (query - firstPoint);
    const box = (this.base + kernelMemory.box) / 4;
    for (let axis = 0; axis < 3; axis++) {
      this.floats[box + axis] = this.floats[at / 4 + axis];
      this.floats[box + 4 + axis] = this.floats[at / 4 + axis];
    }
    this.ask(at, 1, 4 * box, 0x7fffffff, seed);
  }

  /** The reference point that was found for the i-th query of the last search. */
  found(i: number): number {
    return (this.words[(this.base + kernelMemory.found) / 4 + i] - this.reference.points) >>> 4;
  }

  private ask(queries: number, count: number, box: number, limit: number, seed: number): number {
    const { boxes, starts, points, leaves } = this.reference;
    return this.functions.search(queries, count, box, limit, boxes, starts, points, leaves, seed);
  }
}
