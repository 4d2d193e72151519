import { formatOfName, writtenFormatOfName } from '../formats/chooseFormat';
import { csvTable } from '../formats/csv/csvTable';
import type { WrittenFormat } from '../formats/format';
import { writtenFormats } from '../formats/registry';
import type { Parallel } from '../geometry/parallel';
import type { GpuSession } from '../gpu/device';
import { CancelledError, FormatError, OperationError } from '../model/errors';
import type { Model, ModelKind } from '../model/model';
import { allOptions } from '../operations/commonOptions';
import { fileInfo } from '../operations/info';
import { infoDescriptor } from '../operations/infoDescriptor';
import type { InputDescriptor, OperationDescriptor, OperationResult, OptionValues, Report } from '../operations/operation';
import { operations, type RegisteredOperation } from '../operations/registry';
import { checkRequest, unknownOperation } from '../operations/request';
import type { FileAccess } from './fileAccess';
import { fittedModel, streamFormat } from './fittedModel';
import { finiteReport } from './finiteReport';
import { readerChoice } from './readerChoice';
import { readInput, type ReadFile } from './readInputs';
import type { OutputReference, RunAnswer, RunRequest } from './processProtocol';

/** What running a request needs of the place where it runs. */
export interface RunServices {
  readonly place: 'page' | 'process';
  readonly files: FileAccess;
  readonly parallel: Parallel;
  /** The GPU of this place; without one, `device: gpu` is refused. */
  readonly gpu?: GpuSession;
  /** Starts what `parallel` uses, so that its start-up does not count as computing. */
  prepare?(): Promise<void>;
  progress(share: number, activity: string): void;
  /** Takes the next piece of an output of kind "stream". */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Shares of the progress bar for reading, computing and writing. */
const readShare = 0.35;
const computeShare = 0.55;
/** Below this many bytes of input, an operation is over before threads have started. */
const preparedFromBytes = 1 << 20;

/**
 * Reads the files of a request, runs its operation and writes its output.
 *
 * @param registered the operations there are
 * @throws FormatError, OperationError, CancelledError; any other error is a mistake in the program
 */
export async function runRequest(
  request: RunRequest,
  services: RunServices,
  signal: AbortSignal,
  registered: readonly RegisteredOperation[] = operations,
): Promise<RunAnswer> {
  try {
    return await run(request, services, signal, registered);
  } catch (error) {
    throw explainMemory(error);
  }
}

async function run(
  request: RunRequest,
  services: RunServices,
  signal: AbortSignal,
  registered: readonly RegisteredOperation[],
): Promise<RunAnswer> {
  const operation = findOperation(request.operation, registered);
  const descriptor = operation?.descriptor ?? infoDescriptor;
  const values = checkRequest(request, descriptor);
  if (values.device === 'gpu' && !services.gpu) throw withoutGraphics();
  const writer = request.output ? outputFormat(request.output, values, request.files[0].name) : null;
  if (request.output?.kind === 'path') {
    const inputs = request.files.flatMap((file) => (file.kind === 'path' ? [file.path] : []));
    await services.files.refuseToOverwrite(request.output.path, inputs);
  }

  const started = performance.now();
  const { parallel } = services;
  const isShared = operation?.sharesInputs === true && parallel.shared && parallel.threads > 1;
  const allocate = isShared ? (bytes: number) => parallel.allocate(bytes) : undefined;
  const files = await readAll(request, descriptor, values, services, signal, operation ? readShare : 1, allocate);
  const warnings = files.flatMap((file) => [...file.warnings]);
  if (!operation) {
    const { file, format, bytes, model } = files[0];
    return { kind: 'info', info: fileInfo(file, format, bytes, model, warnings) };
  }
  const read = seconds(started);

  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total >= preparedFromBytes && descriptor.numbers.length > 0) await services.prepare?.();
  const implementation = await operation.load();
  const own = ownOptions(descriptor, values);
  const computing = performance.now();
  const result = await implementation.run(files, own, {
    device: deviceOf(values),
    place: services.place,
    ...(services.gpu ? { gpu: services.gpu } : {}),
    signal,
    progress: (share, activity) => services.progress(readShare + computeShare * share, activity),
    parallel: services.parallel,
    readText: (path) => services.files.readText(path),
    ...(request.keepEvaluation ? { keepEvaluation: true } : {}),
  });
  const compute = seconds(computing);
  if (signal.aborted) throw new CancelledError();

