import { CancelledError } from '../model/errors';
import { openBackend, type Backend } from './backend';
import { loadGpuLibrary, type GpuLibrary, type GpuMode } from './gpuLibrary';
import { findRenderer, type Renderer } from './renderer';
import { selfCheck } from './selfCheck';

/** Which device computes, and why that one. */
export interface DeviceChoice {
  readonly kind: GpuMode | 'cpu';
  /** The renderer's own name, or "CPU". */
  readonly name: string;
  /** A graphics processor that is itself made of software. */
  readonly software: boolean;
  /** A sentence without its full stop, for reports and the status bar. */
  readonly reason: string;
}

/** The device in the terms of a report (`DeviceReport` of operations, without the place). */
export interface ReportedDevice {
  readonly kind: 'cpu' | 'gpu';
  readonly name: string;
  readonly reason: string;
}

/** "gpu", "NVIDIA GeForce ... (webgpu)". */
export function describeDevice(choice: DeviceChoice): ReportedDevice {
  if (choice.kind === 'cpu') return { kind: 'cpu', name: choice.name, reason: choice.reason };
  return { kind: 'gpu', name: `${choice.name} (${choice.kind}${choice.software ? ', software' : ''})`, reason: choice.reason };
}

export interface DeviceSettings {
  /** "cpu" never looks for a GPU; "auto" and "gpu" do, and differ in what their caller makes of the choice. */
  readonly device: 'auto' | 'gpu' | 'cpu';
  /** Also takes renderers that are software: for tests, and for who wants to see it work. */
  readonly allowSoftware?: boolean;
  /** What to try, in order: webgpu, then webgl2, unless said otherwise. */
  readonly modes?: readonly GpuMode[];
  /** Milliseconds that a backend's self-check may take; 15,000 unless said otherwise. */
  readonly longestCheck?: number;
  /** Where GPU.js comes from; a test may give one that is broken. */
  readonly loadLibrary?: () => Promise<GpuLibrary>;
  /** Who would draw in a mode, or why none can. */
  readonly findRenderer?: (mode: GpuMode) => Promise<Renderer | string>;
}

/** A backend that passed its check, and what is known of it. */
export interface CheckedDevice {
  readonly backend: Backend;
  readonly choice: DeviceChoice;
  readonly exactDifferences: boolean;
}

export interface DeviceOutcome<Value> {
  readonly value: Value;
  /** Where the value came from. */
  readonly choice: DeviceChoice;
  readonly warnings: readonly string[];
}

export const cpuChoice = (reason: string): DeviceChoice => ({ kind: 'cpu', name: 'CPU', software: false, reason });

const titles: Readonly<Record<GpuMode, string>> = { webgpu: 'WebGPU', webgl2: 'WebGL2' };

/** True in Node, where GPU.js has nothing to run on: its native packages are left out (docs/decisions/0005). */
function isNode(): boolean {
  return typeof process !== 'undefined' && typeof process.versions?.node === 'string' && typeof OffscreenCanvas === 'undefined';
}

async function openChecked(
  mode: GpuMode,
  library: GpuLibrary,
  renderer: Renderer,
  rejected: readonly string[],
  limit?: number,
): Promise<CheckedDevice> {
  const backend = openBackend(mode, library);
  try {
    const { exactDifferences } = await selfCheck(backend, limit);
    const forced = renderer.software ? ', a software renderer, allowed by the setting' : '';
    const reason = [...rejected, `${titles[mode]} passed its self-check${forced}`].join('; ');
    return { backend, exactDifferences, choice: { kind: mode, name: renderer.name, software: renderer.software, reason } };
  } catch (error) {
    await backend.destroy();
    throw error;
  }
}

async function choose(settings: DeviceSettings): Promise<CheckedDevice | DeviceChoice> {
  if (settings.device === 'cpu') return cpuChoice('The setting asks for the CPU');
  if (isNode() && !settings.loadLibrary) return cpuChoice('GPU.js has no GPU in Node');
  const rejected: string[] = [];
  let library: GpuLibrary | undefined;
  for (const mode of settings.modes ?? (['webgpu', 'webgl2'] as const)) {
    const renderer = await (settings.findRenderer ?? findRenderer)(mode);
    if (typeof renderer === 'string') {
      rejected.push(renderer);
      continue;
    }
    if (renderer.software && settings.allowSoftware !== true) {
      rejected.push(`${titles[mode]} is a software renderer (${renderer.name}), slower than plain code`);
      continue;
    }
    try {
      library ??= await (settings.loadLibrary ?? loadGpuLibrary)();
      return await openChecked(mode, library, renderer, rejected, settings.longestCheck);
    } catch (error) {
      rejected.push(`${titles[mode]} on ${renderer.name} was rejected: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return cpuChoice(rejected.join('; '));
}

const isChecked = (found: CheckedDevice | DeviceChoice): found is CheckedDevice => 'backend' in found;

/** A renewed device after the first failure; after the second the CPU has the rest of the session. */
const mostRebuilds = 1;

/**
 * The one GPU of a worker: chosen and checked when first needed, watched in every run, rebuilt once when it fails, and
 * given up when it fails again. Runs wait for each other, since all share one context.
 */
export class GpuSession {
  private found: Promise<CheckedDevice | DeviceChoice> | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private rebuilds = 0;

  constructor(private readonly settings: DeviceSettings) {}

  /** Which device computes, found on the first call. Never fails: without a GPU it is the CPU, with the reason. */
  async choice(): Promise<DeviceChoice> {
    const found = await this.find();
    return isChecked(found) ? found.choice : found;
  }

  /**
   * Runs work on the GPU and, when there is none or anything goes wrong with it, on the CPU instead.
   *
   * @param onGpu may throw GpuFailure, or any error: the answer then comes from `onCpu`, with a warning.
   * @throws CancelledError from either, and whatever `onCpu` throws.
   */
  run<Value>(onGpu: (device: CheckedDevice) => Promise<Value>, onCpu: () => Promise<Value>): Promise<DeviceOutcome<Value>> {
    const turn = this.queue.then(() => this.runNow(onGpu, onCpu));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Gives the context back. The next use looks for a device again. */
  async dispose(): Promise<void> {
    const { found } = this;
    this.found = undefined;
    if (!found) return;
    const device = await found;
    if (isChecked(device)) await device.backend.destroy();
  }

  private find(): Promise<CheckedDevice | DeviceChoice> {
    this.found ??= choose(this.settings);
    return this.found;
  }

  private async runNow<Value>(
    onGpu: (device: CheckedDevice) => Promise<Value>,
    onCpu: () => Promise<Value>,
  ): Promise<DeviceOutcome<Value>> {
    const found = await this.find();
    if (!isChecked(found)) return { value: await onCpu(), choice: found, warnings: [] };
    try {
      return { value: await onGpu(found), choice: found.choice, warnings: [] };
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      const failure = error instanceof Error ? error.message : String(error);
      const what = `The GPU failed (${failure})`;
      await this.replace(found, what);
      return {
        value: await onCpu(),
        choice: cpuChoice(what),
        warnings: [`${what}: ${found.choice.name} was left and the CPU computed this answer.`],
      };
    }
  }

  /** Lets go of a device that failed and, once a session, makes a new one for the next run. */
  private async replace(failed: CheckedDevice, what: string): Promise<void> {
    await failed.backend.destroy();
    if (this.rebuilds < mostRebuilds) {
      this.rebuilds++;
      this.found = undefined;
    } else {
      this.found = Promise.resolve(cpuChoice(`${what} for the second time in this session`));
    }
  }
}
