import type { Worker } from 'node:worker_threads';
import type { Parallel } from '../geometry/parallel';
import { pointIndexBytes } from '../geometry/pointIndexLayout';
import { mostReferencePoints } from '../geometry/pointKernel';
import { allocateForKernels } from '../geometry/sharedPointKernel';
import { tasks, type TaskAnswer, type TaskArgument, type TaskName } from '../geometry/tasks';
import { CancelledError, OperationError } from '../model/errors';
import { Channel } from '../messaging/channel';
import type { Call } from '../messaging/protocol';
import type { Disposable, Port } from '../messaging/port';
import { collectGarbage } from './collectGarbage';
import { workerThreadPort } from './nodePorts';
import { ReusedMemory } from './reusedMemory';
import { sharedBuffers, transferables } from './transferables';
import { startThread } from './workerThread';

interface TaskServiceProtocol {
  readonly calls: {
    /** Answered when the thread has loaded its code. */
    readonly ready: Call<Record<string, never>, null>;
    /** The task's argument comes as it was given, and the answer is the task's. */
    readonly run: Call<{ readonly task: TaskName; readonly argument: unknown }, unknown>;
    /** Answered when what tasks have left behind is collected. */
    readonly collect: Call<Record<string, never>, null>;
  };
  readonly notices: Record<never, never>;
}

interface TaskClientProtocol {
  readonly calls: Record<never, never>;
  readonly notices: Record<never, never>;
}

interface PoolThread {
  readonly worker: Worker;
  readonly channel: Channel<TaskClientProtocol, TaskServiceProtocol>;
  ended: boolean;
}

/** Milliseconds that memory waits for work that can use it again. */
const longestIdle = 10_000;
/** Forgotten bytes from which on it is worth some milliseconds, and warm code, to have them back at once. */
const largeMemory = 64 * 1024 * 1024;

/** Indexes up to this size are copied by the threads that search in them. */
const leastIndex = pointIndexBytes(mostReferencePoints, 4);

/** A piece of work that waits for a thread; never rejects. */
type Job = (thread: PoolThread) => Promise<void>;

/**
 * Threads that run pieces of work on shared memory. They start with the first piece, stay for the next, and an idle
 * pool does not keep the process alive. A cancelled run ends its threads at once, in the middle of a piece.
 */
export class ThreadPool implements Parallel, Disposable {
  readonly shared = true;
  private readonly all = new Set<PoolThread>();
  private readonly idle: PoolThread[] = [];
  private readonly waiting: Job[] = [];
  private readonly memory = new ReusedMemory();
  /** Of indexes that were allocated since the last work ended: they are not used again. */
  private indexBytes = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  /**
   * @param workerPath the node worker's file
   * @param threads how many run at once, at least 1
   */
  constructor(
    private readonly workerPath: string,
    readonly threads: number,
  ) {}

  allocate(bytes: number): SharedArrayBuffer {
    clearTimeout(this.idleTimer);
    return this.memory.take(bytes);
  }