  warnings.push(...(result.warnings ?? []));
  const writing = performance.now();
  const made = outputModel(result, request.output, writer);
  if (request.output && writer) {
    if (!made) throw new OperationError(`${descriptor.id} made nothing to write.`);
    const format = request.output.kind === 'stream' ? streamFormat(made.model, writer, typeof values.format === 'string') : writer;
    warnings.push(...(await writeModel(request.output, format, made.model, values, services, signal)));
  }
  const write = request.output ? seconds(writing) : 0;
  const report: Report = {
    operation: descriptor.id,
    definition: descriptor.definition,
    ...(result.convention === undefined ? {} : { convention: result.convention }),
    inputs: files.map(({ file, model }) => ({ file, kind: model.kind, count: model.count })),
    options: own,
    numbers: result.numbers,
    ...(result.units ? { units: result.units } : {}),
    tables: result.tables ?? [],
    ...(result.histograms ? { histograms: result.histograms } : {}),
    ...(result.charts ? { charts: result.charts } : {}),
    device: result.device,
    seconds: { read, compute, write },
    warnings,
  };
  services.progress(1, 'done');
  return {
    kind: 'report',
    report: finiteReport(report),
    models: request.keepModels ? (result.models ?? []) : [],
    columns: request.keepColumns ? (result.columns ?? []) : [],
    ...(request.keepColumns && result.cells ? { cells: result.cells } : {}),
    ...(result.evaluation ? { evaluation: result.evaluation } : {}),
  };
}

/** The operation of an id; null for `info`. Throws OperationError that names the nearest for any other. */
export function findOperation(id: string, registered: readonly RegisteredOperation[]): RegisteredOperation | null {
  if (id === infoDescriptor.id) return null;
  const found = registered.find(({ descriptor }) => descriptor.id === id);
  if (found) return found;
  throw unknownOperation(id, [infoDescriptor.id, ...registered.map(({ descriptor }) => descriptor.id)]);
}

/** Node has no WebGL and no WebGPU; software ones would be slower than the code for the CPU. */
function withoutGraphics(): OperationError {
  return new OperationError(
    '--device gpu: expected a hardware webgl2 or webgpu device, found none: this runs in Node, which has no graphics. Use --device auto or cpu, or run it in the editor.',
  );
}

function deviceOf(values: OptionValues): 'auto' | 'gpu' | 'cpu' {
  return values.device === 'cpu' || values.device === 'gpu' ? values.device : 'auto';
}

function ownOptions(descriptor: OperationDescriptor, values: OptionValues): OptionValues {
  const common = allOptions(descriptor).slice(descriptor.options.length);
  const reported = [
    ...descriptor.options,
    // Those that all have are told when they were used.
    ...common.filter(({ name }) => name !== 'device' && values[name] !== null && values[name] !== false),
  ];
  return Object.fromEntries(reported.map(({ name }) => [name, values[name]]));
}

async function readAll(
  request: RunRequest,
  descriptor: OperationDescriptor,
  values: OptionValues,
  services: RunServices,
  signal: AbortSignal,
  share: number,
  allocate?: (bytes: number) => ArrayBufferLike,
): Promise<ReadFile[]> {
  const choice = await readerChoice(values, services.files);
  const files: ReadFile[] = [];
  for (const [index, file] of request.files.entries()) {
    const progress = (done: number, activity: string): void => services.progress((share * (index + done)) / request.files.length, activity);
    const read = await readInput(file, choice, services.files, signal, progress, allocate);
    checkKind(read, descriptor.inputs[index]);
    files.push(read);
  }
  return files;
}

