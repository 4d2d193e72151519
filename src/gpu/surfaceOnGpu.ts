import { blockCounts, blockStates } from '../geometry/isosurface/blocks';
import { marchingCubes, type IsoSurface, type MarchingCubesOptions, type SampledField } from '../geometry/marchingCubes';
import { fieldAt, type FieldProgram } from '../model/fieldProgram';
import type { CheckedDevice, DeviceChoice, GpuSession } from './device';
import { blockStatesOnGpu, evaluateOnGpu } from './fieldBlocks';

export interface SurfaceOnGpu {
  readonly surface: IsoSurface;
  readonly device: DeviceChoice;
  readonly warnings: readonly string[];
  /** What was done where, and how long it took in seconds. */
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
}

/**
 * The surface of a field, with the blocks of samples that it may pass found on the GPU of a session: of a grid's values as they
 * are, or of a formula that the device evaluates. The CPU cuts those blocks, and decides every sign near the iso value. It also does the whole
 * alone afterwards, so that the times stand side by side and the surfaces can be compared. Samples must be finite.
 *
 * @param program what the samples were computed from, x fastest and along the axes, if a formula
 * @throws CancelledError
 */
export async function surfaceOnGpu(field: SampledField, options: MarchingCubesOptions, session: GpuSession, program?: FieldProgram): Promise<SurfaceOnGpu> {
  const signal = options.signal ?? new AbortController().signal;
  const steps: { step: string; seconds: number }[] = [];
  const timed = async <Value>(step: (value: Value) => string, work: () => Promise<Value>): Promise<Value> => {
    const started = performance.now();
    const value = await work();
    steps.push({ step: step(value), seconds: (performance.now() - started) / 1000 });
    return value;
  };
  const sizes = field.axisOrder.map((axis) => field.dimensions[axis]);
  const arraySizes = [sizes[0], sizes[1], sizes[2]] as const;

  const onGpu = async (device: CheckedDevice): Promise<IsoSurface> => {
    const { iso } = options;
    if (program) {
      const { origin, spacing } = field;
      const asked = { program, sizes: arraySizes, origin, spacing };
      const found = await timed(
        ({ active, blocks, decidedOnCpu }) => `GPU: evaluating the formula; ${active} of ${blocks} blocks active, ${decidedOnCpu} signs decided on the CPU`,
        () => evaluateOnGpu(device, asked, iso, (x, y, z) => fieldAt(program, x, y, z), signal),
      );
      return timed(() => 'CPU: cutting the active blocks', () => marchingCubes({ ...field, data: found.data, isFinite: true }, { ...options, blocks: found.states }));
    }
    const states = await timed(
      (found) => `GPU: finding active blocks, ${found.filter((state) => state === blockStates.mixed).length} of ${blockCounts(arraySizes).all}`,
      () => blockStatesOnGpu(device, field.data, arraySizes, iso, signal),
    );
    return timed(() => 'CPU: cutting the active blocks', () => marchingCubes(field, { ...options, blocks: states }));
  };
  const outcome = await session.run(onGpu, async () => {
    steps.length = 0;
    return marchingCubes(field, options);
  });
  const warnings = [...outcome.warnings];
  if (outcome.choice.kind !== 'cpu') {
    const alone = await timed(() => 'CPU alone, for comparison', () => marchingCubes(field, options));
    if (alone.triangles.length !== outcome.value.triangles.length || alone.measures.eulerCharacteristic !== outcome.value.measures.eulerCharacteristic) {
      warnings.push(`The CPU alone finds another surface (${alone.triangles.length / 3} triangles): the numbers here are those with the GPU.`);
    }
  }
  return { surface: outcome.value, device: outcome.choice, warnings, steps };
}
