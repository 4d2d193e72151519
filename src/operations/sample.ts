import { farthestPoints } from '../geometry/farthestPointSampling';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { sampleUniformly } from '../geometry/sampling';
import { OperationError } from '../model/errors';
import type { Mesh } from '../model/mesh';
import type { PointCloud } from '../model/pointCloud';
import { cloudInput, drawFromSurface, finitePoints, warningsOf, type CloudInput } from './cloudPoints';
import { cpuDevice } from './cpuDevice';
import type { OperationContext, OperationImplementation, OptionValues } from './operation';
import { flagValue, numberOrNull, numberValue } from './optionValues';
import { selectVertices, tableWarnings } from './selectRows';
import { selectSample, surfaceCloud } from './surfaceCloud';

interface Sampled {
  readonly cloud: PointCloud;
  readonly convention: string;
  readonly warnings: readonly string[];
}

/** Chooses points of a cloud or a mesh; see `sampleDescriptor`. */
export const sample: OperationImplementation = {
  async run([given], options, context) {
    const input = cloudInput(given);
    const { cloud, convention, warnings } = options['method'] === 'uniform' ? sampleAtRandom(input, options) : await sampleFarthest(input, options, context);
    return {
      numbers: { points: cloud.count },
      convention,
      device: cpuDevice(context, 'points are chosen one after the other', 1),
      warnings: [...warnings, ...tableWarnings(input.file, input.model)],
      models: [{ title: `${cloud.count} points of ${input.file}`, model: cloud }],
    };
  },
};

function sampleAtRandom({ file, model }: CloudInput, options: OptionValues): Sampled {
  const count = numberValue(options, 'n');
  const seed = numberValue(options, 'seed');
  const warnings = [...warningsOf({ file, model })];
  if (numberOrNull(options, 'sample-surface') !== null) warnings.push('--sample-surface has no meaning for the uniform method and was not used.');
  if (hasFaces(model) && !flagValue(options, 'vertices')) {
    const cloud = surfaceCloud(model, drawFromSurface(file, model, count, seed));
    return { cloud, convention: `uniformly by area from the surface, seed ${seed}`, warnings };
  }
  demandPoints({ file, model }, count);
  const cloud = selectVertices(model, sampleUniformly(model.positions.data, count, seed));
  const whole = model.kind === 'mesh' ? 'vertices' : 'points';
  return { cloud, convention: `${whole} drawn without replacement, in the order of the file, seed ${seed}`, warnings };
}

async function sampleFarthest(input: CloudInput, options: OptionValues, context: OperationContext): Promise<Sampled> {
  const { file, model } = input;
  const count = numberValue(options, 'n');
  const start = numberValue(options, 'start');
  const among = numberOrNull(options, 'sample-surface');
  if (model.kind === 'mesh' && among !== null) {
    if (flagValue(options, 'vertices')) throw new OperationError('--vertices and --sample-surface exclude each other. Give one of them.');
    if (count > among) throw new OperationError(`-n ${count}: expected at most the ${among} points of --sample-surface. Draw more, or ask for fewer.`);
    const seed = numberValue(options, 'seed');
    const { triangles, sample: drawn } = drawFromSurface(file, model, among, seed);
    const chosen = await farthestRows(file, drawn.positions, count, start, context);
    const cloud = surfaceCloud(model, { triangles, sample: selectSample(drawn, chosen) });
    return { cloud, convention: `farthest points among ${among} drawn by area, seed ${seed}, from number ${start}`, warnings: [] };
  }
  const warnings = [...warningsOf(input)];
  if (among !== null) warnings.push('--sample-surface has no meaning for point clouds and was not used.');
  if (hasFaces(model) && !flagValue(options, 'vertices')) {
    warnings.push(`${file} is a mesh: its vertices were chosen from. --sample-surface N chooses from N points of its surface instead.`);
  }
  demandPoints(input, count);
  const cloud = selectVertices(model, await farthestRows(file, model.positions.data, count, start, context));
  return { cloud, convention: `exact farthest point sequence from row ${start}${model.kind === 'mesh' ? ' among the vertices' : ''}`, warnings };
}

async function farthestRows(file: string, positions: Coordinates, count: number, start: number, context: OperationContext): Promise<Uint32Array<ArrayBuffer>> {
  const rows = positions.length / 3;
  if (start >= rows) throw new OperationError(`--start ${start}: expected a row from 0 to ${rows - 1} of ${file}, found none. Start at another.`);
  if (![0, 1, 2].every((axis) => Number.isFinite(positions[3 * start + axis]))) {
    throw new OperationError(`--start ${start}: expected a finite point of ${file}, found one that is not. Start at another row.`);
  }
  return farthestPoints(positions, count, {
    start,
    signal: context.signal,
    progress: (share) => context.progress(share, 'choosing farthest points'),
  });
}

function hasFaces(model: CloudInput['model']): model is Mesh {
  return model.kind === 'mesh' && model.polygons.count > 0;
}

function demandPoints(input: CloudInput, count: number): void {
  const finite = finitePoints(input);
  if (count <= finite) return;
  const surface = hasFaces(input.model) ? ', or take them from its surface: --sample-surface N' : '';
  throw new OperationError(`${input.file}: expected at least ${count} finite points for -n ${count}, found ${finite}. Ask for fewer${surface}.`);
}
