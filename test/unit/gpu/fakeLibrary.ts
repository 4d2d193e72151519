import vm from 'node:vm';
import type { GpuArgument, GpuKernel, GpuKernelSettings, GpuLibrary } from '../../../src/gpu/gpuLibrary';
import type { Renderer } from '../../../src/gpu/renderer';

type Numbers = Float32Array | number;
type KernelFunction = (this: { thread: { x: number }; constants: Record<string, Numbers> }, ...parameters: Numbers[]) => number;

function isKernelFunction(value: unknown): value is KernelFunction {
  return typeof value === 'function';
}

/** What a test does to the answer of a run: null runs it as it is. */
export type Spoil = (run: number, values: Float32Array) => Float32Array | Promise<Float32Array>;

export interface FakeLibrary {
  readonly library: GpuLibrary;
  /** Runs of all kernels so far. */
  runs(): number;
  /** Instances made and destroyed so far. */
  instances(): { readonly made: number; readonly destroyed: number };
  /** Arguments of the last run that were arrays. */
  mostArrays(): number;
}

/**
 * GPU.js replaced by plain JavaScript that runs the very texts of the kernels, in float64 over float32 arrays: what the
 * logic around and within kernels does can be tested where there is no GPU.
 */
export function fakeLibrary(spoil: Spoil = (_run, values) => values, mode = 'webgpu'): FakeLibrary {
  let runs = 0;
  let made = 0;
  let destroyed = 0;
  let mostArrays = 0;
  class FakeInput {
    constructor(
      readonly value: Float32Array,
      readonly size: readonly [number],
    ) {
      if (value.length !== size[0]) throw new RangeError(`Input size ${value.length} does not match ${size[0]}`);
    }
  }
  const unwrap = (argument: GpuArgument): Numbers => {
    if (typeof argument === 'number') return Math.fround(argument);
    if (argument instanceof FakeInput) return argument.value;
    throw new TypeError('A kernel takes numbers and inputs.');
  };
  const createKernel = (source: string, settings: GpuKernelSettings): GpuKernel => {
    const run: unknown = vm.runInThisContext(`(${source})`);
    if (!isKernelFunction(run)) throw new TypeError('A kernel is the text of a function.');
    const constants = Object.fromEntries(Object.entries(settings.constants).map(([name, value]) => [name, unwrap(value)]));
    let length = settings.output[0];
    const call = async (...parameters: GpuArgument[]): Promise<unknown> => {
      const numbers = parameters.map(unwrap);
      mostArrays = Math.max(mostArrays, [...numbers, ...Object.values(constants)].filter((value) => typeof value !== 'number').length);
      const values = Float32Array.from({ length }, (_, x) => run.call({ thread: { x }, constants }, ...numbers));
      return spoil(runs++, values);
    };
    return Object.assign(call, {
      setOutput: (output: readonly [number]) => {
        length = output[0];
      },
      destroy: () => undefined,
      kernel: { fallbackReason: null, context: { isLost: false }, constructor: { mode } },
    });
  };
  const library: GpuLibrary = {
    Input: FakeInput,
    GPU: class {
      constructor() {
        made++;
      }
      createKernel = createKernel;
      destroy(): Promise<void> {
        destroyed++;
        return Promise.resolve();
      }
    },
  };
  return { library, runs: () => runs, instances: () => ({ made, destroyed }), mostArrays: () => mostArrays };
}

export const hardware = (name: string): (() => Promise<Renderer | string>) => () => Promise.resolve({ name, software: false });
