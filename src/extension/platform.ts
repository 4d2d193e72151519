import type { RunAnswer, RunProgress, RunRequest } from '../compute/processProtocol';
import type { Disposable, Port } from '../messaging/port';

/** A process beside the file that owns its model. */
export interface FileProcess extends Disposable {
  /** The model's protocol. */
  readonly port: Port;
}

export interface OperationListener {
  readonly signal: AbortSignal;
  readonly progress: (progress: RunProgress) => void;
  /** Takes the next piece of an output of kind "stream". */
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** What an extension host on Node can do that one in a browser cannot. */
export interface Platform {
  readonly hasProcesses: boolean;
  /** Runs a request in a process of its own, which ends with it; null where there are no processes. */
  startOperation(request: RunRequest, listener: OperationListener): Promise<RunAnswer> | null;
  /** Starts a process that reads one file of the local disk, and no other; null where there are no processes. */
  startFileProcess(path: string): Promise<FileProcess | null>;
  /**
   * The path of a file that a name leads to, links resolved, inside a folder of the local disk; null where there is none.
   * Throws FormatError for a name that leads out of the folder.
   */
  relatedFile(folder: string, name: string): Promise<string | null>;
  /** The first bytes of a file of the local disk; null where there is none. */
  readHead(path: string, length: number): Promise<Uint8Array | null>;
}

/** An extension host in a browser: no processes, no disk. */
export const webPlatform: Platform = {
  hasProcesses: false,
  startOperation: () => null,
  startFileProcess: () => Promise.resolve(null),
  relatedFile: () => Promise.resolve(null),
  readHead: () => Promise.resolve(null),
};
