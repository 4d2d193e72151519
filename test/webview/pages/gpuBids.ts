import { createCandidates } from '../../../src/geometry/auctionCandidates';
import { earthMover } from '../../../src/geometry/earthMover';
import { sequential } from '../../../src/geometry/parallel';
import { preparePointIndex, sortPointIndex } from '../../../src/geometry/pointIndexBuild';
import { layoutOf } from '../../../src/geometry/pointIndexLayout';
import { createPricedTree, type PricedTree } from '../../../src/geometry/pricedTree';
import { reachOf } from '../../../src/geometry/priceKernel';
import { Random } from '../../../src/geometry/random';
import { GpuBids } from '../../../src/gpu/auctionBids';
import { GpuSession } from '../../../src/gpu/device';
import { makePoints } from './gpuPoints';
import type { BidsRequest, BidsResult } from './gpuProtocol';

const size = 6;

function treeOf(positions: ReturnType<typeof makePoints>): PricedTree {
  const { buffer } = preparePointIndex(positions, (bytes) => new ArrayBuffer(bytes));
  sortPointIndex(buffer);
  return createPricedTree(layoutOf(buffer), (bytes) => new ArrayBuffer(bytes));
}

/** One search of bids against the definition, and a whole distance with and without the GPU. */
export async function measureBids({ mode, bidders: biddersName, objects: objectsName, count, lose }: BidsRequest): Promise<BidsResult> {
  const session = new GpuSession({ device: 'gpu', allowSoftware: true, modes: [mode] });
  const [first, second] = [makePoints(biddersName, count, 1), makePoints(objectsName, count, 2)];
  const objects = treeOf(second);
  const bidders = treeOf(first).points;
  const reach = reachOf(objects, bidders);
  const random = new Random(3);
  const prices = Float64Array.from({ length: count }, () => 0.3 * reach * random.uniform());
  const candidates = createCandidates(count, size, (bytes) => new ArrayBuffer(bytes));
  const which = Int32Array.from({ length: count }, (_, i) => (7 * i) % count);
  const search = new GpuBids(session, new AbortController().signal);
  if (lose) {
    // A device that has not computed yet has nothing to lose.
    await search.find(objects, prices, bidders, candidates, which, 100);
    await session.run(
      (device) => {
        device.backend.loseContext();
        return Promise.resolve(null);
      },
      () => Promise.resolve(null),
    );
  }
  const found = await search.find(objects, prices, bidders, candidates, which, count);
  const slack = 2 * search.margin(reach, 0.3 * reach);
  let wrong = 0;
  let unbounded = 0;
  for (const bidder of found ? which : []) {
    const cost = (place: number): number =>
      Math.hypot(bidders[4 * bidder] - objects.points[4 * place], bidders[4 * bidder + 1] - objects.points[4 * place + 1], bidders[4 * bidder + 2] - objects.points[4 * place + 2]) + prices[place];
    const known = new Set<number>();
    for (let slot = size * bidder; slot < size * bidder + size; slot++) if (candidates.distances[slot] < Infinity) known.add(candidates.places[slot]);
    const costs = Array.from({ length: count }, (_, place) => cost(place));
    const cheapest = Math.min(...[...known].map((place) => costs[place]));
    if (known.size !== 4 || cheapest > Math.min(...costs) + slack) wrong++;
    if (costs.some((value, place) => !known.has(place) && value < candidates.bounds[bidder])) unbounded++;
  }
  const whole = new GpuBids(session, new AbortController().signal);
  const onGpu = await earthMover(first, second, { parallel: sequential, gap: 1e-6, bidSearch: whole });
  const onCpu = await earthMover(first, second, { parallel: sequential, gap: 1e-6 });
  await session.dispose();
  return {
    device: search.device ?? null,
    found,
    warnings: search.warnings,
    wrong,
    unbounded,
    totals: [onGpu.total, onCpu.total],
    gap: onGpu.relativeGap,
    searched: whole.searched,
  };
}
