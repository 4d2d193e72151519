import type { EditorHostProtocol, EditorPageProtocol, OpenedFile } from '../../src/compute/editorProtocol';
import { modelLane } from '../../src/compute/editorProtocol';
import type { HealthResult, OpenParams, OpenProgress, OpenResult, PickParams, PickResult, ScalarPiece, ScalarsResult, SliceParams, SurfaceParams, SurfaceResult } from '../../src/compute/modelProtocol';
import type { GridSlice, SliceComponent } from '../../src/geometry/gridSlice';
import type { SoftCells } from '../../src/geometry/softCells';
import type { GridValues } from '../../src/geometry/gridValues';
import type { Channel } from '../../src/messaging/channel';
import type { Port } from '../../src/messaging/port';
import type { Vector3 } from '../../src/model/bounds';
import { CancelledError } from '../../src/model/errors';
import type { DisplayPiece } from '../../src/compute/modelProtocol';
import { type FileBytes, FileChangedError, HostBytes, noBytes, ResourceBytes } from './fileBytes';
import { type ModelLine, openModelLine } from './modelLine';

export type HostChannel = Channel<EditorPageProtocol, EditorHostProtocol>;

/** Whoever sends the bytes of files that this page cannot fetch. */
export interface ByteHost {
  request(
    name: 'readBytes',
    params: { readonly offset: number; readonly length: number },
    options: { readonly signal: AbortSignal },
  ): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file that is written to while it is read is read again, but not for ever. */
const attempts = 3;

function bytesOf(file: OpenedFile, host: ByteHost): FileBytes {
  switch (file.route.kind) {
    case 'resource':
      return new ResourceBytes(file.route.url);
    case 'message':
      return new HostBytes((signal) => host.request('readBytes', { offset: 0, length: file.bytes }, { signal }));
    case 'process':
      return noBytes;
  }
}

/** Whether an error says that the file changed under the reader; it may have travelled through the worker. */
function isChange(error: unknown): boolean {
  return error instanceof Error && (error.name === 'FileChangedError' || error.message === new FileChangedError().message);
}

/** The model of the page's file: opened, opened anew when the file changes, and asked. The model of the last good opening answers until a new one is there. */
export class FileSession {
  private line: ModelLine | undefined;
  private opening: AbortController | undefined;

  constructor(
    private readonly host: ByteHost,
    private readonly hostPort: Port,
    /** The lane to the model's owner, where a page shows several files. */
    private readonly laneName = modelLane,
  ) {}

  /** Throws FormatError, CancelledError, or what the way to the bytes threw. `restarted` is told when a changing file is read from its start again. */
  async open(
    file: OpenedFile,
    limit: number,
    onProgress: (progress: OpenProgress) => void,
    restarted: () => void,
    options: OpenParams['options'] = {},
  ): Promise<OpenResult> {
    this.opening?.abort();
    const controller = new AbortController();
    this.opening = controller;
    for (let attempt = 1; ; attempt++) {
      const line = await openModelLine(
        this.hostPort,
        file.route.kind === 'process' ? 'process' : 'page',
        bytesOf(file, this.host),
        this.laneName,
      );
      try {
        const result = await line.channel.request(
          'open',
          { name: file.name, bytes: file.bytes, limit, options },
          { signal: controller.signal, onProgress },
        );
        this.line?.dispose();
        this.line = line;
        return result;
      } catch (error) {
        // Ending the worker is what stops a decoder that is in the middle of a slice.
        line.dispose();
        if (!isChange(error) || attempt === attempts || controller.signal.aborted) throw error;
        restarted();
      } finally {
        if (this.opening === controller) this.opening = undefined;
      }
    }
  }

  /** Ends an opening that is under way; its promise is rejected with CancelledError. */
  cancel(): void {
    this.opening?.abort();
  }

  pick(params: PickParams): Promise<PickResult> {
    return this.current().channel.request('pick', params);
  }

  async points(onPiece: (piece: DisplayPiece) => void): Promise<void> {
    await this.current().channel.request('points', {}, { onProgress: onPiece });
  }

  async hideLabels(labels: readonly number[], onPiece: (piece: DisplayPiece) => void): Promise<void> {
    await this.current().channel.request('hideLabels', { labels }, { onProgress: onPiece });
  }

  softCells(): Promise<SoftCells> {
    return this.current().channel.request('softCells', {});
  }

  slice(params: SliceParams): Promise<GridSlice> {
    return this.current().channel.request('slice', params);
  }

  gridValues(component: SliceComponent): Promise<GridValues> {
    return this.current().channel.request('gridValues', { component });
  }

  surface(params: SurfaceParams, onPiece: (piece: DisplayPiece) => void): Promise<SurfaceResult> {
    return this.current().channel.request('surface', params, { onProgress: onPiece });
  }

  surfaceFile(format: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.current().channel.request('surfaceFile', { format });
  }

  health(onPiece: (piece: DisplayPiece) => void): Promise<HealthResult> {
    return this.current().channel.request('health', {}, { onProgress: onPiece });
  }

  cell(cell: Vector3): Promise<PickResult> {
    return this.current().channel.request('cell', { cell });
  }

  scalars(scalar: string, signal: AbortSignal, onPiece: (piece: ScalarPiece) => void): Promise<ScalarsResult> {
    return this.current().channel.request('scalars', { scalar }, { signal, onProgress: onPiece });
  }

  async lines(onPiece: (piece: DisplayPiece) => void): Promise<void> {
    await this.current().channel.request('lines', {}, { onProgress: onPiece });
  }

  async display(onPiece: (piece: DisplayPiece) => void): Promise<void> {
    await this.current().channel.request('display', {}, { onProgress: onPiece });
  }

  /** The line to the model's owner. Throws CancelledError before the file was read. */
  get model(): ModelLine['channel'] {
    return this.current().channel;
  }

  private current(): ModelLine {
    if (!this.line) throw new CancelledError('The file has not been read yet.');
    return this.line;
  }
}
