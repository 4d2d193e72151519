import type { OperationRunner } from '../compute/operationThread';

/** Where text and bytes go: a standard stream, or memory in tests. */
export interface Output {
  /** Settles when the data has been taken. Rejects with code EPIPE when nobody reads any more. */
  write(data: string | Uint8Array): Promise<void>;
  readonly isTerminal: boolean;
  /** Width of the terminal in characters; 80 where it is not known. */
  readonly columns: number;
}

/** All that the command line needs of the process it runs in. */
export interface Surroundings {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Output;
  readonly errors: Output;
  /** Relative paths start here. */
  readonly folder: string;
  /** Cores of this machine. */
  readonly cores: number;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Something that runs requests on so many cores. */
  createRunner(threads: number): Promise<OperationRunner>;
}

/** True for the error of writing to a pipe that nobody reads any more. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
