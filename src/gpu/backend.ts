import { createWebGl2 } from './renderer';
import { property, type GpuArgument, type GpuInput, type GpuInstance, type GpuKernel, type GpuLibrary, type GpuMode } from './gpuLibrary';

/** Something that the graphics processor, its driver or GPU.js did wrong: the answer comes from the CPU instead. */
export class GpuFailure extends Error {
  override readonly name = 'GpuFailure';
}

/** Longest time for one run in milliseconds. A run is made to take about 50; past this the device is taken for dead. */
const longestRun = 20_000;

/** The most iterations that any loop of a kernel makes; loops without this stop at 1,000 and give wrong sums. */
const loopMaxIterations = 16_777_216;

/** A kernel whose answers are checked after every run. */
export interface CheckedKernel {
  /**
   * Runs `length` invocations and gives what each returned.
   *
   * Kernels return their value plus one, or something negative to say that they have none: never 0, which is what a
   * lost context and a draw that was cut off leave behind.
   * @throws GpuFailure when the context is lost, GPU.js fell back to its own CPU code, time ran out, or a value is 0 or
   *   not finite.
   */
  run(length: number, ...parameters: (Float32Array | number)[]): Promise<Float32Array>;
  destroy(): void;
}

/** GPU.js on one backend. At most one is alive in a worker: each holds a context, and browsers kill the oldest of too many. */
export interface Backend {
  readonly mode: GpuMode;
  /**
   * Compiles a kernel, a function's source text in the portable subset (docs/decisions). Arrays among the constants are
   * uploaded once, arrays among the parameters in every run; both together are at most 7.
   */
  createKernel(source: string, constants?: Readonly<Record<string, Float32Array | number>>): CheckedKernel;
  isLost(): boolean;
  /** Makes the device lose its context, as a driver that restarts does: for tests of what follows. */
  loseContext(): void;
  destroy(): Promise<void>;
}

/** Ends a wait that takes too long. The device may still work on it; nobody waits for that. */
export async function withTimeLimit<Value>(work: Promise<Value>, milliseconds: number, what: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new GpuFailure(`${what} did not answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function checkValues(values: unknown, length: number): Float32Array {
  if (!(values instanceof Float32Array)) throw new GpuFailure('a kernel answered something else than float32 values');
  if (values.length !== length) throw new GpuFailure(`a kernel answered ${values.length} values when expected ${length}`);
  for (let index = 0; index < length; index++) {
    const value = values[index];
    if (value === 0) throw new GpuFailure('a kernel answered 0, as a lost context does');
    if (!Number.isFinite(value)) throw new GpuFailure('a kernel answered a value that is not finite');
  }
  return values;
}

class GpuJsBackend implements Backend {
  private readonly kernels = new Set<GpuKernel>();

  constructor(
    readonly mode: GpuMode,
    private readonly library: GpuLibrary,
    private readonly gpu: GpuInstance,
    private readonly context: WebGL2RenderingContext | null,
  ) {}

  createKernel(source: string, constants: Readonly<Record<string, Float32Array | number>> = {}): CheckedKernel {
    const kernel = this.gpu.createKernel(source, {
      output: [1],
      constants: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, this.argument(value)])),
      precision: 'single',
      tactic: 'precision',
      asyncMode: true,
      dynamicOutput: true,
      dynamicArguments: true,
      loopMaxIterations,
    });
    this.kernels.add(kernel);
    return {
      run: (length, ...parameters) => this.run(kernel, length, parameters),
      destroy: () => {
        if (this.kernels.delete(kernel)) kernel.destroy();
      },
    };
  }

  isLost(): boolean {
    if (this.context) return this.context.isContextLost();
    for (const kernel of this.kernels) {
      if (property(kernel.kernel.context, 'isLost') === true) return true;
    }
    return false;
  }

  loseContext(): void {
    if (this.context) {
      this.context.getExtension('WEBGL_lose_context')?.loseContext();
      return;
    }
    for (const kernel of this.kernels) {
      const device = property(kernel.kernel.context, 'device');
      const destroy = property(device, 'destroy');
      if (typeof destroy === 'function') Reflect.apply(destroy, device, []);
    }
  }

  async destroy(): Promise<void> {
    this.kernels.clear();
    try {
      await this.gpu.destroy();
    } catch {
      // What a dead device says to its end helps nobody.
    }
    // The collector may let a context live on for long, and each counts against the browser's limit.
    if (this.context && !this.context.isContextLost()) this.context.getExtension('WEBGL_lose_context')?.loseContext();
  }

  private argument(value: Float32Array | number): GpuInput | number {
    return typeof value === 'number' ? value : new this.library.Input(value, [value.length]);
  }

  private async run(kernel: GpuKernel, length: number, parameters: readonly (Float32Array | number)[]): Promise<Float32Array> {
    let values: unknown;
    try {
      if (this.isLost()) throw new GpuFailure('the context was lost');
      kernel.setOutput([length]);
      const converted: GpuArgument[] = parameters.map((parameter) => this.argument(parameter));
      values = await withTimeLimit(kernel(...converted), longestRun, 'a kernel');
    } catch (error) {
      if (error instanceof GpuFailure) throw error;
      throw new GpuFailure(error instanceof Error ? firstLine(error.message) : String(error), { cause: error });
    }
    if (this.isLost()) throw new GpuFailure('the context was lost');
    const { fallbackReason, constructor } = kernel.kernel;
    if (typeof fallbackReason === 'string') throw new GpuFailure(`GPU.js fell back to its CPU code: ${fallbackReason}`);
    const mode = property(constructor, 'mode');
    if (mode === 'cpu' || mode === 'webasm') throw new GpuFailure(`GPU.js ran in mode ${mode} when asked for ${this.mode}`);
    return checkValues(values, length);
  }
}

const firstLine = (message: string): string => message.split('\n', 1)[0];

/**
 * Starts GPU.js on one backend.
 * @throws GpuFailure when the backend is not there.
 */
export function openBackend(mode: GpuMode, library: GpuLibrary): Backend {
  try {
    if (mode === 'webgpu') return new GpuJsBackend(mode, library, new library.GPU({ mode }), null);
    const made = createWebGl2();
    if (made === null) throw new GpuFailure('WebGL2 is not offered here');
    return new GpuJsBackend(mode, library, new library.GPU({ mode, ...made }), made.context);
  } catch (error) {
    if (error instanceof GpuFailure) throw error;
    throw new GpuFailure(error instanceof Error ? firstLine(error.message) : String(error), { cause: error });
  }
}
