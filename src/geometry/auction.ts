import { CancelledError } from '../model/errors';
import { createCandidates, findCandidates, type BidSearch, type Candidates } from './auctionCandidates';
import type { Parallel } from './parallel';
import { PriceKernel, reachOf } from './priceKernel';
import { leavesOfPoints, raisePrice, summarisePrices, type PricedTree } from './pricedTree';

/** Candidates a bidder keeps: with 8 searches are more frequent, with 32 each costs more; measured on pairs of surfaces. */
const candidatesOfBidder = 16;
/** From so many searches on, giving them to threads costs less than it saves. */
const leastShared = 1024;
/** Increments of fewer margins of the kernel than this are left to float64. */
const marginsOfIncrement = 16;
/** Milliseconds of work between two looks at what else there is to do. */
const longestSilence = 40;

export interface AuctionOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** In the time of `performance.now()`. */
  readonly deadline: number;
  /** False: search in float64 alone, as where WebAssembly is not allowed. */
  readonly kernel?: boolean;
  /** Searches for many bidders at once while increments are coarser than its margin. */
  readonly bidSearch?: BidSearch;
}

/** What a finished phase proves. */
export interface PhaseResult {
  /** Sum of the distances of all pairs. */
  readonly total: number;
  /** By how much the sum may at most exceed the least one. */
  readonly excess: number;
}

/**
 * Bertsekas' auction with scaled increments ("The auction algorithm", 1988; Bertsekas and Castañon, 1989), in its
 * Gauss-Seidel form: a bidder without an object raises the price of its cheapest one (distance + price) to where its
 * second cheapest costs less by `increment`, and whoever had that object bids again. When all have one, each pays at
 * most `increment` more than its cheapest costs. Searches are remembered: see {@link Candidates}.
 */
export class Auction {
  /** The object of each bidder, -1 for none. */
  readonly objectOf: Int32Array<ArrayBuffer>;
  private readonly distanceOf: Float64Array<ArrayBuffer>;
  private readonly bidderOf: Int32Array<ArrayBuffer>;
  /** The prices of the tree once more, side by side: most bids read nothing else of it. */
  readonly prices: Float64Array<ArrayBuffer>;
  private readonly leafOf: Uint32Array<ArrayBuffer>;
  private readonly candidates: Candidates;
  private active: Int32Array<ArrayBuffer>;
  private waiting: Int32Array<ArrayBuffer>;
  private readonly expired: Int32Array<ArrayBufferLike>;
  /** Searches while increments are coarser than what it tells apart. */
  private kernel: PriceKernel | null;
  private bidSearch: BidSearch | undefined;
  private readonly reach: number;
  private heard = performance.now();
  private bids = 0;
  private hasBegun = false;

  /**
   * @param objects their prices are raised
   * @param bidders as many, more than the candidates of one; 4 numbers each, of which x, y, z count; in an order in
   *   which neighbours lie together
   */
  constructor(
    private readonly objects: PricedTree,
    private readonly bidders: Float64Array<ArrayBufferLike>,
    private readonly options: AuctionOptions,
  ) {
    const { count } = objects;
    const allocate = (bytes: number): ArrayBufferLike => options.parallel.allocate(bytes);
    this.objectOf = new Int32Array(count).fill(-1);
    this.bidderOf = new Int32Array(count).fill(-1);
    this.distanceOf = new Float64Array(count);
    this.prices = Float64Array.from({ length: count }, (_, place) => objects.points[4 * place + 3]);
    this.leafOf = leavesOfPoints(objects);
    this.candidates = createCandidates(count, Math.min(count, candidatesOfBidder), allocate);
    this.reach = reachOf(objects, bidders);
    this.kernel = (options.kernel ?? true) ? PriceKernel.create(objects, this.reach) : null;
    this.bidSearch = options.bidSearch;
    this.active = new Int32Array(count);
    this.waiting = new Int32Array(count);
    this.expired = new Int32Array(allocate(4 * count));
  }

  /** Looks for everybody's candidates; answers the mean distance to the nearest object. @throws CancelledError */
  async begin(): Promise<number> {
    const { count } = this.objects;
    for (let bidder = 0; bidder < count; bidder++) this.expired[bidder] = bidder;
    await this.search(count);
    let sum = 0;
    const { size, distances } = this.candidates;
    for (let bidder = 0; bidder < count; bidder++) {
      let nearest = Infinity;
      for (let at = size * bidder; at < size * bidder + size; at++) if (distances[at] < nearest) nearest = distances[at];
      sum += nearest;
    }
    return sum / count;
  }

  /**
   * Has everybody bid who has no object, or pays more than `increment` above its cheapest, until all have one. Answers
   * null when the deadline came before that. @throws CancelledError
   */
  async phase(increment: number): Promise<PhaseResult | null> {
    if (this.kernel && increment < marginsOfIncrement * this.kernel.margin) this.leaveKernel();
    if (this.bidSearch && increment < marginsOfIncrement * this.bidSearch.margin(this.reach, this.highestPrice())) this.bidSearch = undefined;
    this.hasBegun = true;
    let count = this.release(increment);
    while (count > 0) {
      await this.searchExpired(count);
      let left = 0;
      for (let i = 0; i < count; i++) {
        const displaced = this.bid(this.active[i], increment);
        if (displaced >= 0) this.waiting[left++] = displaced;
        if ((++this.bids & 255) === 0 && (await this.isOver())) return null;
      }
      [this.active, this.waiting] = [this.waiting, this.active];
      count = left;
    }
    return this.result();
  }

