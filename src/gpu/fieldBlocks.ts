import { activeBlocks, blockCounts, blockPlanes, blockRows, blockSamples, type BlockCounts } from '../geometry/isosurface/blocks';
import { CancelledError } from '../model/errors';
import type { FieldProgram } from '../model/fieldProgram';
import type { Vector3 } from '../model/bounds';
import type { NumberArray } from '../model/numericType';
import { GpuFailure, type Backend, type CheckedKernel } from './backend';
import type { CheckedDevice } from './device';
import { fieldSource } from './fieldSource';
import { blockStatesKernel, fieldStatesKernel, fieldValuesKernel } from './kernels/blockStates';

type Sizes = readonly [number, number, number];

/** Signs of values nearer to the iso value than this share of its size are left to the CPU. */
const undecidedShare = 1e-5;
/** Samples sent to the device at once. */
const mostSamples = 1 << 21;
/** Blocks whose 128 samples are evaluated in a draw. */
const mostInvocations = 1 << 14;

const statesKernels = new WeakMap<Backend, CheckedKernel>();

function statesKernelOf(backend: Backend): CheckedKernel {
  const known = statesKernels.get(backend);
  if (known) return known;
  const made = backend.createKernel(blockStatesKernel);
  statesKernels.set(backend, made);
  return made;
}

/**
 * The states of a grid's blocks, of samples in the order of the array, found on the device. Blocks with a value within
 * a hundred-thousandth of the iso value are mixed: whoever looks into them decides.
 *
 * @returns see `blockStates` of geometry
 */
export async function blockStatesOnGpu({ backend }: CheckedDevice, data: NumberArray, sizes: Sizes, iso: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const kernel = statesKernelOf(backend);
  const [rowLength, rows, planes] = sizes;
  const counts = blockCounts(sizes);
  const states = new Uint8Array(counts.all);
  const { low, high } = undecided(iso, 0);
  const blocksOfPlane = counts.columns * counts.rows;
  const planeBlocks = Math.max(1, Math.floor(mostSamples / (rowLength * rows * blockPlanes)));
  if (rowLength * rows * blockPlanes > 1 << 24) throw new GpuFailure(`planes of ${rowLength} x ${rows} samples are more than a kernel can number`);
  for (let first = 0; first < counts.planes; first += planeBlocks) {
    if (signal.aborted) throw new CancelledError();
    const last = Math.min(counts.planes, first + planeBlocks);
    const from = first * blockPlanes;
    const to = Math.min(planes, last * blockPlanes);
    const part = data.subarray(from * rows * rowLength, to * rows * rowLength);
    const values = part instanceof Float32Array && part.buffer instanceof ArrayBuffer ? part : Float32Array.from(part);
    const answers = await kernel.run((last - first) * blocksOfPlane, values, rowLength, rows, to - from, counts.columns, counts.rows, low, high);
    for (let i = 0; i < answers.length; i++) states[first * blocksOfPlane + i] = answers[i] - 1;
  }
  return states;
}

/** A field by its program, sampled along x, y and z from an origin, x fastest. */
export interface ProgramField {
  readonly program: FieldProgram;
  readonly sizes: Sizes;
  readonly origin: Vector3;
  readonly spacing: Vector3;
}

export interface EvaluatedField {
  readonly states: Uint8Array<ArrayBuffer>;
  /** Values where the surface may be, and beside; 0 elsewhere. */
  readonly data: Float32Array<ArrayBuffer>;
  /** Blocks whose values were fetched, of all. */
  readonly active: number;
  readonly blocks: number;
  /** Samples whose sign the CPU decided. */
  readonly decidedOnCpu: number;
}

const fieldKernels = new WeakMap<Backend, { readonly source: string; readonly states: CheckedKernel; readonly values: CheckedKernel }>();

function fieldKernelsOf(backend: Backend, source: string): { readonly states: CheckedKernel; readonly values: CheckedKernel } {
  const known = fieldKernels.get(backend);
  if (known?.source === source) return known;
  known?.states.destroy();
  known?.values.destroy();
  const made = { source, states: backend.createKernel(fieldStatesKernel(source)), values: backend.createKernel(fieldValuesKernel(source)) };
  fieldKernels.set(backend, made);
  return made;
}

