import type { ChosenFile, ReportHostProtocol, ReportPageProtocol, ReportStart } from '../../src/compute/reportProtocol';
import type { RunProgress } from '../../src/compute/processProtocol';
import type { Channel } from '../../src/messaging/channel';
import type { OperationDescriptor, OptionValues, Report } from '../../src/operations/operation';
import { PageRunner } from './pageRunner';

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

/** Bytes that a point takes in most files, to tell from a file's size whether asking for a GPU is worthwhile at all. */
const bytesOfPoint = 15;

/**
 * Decides for each run where it takes place: in the page when the GPU is asked for, or is there and worthwhile, or when
 * the host can start no process; otherwise in a process, on all cores of the machine where the files lie.
 */
export class DecidingRunner implements OperationRunner {
  private readonly process: ProcessRunner;
  private readonly page: PageRunner;

  constructor(
    host: ReportHost,
    private readonly start: ReportStart,
    private readonly descriptor: OperationDescriptor,
  ) {
    this.process = new ProcessRunner(host);
    this.page = new PageRunner(host, descriptor);
  }

  async run(files: readonly ChosenFile[], options: OptionValues, controls: RunControls): Promise<Report> {
    const { start, descriptor } = this;
    const wanted = options.device ?? start.device;
    if (!start.hasProcess) return this.page.run(files, options, controls);
    if (wanted === 'cpu') return this.process.run(files, options, controls);
    // What has no kernel runs on the CPU whatever is wanted; a process has more of it.
    if (descriptor.gpu === undefined) return this.process.run(files, { ...options, device: 'auto' }, controls);
    if (wanted === 'gpu') return this.page.run(files, options, controls);
    if (descriptor.gpuOnRequest === true) return this.process.run(files, options, controls);
    const device = await this.page.device('auto', controls.signal);
    const points = files.reduce((sum, { bytes }) => sum + bytes, 0) / bytesOfPoint;
    if (device.kind === 'gpu' && device.fromPoints !== null && points >= device.fromPoints) {
      return this.page.run(files, options, controls);
    }
    const report = await this.process.run(files, options, controls);
    return { ...report, device: { ...report.device, reason: device.reason } };
  }
}
