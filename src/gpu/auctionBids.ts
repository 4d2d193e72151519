import type { BidSearch, Candidates } from '../geometry/auctionCandidates';
import type { PricedTree } from '../geometry/pricedTree';
import { GpuFailure, type Backend, type CheckedKernel } from './backend';
import { ChunkPacer } from './chunks';
import type { CheckedDevice, DeviceChoice, GpuSession } from './device';
import { cheapestObjectKernel } from './kernels/cheapestObject';

/** Objects in a draw: few enough for the shortest draw to be short on the slowest device. */
const tileSize = 4096;
/** Candidates found for a bidder, by as many passes over all objects. */
const passes = 4;
const bidderFloats = 6;
const objectFloats = 5;
/** Object numbers are float32, and every pass looks at all pairs. */
const mostObjects = 1 << 20;

const compiled = new WeakMap<Backend, { readonly kernel: CheckedKernel; readonly pacer: ChunkPacer }>();

function kernelOf(backend: Backend): { readonly kernel: CheckedKernel; readonly pacer: ChunkPacer } {
  const known = compiled.get(backend);
  if (known) return known;
  const made = { kernel: backend.createKernel(cheapestObjectKernel), pacer: new ChunkPacer() };
  compiled.set(backend, made);
  return made;
}

/** Bidders' cheapest objects on the GPU of a session, for those who bid in an auction. */
export class GpuBids implements BidSearch {
  /** Bidders that it searched for, and what went wrong. */
  searched = 0;
  readonly warnings: string[] = [];
  private choice: DeviceChoice | undefined;

  constructor(private readonly session: GpuSession, private readonly signal: AbortSignal) {}

  /** The device of the last search; undefined before any. */
  get device(): DeviceChoice | undefined {
    return this.choice;
  }

  /** A few steps of float32, four times those of a processor's: a graphics card's roots are less exact. */
  margin(reach: number, highest: number): number {
    return reach * 2 ** -17 + highest * 2 ** -20;
  }

  /**
   * Looks for the cheapest objects of the first `count` of `which`: kernels propose, costs are computed here in float64,
   * and the bounds allow for the margin. Answers false, having changed nothing that matters, where the GPU failed.
   * @throws CancelledError
   */
  async find(objects: PricedTree, prices: Float64Array<ArrayBufferLike>, bidders: Float64Array<ArrayBufferLike>, candidates: Candidates, which: Int32Array<ArrayBufferLike>, count: number): Promise<boolean> {
    if (objects.count > mostObjects || objects.count < passes) return false;
    const outcome = await this.session.run(
      async (device) => {
        await search(device, { objects, prices, bidders, candidates, which, count, signal: this.signal, margin: (reach, highest) => this.margin(reach, highest) });
        return true;
      },
      () => Promise.resolve(false),
    );
    this.choice = outcome.choice;
    this.warnings.push(...outcome.warnings);
    if (outcome.value) this.searched += count;
    return outcome.value;
  }
}

interface Search {
  readonly objects: PricedTree;
  readonly prices: Float64Array<ArrayBufferLike>;
  readonly bidders: Float64Array<ArrayBufferLike>;
  readonly candidates: Candidates;
  readonly which: Int32Array<ArrayBufferLike>;
  readonly count: number;
  readonly signal: AbortSignal;
  margin(reach: number, highest: number): number;
}

async function search(device: CheckedDevice, task: Search): Promise<void> {
  const { objects, prices, bidders, candidates, which, count, signal } = task;
  const { nodes, points } = objects;
  const centre = [0, 1, 2].map((axis) => 0.5 * nodes[8 + axis] + 0.5 * nodes[11 + axis]);
  let reach = 0;
  let highest = 0;
  const packed = new Float32Array(objectFloats * objects.count);
  for (let place = 0; place < objects.count; place++) {
    for (let axis = 0; axis < 3; axis++) {
      const value = points[4 * place + axis] - centre[axis];
      reach = Math.max(reach, Math.abs(value));
      packed[objectFloats * place + axis] = value;
    }
    highest = Math.max(highest, prices[place]);
    packed[objectFloats * place + 3] = prices[place];
    packed[objectFloats * place + 4] = place;
  }
  const asked = new Float32Array(bidderFloats * count);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) {
      const value = bidders[4 * which[i] + axis] - centre[axis];
      reach = Math.max(reach, Math.abs(value));
      asked[bidderFloats * i + axis] = value;
    }
    asked.fill(-1, bidderFloats * i + 3, bidderFloats * i + bidderFloats);
  }
  const cost = (bidder: number, place: number): number => distance(bidders, bidder, points, place) + prices[place];
  const found = new Int32Array(passes * count);
  const { kernel, pacer } = kernelOf(device.backend);
  for (let pass = 0; pass < passes; pass++) {
    const best = found.subarray(pass * count, (pass + 1) * count).fill(-1);
    for (let tile = 0; tile < objects.count; tile += tileSize) {
      const size = Math.min(tileSize, objects.count - tile);
      const tileObjects = packed.subarray(objectFloats * tile, objectFloats * (tile + size));
      await pacer.forEach(count, signal, async (first, length) => {
        const answers = await kernel.run(length, asked.subarray(bidderFloats * first, bidderFloats * (first + length)), tileObjects, size);
        for (let i = 0; i < length; i++) {
          const answer = answers[i];
          // A tile of fewer objects than are known has none.
          if (answer === -1) continue;
          if (!Number.isInteger(answer) || answer < 1 || answer > size) throw new GpuFailure(`a kernel answered ${answer} when expected a place of ${size}`);
          const place = tile + answer - 1;
          const row = first + i;
          if (best[row] < 0 || cost(which[row], place) < cost(which[row], best[row])) best[row] = place;
        }
      });
    }
    for (let i = 0; i < count; i++) {
      if (best[i] < 0) throw new GpuFailure('a kernel found no object for a bidder');
      for (let before = 0; before < pass; before++) if (found[before * count + i] === best[i]) throw new GpuFailure('a kernel found an object twice');
      if (pass < passes - 1) asked[bidderFloats * i + 3 + pass] = best[i];
    }
  }
  const slack = 2 * task.margin(reach, highest);
  const { size, places, distances, bounds } = candidates;
  for (let i = 0; i < count; i++) {
    const bidder = which[i];
    let dearest = -Infinity;
    for (let slot = 0; slot < size; slot++) {
      const place = slot < passes ? found[slot * count + i] : 0;
      places[size * bidder + slot] = place;
      distances[size * bidder + slot] = slot < passes ? distance(bidders, bidder, points, place) : Infinity;
      if (slot < passes) dearest = Math.max(dearest, cost(bidder, place));
    }
    bounds[bidder] = dearest - slack;
  }
}

function distance(bidders: Float64Array<ArrayBufferLike>, bidder: number, points: Float64Array<ArrayBufferLike>, place: number): number {
  const dx = bidders[4 * bidder] - points[4 * place];
  const dy = bidders[4 * bidder + 1] - points[4 * place + 1];
  const dz = bidders[4 * bidder + 2] - points[4 * place + 2];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}