/**
 * Evaluates a field on the device: first every block's state, then the values of the blocks that the surface may pass and of
 * their neighbours. Where a value is within a hundred-thousandth of the iso value (and of the size of the box), `exact` decides.
 *
 * @param exact the value at a place, in float64
 * @throws GpuFailure for programs that no kernel can be made of
 */
export async function evaluateOnGpu({ backend }: CheckedDevice, field: ProgramField, iso: number, exact: (x: number, y: number, z: number) => number, signal: AbortSignal): Promise<EvaluatedField> {
  const source = fieldSource(field.program);
  if ('reason' in source) throw new GpuFailure(source.reason);
  const kernels = fieldKernelsOf(backend, source.lines);
  const { sizes, origin, spacing } = field;
  const counts = blockCounts(sizes);
  const size = Math.max(...sizes.map((samples, axis) => (samples - 1) * spacing[axis]));
  const bounds = undecided(iso, size);
  const states = new Uint8Array(counts.all);
  const blocksOfPlane = counts.columns * counts.rows;
  // Whole planes of blocks, so that a kernel counts from the first of its own.
  const planesOfDraw = Math.max(1, Math.floor(mostInvocations / blocksOfPlane));
  for (let first = 0; first < counts.planes; first += planesOfDraw) {
    if (signal.aborted) throw new CancelledError();
    const length = Math.min(planesOfDraw, counts.planes - first);
    const left = sizes[2] - first * blockPlanes;
    const answers = await kernels.states.run(
      length * blocksOfPlane,
      ...[sizes[0], sizes[1], Math.min(left, length * blockPlanes), counts.columns, counts.rows, bounds.low, bounds.high, first * blockPlanes],
      ...origin,
      ...spacing,
    );
    for (let i = 0; i < answers.length; i++) states[first * blocksOfPlane + i] = answers[i] - 1;
  }
  const active = activeBlocks(states, counts);
  const data = new Float32Array(sizes[0] * sizes[1] * sizes[2]);
  const decidedOnCpu = await fetchValues(kernels.values, field, active, counts, data, bounds, exact, signal);
  return { states, data, active: active.length, blocks: counts.all, decidedOnCpu };
}

const samplesOfBlock = blockSamples * blockRows * blockPlanes;
/** Blocks in a draw. */
const blocksOfDraw = 512;

async function fetchValues(
  kernel: CheckedKernel,
  { sizes, origin, spacing }: ProgramField,
  active: Uint32Array,
  counts: BlockCounts,
  data: Float32Array,
  { low, high }: { readonly low: number; readonly high: number },
  exact: (x: number, y: number, z: number) => number,
  signal: AbortSignal,
): Promise<number> {
  let decided = 0;
  for (let first = 0; first < active.length; first += blocksOfDraw) {
    if (signal.aborted) throw new CancelledError();
    const blocks = active.subarray(first, first + blocksOfDraw);
    const places = new Float32Array(3 * blocks.length);
    for (const [i, block] of blocks.entries()) {
      const row = Math.floor(block / counts.columns);
      places[3 * i] = (block - row * counts.columns) * blockSamples;
      places[3 * i + 1] = (row % counts.rows) * blockRows;
      places[3 * i + 2] = Math.floor(row / counts.rows) * blockPlanes;
    }
    const answers = await kernel.run(samplesOfBlock * blocks.length, places, ...origin, ...spacing);
    for (let i = 0, at = 0; i < blocks.length; i++) {
      for (let c = 0; c < blockPlanes; c++) {
        for (let b = 0; b < blockRows; b++) {
          for (let a = 0; a < blockSamples; a++, at++) {
            const [x, y, z] = [places[3 * i] + a, places[3 * i + 1] + b, places[3 * i + 2] + c];
            if (x >= sizes[0] || y >= sizes[1] || z >= sizes[2]) continue;
            let value = answers[at];
            if (value >= low && value <= high) {
              value = exact(origin[0] + x * spacing[0], origin[1] + y * spacing[1], origin[2] + z * spacing[2]);
              decided++;
            }
            data[x + sizes[0] * (y + sizes[1] * z)] = value;
          }
        }
      }
    }
  }
  return decided;
}

/** Values between these are too near to the iso value for float32. */
function undecided(iso: number, size: number): { readonly low: number; readonly high: number } {
  const width = undecidedShare * Math.max(Math.abs(iso), size) + 1e-30;
  return { low: iso - width, high: iso + width };
}
