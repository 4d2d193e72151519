import { CancelledError } from '../model/errors';
import { tasks, type TaskArgument, type TaskAnswer, type TaskName } from './tasks';

/**
 * Work split over threads. A task is one of {@link tasks}, known by its name on every thread; its arguments and answers
 * are plain data and typed arrays. Where memory is shared, a task may write into arrays over {@link Parallel.allocate}d
 * memory that it was given; where it is not, what it was given is a copy and only its answer counts.
 */
export interface Parallel {
  /** How many pieces run at once. */
  readonly threads: number;
  /** True when what a task writes into allocated memory is seen by whoever gave it the memory. */
  readonly shared: boolean;
  /** Zeroed memory that all threads see, where there is such a thing. */
  allocate(bytes: number): ArrayBufferLike;
  /** Memory of at least so many bytes for a point index in which all threads' kernels search, where there is such a thing. */
  allocateIndex?(bytes: number): WebAssembly.Memory | null;
  /**
   * Runs a task on every piece; the answers come in the order of the pieces. Pieces start in order, so the ones that
   * take longest belong first.
   * @throws CancelledError once the signal is aborted; pieces that have not started never do.
   */
  run<Name extends TaskName>(
    task: Name,
    pieces: readonly TaskArgument<Name>[],
    signal?: AbortSignal,
  ): Promise<TaskAnswer<Name>[]>;
}

/** Longest time in milliseconds, pieces permitting, for which {@link sequential} keeps its thread from hearing a cancel. */
const longestSilence = 30;

/** All on this thread; between pieces it lets messages in, so that a cancel can arrive. */
export const sequential: Parallel = {
  threads: 1,
  shared: true,
  allocate: (bytes) => new ArrayBuffer(bytes),
  async run(task, pieces, signal) {
    const run = tasks[task];
    const answers: TaskAnswer<typeof task>[] = [];
    let heard = performance.now();
    for (const piece of pieces) {
      if (performance.now() - heard > longestSilence) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        heard = performance.now();
      }
      if (signal?.aborted) throw new CancelledError();
      answers.push(run(piece));
    }
    return answers;
  },
};
