import type { Call } from '../messaging/protocol';
import type { FileInfo } from '../model/fileInfo';
import type { Model } from '../model/model';
import type { VoxelGrid } from '../model/voxelGrid';
import type { EvaluatedDetections, OperationResult, Report } from '../operations/operation';

/**
 * A file to read, by its path on the machine of the process or by its bytes (standard input, virtual files). The name
 * is what people see. Only the host and the command line make one; a page never names a path.
 */
export type FileReference =
  | { readonly kind: 'path'; readonly name: string; readonly path: string }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Read slice by slice from whoever asked for the run: a page, which knows files by number. */
  | { readonly kind: 'asked'; readonly name: string; readonly id: number; readonly size: number };

export type OutputReference =
  /** Written beside under another name, then renamed: there is never half an output. */
  | { readonly kind: 'path'; readonly path: string }
  /**
   * Told piece by piece by `write`, for standard output or a viewer. `format` is a format's id; left out, that of the
   * option or of the first input. `shown`: of several models the one that is made to be looked at.
   */
  | { readonly kind: 'stream'; readonly format?: string; readonly shown?: boolean };

export interface RunRequest {
  /** An operation's id, or "info". */
  readonly operation: string;
  readonly files: readonly FileReference[];
  /** Of the operation and those that all have (format, axes, limit, device...), by name; checked where it runs. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly output?: OutputReference;
  /** True when the answer is to hold the models that the operation made. */
  readonly keepModels?: boolean;
  /** True when the answer is to hold the values of each row that the operation found, or what became of each cell. */
  readonly keepColumns?: boolean;
  /** True when the answer is to hold the curves of an evaluation and what became of every box. */
  readonly keepEvaluation?: boolean;
}

export type RunAnswer =
  | { readonly kind: 'info'; readonly info: FileInfo }
  | {
      readonly kind: 'report';
      readonly report: Report;
      /** Those asked for with `keepModels`. */
      readonly models: readonly { readonly title: string; readonly model: Model }[];
      /** Those asked for with `keepColumns`. */
      readonly columns: NonNullable<OperationResult['columns']>;
      /** Of grids, with `keepColumns`. */
      readonly cells?: VoxelGrid;
      /** That asked for with `keepEvaluation`. */
      readonly evaluation?: EvaluatedDetections;
    };

export interface RunProgress {
  /** 0...1 of the whole: reading, computing, writing. */
  readonly share: number;
  readonly activity: string;
}

/** What a thread, or a process, that runs operations answers. */
export interface OperationServiceProtocol {
  readonly calls: {
    /** Fails with FormatError, OperationError, CancelledError. */
    readonly run: Call<RunRequest, RunAnswer, RunProgress>;
  };
  readonly notices: Record<never, never>;
}

/** What it asks of who started it. */
export interface OperationClientProtocol {
  readonly calls: {
    /** The next piece of an output of kind "stream"; answered when it can take more. */
    readonly write: Call<{ readonly bytes: Uint8Array<ArrayBuffer> }, null>;
  };
  readonly notices: Record<never, never>;
}

/** What a page's worker answers besides: which device it has. */
export interface PageOperationServiceProtocol {
  readonly calls: OperationServiceProtocol['calls'] & {
    /** The device that "auto" or "gpu" comes to here, and from how many points together a search is sooner on it than on this worker's thread; null where it never is. */
    readonly device: Call<
      { readonly device: 'auto' | 'gpu' },
      { readonly kind: 'cpu' | 'gpu'; readonly name: string; readonly reason: string; readonly fromPoints: number | null }
    >;
  };
  readonly notices: Record<never, never>;
}

/** What a page's worker asks of its page besides: bytes of files. */
export interface PageOperationClientProtocol {
  readonly calls: OperationClientProtocol['calls'] & {
    /** A slice of a file of kind "asked". */
    readonly read: Call<
      { readonly file: number; readonly offset: number; readonly length: number },
      Uint8Array<ArrayBuffer>
    >;
  };
  readonly notices: Record<never, never>;
}

/** The lane of a page's worker for operations; the other is `modelLane`. */
export const operationLane = 'operation';

/** The host's own lane to a process: operations, and which file the model's lane is about. */
export interface ProcessControlProtocol {
  readonly calls: OperationServiceProtocol['calls'] & {
    /** The file that the lane "model" opens from now on, each time it is asked to. */
    readonly openFile: Call<
      { readonly path: string; readonly name: string },
      { readonly bytes: number; readonly modified: number }
    >;
  };
  readonly notices: Record<never, never>;
}

/** The lane of {@link ProcessControlProtocol}; the model's lane is `modelLane` of the editor's protocol. */
export const controlLane = 'control';
