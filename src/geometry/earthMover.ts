import { OperationError } from '../model/errors';
import { assignDense, type Assignment } from './assignmentDense';
import { Auction } from './auction';
import type { BidSearch } from './auctionCandidates';
import { certify } from './earthMoverCertificate';
import { buildPointIndexes } from './nearestDistances';
import type { Parallel } from './parallel';
import { rowOf, type Coordinates, type PointIndexLayout } from './pointIndexLayout';
import { createPricedTree } from './pricedTree';

export interface EarthMoverOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** Share done, 0...1, roughly, and what is happening. */
  readonly progress?: (share: number, activity: string) => void;
  /** The relative gap to stop at; 0 asks for the exact distance. Default: 0. */
  readonly gap?: number;
  /** Milliseconds after which to stop with what is proven. Default: none. */
  readonly timeBudget?: number;
  /** Where many bids at once are searched for; left out, here. */
  readonly bidSearch?: BidSearch;
}

export interface EarthMoverResult {
  /** The row of the second cloud that each row of the first is paired with. */
  readonly partners: Uint32Array<ArrayBufferLike>;
  /** Sum of the distances of all pairs. */
  readonly total: number;
  /** No pairing has a smaller sum. */
  readonly lowerBound: number;
  /** (total - lowerBound) / total; 0 when both are 0. */
  readonly relativeGap: number;
  /** False when the time budget, or the precision of numbers, ended it before the wanted gap. */
  readonly reached: boolean;
  readonly method: 'shortest augmenting paths' | 'auction';
}

/** A gap up to this is called exact: what is left is rounding. */
export const exactGap = 1e-9;
/** Clouds of at most so many points are solved on the whole matrix of distances. */
const mostDense = 384;
/** Points of each cloud that tell how far pairs lie apart. */
const sampled = 192;
/** By how much increments shrink from phase to phase. */
const shrinking = 5;
/** Sums of squares beyond these would overflow. */
const largestExtent = 1e150;

/**
 * The Earth Mover's Distance of two clouds of equally many finite points, 3 numbers a row: the least sum of distances
 * over all one-to-one pairings, with a pairing and a lower bound, both checked by `certify`.
 *
 * Small clouds by shortest augmenting paths; larger ones without the matrix of distances by an auction whose increments
 * shrink until the gap is as wanted, about 0.5 kB a point.
 * @throws OperationError for clouds of different sizes, empty ones, or ones too wide for float64; CancelledError
 */
export async function earthMover(first: Coordinates, second: Coordinates, options: EarthMoverOptions): Promise<EarthMoverResult> {
  const count = first.length / 3;
  if (first.length !== second.length) throw new OperationError(`Got ${count} and ${second.length / 3} points when a pairing needs equally many.`);
  if (count === 0) throw new OperationError('Got no points when a pairing needs at least one.');
  demandModestExtent([first, second]);
  const { parallel, signal, progress } = options;
  const wanted = Math.max(options.gap ?? 0, exactGap);
  const isDense = count <= mostDense;
  const found = isDense ? [assignDense(costsOf(first, second), count)] : await runAuction(first, second, wanted, options);
  progress?.(0.95, 'checking the pairing');
  let best = { partners: found[0].partners, total: Infinity, lowerBound: 0 };
  for (const { partners, prices } of found) {
    const { total, lowerBound } = await certify(first, second, partners, prices, parallel, signal);
    const isBetter = total < best.total;
    best = { partners: isBetter ? partners : best.partners, total: isBetter ? total : best.total, lowerBound: Math.max(lowerBound, best.lowerBound) };
  }
  const relativeGap = best.total > 0 ? Math.max(0, best.total - best.lowerBound) / best.total : 0;
  return { ...best, relativeGap, reached: relativeGap <= wanted, method: isDense ? 'shortest augmenting paths' : 'auction' };
}

/** Distances of every pair, row by row. */
function costsOf(first: Coordinates, second: Coordinates): Float64Array<ArrayBuffer> {
  const count = first.length / 3;
  const costs = new Float64Array(count * count);
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < count; j++, at++) {
      const dx = first[3 * i] - second[3 * j];
      const dy = first[3 * i + 1] - second[3 * j + 1];
      const dz = first[3 * i + 2] - second[3 * j + 2];
      costs[at] = Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return costs;
}

