import { mostSortedWhole, nearestDistances, nearestDistancesBothWays, type Neighbours } from '../geometry/nearestDistances';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { cpuDevice } from './cpuDevice';
import type { DeviceReport, OperationContext } from './operation';

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
  const { parallel, signal } = context;
  const progress = (share: number): void => context.progress(share, activity);
  const neighbours = await nearestDistances(queries, reference, { parallel, signal, progress });
  return { neighbours, ...onCpu(context) };
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
  const { parallel, signal } = context;
  if (Math.max(first.length, second.length) <= 3 * mostSortedWhole) {
    const progress = (share: number): void => context.progress(share, activity);
    const found = await nearestDistancesBothWays(first, second, { parallel, signal, progress });
    return { forward: summarise(found.forward, 'forward'), backward: summarise(found.backward, 'backward'), ...onCpu(context) };
  }
  const half = (from: number) => ({ parallel, signal, progress: (share: number) => context.progress(from + share / 2, activity) });
  const forward = summarise(await nearestDistances(first, second, half(0)), 'forward');
  const backward = summarise(await nearestDistances(second, first, half(0.5)), 'backward');
  return { forward, backward, ...onCpu(context) };
}

function onCpu(context: OperationContext): SearchedOn {
  const reason = context.device === 'cpu' ? 'the CPU was asked for' : 'there is no graphics processor here that computes';
  return { device: cpuDevice(context, reason), warnings: [] };
}
