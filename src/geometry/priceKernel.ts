import type { Candidates } from './auctionCandidates';
import { priceKernelBytes } from './priceKernelBytes';
import { priceKernelMemory } from './priceKernelMemory';
import type { PricedTree } from './pricedTree';

const { size, found: foundAt, data, quadBytes, quadPrices, blockBytes, blockPrices } = priceKernelMemory;
const pageBytes = 65536;
/** Beyond these the squares of float32 coordinates might not be what they seem. */
const largestReach = 1e15;
const smallestReach = 1e-15;
/** Fewer leaves are soon searched without it, and have no two levels to make one of. */
const fewestLeaves = 4;

interface KernelFunctions {
  readonly memory: WebAssembly.Memory;
  search(x: number, y: number, z: number, limit: number, quads: number, starts: number, leaves: number, second: number): number;
}

/**
 * The search of a priced tree in WebAssembly, four nodes or points at a time in float32: about four times as fast as
 * `cheapestPoints`, and off by at most its {@link PriceKernel.margin}. It has a copy of the tree, whose prices
 * {@link PriceKernel.raise} keeps; the tree's own are not touched. The bytes come from scripts/wasm/priceKernel.ts.
 */
export class PriceKernel {
  private readonly floats: Float32Array<ArrayBuffer>;
  private readonly words: Int32Array<ArrayBuffer>;
  private readonly found: Int32Array<ArrayBuffer>;
  private readonly centre: readonly [number, number, number];
  private readonly starts: number;
  private readonly blocks: number;
  /** Where each point's price lies among the floats, and the point of each slot. */
  private readonly slotOf: Uint32Array<ArrayBuffer>;
  private readonly placeOf: Int32Array<ArrayBuffer>;
  private readonly second: number;
  private highest = 0;

  private constructor(
    private readonly tree: PricedTree,
    private readonly functions: KernelFunctions,
    private readonly reach: number,
  ) {
    const { leaves, starts, nodes, points, count } = tree;
    let slots = 0;
    for (let leaf = 0; leaf < leaves; leaf++) slots += 4 * Math.ceil((starts[leaf + 1] - starts[leaf]) / 4);
    // The deepest node that has a quad is leaves / 2 - 1.
    this.starts = data + (leaves / 2) * quadBytes;
    this.blocks = this.starts + Math.ceil((leaves + 1) / 16) * 64;
    const bytes = this.blocks + (slots / 4) * blockBytes;
    functions.memory.grow(Math.ceil((bytes - functions.memory.buffer.byteLength) / pageBytes));
    this.floats = new Float32Array(functions.memory.buffer);
    this.words = new Int32Array(functions.memory.buffer);
    this.found = this.words.subarray(foundAt / 4, foundAt / 4 + size);
    this.centre = centreOf(tree);
    this.second = Math.log2(leaves) % 2 === 0 ? 0 : 3;
    this.slotOf = new Uint32Array(count);
    this.placeOf = new Int32Array(slots).fill(-1);
    this.floats.fill(Infinity, this.blocks / 4, bytes / 4);
    let slot = 0;
    for (let leaf = 0; leaf < leaves; leaf++) {
      this.words[this.starts / 4 + leaf] = this.blocks + (slot / 4) * blockBytes;
      for (let place = starts[leaf]; place < starts[leaf + 1]; place++, slot++) {
        const at = this.blocks / 4 + 16 * (slot >> 2) + (slot & 3);
        for (let axis = 0; axis < 3; axis++) this.floats[at + 4 * axis] = points[4 * place + axis] - this.centre[axis];
        const price = points[4 * place + 3];
        this.floats[at + 12] = price;
        if (price > this.highest) this.highest = price;
        this.slotOf[place] = at + 12;
        this.placeOf[slot] = place;
      }
      slot = 4 * Math.ceil(slot / 4);
    }
    this.words[this.starts / 4 + leaves] = this.blocks + (slot / 4) * blockBytes;
    for (let node = 4; node < 2 * leaves; node++) {
      const at = this.quadOf(node);
      for (let axis = 0; axis < 3; axis++) {
        this.floats[at + 4 * axis] = nodes[8 * node + axis] - this.centre[axis];
        this.floats[at + 12 + 4 * axis] = nodes[8 * node + 3 + axis] - this.centre[axis];
      }
      this.floats[at + quadPrices / 4] = nodes[8 * node + 6];
    }
  }

