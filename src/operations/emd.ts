import { earthMover, exactGap, type EarthMoverResult } from '../geometry/earthMover';
import { farthestPoints } from '../geometry/farthestPointSampling';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { finiteRows, sampleUniformly } from '../geometry/sampling';
import { OperationError } from '../model/errors';
import { cloudInput, comparedPoints, type CloudPoints } from './cloudPoints';
import { GpuBids } from '../gpu/auctionBids';
import { describeDevice } from '../gpu/device';
import { cpuDevice } from './cpuDevice';
import { distanceHistogram } from './distanceHistogram';
import type { DeviceReport, OperationContext, OperationImplementation, OptionValues, ReportTable } from './operation';
import { numberOrNull, numberValue } from './optionValues';
import { pairedCloud, pairLines, type PairedPoints, type Pairing } from './pairedModels';
import { threadsFor } from './threadsFor';

/** Pairs that the report lists; all are in the output. */
const listedPairs = 20;
/** A search costs so much more than one of the nearest point that threads pay sooner: from some 16,000 points on. */
const searchWeight = 4;

/** The Earth Mover's Distance; see `emdDescriptor`. */
export const emd: OperationImplementation = {
  async run(inputs, options, context) {
    const { compared, reference, warnings, meaning } = comparedPoints(inputs, options);
    const counts = [compared.finite, reference.finite];
    const sampling = samplingOf(options, counts, inputs.map(({ file }) => file));
    const first = await choose(compared, sampling, options, context);
    const second = await choose(reference, sampling, options, context);
    const count = first.rows.length;
    const gap = numberValue(options, 'gap');
    const budget = numberOrNull(options, 'time-budget');
    const parallel = threadsFor(searchWeight * count, context);
    const bids = context.device === 'gpu' && context.gpu ? new GpuBids(context.gpu, context.signal) : null;
    const result = await earthMover(first.positions, second.positions, {
      parallel,
      signal: context.signal,
      progress: (share, activity) => context.progress(share, activity),
      gap,
      ...(budget === null ? {} : { timeBudget: 1000 * budget }),
      ...(bids ? { bidSearch: bids } : {}),
    });
    const distances = pairDistances(first, second, result);
    const order = Uint32Array.from(distances, (_, i) => i).sort((i, j) => distances[j] - distances[i] || i - j);
    const pairing: Pairing = { first, second, partners: result.partners, distances, order };
    const histogram = distanceHistogram('Distance between partners', distances.slice());
    const scale = options['reduction'] === 'mean' ? 1 / count : 1;
    const sampled = sampling === null ? '' : `; ${sampling.count} ${sampling.method === 'farthest' ? 'farthest points' : `points drawn at random, seed ${numberValue(options, 'seed')},`} of each`;
    return {
      numbers: { emd: result.total * scale, lowerBound: result.lowerBound * scale, relativeGap: result.relativeGap },
      convention: `${options['reduction'] === 'mean' ? 'Mean' : 'Sum'} of unsquared distances over ${count} pairs, ${proof(result)}${sampled}${meaning}`,
      tables: [longestPairs(pairing)],
      histograms: histogram ? [histogram] : [],
      device: deviceOf(result, bids, context, parallel.threads),
      warnings: [...warnings, ...(bids?.warnings ?? []), ...shortfall(result, gap, budget)],
      models: [
        { title: 'A with its partners', model: pairedCloud(cloudInput(inputs[0]).model, compared.positions, pairing) },
        { title: 'Pairs, the longest first', model: pairLines(cloudInput(inputs[0]).model, pairing), shown: true },
      ],
    };
  },
};

/** The GPU where it found bids; otherwise the CPU, and why. */
function deviceOf(result: EarthMoverResult, bids: GpuBids | null, context: OperationContext, threads: number): DeviceReport {
  const own = `${result.method}: what is bid next depends on the bids before`;
  if (!bids) return cpuDevice(context, own, threads);
  if (bids.device && bids.device.kind !== 'cpu' && bids.searched > 0) {
    const { kind, name, reason } = describeDevice(bids.device);
    return { kind, name, place: context.place, reason: `${reason}; it looked for ${bids.searched} bids, the CPU for those of few bidders or fine increments` };
  }
  return cpuDevice(context, bids.device?.kind === 'cpu' ? bids.device.reason : `${own}; there were never enough bidders at once for the GPU`, threads);
}

function proof({ relativeGap, total }: EarthMoverResult): string {
  return relativeGap <= exactGap || total === 0 ? 'exact' : `at most ${(100 * relativeGap).toPrecision(3)} % above the least`;
}

function shortfall({ reached, relativeGap }: EarthMoverResult, gap: number, budget: number | null): string[] {
  if (reached) return [];
  const reason = budget === null ? 'float64 has no finer steps' : `the time budget of ${budget} s ended`;
  return [`Not exact: ${reason} at a proven gap of ${relativeGap.toPrecision(3)} before ${Math.max(gap, exactGap)} was reached. The distance lies between lowerBound and emd.`];
}

interface Sampling {
  readonly method: 'farthest' | 'uniform';
  readonly count: number;
}

/** @throws OperationError when the counts differ and no sampling is asked for */
function samplingOf(options: OptionValues, [first, second]: readonly number[], [a, b]: readonly string[]): Sampling | null {
  const method = options['sample'];
  const wanted = numberOrNull(options, 'n');
  if (method === 'farthest' || method === 'uniform') return { method, count: wanted ?? Math.min(first, second) };
  if (wanted !== null) throw new OperationError('-n needs --sample farthest or uniform: without it all points are paired.');
  if (first === second) return null;
  throw new OperationError(
    `emd: expected equally many points, found ${first} in ${a} and ${second} in ${b}. --sample farthest or --sample uniform chooses as many of each.`,
  );
}

async function choose({ positions, finite }: CloudPoints, sampling: Sampling | null, options: OptionValues, context: OperationContext): Promise<PairedPoints> {
  if (!sampling) {
    if (3 * finite === positions.length) return { rows: Uint32Array.from({ length: finite }, (_, row) => row), positions };
    return pick(positions, finiteRows(positions));
  }
  if (sampling.method === 'uniform') return pick(positions, sampleUniformly(positions, sampling.count, numberValue(options, 'seed')));
  const [start] = finiteRows(positions);
  return pick(positions, await farthestPoints(positions, sampling.count, { start, signal: context.signal }));
}

function pick(positions: Coordinates, rows: Uint32Array<ArrayBufferLike>): PairedPoints {
  const picked = positions instanceof Float32Array ? new Float32Array(3 * rows.length) : new Float64Array(3 * rows.length);
  for (let i = 0; i < rows.length; i++) {
    for (let axis = 0; axis < 3; axis++) picked[3 * i + axis] = positions[3 * rows[i] + axis];
  }
  return { rows, positions: picked };
}

function pairDistances(first: PairedPoints, second: PairedPoints, { partners }: EarthMoverResult): Float64Array<ArrayBuffer> {
  const a = first.positions;
  const b = second.positions;
  return Float64Array.from(partners, (partner, i) => Math.hypot(a[3 * i] - b[3 * partner], a[3 * i + 1] - b[3 * partner + 1], a[3 * i + 2] - b[3 * partner + 2]));
}

function longestPairs({ first, second, partners, distances, order }: Pairing): ReportTable {
  return {
    title: order.length > listedPairs ? `Longest ${listedPairs} of ${order.length} pairs` : 'Pairs, the longest first',
    columns: ['row of A', 'row of B', 'distance'],
    rows: Array.from(order.subarray(0, listedPairs), (i) => [first.rows[i], second.rows[partners[i]], distances[i]]),
  };
}