  /**
   * Whoever allocated has come to an end, well or badly: what it allocated is used again, but for what its answer holds. After
   * a while without work it is given back.
   */
  recycle(answer: unknown, isWell: boolean): void {
    // A thread may still write to what it was given.
    const isAtRest = isWell && this.waiting.length === 0 && this.idle.length === this.all.size;
    if (!isAtRest) this.memory.abandonRound();
    else if (this.memory.endRound(sharedBuffers(answer)) + this.indexBytes >= largeMemory) void this.collect();
    this.indexBytes = 0;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      if (this.memory.forget() >= largeMemory) void this.collect();
    }, longestIdle).unref();
  }

  /** Has forgotten shared memory given back: no thread collects its garbage for its sake. */
  private async collect(): Promise<void> {
    // Whoever has just ended is to be out of its functions first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const asked = this.idle.map(({ channel }) => channel.request('collect', {}).catch(() => null));
    await Promise.all([collectGarbage(), ...asked]);
  }

  allocateIndex(bytes: number): WebAssembly.Memory | null {
    // Of smaller ones a copy for each thread costs next to nothing, and their memory is used again.
    if (bytes <= leastIndex) return null;
    const memory = allocateForKernels(bytes, this.threads);
    if (memory) this.indexBytes += bytes;
    return memory;
  }

  /** Starts all threads, so that what follows does not wait for them. */
  async prepare(): Promise<void> {
    while (this.all.size < this.threads) this.idle.push(this.start());
    await Promise.all([...this.all].map((thread) => thread.channel.request('ready', {})));
  }

  async run<Name extends TaskName>(
    task: Name,
    pieces: readonly TaskArgument<Name>[],
    signal?: AbortSignal,
  ): Promise<TaskAnswer<Name>[]> {
    if (signal?.aborted) throw new CancelledError();
    const abort = (): void => this.dispose();
    signal?.addEventListener('abort', abort, { once: true });
    const jobs: Job[] = [];
    try {
      return await Promise.all(
        pieces.map(
          (argument) =>
            new Promise<TaskAnswer<Name>>((resolve, reject) => {
              const job: Job = (thread) =>
                thread.channel.request('run', { task, argument }).then(
                  // Both ends call `tasks[task]` of the same build: its answer is that task's.
                  (answer) => resolve(answer as TaskAnswer<Name>),
                  (error: unknown) =>
                    reject(signal?.aborted ? new CancelledError() : endOf(thread, error)),
                );
              jobs.push(job);
              this.waiting.push(job);
              this.dispatch();
            }),
        ),
      );
    } finally {
      signal?.removeEventListener('abort', abort);
      // After a failure, pieces that have not started never do.
      const given = new Set(jobs);
      const others = this.waiting.filter((job) => !given.has(job));
      this.waiting.splice(0, this.waiting.length, ...others);
    }
  }

  /** Ends all threads at once. The next run starts new ones. */
  dispose(): void {
    clearTimeout(this.idleTimer);
    this.memory.abandonRound();
    this.memory.forget();
    for (const { worker, channel } of this.all) {
      channel.dispose();
      void worker.terminate();
    }
    this.all.clear();
    this.idle.length = 0;
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const thread = this.idle.pop() ?? (this.all.size < this.threads ? this.start() : undefined);
      if (!thread) return;
      const job = this.waiting.shift();
      if (job) void this.work(thread, job);
    }
  }

  private async work(thread: PoolThread, job: Job): Promise<void> {
    thread.worker.ref();
    await job(thread);
    thread.worker.unref();
    if (this.all.has(thread)) this.idle.push(thread);
    this.dispatch();
  }

  private start(): PoolThread {
    const worker = startThread(this.workerPath, { role: 'tasks' });
    worker.unref();
    const port = workerThreadPort(worker);
    const channel = new Channel<TaskClientProtocol, TaskServiceProtocol>(port, {}, {});
    const thread: PoolThread = { worker, channel, ended: false };
    port.onClose?.(() => {
      thread.ended = true;
      this.all.delete(thread);
      const place = this.idle.indexOf(thread);
      if (place >= 0) this.idle.splice(place, 1);
    });
    this.all.add(thread);
    return thread;
  }
}

/** A line closed by a thread that died is a failure of the work, not somebody's wish to cancel it. */
function endOf(thread: PoolThread, error: unknown): Error {
  if (thread.ended && error instanceof CancelledError) return new OperationError(error.message);
  return error instanceof Error ? error : new Error(String(error));
}

/** Answers a pool's requests in one of its threads. */
export function serveTasks(port: Port): Disposable {
  return new Channel<TaskServiceProtocol, TaskClientProtocol>(
    port,
    {
      ready: () => null,
      collect: async () => {
        await collectGarbage();
        return null;
      },
      run: ({ task, argument }, context) => {
        const answer = runTask(task, argument);
        context.transfer(transferables(answer));
        return answer;
      },
    },
    {},
  );
}

function runTask<Name extends TaskName>(task: Name, argument: unknown): TaskAnswer<Name> {
  // The pool, which is typed, put the argument of this very task into the message.
  return tasks[task](argument as TaskArgument<Name>);
}
