import { statSync } from 'node:fs';
import path from 'node:path';
import type { OperationRunner } from '../compute/operationThread';
import { removePartial } from '../compute/outputFile';
import type { RunAnswer, RunRequest } from '../compute/processProtocol';
import { describePlace, FormatError } from '../model/errors';
import { parseBatchLine, type BatchRequest, type ParsedLine } from './batchRequest';
import { errorLine, errorMessage } from './errorLine';
import { exitCodes } from './exitCodes';
import { FairGate } from './fairGate';
import { linesOf } from './lines';
import { plainText } from './plainText';
import { isBrokenPipe, type Surroundings } from './surroundings';

/** Requests whose files are together smaller than this run side by side, each on one core. */
const smallBytes = 4 * 1024 * 1024;
/** Requests read ahead of the first that has no answer yet, so that a fast writer does not fill the memory. */
const readAhead = 64;

/**
 * `inspect3d batch`: a JSON request a line in, a JSON result a line out, in the same order, each as soon as it and all
 * before it are there. A request that is large, or that writes a file, runs alone and on all cores: so memory holds the
 * files of one at a time, and what one writes the next may read. Nothing is kept between requests but threads.
 *
 * @returns the exit code: 0 unless standard input cannot be read
 */
export async function batch(surroundings: Surroundings, threads: number, debug: boolean): Promise<number> {
  const { input, output, errors, signal } = surroundings;
  const runners = new RunnerStore(surroundings, threads);
  let written: Promise<void> = Promise.resolve();
  let unreadable: unknown;
  let brokenPipe: unknown;
  let unanswered = 0;
  let answered: () => void = () => undefined;
  const interrupted = new Promise<'interrupted'>((resolve) => {
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });

  const take = (line: string): void => {
    unanswered++;
    const result = answer(line, runners, surroundings, debug);
    written = written
      .then(() => result)
      .then((text) => (brokenPipe === undefined ? output.write(text) : undefined))
      .catch((error: unknown) => {
        brokenPipe ??= error;
      })
      .finally(() => {
        unanswered--;
        answered();
      });
  };
  const takeAll = async (): Promise<void> => {
    try {
      for await (const line of linesOf(input)) {
        if (line.trim() !== '') take(line);
        while (unanswered >= readAhead) await new Promise<void>((resolve) => (answered = resolve));
        if (brokenPipe !== undefined || signal.aborted) break;
      }
    } catch (error) {
      unreadable = error;
    }
    await written;
  };

  try {
    if ((await Promise.race([takeAll(), interrupted])) === 'interrupted' || signal.aborted) return exitCodes.interrupted;
  } finally {
    runners.dispose();
  }
  if (unreadable !== undefined) {
    const words = unreadable instanceof Error ? unreadable.message : 'unknown';
    await errors.write(`inspect3d: standard input: expected requests, found an error: ${plainText(words)}.\n`);
    return exitCodes.noAnswer;
  }
  if (brokenPipe !== undefined && !isBrokenPipe(brokenPipe)) {
    await errors.write(errorLine(brokenPipe, debug));
    return exitCodes.noAnswer;
  }
  return exitCodes.done;
}

/** One line's result as a line; never rejects. */
async function answer(line: string, runners: RunnerStore, surroundings: Surroundings, debug: boolean): Promise<string> {
  const parsed = parseBatchLine(line);
  try {
    if (parsed.request instanceof Error) throw parsed.request;
    return resultLine(parsed, await run(parsed.request, runners, surroundings));
  } catch (error) {
    return resultLine(parsed, { error: describeError(error, debug) });
  }
}

function resultLine({ id }: ParsedLine, result: object): string {
  return `${JSON.stringify(id ? { id: id.value, ...result } : result)}\n`;
}

async function run(request: BatchRequest, runners: RunnerStore, surroundings: Surroundings): Promise<object> {
  const resolve = (file: string): string => path.resolve(surroundings.folder, file);
  const toRun: RunRequest = {
    operation: request.operation,
    files: request.files.map((file) => ({ kind: 'path', name: file, path: resolve(file) })),
    options: request.options,
    ...(request.output === undefined ? {} : { output: { kind: 'path', path: resolve(request.output) } }),
  };
  try {
    const answered = await runners.run(toRun, surroundings.signal);
    return answered.kind === 'info' ? answered.info : answered.report;
  } catch (error) {
    if (toRun.output?.kind === 'path') removePartial(toRun.output.path, process.pid);
    throw error;
  }
}

function describeError(error: unknown, debug: boolean): object {
  const stack = debug && error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  if (!(error instanceof FormatError)) return { message: errorMessage(error), ...stack };
  const { file, place, expected, found, advice } = error.details;
  return { message: error.message, file, ...(place ? { place: describePlace(place) } : {}), expected, found, advice, ...stack };
}

/** The threads of a batch: one that computes on all cores, and as many as there are cores for small requests. */
class RunnerStore {
  private readonly gate: FairGate;
  private whole: Promise<OperationRunner> | undefined;
  private readonly idle: OperationRunner[] = [];
  private readonly all: OperationRunner[] = [];
  private disposed = false;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly threads: number,
  ) {
    this.gate = new FairGate(threads);
  }

  run(request: RunRequest, signal: AbortSignal): Promise<RunAnswer> {
    // Decided at once, so that the gate sees requests in the order of the lines.
    if (this.threads > 1 && request.output === undefined && isSmall(request)) {
      return this.gate.pass(false, () => this.small(request, signal));
    }
    return this.gate.pass(true, async () => (await (this.whole ??= this.create(this.threads))).run(request, { signal }));
  }

  dispose(): void {
    this.disposed = true;
    for (const runner of this.all) runner.dispose();
  }

  private async small(request: RunRequest, signal: AbortSignal): Promise<RunAnswer> {
    const runner = this.idle.pop() ?? (await this.create(1));
    try {
      return await runner.run(request, { signal });
    } finally {
      this.idle.push(runner);
    }
  }

  private async create(threads: number): Promise<OperationRunner> {
    const runner = await this.surroundings.createRunner(threads);
    this.all.push(runner);
    if (this.disposed) runner.dispose();
    return runner;
  }
}

function isSmall({ files }: RunRequest): boolean {
  let bytes = 0;
  for (const file of files) {
    if (file.kind !== 'path') return false;
    try {
      const status = statSync(file.path);
      // What is not a plain file may be of any size.
      if (!status.isFile()) return false;
      bytes += status.size;
    } catch {
      // What cannot be reached is over at once, with an error of its own.
    }
  }
  return bytes < smallBytes;
}
