import { mostSortedWhole, nearestDistances, nearestDistancesBothWays, type Neighbours } from '../geometry/nearestDistances';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { describeDevice, type DeviceChoice, type GpuSession } from '../gpu/device';
import { nearestCrossover } from '../gpu/nearestCrossover';
import { nearestOnGpu, nearestWithTree } from '../gpu/nearestNeighbours';
import { cpuDevice } from './cpuDevice';
import type { DeviceReport, OperationContext } from './operation';
import { threadsFor } from './threadsFor';

/** Where nearest neighbours were searched. */
export interface SearchedOn {
  readonly device: DeviceReport;
  readonly warnings: readonly string[];
}

export interface FoundNearest extends SearchedOn {
  readonly neighbours: Neighbours;
}

export interface FoundBothWays<Summary> extends SearchedOn {
  readonly forward: Summary;
  readonly backward: Summary;
}

const activity = 'finding nearest neighbours';

/**
 * The nearest reference point of every query (3 numbers a row each), with distances: the one place where a metric's
 * nearest neighbours are searched, and where it is decided on which device.
 *
 * @throws OperationError when the reference has no finite point; CancelledError
 */
export async function findNearest(queries: Coordinates, reference: Coordinates, context: OperationContext): Promise<FoundNearest> {
  const progress = (share: number): void => context.progress(share, activity);
  const wish = await wishedDevice((queries.length + reference.length) / 3, context);
  if (wish.session) return searchOnGpu(queries, reference, context, wish.session, progress);
  const { signal } = context;
  const parallel = threadsFor((queries.length + reference.length) / 3, context);
  const neighbours = await nearestDistances(queries, reference, { parallel, signal, progress });
  return { neighbours, device: cpuDevice(context, wish.reason, parallel.threads), warnings: [] };
}

/**
 * {@link findNearest} from each cloud to the other. What is wanted of a direction is made by `summarise`, so that of
 * large clouds one direction's distances are gone before the other's are there. It may overwrite the distances.
 *
 * @throws OperationError when a cloud has no finite point; CancelledError
 */
export async function findNearestBothWays<Summary>(
  first: Coordinates,
  second: Coordinates,
  context: OperationContext,
  summarise: (neighbours: Neighbours, direction: 'forward' | 'backward') => Summary,
): Promise<FoundBothWays<Summary>> {
  const { signal } = context;
  const half = (from: number) => (share: number): void => context.progress(from + share / 2, activity);
  const wish = await wishedDevice((first.length + second.length) / 3, context);
  if (wish.session) {
    const there = await searchOnGpu(first, second, context, wish.session, half(0));
    const forward = summarise(there.neighbours, 'forward');
    const back = await searchOnGpu(second, first, context, wish.session, half(0.5));
    const backward = summarise(back.neighbours, 'backward');
    // Where the two directions differ, the one that failed is the one to tell of.
    const device = there.device.kind === 'cpu' ? there.device : back.device;
    return { forward, backward, device, warnings: [...there.warnings, ...back.warnings] };
  }
  const parallel = threadsFor((first.length + second.length) / 3, context);
  const device = cpuDevice(context, wish.reason, parallel.threads);
  if (Math.max(first.length, second.length) <= 3 * mostSortedWhole) {
    const progress = (share: number): void => context.progress(share, activity);
    const found = await nearestDistancesBothWays(first, second, { parallel, signal, progress });
    return { forward: summarise(found.forward, 'forward'), backward: summarise(found.backward, 'backward'), device, warnings: [] };
  }
  const forward = summarise(await nearestDistances(first, second, { parallel, signal, progress: half(0) }), 'forward');
  const backward = summarise(await nearestDistances(second, first, { parallel, signal, progress: half(0.5) }), 'backward');
  return { forward, backward, device, warnings: [] };
}

/** A GPU to search on, or why the CPU does. "auto" takes the GPU from the measured crossover on; "gpu" takes it always. */
async function wishedDevice(points: number, context: OperationContext): Promise<{ session: GpuSession | null; reason: string }> {
  const { device, gpu, parallel, signal } = context;
  if (device === 'cpu') return { session: null, reason: 'the CPU was asked for' };
  if (!gpu) return { session: null, reason: 'there is no graphics processor here that computes' };
  const choice = await gpu.choice();
  if (choice.kind === 'cpu') return { session: null, reason: choice.reason };
  if (device === 'gpu') return { session: gpu, reason: 'the GPU was asked for' };
  const crossover = await nearestCrossover(gpu, nearestWithTree(parallel), signal);
  return points >= crossover.points ? { session: gpu, reason: crossover.reason } : { session: null, reason: crossover.reason };
}

async function searchOnGpu(
  queries: Coordinates,
  reference: Coordinates,
  context: OperationContext,
  session: GpuSession,
  progress: (share: number) => void,
): Promise<FoundNearest> {
  const { parallel, signal } = context;
  const found = await nearestOnGpu(queries, reference, { session, nearestOnCpu: nearestWithTree(parallel), signal, progress });
  const { distances, indices } = found;
  let count = 0;
  let sum = 0;
  let sumOfSquares = 0;
  let maximum = 0;
  for (const distance of distances) {
    // A query that is not finite has no distance.
    if (Number.isNaN(distance)) continue;
    count++;
    sum += distance;
    sumOfSquares += distance * distance;
    if (distance > maximum) maximum = distance;
  }
  const neighbours = { distances, indices, count, sum, sumOfSquares, maximum };
  return { neighbours, device: deviceOf(found.device, context), warnings: found.warnings };
}

function deviceOf(choice: DeviceChoice, context: OperationContext): DeviceReport {
  if (choice.kind === 'cpu') return cpuDevice(context, choice.reason);
  return { ...describeDevice(choice), place: context.place };
}
