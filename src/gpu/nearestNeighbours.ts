import { nearestDistances, noRow } from '../geometry/nearestDistances';
import type { Parallel } from '../geometry/parallel';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { CancelledError } from '../model/errors';
import { nearestByBruteForce } from './bruteForceSearch';
import type { CheckedDevice, DeviceChoice, GpuSession } from './device';
import { nearestByGrid } from './gridSearch';
import type { NearestTask } from './nearestTask';
import { farthestQuery, farthestReference, fits, frameOf } from './pointFrame';

export interface NearestNeighbours {
  /** Row of the nearest reference point of each query; `noRow` of geometry where the query is not finite. */
  readonly indices: Uint32Array<ArrayBufferLike>;
  /** Euclidean distances, in float64 from the stored values; NaN where the query is not finite. */
  readonly distances: Float64Array<ArrayBufferLike>;
}

/**
 * The CPU's way to the same answer, used for all queries when the GPU fails and for those that it leaves open. Reference
 * points that are not finite are left out.
 */
export type NearestOnCpu = (queries: Coordinates, reference: Coordinates, signal: AbortSignal) => Promise<NearestNeighbours>;

/** The tree of geometry on all threads that there are. */
export function nearestWithTree(parallel: Parallel): NearestOnCpu {
  return async (queries, reference, signal) => {
    const { distances, indices } = await nearestDistances(queries, reference, { parallel, signal, distances: true, indices: true });
    if (!distances || !indices) throw new Error('Distances and indices were wanted and are missing.');
    return { distances, indices };
  };
}

export type NearestMethod = 'bruteForce' | 'grid';

export interface NearestOptions {
  readonly session: GpuSession;
  readonly nearestOnCpu: NearestOnCpu;
  readonly signal?: AbortSignal;
  /** Share of the queries done, 0...1. */
  readonly progress?: (share: number) => void;
  /** Brute force for small products and the grid for large ones, unless said otherwise. */
  readonly method?: NearestMethod;
}

export interface NearestAnswer extends NearestNeighbours {
  readonly warnings: readonly string[];
  /** Where the answer came from, after whatever failed. */
  readonly device: DeviceChoice;
  readonly method: NearestMethod | 'cpu';
  /** How many queries the CPU answered. */
  readonly queriesOnCpu: number;
}

/** Pairs up to which looking at all of them is quicker than building a grid and compiling its kernel. */
const mostPairs = 2 ** 28;