const kindNames: Readonly<Record<ModelKind, string>> = {
  pointCloud: 'a point cloud',
  mesh: 'a mesh',
  voxelGrid: 'a voxel grid',
  scalarGrid: 'a scalar grid',
  depthMap: 'a depth map',
  detections: 'detections',
  featureSet: 'a feature set',
};

function checkKind({ file, model }: ReadFile, input: InputDescriptor): void {
  if (input.kinds.includes(model.kind)) return;
  const expected = input.kinds.map((kind) => kindNames[kind]).join(' or ');
  throw new OperationError(`${file} (${input.name}): expected ${expected}, found ${kindNames[model.kind]}.`);
}

function extensionsOf(format: WrittenFormat): readonly string[] {
  return format.writtenExtensions ?? format.extensions;
}

/** A table has what a viewer shows; all other files have the operation's first model. */
function outputModel({ models = [] }: OperationResult, output: OutputReference | undefined, writer: WrittenFormat | null) {
  const wantsShown = writer === csvTable || (output?.kind === 'stream' && output.shown === true);
  return (wantsShown ? models.find(({ shown }) => shown) : undefined) ?? models.at(0);
}

/** Throws OperationError when the output's extension names no format that can be written. */
function outputFormat(output: OutputReference, values: OptionValues, input: string): WrittenFormat {
  if (output.kind === 'stream') {
    // Standard output has no extension: the format that was named, or the input's. What an editor is to show is named .ply
    // where it is points or faces, also when those were made of a NumPy array.
    const own = formatOfName(input);
    const kept = output.shown === true && own?.kinds.some((kind) => kind === 'pointCloud' || kind === 'mesh') === true ? undefined : own?.id;
    const named = output.format ?? (typeof values.format === 'string' ? values.format : kept);
    const format = named === undefined ? writtenFormats[0] : writtenFormats.find(({ id }) => id === named);
    if (format) return format;
  } else {
    const format = writtenFormatOfName(output.path);
    if (format) return format;
  }
  const name = output.kind === 'path' ? output.path : 'standard output';
  const extensions = writtenFormats.flatMap(extensionsOf).join(', ');
  throw new OperationError(`${name}: expected an extension that can be written (${extensions}), found another. Change the output's name.`);
}

/** Writes a model; gives warnings about what the format cannot keep. */
async function writeModel(
  output: OutputReference,
  format: WrittenFormat,
  model: Model,
  values: OptionValues,
  services: RunServices,
  signal: AbortSignal,
): Promise<readonly string[]> {
  services.progress(readShare + computeShare, 'writing');
  const fitted = fittedModel(model, format);
  const chunks = format.write(fitted.model, { encoding: values.ascii === true ? 'ascii' : 'binary' });
  if (output.kind === 'path') {
    await services.files.write(output.path, untilAborted(chunks, signal));
  } else {
    for (const chunk of untilAborted(chunks, signal)) await services.write(chunk);
  }
  return [...fitted.remarks, ...(format.losses?.(fitted.model) ?? [])];
}

function* untilAborted<Chunk>(chunks: Iterable<Chunk>, signal: AbortSignal): Generator<Chunk> {
  for (const chunk of chunks) {
    if (signal.aborted) throw new CancelledError();
    yield chunk;
  }
}

/** Engines throw a bare RangeError for memory that they cannot give. */
function explainMemory(error: unknown): unknown {
  if (error instanceof FormatError || error instanceof OperationError || error instanceof CancelledError) return error;
  if (error instanceof RangeError && /allocation failed|invalid (typed )?array (buffer )?length|invalid string length/i.test(error.message)) {
    return new OperationError(`Out of memory (${error.message}). Use smaller inputs, or a machine with more memory.`);
  }
  return error;
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
