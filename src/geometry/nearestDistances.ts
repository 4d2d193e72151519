import { OperationError } from '../model/errors';
import type { DistanceTotals } from './leafNeighbours';
import { gatherRows, type NearestAnswer, type WantedNeighbours } from './nearestTasks';
import type { Parallel } from './parallel';
import { beginParts, endParts, partsOfIndex, preparePointIndex } from './pointIndexBuild';
import { layoutOf, type Coordinates, type PointIndexLayout } from './pointIndexLayout';
import { spatialOrder } from './spatialOrder';

/** The row that stands for "none": the query is not finite. */
export const noRow = 0xffffffff;

/** What the nearest neighbours of a cloud are. */
export interface Neighbours extends DistanceTotals {
  /** To the nearest reference point, float64, a query in the file's order; NaN where the query is not finite. Null unless wanted. */
  readonly distances: Float64Array<ArrayBufferLike> | null;
  /** Row of that point in the reference; {@link noRow} where the query is not finite. Of equally near ones any. Null unless wanted. */
  readonly indices: Uint32Array<ArrayBufferLike> | null;
}

export interface NearestOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** Share done, 0...1. */
  readonly progress?: (share: number) => void;
  /** Default: true. */
  readonly distances?: boolean;
  /** Default: false. */
  readonly indices?: boolean;
}

/** Queries of a piece of work: small enough to share among threads, large enough that starting it costs nothing. */
const queriesOfPiece = 1 << 16;
/** Clouds up to this size are sorted as a whole; of larger ones only the reference is, and queries in runs that lie together. */
export const mostSortedWhole = 1 << 22;
const rowsOfRun = 1 << 17;
/** For each thread, between two reports of progress. */
const runsAtOnce = 8;

/**
 * The distance from every point of `queries` to the nearest of `reference`, both with 3 numbers a row, within
 * 3e-7 of what comparing every pair in float64 finds. Points that are not finite are left out on both sides. Memory besides the answer:
 * an index (23 bytes a point in float32, 46 where float64 is needed) of the reference, and of the queries or 6 bytes a
 * query and 100,000 of them a thread. Neither answers nor sums depend on the number of threads.
 * @throws OperationError when the reference has no finite point; CancelledError.
 */
export async function nearestDistances(queries: Coordinates, reference: Coordinates, options: NearestOptions): Promise<Neighbours> {
  const { parallel, signal, progress } = options;
  if (queries.length <= 3 * mostSortedWhole) {
    const [referenceIndex, queryIndex] = await buildPointIndexes([reference, queries], parallel, signal);
    progress?.(0.4);
    const [neighbours] = await betweenIndexes([[queryIndex, referenceIndex]], options);
    progress?.(1);
    return neighbours;
  }
  const [index] = await buildPointIndexes([reference], parallel, signal);
  demandPoints(index);
  progress?.(0.2);
  const rows = Math.floor(queries.length / 3);
  const wanted = prepareAnswers(rows, parallel, options);
  const answers: NearestAnswer[] = [];
  const order = spatialOrder(queries, (bytes) => parallel.allocate(bytes));
  // Threads take what they need of memory that they share; of other memory a view would take all of it along.
  const copied = !parallel.shared || queries.buffer instanceof ArrayBuffer;
  for (let from = 0; from < rows; ) {
    // A few runs at a time, since each may have to be copied.
    const pieces = [];
    for (; from < rows && pieces.length < runsAtOnce * parallel.threads; from += rowsOfRun) {
      const run = order.subarray(from, Math.min(rows, from + rowsOfRun));
      const chosen = copied ? { positions: gatherRows(queries, run), rows: run.buffer instanceof ArrayBuffer ? run.slice() : run, gathered: true } : { positions: queries, rows: run, gathered: false };
      pieces.push({ ...chosen, reference: index.memory ?? index.buffer, wanted: wanted.pieces });
    }
    answers.push(...(await parallel.run('nearestOfPoints', pieces, signal)));
    progress?.(0.2 + (0.8 * Math.min(from, rows)) / rows);
  }
  return gather(wanted, answers);
}

/**
 * {@link nearestDistances} from each cloud to the other. Each cloud is sorted once and serves as queries and as
 * reference; of clouds so large that two indexes are too much, one direction follows the other.
 * @throws OperationError when either has no finite point; CancelledError.
 */