/** Rows of points with three finite coordinates. */
function finiteRows(points: Coordinates): Uint32Array {
  const rows = new Uint32Array(points.length / 3);
  let count = 0;
  for (let row = 0, at = 0; row < rows.length; row++, at += 3) {
    if (Number.isFinite(points[at]) && Number.isFinite(points[at + 1]) && Number.isFinite(points[at + 2])) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function gather(points: Coordinates, rows: Uint32Array): Coordinates {
  const gathered = points instanceof Float32Array ? new Float32Array(3 * rows.length) : new Float64Array(3 * rows.length);
  for (let index = 0; index < rows.length; index++) {
    const from = 3 * rows[index];
    gathered[3 * index] = points[from];
    gathered[3 * index + 1] = points[from + 1];
    gathered[3 * index + 2] = points[from + 2];
  }
  return gathered;
}

function distanceBetween(a: Coordinates, aRow: number, b: Coordinates, bRow: number): number {
  const dx = a[3 * aRow] - b[3 * bRow];
  const dy = a[3 * aRow + 1] - b[3 * bRow + 1];
  const dz = a[3 * aRow + 2] - b[3 * bRow + 2];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

/**
 * The nearest reference point of every query (3 coordinates a point each), on the GPU of a session where it has one and
 * on the CPU where it has none or it fails.
 *
 * The GPU proposes indices, distances are computed here in float64. A distance is the least one within 1e-6 of itself
 * plus 1e-12 of the extent, or within 3e-7 of the extent on a driver that rearranges sums, which a warning then says.
 * Of points equally far any may be named. Where there is no finite query or no finite reference point, the CPU is asked.
 *
 * @throws CancelledError once the signal is aborted; RangeError when an array does not hold whole points; what
 *   `nearestOnCpu` throws, as the tree does when no reference point is finite.
 */
export async function nearestOnGpu(queries: Coordinates, reference: Coordinates, options: NearestOptions): Promise<NearestAnswer> {
  if (queries.length % 3 !== 0 || reference.length % 3 !== 0) {
    throw new RangeError(`Got ${queries.length} and ${reference.length} coordinates when expected 3 for each point.`);
  }
  const signal = options.signal ?? new AbortController().signal;
  if (signal.aborted) throw new CancelledError();
  const indices = new Uint32Array(queries.length / 3).fill(noRow);
  const distances = new Float64Array(indices.length).fill(NaN);
  const finiteQueries = finiteRows(queries);
  const finiteReference = finiteRows(reference);
  const answer = { indices, distances };
  if (finiteReference.length === 0 || finiteQueries.length === 0) {
    const found = await options.nearestOnCpu(queries, reference, signal);
    const device: DeviceChoice = { kind: 'cpu', name: 'CPU', software: false, reason: 'There is nothing to search' };
    return { ...found, warnings: [], device, method: 'cpu', queriesOnCpu: finiteQueries.length };
  }

  const searchOnCpu = async (rows: Uint32Array): Promise<void> => {
    if (rows.length === 0) return;
    const all = rows.length === indices.length;
    const found = await options.nearestOnCpu(all ? queries : gather(queries, rows), reference, signal);
    for (let index = 0; index < rows.length; index++) {
      indices[rows[index]] = found.indices[index];
      distances[rows[index]] = found.distances[index];
    }
  };
  const method = options.method ?? (finiteQueries.length * finiteReference.length <= mostPairs ? 'bruteForce' : 'grid');
  const progress = options.progress ?? (() => undefined);

  const onGpu = async (device: CheckedDevice): Promise<{ queriesOnCpu: number; method: NearestMethod; exact: boolean }> => {
    const frame = frameOf(gather(reference, sampleRows(finiteReference)));
    const queryRows = finiteQueries.filter((row) => fits(frame, queries, row, farthestQuery));
    const referenceRows = finiteReference.filter((row) => fits(frame, reference, row, farthestReference));
    for (const row of finiteQueries) distances[row] = Infinity;
    const left = new Uint8Array(indices.length);
    const task: NearestTask = {
      queries,
      reference,
      queryRows,
      referenceRows,
      offer: (queryRow, referenceRow) => {
        const distance = distanceBetween(queries, queryRow, reference, referenceRow);
        if (distance < distances[queryRow]) {
          distances[queryRow] = distance;
          indices[queryRow] = referenceRow;
        }
      },
      leave: (queryRow) => {
        left[queryRow] = 1;
      },
      signal,
      progress,
    };
    await (method === 'grid' ? nearestByGrid : nearestByBruteForce)(device, frame, task);
    // What is too far out for float32 was offered nothing.
    const rowsLeft = finiteQueries.filter((row) => left[row] !== 0 || !Number.isFinite(distances[row]));
    await searchOnCpu(rowsLeft);
    return { queriesOnCpu: rowsLeft.length, method, exact: device.exactDifferences };
  };
  const onCpu = async (): Promise<{ queriesOnCpu: number; method: 'cpu'; exact: boolean }> => {
    await searchOnCpu(finiteQueries);
    return { queriesOnCpu: finiteQueries.length, method: 'cpu', exact: true };
  };

  const outcome = await options.session.run<{ queriesOnCpu: number; method: NearestMethod | 'cpu'; exact: boolean }>(onGpu, onCpu);
  const warnings = [...outcome.warnings];
  if (!outcome.value.exact) {
    warnings.push(`${outcome.choice.name} rounds differences to float32: distances may exceed the least by 3e-7 of the extent.`);
  }
  progress(1);
  return { ...answer, warnings, device: outcome.choice, method: outcome.value.method, queriesOnCpu: outcome.value.queriesOnCpu };
}

/** Every row, or rows at even steps when there are many: enough to tell the frame from. */
function sampleRows(rows: Uint32Array): Uint32Array {
  const step = Math.max(1, Math.floor(rows.length / 4096));
  return rows.filter((_, index) => index % step === 0);
}
