import path from 'node:path';
import { removePartial } from '../compute/outputFile';
import type { FileReference, RunAnswer, RunRequest } from '../compute/processProtocol';
import { CancelledError, OperationError } from '../model/errors';
import { infoDescriptor } from '../operations/infoDescriptor';
import type { OperationDescriptor } from '../operations/operation';
import { checkRequest, unknownOperation } from '../operations/request';
import { descriptors } from '../operations/descriptors';
import { asksForDebug, parseArguments, type CommandArguments } from './arguments';
import { errorLine } from './errorLine';
import { exitCodes } from './exitCodes';
import { heldConditions } from './failIf';
import { plainText } from './plainText';
import { ProgressBar } from './progressBar';
import { isBrokenPipe, type Output, type Surroundings } from './surroundings';

/**
 * The whole command line: arguments in, output on the streams, the exit code as the answer. Never throws.
 *
 * @param argv arguments after the program's name
 */
export async function commandLine(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await dispatch(argv, surroundings);
  } catch (error) {
    if (surroundings.signal.aborted) return exitCodes.interrupted;
    // Whoever read the output has had enough: that is no error.
    if (isBrokenPipe(error)) return exitCodes.done;
    await surroundings.errors.write(errorLine(error, asksForDebug(argv))).catch(() => undefined);
    return exitCodes.noAnswer;
  }
}

async function dispatch(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const given = parseArguments(argv, describe);
  const { output } = surroundings;
  if (given.version) return printVersion(output);
  const descriptor = given.command === undefined ? undefined : describe(given.command);
  if (given.help) return printHelp(given, descriptor, output);
  if (given.command === 'batch') {
    refuseForBatch(given);
    const { batch } = await import('./batch');
    return batch(surroundings, given.threads ?? surroundings.cores, given.debug);
  }
  if (given.command === undefined) {
    throw new OperationError(`Name an operation: ${known().join(', ')}. inspect3d --help tells more.`);
  }
  if (!descriptor) throw unknownOperation(given.command, known());
  return runOne(given, descriptor, surroundings);
}

function describe(id: string): OperationDescriptor | undefined {
  return descriptors.find((descriptor) => descriptor.id === id);
}

function known(): string[] {
  return [...descriptors.map(({ id }) => id), 'batch'];
}

async function printVersion(output: Output): Promise<number> {
  const { default: manifest } = await import('../../package.json');
  await output.write(`${manifest.version}\n`);
  return exitCodes.done;
}

async function printHelp(
  given: CommandArguments,
  descriptor: OperationDescriptor | undefined,
  output: Output,
): Promise<number> {
  const { batchHelp, generalHelp, operationHelp } = await import('./help');
  const width = Math.min(100, output.columns);
  if (descriptor) await output.write(operationHelp(descriptor, width));
  else if (given.command === 'batch') await output.write(batchHelp(width));
  else if (given.command === undefined) await output.write(generalHelp(width));
  else throw unknownOperation(given.command, known());
  return exitCodes.done;
}

function refuseForBatch({ files, output, failIf, options }: CommandArguments): void {
  if (files.length > 0 || output !== undefined || failIf.length > 0 || Object.keys(options).length > 0) {
    throw new OperationError('batch takes its files, outputs and options from its requests; besides --threads and --debug it has none.');
  }
}

async function runOne(given: CommandArguments, descriptor: OperationDescriptor, surroundings: Surroundings): Promise<number> {
  const { output: toStandardOutput, errors, signal } = surroundings;
  const streamed = given.output === '-';
  const request: RunRequest = {
    operation: descriptor.id,
    files: given.files.map((file) => ({ kind: 'path', name: file, path: path.resolve(surroundings.folder, file) })),
    options: given.options,
    ...(given.output === undefined
      ? {}
      : { output: streamed ? { kind: 'stream' } : { kind: 'path', path: path.resolve(surroundings.folder, given.output) } }),
  };
  // What is wrong with the request itself is told before a thread starts or a byte is read.
  checkRequest(request, descriptor);
  const files = await readStandardInput(given, request.files, surroundings);
  const runner = await surroundings.createRunner(given.threads ?? surroundings.cores);
  const bar = new ProgressBar(errors);
  let answer: RunAnswer;
  let failure: unknown;
  try {
    answer = await runner.run(
      { ...request, files },
      {
        signal,
        progress: (progress) => bar.show(progress),
        // Kept, since what comes back from the thread is the message alone.
        write: (bytes) => toStandardOutput.write(bytes).catch((error: unknown) => {
          failure = error;
          throw error;
        }),
      },
    );
  } catch (error) {
    // A thread that was ended in the middle of writing could not tidy up.
    if (request.output?.kind === 'path') removePartial(request.output.path, process.pid);
    throw failure ?? error;
  } finally {
    bar.clear();
    runner.dispose();
  }
  await printAnswer(answer, given, descriptor, streamed ? errors : toStandardOutput, errors);
  const held = heldConditions(given.failIf, numbersOf(answer));
  for (const condition of held) await errors.write(`inspect3d: --fail-if: ${condition}\n`);
  return held.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** Puts the bytes of standard input in place of the file named "-". */
async function readStandardInput(
  given: CommandArguments,
  files: readonly FileReference[],
  surroundings: Surroundings,
): Promise<readonly FileReference[]> {
  const places = given.files.filter((file) => file === '-').length;
  if (places === 0) return files;
  if (places > 1) throw new OperationError('-: standard input can be read once only. Name a file for the others.');
  if (typeof given.options.format !== 'string') {
    throw new OperationError('-: standard input has no name that tells its format. Name it with --format.');
  }
  const { readStream } = await import('../compute/nodeFileSource');
  const { limit } = given.options;
  const bytes = await untilAborted(
    readStream(surroundings.input, '-', typeof limit === 'number' ? limit : undefined),
    surroundings.signal,
  );
  return files.map((file) => (file.name === '-' ? { kind: 'bytes', name: '-', bytes } : file));
}

/** Waits for something that cannot be cancelled, but no longer than until the user interrupts. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new CancelledError());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function printAnswer(
  answer: RunAnswer,
  given: CommandArguments,
  descriptor: OperationDescriptor,
  report: Output,
  errors: Output,
): Promise<void> {
  const { warnings } = answer.kind === 'info' ? answer.info : answer.report;
  let text: string;
  if (given.json) {
    text = `${JSON.stringify(answer.kind === 'info' ? answer.info : answer.report)}\n`;
  } else {
    for (const warning of warnings) await errors.write(`inspect3d: warning: ${plainText(warning)}\n`).catch(() => undefined);
    if (answer.kind === 'info') text = (await import('./textInfo')).infoText(answer.info);
    else text = (await import('./textReport')).reportText(answer.report, descriptor, Math.min(100, report.columns));
  }
  try {
    await report.write(text);
  } catch (error) {
    // A condition is still to be answered for.
    if (!isBrokenPipe(error)) throw error;
  }
}

/** The numbers that `--fail-if` can name. */
function numbersOf(answer: RunAnswer): Readonly<Record<string, number | null>> {
  if (answer.kind === 'report') return answer.report.numbers;
  const known = new Set(infoDescriptor.numbers.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(answer.info).flatMap(([name, value]: [string, unknown]): [string, number][] =>
      known.has(name) && typeof value === 'number' ? [[name, value]] : [],
    ),
  );
}
