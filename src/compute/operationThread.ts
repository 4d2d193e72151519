import type { Worker } from 'node:worker_threads';
import { Channel } from '../messaging/channel';
import type { Disposable } from '../messaging/port';
import { CancelledError, OperationError } from '../model/errors';
import { workerThreadPort } from './nodePorts';
import type { OperationClientProtocol, OperationServiceProtocol, RunAnswer, RunProgress, RunRequest } from './processProtocol';
import { startThread } from './workerThread';

export interface RunListener {
  readonly signal?: AbortSignal;
  progress?(progress: RunProgress): void;
  /** Takes the next piece of an output of kind "stream". */
  write?(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Something that runs requests; a thread of this process unless a test says otherwise. */
export interface OperationRunner extends Disposable {
  run(request: RunRequest, listener?: RunListener): Promise<RunAnswer>;
}

interface RunningThread {
  readonly worker: Worker;
  readonly channel: Channel<OperationClientProtocol, OperationServiceProtocol>;
  /** Why the thread is gone, once it is. */
  ended: boolean;
}

/**
 * Runs requests in a thread of its own, one after the other, so that its caller's thread stays free. The thread is started
 * with the first request and kept, with its compiled code and its pool, for the next. Cancelling ends it at once, in the
 * middle of whatever it does; so does running out of memory, which is an error of that request alone.
 */
export class OperationThread implements OperationRunner {
  private thread: RunningThread | undefined;
  private listener: RunListener | undefined;
  /** Settles when the thread is free for the next request. */
  private before: Promise<void> = Promise.resolve();

  /**
   * @param workerPath the node worker's file
   * @param threads how many cores operations may use
   */
  constructor(
    private readonly workerPath: string,
    private readonly threads: number,
  ) {}

  run(request: RunRequest, listener: RunListener = {}): Promise<RunAnswer> {
    const answer = this.before.then(() => this.runAlone(request, listener));
    const settled = (): void => undefined;
    this.before = answer.then(settled, settled);
    return answer;
  }

  /** Ends the thread and what it does. The next request starts a new one. */
  dispose(): void {
    const { thread } = this;
    this.thread = undefined;
    if (!thread) return;
    thread.channel.dispose();
    void thread.worker.terminate();
  }

  private async runAlone(request: RunRequest, listener: RunListener): Promise<RunAnswer> {
    if (listener.signal?.aborted) throw new CancelledError();
    this.listener = listener;
    const thread = (this.thread ??= this.start());
    const abort = (): void => this.dispose();
    listener.signal?.addEventListener('abort', abort, { once: true });
    thread.worker.ref();
    try {
      return await thread.channel.request('run', request, {
        onProgress: (progress) => listener.progress?.(progress),
        transfer: request.files.flatMap((file) => (file.kind === 'bytes' ? [file.bytes.buffer] : [])),
      });
    } catch (error) {
      if (listener.signal?.aborted) throw new CancelledError();
      if (thread.ended && error instanceof CancelledError) throw new OperationError(error.message);
      throw error;
    } finally {
      this.listener = undefined;
      listener.signal?.removeEventListener('abort', abort);
      // An idle thread does not keep the process alive.
      thread.worker.unref();
    }
  }

  private start(): RunningThread {
    const worker = startThread(this.workerPath, { role: 'operations', threads: this.threads, workerPath: this.workerPath });
    const port = workerThreadPort(worker);
    const channel = new Channel<OperationClientProtocol, OperationServiceProtocol>(
      port,
      {
        write: async ({ bytes }) => {
          await this.listener?.write?.(bytes);
          return null;
        },
      },
      {},
    );
    const thread: RunningThread = { worker, channel, ended: false };
    port.onClose?.(() => {
      thread.ended = true;
      if (this.thread === thread) this.thread = undefined;
    });
    return thread;
  }
}
