import type { ChosenFile, ReportHostProtocol, ReportPageProtocol, ReportStart } from '../../src/compute/reportProtocol';
import type { RunProgress } from '../../src/compute/processProtocol';
import type { Channel } from '../../src/messaging/channel';
import { OperationError } from '../../src/model/errors';
import type { OperationDescriptor, OptionValues, Report } from '../../src/operations/operation';

/** The page's end of the line to the host. */
export type ReportHost = Channel<ReportPageProtocol, ReportHostProtocol>;

export interface RunControls {
  /** Aborting ends the work and leaves nothing of it. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

/** A place where an operation runs. */
export interface OperationRunner {
  /** Reads the files anew each time. Fails with FormatError, OperationError, CancelledError. */
  run(files: readonly ChosenFile[], options: OptionValues, controls: RunControls): Promise<Report>;
}

/** Runs in a process of the host, on the machine where the files lie. */
export class ProcessRunner implements OperationRunner {
  constructor(private readonly host: ReportHost) {}

  run(files: readonly ChosenFile[], options: OptionValues, { signal, onProgress }: RunControls): Promise<Report> {
    return this.host.request('run', { files: files.map(({ id }) => id), options }, { signal, onProgress });
  }
}

/**
 * Where a run takes place: the one point that decides.
 *
 * @throws OperationError when nothing here can run the operation
 */
export function chooseRunner(host: ReportHost, start: ReportStart, descriptor: OperationDescriptor): OperationRunner {
  if (start.hasProcess) return new ProcessRunner(host);
  throw new OperationError(`${descriptor.title} needs a process beside the files, and this VS Code can start none. Open the folder in VS Code on the desktop, or use the command line.`);
}