export async function nearestDistancesBothWays(
  first: Coordinates,
  second: Coordinates,
  options: NearestOptions,
): Promise<{ readonly forward: Neighbours; readonly backward: Neighbours }> {
  const { parallel, signal, progress } = options;
  if (Math.max(first.length, second.length) > 3 * mostSortedWhole) {
    const half = (from: number): NearestOptions => ({ ...options, progress: (share) => progress?.(from + share / 2) });
    const forward = await nearestDistances(first, second, half(0));
    return { forward, backward: await nearestDistances(second, first, half(0.5)) };
  }
  const [a, b] = await buildPointIndexes([first, second], parallel, signal);
  progress?.(0.4);
  const [forward, backward] = await betweenIndexes([[a, b], [b, a]], options);
  progress?.(1);
  return { forward, backward };
}

/** For each pair, from the first to the second. */
async function betweenIndexes(pairs: readonly (readonly [PointIndexLayout, PointIndexLayout])[], options: NearestOptions): Promise<Neighbours[]> {
  const work = pairs.map(([queries, reference]) => {
    demandPoints(reference);
    const wanted = prepareAnswers(queries.rows, options.parallel, options);
    return { wanted, pieces: piecesOf(queries, reference, wanted.pieces) };
  });
  const answers = await options.parallel.run('nearestOfLeaves', work.flatMap(({ pieces }) => pieces), options.signal);
  return work.map(({ wanted, pieces }) => gather(wanted, answers.splice(0, pieces.length)));
}

/** Builds an index of each cloud, side by side where there are threads. */
export async function buildPointIndexes(clouds: readonly Coordinates[], parallel: Parallel, signal?: AbortSignal): Promise<PointIndexLayout[]> {
  const layouts = clouds.map((positions) => preparePointIndex(positions, (bytes) => parallel.allocateIndex?.(bytes) ?? parallel.allocate(bytes)));
  const parts = layouts.map(({ count }) => (parallel.shared ? partsOfIndex(count, Math.ceil(parallel.threads / clouds.length)) : 1));
  layouts.forEach(({ buffer }, i) => beginParts(buffer, parts[i]));
  const pieces = layouts.flatMap(({ buffer }, i) => Array.from({ length: parts[i] }, (_, part) => ({ buffer, part, parts: parts[i] })));
  const sorted = await parallel.run('sortPointIndex', pieces, signal);
  if (!parallel.shared) return sorted.map(({ buffer }) => layoutOf(buffer));
  layouts.forEach(({ buffer }, i) => endParts(buffer, parts[i]));
  return layouts;
}

function demandPoints(index: PointIndexLayout): void {
  if (index.count === 0) throw new OperationError('A cloud without a finite point has no nearest point.');
}

interface Answers {
  readonly distances: Float64Array<ArrayBufferLike> | null;
  readonly indices: Uint32Array<ArrayBufferLike> | null;
  readonly pieces: WantedNeighbours;
}

function prepareAnswers(rows: number, parallel: Parallel, options: NearestOptions): Answers {
  const wantsDistances = options.distances ?? true;
  const wantsIndices = options.indices ?? false;
  const distances = wantsDistances ? new Float64Array(parallel.allocate(8 * rows)).fill(NaN) : null;
  const indices = wantsIndices ? new Uint32Array(parallel.allocate(4 * rows)).fill(noRow) : null;
  const shared = parallel.shared ? { distances, indices } : null;
  return { distances, indices, pieces: { distances: wantsDistances, indices: wantsIndices, shared } };
}

/** Ranges of leaves that depend on the clouds alone, so that sums do not differ with the number of threads. */
function piecesOf(queries: PointIndexLayout, reference: PointIndexLayout, wanted: WantedNeighbours) {
  const pieces = Math.max(1, Math.ceil(queries.count / queriesOfPiece));
  return Array.from({ length: pieces }, (_, piece) => ({
    queries: queries.buffer,
    reference: reference.memory ?? reference.buffer,
    fromLeaf: Math.floor((piece * queries.leaves) / pieces),
    toLeaf: Math.floor(((piece + 1) * queries.leaves) / pieces),
    wanted,
  }));
}

function gather({ distances, indices }: Answers, answers: readonly NearestAnswer[]): Neighbours {
  let count = 0;
  let sum = 0;
  let sumOfSquares = 0;
  let maximum = 0;
  for (const { totals, found } of answers) {
    count += totals.count;
    sum += totals.sum;
    sumOfSquares += totals.sumOfSquares;
    maximum = Math.max(maximum, totals.maximum);
    found?.rows.forEach((row, i) => {
      if (distances && found.distances) distances[row] = found.distances[i];
      if (indices && found.indices) indices[row] = found.indices[i];
    });
  }
  return { count, sum, sumOfSquares, maximum, distances, indices };
}
