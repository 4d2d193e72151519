import { cheapestPoints, type PricedTree } from './pricedTree';

/**
 * Of each bidder, the objects that were cheapest when last looked for. Prices only rise, so every other object still
 * costs at least the bound: as long as a bidder's two cheapest candidates are below it, no search is needed.
 */
export interface Candidates {
  /** Candidates a bidder. */
  readonly size: number;
  /** `size` a bidder: places in the tree of objects, and distances to them. */
  readonly places: Int32Array<ArrayBufferLike>;
  readonly distances: Float64Array<ArrayBufferLike>;
  /** One a bidder: what any other object costs at least; -Infinity before the first search. */
  readonly bounds: Float64Array<ArrayBufferLike>;
}

export function createCandidates(bidders: number, size: number, allocate: (bytes: number) => ArrayBufferLike): Candidates {
  return {
    size,
    places: new Int32Array(allocate(4 * size * bidders)),
    distances: new Float64Array(allocate(8 * size * bidders)),
    bounds: new Float64Array(allocate(8 * bidders)).fill(-Infinity),
  };
}

/** Looks for a bidder's candidates anew. `bidders` has 4 numbers each, of which x, y, z count. */
export function findCandidates(objects: PricedTree, bidders: Float64Array<ArrayBufferLike>, candidates: Candidates, bidder: number): void {
  const { size, bounds } = candidates;
  const at = 4 * bidder;
  bounds[bidder] = cheapestPoints(objects, bidders[at], bidders[at + 1], bidders[at + 2], candidates, size * bidder, size);
}

/** Searches for many bidders at once, elsewhere than on this thread. */
export interface BidSearch {
  /** By how much its costs may be off, for points no farther than `reach` from the middle along an axis and prices up to `highest`. */
  margin(reach: number, highest: number): number;
  /** Fills the candidates of the first `count` bidders of `which`, some places perhaps with none; answers false where it cannot. @throws CancelledError */
  find(
    objects: PricedTree,
    prices: Float64Array<ArrayBufferLike>,
    bidders: Float64Array<ArrayBufferLike>,
    candidates: Candidates,
    which: Int32Array<ArrayBufferLike>,
    count: number,
  ): Promise<boolean>;
}

/** Bidders whose candidates are wanted anew: those at the places `from ... to - 1` of `which`. Memory is shared. */
export interface CandidatesArgument {
  readonly objects: PricedTree;
  readonly bidders: Float64Array<ArrayBufferLike>;
  readonly candidates: Candidates;
  readonly which: Int32Array<ArrayBufferLike>;
  readonly from: number;
  readonly to: number;
}

export function candidatesTask({ objects, bidders, candidates, which, from, to }: CandidatesArgument): null {
  for (let i = from; i < to; i++) findCandidates(objects, bidders, candidates, which[i]);
  return null;
}