  /**
   * Null where WebAssembly with vectors cannot be had, or the points are not for float32.
   * @param reach no query is farther from the middle of the tree's box along an axis, and no point
   */
  static create(tree: PricedTree, reach: number): PriceKernel | null {
    if (tree.leaves < fewestLeaves || !(reach > smallestReach && reach < largestReach)) return null;
    try {
      const module = new WebAssembly.Module(Uint8Array.from(atob(priceKernelBytes), (letter) => letter.charCodeAt(0)));
      const { exports } = new WebAssembly.Instance(module);
      return hasFunctions(exports) ? new PriceKernel(tree, exports, reach) : null;
    } catch {
      // A policy without 'wasm-unsafe-eval', a processor without vectors, or no memory.
      return null;
    }
  }

  /** By how much a value of the search may be off: a few steps of float32, at the middle of the box. */
  get margin(): number {
    return this.reach * 2 ** -19 + this.highest * 2 ** -22;
  }

  /** Raises the price of a point, and the least ones above it, as far up as they change. */
  raise(place: number, leaf: number, price: number): void {
    const { floats, tree } = this;
    if (price > this.highest) this.highest = price;
    const slot = this.slotOf[place];
    const old = floats[slot];
    floats[slot] = price;
    let node = tree.leaves + leaf;
    let at = this.quadOf(node) + quadPrices / 4;
    if (floats[at] !== old) return;
    let least = Infinity;
    const end = this.words[this.starts / 4 + leaf + 1] / 4;
    for (let block = this.words[this.starts / 4 + leaf] / 4 + blockPrices / 4; block < end; block += blockBytes / 4) {
      const left = floats[block] < floats[block + 1] ? floats[block] : floats[block + 1];
      const right = floats[block + 2] < floats[block + 3] ? floats[block + 2] : floats[block + 3];
      if (left < least) least = left;
      if (right < least) least = right;
    }
    while (least !== old) {
      floats[at] = least;
      const quad = at & ~3;
      node >>= 2;
      if (node < 4) return;
      at = this.quadOf(node) + quadPrices / 4;
      if (floats[at] !== old) return;
      const left = floats[quad] < floats[quad + 1] ? floats[quad] : floats[quad + 1];
      const right = floats[quad + 2] < floats[quad + 3] ? floats[quad + 2] : floats[quad + 3];
      least = left < right ? left : right;
    }
  }

  /** `findCandidates` for a bidder at (x, y, z): its candidates come in no order, and its bound allows for the margin. */
  find(x: number, y: number, z: number, candidates: Candidates, bidder: number, limit = Infinity): void {
    const { found, placeOf } = this;
    const { points } = this.tree;
    const { places, distances, bounds } = candidates;
    const [cx, cy, cz] = this.centre;
    const worst = this.functions.search(x - cx, y - cy, z - cz, limit, data, this.starts, this.tree.leaves, this.second);
    bounds[bidder] = worst - this.margin;
    for (let i = 0, to = size * bidder; i < size; i++, to++) {
      const address = found[i];
      if (address < 0) {
        places[to] = 0;
        distances[to] = Infinity;
        continue;
      }
      const offset = address - this.blocks;
      const place = placeOf[((offset >> 6) << 2) | ((offset >> 2) & 3)];
      const dx = points[4 * place] - x;
      const dy = points[4 * place + 1] - y;
      const dz = points[4 * place + 2] - z;
      places[to] = place;
      distances[to] = Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }

  /** Where a node's lane of its parent's quad begins, among the floats. */
  private quadOf(node: number): number {
    return (data + (node >> 2) * quadBytes) / 4 + (node & 3);
  }
}

function centreOf({ nodes }: PricedTree): [number, number, number] {
  return [0.5 * nodes[8] + 0.5 * nodes[11], 0.5 * nodes[9] + 0.5 * nodes[12], 0.5 * nodes[10] + 0.5 * nodes[13]];
}

/** The largest distance of a point or query from the middle of the tree's box along an axis. */
export function reachOf(tree: PricedTree, queries: Float64Array<ArrayBufferLike>): number {
  const centre = centreOf(tree);
  let reach = 0;
  for (const points of [tree.points, queries]) {
    for (let at = 0; at < points.length; at += 4) {
      for (let axis = 0; axis < 3; axis++) reach = Math.max(reach, Math.abs(points[at + axis] - centre[axis]));
    }
  }
  return reach;
}

function hasFunctions(exports: WebAssembly.Exports): exports is WebAssembly.Exports & KernelFunctions {
  return exports.memory instanceof WebAssembly.Memory && typeof exports.search === 'function';
}
