import type { PageOperationClientProtocol, PageOperationServiceProtocol } from '../../src/compute/processProtocol';
import { operationLane } from '../../src/compute/processProtocol';
import type { ChosenFile } from '../../src/compute/reportProtocol';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import type { Disposable } from '../../src/messaging/port';
import { OperationError } from '../../src/model/errors';
import type { OperationDescriptor, OptionValues, Report } from '../../src/operations/operation';
import { type FileBytes, HostBytes, ResourceBytes } from '../session/fileBytes';
import { startPageWorker } from '../session/pageWorkerPort';
import type { OperationRunner, ReportHost, RunControls } from './runner';

type WorkerChannel = Channel<PageOperationClientProtocol, PageOperationServiceProtocol>;

interface StartedWorker extends Disposable {
  readonly channel: WorkerChannel;
}

/** What the worker found of this page's graphics. */
export interface PageDevice {
  readonly kind: 'cpu' | 'gpu';
  readonly name: string;
  readonly reason: string;
  /** Points of both clouds from which on a search is sooner there; null where it never is. */
  readonly fromPoints: number | null;
}

/** Runs in this page's worker: on its GPU, and everywhere where the host can start no process. */
export class PageRunner implements OperationRunner {
  private worker: Promise<StartedWorker> | undefined;
  /** Of the run under way, by the file's number. */
  private readonly bytes = new Map<number, FileBytes>();
  private written: Uint8Array<ArrayBuffer>[] = [];

  constructor(
    private readonly host: ReportHost,
    private readonly descriptor: OperationDescriptor,
  ) {}

  async device(device: 'auto' | 'gpu', signal: AbortSignal): Promise<PageDevice> {
    const { channel } = await this.started();
    return channel.request('device', { device }, { signal });
  }

  async run(files: readonly ChosenFile[], options: OptionValues, { signal, onProgress }: RunControls): Promise<Report> {
    const { descriptor, host } = this;
    const { channel } = await this.started();
    // Ending the worker is what stops a kernel or a loop that is under way; the next run starts a new one.
    const end = (): void => this.end();
    signal.addEventListener('abort', end, { once: true });
    this.written = [];
    try {
      const routes = await host.request('routes', { files: files.map(({ id }) => id) }, { signal });
      for (const { file, route } of routes) {
        this.bytes.set(
          file.id,
          route.kind === 'resource'
            ? new ResourceBytes(route.url)
            : new HostBytes((reading) =>
                host.request('readBytes', { file: file.id, offset: 0, length: file.bytes }, { signal: reading }),
              ),
        );
      }
      const answer = await channel.request(
        'run',
        {
          operation: descriptor.id,
          files: routes.map(({ file }) => ({ kind: 'asked', name: file.name, id: file.id, size: file.bytes })),
          options,
          ...(descriptor.output ? { output: { kind: 'stream', shown: true } } : {}),
        },
        { signal, onProgress },
      );
      if (answer.kind !== 'report') throw new OperationError(`${descriptor.id} answers with no report.`);
      await this.keepResult(files);
      return answer.report;
    } finally {
      signal.removeEventListener('abort', end);
      this.bytes.clear();
      this.written = [];
    }
  }

  private async keepResult(files: readonly ChosenFile[]): Promise<void> {
    const size = this.written.reduce((sum, piece) => sum + piece.byteLength, 0);
    if (size === 0) return;
    const whole = new Uint8Array(size);
    let at = 0;
    for (const piece of this.written) {
      whole.set(piece, at);
      at += piece.byteLength;
    }
    const source = files[0]?.name.replace(/\.[^.]*$/, '') ?? this.descriptor.id;
    await this.host.request('keepResult', { name: `${source}-${this.descriptor.id}.ply`, bytes: whole });
  }

  private started(): Promise<StartedWorker> {
    this.worker ??= this.start();
    return this.worker;
  }

  private async start(): Promise<StartedWorker> {
    const worker = await startPageWorker();
    const channel: WorkerChannel = new Channel<PageOperationClientProtocol, PageOperationServiceProtocol>(
      lane(worker, operationLane),
      {
        read: async ({ file, offset, length }, { signal, transfer }) => {
          const bytes = this.bytes.get(file);
          if (!bytes) throw new OperationError('A file is not chosen yet.');
          const slice = await bytes.read(offset, length, signal);
          transfer([slice.buffer]);
          return slice;
        },
        write: ({ bytes }) => {
          this.written.push(bytes);
          return null;
        },
      },
      {},
    );
    return {
      channel,
      dispose: () => {
        channel.dispose();
        worker.dispose();
      },
    };
  }

  private end(): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.then((started) => started.dispose());
  }
}