/** The best pairing and, where they differ, further prices that may prove more. */
async function runAuction(first: Coordinates, second: Coordinates, wanted: number, options: EarthMoverOptions): Promise<Assignment[]> {
  const { parallel, signal, progress } = options;
  const deadline = performance.now() + (options.timeBudget ?? Infinity);
  const [bidderIndex, objectIndex] = await buildPointIndexes([first, second], parallel, signal);
  const objects = createPricedTree(objectIndex, (bytes) => parallel.allocate(bytes));
  const bidders = createPricedTree(bidderIndex, (bytes) => parallel.allocate(bytes)).points;
  const auction = new Auction(objects, bidders, { parallel, deadline, ...(signal ? { signal } : {}), ...(options.bidSearch ? { bidSearch: options.bidSearch } : {}) });
  progress?.(0, 'looking for neighbours');
  const nearest = await auction.begin();
  // Far pairs need high prices, which are soon reached by large increments alone.
  let increment = Math.max(3 * nearest, farthestPair(bidders, objects.points) / 8) || 1e-9 * extentOf(objects.nodes) || 1;
  let finished: { readonly objectOf: Int32Array<ArrayBuffer>; readonly prices: Float64Array<ArrayBuffer> } | null = null;
  for (let firstGap = 0; ; ) {
    progress?.(shareDone(firstGap, increment, nearest, wanted), `pairing, increments of ${increment.toPrecision(3)}`);
    const result = await auction.phase(increment);
    if (!result) break;
    finished = { objectOf: auction.objectOf.slice(), prices: auction.prices.slice() };
    const gap = result.total > 0 ? result.excess / result.total : 0;
    // A tenth below, since the check sums otherwise.
    const aim = 0.9 * wanted;
    if (gap <= aim) break;
    if (firstGap === 0) firstGap = gap;
    // The gap shrinks as the increment does: the last phase goes no further than it must.
    const next = gap / aim < 1.6 * shrinking ? Math.max(increment / (1.6 * shrinking), (0.9 * increment * aim) / gap) : increment / shrinking;
    if (next < smallestIncrement(auction.prices)) break;
    increment = Math.min(next, increment / 2);
  }
  const toRows = ({ objectOf, prices }: { readonly objectOf: Int32Array<ArrayBuffer>; readonly prices: Float64Array<ArrayBuffer> }): Assignment =>
    byRow(bidderIndex, objectIndex, objectOf, prices);
  if (finished && finished.prices.every((price, place) => price === auction.prices[place])) return [toRows(finished)];
  const unfinished = { objectOf: completed(auction.objectOf), prices: auction.prices };
  return finished ? [toRows(finished), toRows({ ...finished, prices: unfinished.prices })] : [toRows(unfinished)];
}

/** Increments come down from the first one to about the wanted gap times the mean distance, and each phase is shorter than the one before. */
function shareDone(firstGap: number, increment: number, nearest: number, wanted: number): number {
  if (firstGap === 0 || nearest === 0) return 0.1;
  const share = 1 - Math.log(increment / (nearest * wanted)) / Math.log((nearest * firstGap) / (nearest * wanted));
  return Math.min(0.9, Math.max(0.1, 0.2 + 0.7 * Math.sqrt(Math.max(0, share))));
}

/** An increment that a price of float64 still notices. */
function smallestIncrement(prices: Float64Array<ArrayBuffer>): number {
  let largest = 0;
  for (let place = 0; place < prices.length; place++) if (prices[place] > largest) largest = prices[place];
  return largest * 2 ** -49;
}

/** The diagonal of the root's box. */
function extentOf(nodes: Float64Array<ArrayBufferLike>): number {
  return Math.hypot(nodes[11] - nodes[8], nodes[12] - nodes[9], nodes[13] - nodes[10]);
}

/** The largest distance in the best pairing of as many points of each cloud, spread over them: they lie in the order of a tree. */
function farthestPair(bidders: Float64Array<ArrayBufferLike>, objects: Float64Array<ArrayBufferLike>): number {
  const count = bidders.length / 4;
  const pick = (points: Float64Array<ArrayBufferLike>): Float64Array<ArrayBuffer> => {
    const picked = new Float64Array(3 * sampled);
    for (let i = 0; i < sampled; i++) {
      const place = Math.floor(((i + 0.5) * count) / sampled);
      picked.set(points.subarray(4 * place, 4 * place + 3), 3 * i);
    }
    return picked;
  };
  const costs = costsOf(pick(bidders), pick(objects));
  const { partners } = assignDense(costs, sampled);
  return partners.reduce((farthest, partner, row) => Math.max(farthest, costs[row * sampled + partner]), 0);
}

/** Gives what is free to those who have nothing, in the order of the trees. */
function completed(objectOf: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const isTaken = new Uint8Array(objectOf.length);
  for (const object of objectOf) if (object >= 0) isTaken[object] = 1;
  let free = 0;
  return objectOf.map((object) => {
    if (object >= 0) return object;
    while (isTaken[free] === 1) free++;
    return free++;
  });
}

function byRow(bidders: PointIndexLayout, objects: PointIndexLayout, objectOf: Int32Array<ArrayBuffer>, placePrices: Float64Array<ArrayBuffer>): Assignment {
  const partners = new Uint32Array(objectOf.length);
  const prices = new Float64Array(objectOf.length);
  for (let place = 0; place < objectOf.length; place++) {
    partners[rowOf(bidders, place)] = rowOf(objects, objectOf[place]);
    prices[rowOf(objects, place)] = placePrices[place];
  }
  return { partners, prices };
}

function demandModestExtent(clouds: readonly Coordinates[]): void {
  for (const positions of clouds) {
    for (let at = 0; at < positions.length; at++) {
      // NaN is not below either.
      if (Math.abs(positions[at]) < largestExtent) continue;
      throw new OperationError(`Got a coordinate of ${positions[at]} when at most ${largestExtent} can be measured. Scale the clouds down.`);
    }
  }
}
