import type { CheckedKernel } from './backend';
import { ChunkPacer } from './chunks';
import type { CheckedDevice } from './device';
import { gridNearestKernel } from './kernels/gridNearest';
import { indexAnswered, type NearestTask } from './nearestTask';
import { packPoints, type PointFrame } from './pointFrame';
import { buildQueryGrid, placedStride, placeQueries, type QueryGrid } from './queryGrid';

/** Points in one grid: 6 floats each keep their numbers below 2^24, past which float32 skips some. */
const mostReferences = 1 << 21;
/** Queries that are packed at once, which bounds the memory of a search. */
const mostQueries = 1 << 20;
/**
 * Bounds of a walk: past them a query is an outlier, or in a crowd, and the CPU's index finds its neighbour sooner. They
 * also bound a draw in which, all at once, every query lies in a crowd.
 */
const mostRings = 24;
const mostSteps = 4096;
/** Queries, spread over all, that tell whether the grid serves at all. */
const trialLength = 512;

/** Offers each query the nearest point of the reference, and leaves those to the CPU whose walk found no proof. */
export async function nearestByGrid(device: CheckedDevice, frame: PointFrame, task: NearestTask): Promise<void> {
  const { referenceRows } = task;
  const left = new Uint8Array(task.queries.length / 3);
  const grids = Math.ceil(referenceRows.length / mostReferences);
  for (let number = 0; number < grids; number++) {
    const rows = referenceRows.subarray(number * mostReferences, (number + 1) * mostReferences);
    const grid = buildQueryGrid(packPoints(frame, task.reference, rows));
    const kernel = device.backend.createKernel(gridNearestKernel, {
      references: grid.points,
      cells: grid.cells,
      bordersX: grid.borders[0],
      bordersY: grid.borders[1],
      bordersZ: grid.borders[2],
      countX: grid.counts[0],
      countY: grid.counts[1],
      countZ: grid.counts[2],
    });
    try {
      await searchGrid(kernel, grid, frame, rows, left, { ...task, progress: (share) => task.progress((number + share) / grids) });
    } finally {
      kernel.destroy();
    }
  }
  for (const row of task.queryRows) if (left[row] !== 0) task.leave(row);
}

async function searchGrid(
  kernel: CheckedKernel,
  grid: QueryGrid,
  frame: PointFrame,
  rows: Uint32Array,
  left: Uint8Array,
  task: NearestTask,
): Promise<void> {
  const trialRows = rowsAtSteps(task.queryRows, trialLength);
  const trial = placeQueries(grid, packPoints(frame, task.queries, trialRows));
  const trialAnswers = await kernel.run(trialRows.length, trial.floats, mostRings, mostSteps);
  let open = 0;
  for (const answer of trialAnswers) if (answer < 0) open++;
  if (open > trialRows.length / 2) {
    // A grid that fails every second query costs more than it saves.
    for (const row of task.queryRows) left[row] = 1;
    return;
  }
  const pacer = new ChunkPacer();
  for (let start = 0; start < task.queryRows.length; start += mostQueries) {
    const queryRows = task.queryRows.subarray(start, start + mostQueries);
    const placed = placeQueries(grid, packPoints(frame, task.queries, queryRows));
    await pacer.forEach(queryRows.length, task.signal, async (first, length) => {
      const chunk = placed.floats.subarray(placedStride * first, placedStride * (first + length));
      const answers = await kernel.run(length, chunk, mostRings, mostSteps);
      for (let index = 0; index < length; index++) {
        const queryRow = queryRows[placed.order[first + index]];
        if (answers[index] < 0) left[queryRow] = 1;
        else task.offer(queryRow, rows[grid.order[indexAnswered(answers[index], rows.length)]]);
      }
      task.progress((start + first + length) / task.queryRows.length);
    });
  }
}

function rowsAtSteps(rows: Uint32Array, wanted: number): Uint32Array {
  const step = Math.max(1, Math.floor(rows.length / wanted));
  return Uint32Array.from({ length: Math.ceil(rows.length / step) }, (_, index) => rows[index * step]);
}
