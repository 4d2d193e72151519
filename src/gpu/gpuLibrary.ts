/**
 * The narrow part of GPU.js that kernels here need, with its types: those of the package leave out what is used
 * (`loopMaxIterations`, `Input` over a Float32Array) and allow what gives wrong numbers.
 */

/** The two modes of GPU.js that run on a graphics processor without `unsafe-eval`. */
export type GpuMode = 'webgpu' | 'webgl2';

/** A flat array for a kernel; opaque. */
export interface GpuInput {
  readonly value: unknown;
  readonly size: unknown;
}

/** Everything a kernel's argument can be in the portable subset. */
export type GpuArgument = GpuInput | number;

export interface GpuKernelSettings {
  readonly output: readonly [number];
  readonly constants: Readonly<Record<string, GpuArgument>>;
  readonly precision: 'single';
  readonly tactic: 'precision';
  readonly asyncMode: true;
  readonly dynamicOutput: true;
  readonly dynamicArguments: true;
  readonly loopMaxIterations: number;
}

/** A compiled kernel. Call it with arguments in the order of its source's parameters. */
export interface GpuKernel {
  (...parameters: GpuArgument[]): Promise<unknown>;
  setOutput(output: readonly [number]): unknown;
  destroy(): unknown;
  /** What runs behind the call; another one after GPU.js gave up on the mode that was asked for. */
  readonly kernel: { readonly fallbackReason?: unknown; readonly context?: unknown; readonly constructor: unknown };
}

export interface GpuInstance {
  createKernel(source: string, settings: GpuKernelSettings): GpuKernel;
  destroy(): Promise<void>;
}

export interface GpuInstanceSettings {
  readonly mode: GpuMode;
  readonly canvas?: OffscreenCanvas;
  readonly context?: WebGL2RenderingContext;
}

export interface GpuLibrary {
  readonly GPU: new (settings: GpuInstanceSettings) => GpuInstance;
  readonly Input: new (value: Float32Array, size: readonly [number]) => GpuInput;
}

/** A property of anything, undefined where there is none. */
export function property(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  return Reflect.get(value, name);
}

function isGpuLibrary(value: unknown): value is GpuLibrary {
  return typeof property(value, 'GPU') === 'function' && typeof property(value, 'Input') === 'function';
}

/** Evaluates GPU.js, on the first call only: half a megabyte of code that most sessions never need. */
export async function loadGpuLibrary(): Promise<GpuLibrary> {
  const module: unknown = await import('gpu.js');
  // Bundlers differ in whether the exports of a CommonJS package lie on the namespace or on its default.
  for (const candidate of [module, property(module, 'default')]) {
    if (isGpuLibrary(candidate)) return candidate;
  }
  throw new TypeError('GPU.js has other exports than GPU and Input.');
}