  /** Takes their object from those who pay too much, and lists everybody without one. */
  private release(increment: number): number {
    let count = 0;
    for (let bidder = 0; bidder < this.objectOf.length; bidder++) {
      const object = this.objectOf[bidder];
      if (object >= 0) {
        if (this.distanceOf[bidder] + this.prices[object] - this.cheapest(bidder) <= increment) continue;
        this.objectOf[bidder] = -1;
        this.bidderOf[object] = -1;
      }
      this.active[count++] = bidder;
    }
    return count;
  }

  /** What the cheapest object costs a bidder, at least. */
  private cheapest(bidder: number): number {
    const { size, places, distances, bounds } = this.candidates;
    let least = bounds[bidder];
    for (let at = size * bidder; at < size * bidder + size; at++) {
      const cost = distances[at] + this.prices[places[at]];
      if (cost < least) least = cost;
    }
    return least;
  }

  private result(): PhaseResult {
    let total = 0;
    let excess = 0;
    for (let bidder = 0; bidder < this.objectOf.length; bidder++) {
      const distance = this.distanceOf[bidder];
      total += distance;
      excess += distance + this.prices[this.objectOf[bidder]] - this.cheapest(bidder);
    }
    return { total, excess };
  }

  /** Answers who lost the object, -1 when it was free. */
  private bid(bidder: number, increment: number): number {
    const { size, places, distances, bounds } = this.candidates;
    const { prices } = this;
    const first = size * bidder;
    let best = first;
    let least = Infinity;
    let second = Infinity;
    for (let searched = false; ; searched = true) {
      for (let at = first; at < first + size; at++) {
        const cost = distances[at] + prices[places[at]];
        if (cost >= second) continue;
        if (cost < least) {
          second = least;
          least = cost;
          best = at;
        } else {
          second = cost;
        }
      }
      if (searched || second <= bounds[bidder]) break;
      this.find(bidder);
      least = Infinity;
      second = Infinity;
    }
    const object = places[best];
    const price = second + increment - distances[best];
    prices[object] = price;
    if (this.kernel) this.kernel.raise(object, this.leafOf[object], price);
    else raisePrice(this.objects, object, this.leafOf[object], price);
    const displaced = this.bidderOf[object];
    this.bidderOf[object] = bidder;
    this.objectOf[bidder] = object;
    this.distanceOf[bidder] = distances[best];
    if (displaced >= 0) this.objectOf[displaced] = -1;
    return displaced;
  }

  private find(bidder: number): void {
    if (!this.kernel) {
      findCandidates(this.objects, this.bidders, this.candidates, bidder);
      return;
    }
    const at = 4 * bidder;
    const { size, places, distances, bounds } = this.candidates;
    let limit = Infinity;
    if (bounds[bidder] > -Infinity) {
      limit = 0;
      for (let at = size * bidder; at < size * bidder + size; at++) {
        const cost = distances[at] + this.prices[places[at]];
        if (cost > limit) limit = cost;
      }
      limit += 2 * this.kernel.margin;
    }
    this.kernel.find(this.bidders[at], this.bidders[at + 1], this.bidders[at + 2], this.candidates, bidder, limit);
  }

  /** From now on searches in float64. */
  private leaveKernel(): void {
    const { points } = this.objects;
    for (let place = 0; place < this.prices.length; place++) points[4 * place + 3] = this.prices[place];
    summarisePrices(this.objects);
    this.kernel = null;
  }

  /** Searches ahead, on all threads, for those of the active whose candidates are not enough any more. */
  private async searchExpired(count: number): Promise<void> {
    if (count < leastShared || !(this.bidSearch || (this.hasThreads && !this.kernel))) return;
    const { size, places, distances, bounds } = this.candidates;
    let expired = 0;
    for (let i = 0; i < count; i++) {
      const bidder = this.active[i];
      const bound = bounds[bidder];
      let below = 0;
      for (let at = size * bidder; at < size * bidder + size && below < 2; at++) {
        if (distances[at] + this.prices[places[at]] <= bound) below++;
      }
      if (below < 2) this.expired[expired++] = bidder;
    }
    if (expired >= leastShared) await this.search(expired);
  }

  private highestPrice(): number {
    let highest = 0;
    for (let place = 0; place < this.prices.length; place++) if (this.prices[place] > highest) highest = this.prices[place];
    return highest;
  }

  private get hasThreads(): boolean {
    return this.options.parallel.shared && this.options.parallel.threads > 1;
  }

  /** Finds the candidates of the first `count` expired. */
  private async search(count: number): Promise<void> {
    const { objects, bidders, candidates, expired: which } = this;
    const { parallel, signal } = this.options;
    if (this.bidSearch) {
      if (await this.bidSearch.find(objects, this.prices, bidders, candidates, which, count)) return;
      this.bidSearch = undefined;
    }
    // The tree's own prices rest while the kernel has its own.
    if (!this.hasThreads || (this.kernel && this.hasBegun)) {
      for (let i = 0; i < count; i++) {
        this.find(which[i]);
        if ((i & 255) === 255) await this.isOver();
      }
      return;
    }
    // A few pieces a thread, since some searches take longer than others.
    const pieces = Math.max(1, Math.min(4 * parallel.threads, Math.floor(count / 128)));
    const argument = (piece: number) => ({ objects, bidders, candidates, which, from: Math.floor((piece * count) / pieces), to: Math.floor(((piece + 1) * count) / pieces) });
    await parallel.run('auctionCandidates', Array.from({ length: pieces }, (_, piece) => argument(piece)), signal);
  }

  /** Lets a cancel arrive now and then; answers whether the deadline has come. */
  private async isOver(): Promise<boolean> {
    const now = performance.now();
    if (now - this.heard > longestSilence) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.heard = performance.now();
    }
    if (this.options.signal?.aborted) throw new CancelledError();
    return now > this.options.deadline;
  }
}
