import { type AffineTransform, transformBounds } from '../geometry/affineTransform';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { sampleUniformly } from '../geometry/sampling';
import { OperationError } from '../model/errors';
import type { Mesh } from '../model/mesh';
import { isGridModel } from '../model/model';
import { attributesTable } from './attributeChanges';
import { type Alignment, findAlignment, movedModel, movedPositions, residualOf, transformTable } from './alignment';
import { alignMethods } from './alignOptions';
import { cloudInput, finitePoints, warningsOf, type CloudInput } from './cloudPoints';
import { compareGrids } from './compareGrids';
import { boundsTable, directionsTable, worstTable } from './compareTables';
import { type DirectionSummary, summariseDirection } from './directionSummary';
import { attributeWarnings, surfaceOf, toSurface, withDistances } from './distances';
import { findNearest, findNearestBothWays, type SearchedOn } from './nearest';
import { differencesTable, nearestDifferences, type Differences } from './nearestDifferences';
import type { OperationContext, OperationImplementation, OperationInput, OperationResult, OptionValues } from './operation';
import { flagValue, numberOrNull, numberValue } from './optionValues';
import { pairedDisplacement } from './pairedDisplacement';
import { selectVertices } from './selectRows';

/** One of the two, as it is measured. */
interface Side {
  readonly input: CloudInput;
  /** 3 a measured point: the file's rows, moved where the compared is aligned, or those drawn. */
  readonly positions: Coordinates;
  /** The file's row of each measured point; null where all are measured. */
  readonly rows: Uint32Array<ArrayBuffer> | null;
  /** What the other is measured to; null for points. */
  readonly surface: Mesh | null;
}

interface Measured extends SearchedOn {
  readonly forward: DirectionSummary;
  readonly backward: DirectionSummary;
}

const forwardTitle = 'Distance from compared to reference';
const backwardTitle = 'Distance from reference to compared';

/** How two clouds, meshes or grids differ; see `compareDescriptor`. */
export const compare: OperationImplementation = {
  async run(inputs, options, context) {
    if (areGrids(inputs)) return compareGrids(inputs, options, context);
    const [compared, reference] = inputs.map(cloudInput);
    for (const input of [compared, reference]) finitePoints(input);
    const threshold = numberOrNull(options, 'threshold');
    const aligned = await alignment(compared, reference, options, partOf(context, 0, 0.3));
    const measuring = partOf(context, aligned ? 0.3 : 0, flagValue(options, 'split') ? 0.7 : 1);
    const sides = [sideOf(compared, options, aligned?.transform ?? null), sideOf(reference, options, null)] as const;
    const { forward, backward, ...found } = await measure(...sides, threshold, measuring);
    const split = flagValue(options, 'split')
      ? await nearestDifferences(sides[0].positions, sides[1].positions, sides[1].surface, partOf(context, 0.7, 1))
      : null;
    return {
      ...result(sides, forward, backward, aligned, split),
      numbers: numbersOf(sides, forward, backward, aligned, options),
      convention: conventionOf(sides, forward, aligned),
      device: found.device,
      warnings: [...new Set([...warningsOf(compared), ...warningsOf(reference), ...(aligned?.warnings ?? []), ...found.warnings, ...attributeWarnings(compared), ...sampleWarnings(sides)])],
    };
  },
};

/** @throws OperationError for one grid and one cloud or mesh, and what can be done about it */
function areGrids([compared, reference]: readonly OperationInput[]): boolean {
  const isGrid = isGridModel(compared.model);
  if (isGrid === isGridModel(reference.model)) return isGrid;
  const [grid, other] = isGrid ? [compared, reference] : [reference, compared];
  throw new OperationError(
    `${other.file}: expected a grid as ${grid.file} is one, found ${other.model.kind === 'mesh' ? 'a mesh' : 'a point cloud'}. Make a grid of it with voxelize, or a mesh of the grid with convert or marching-cubes.`,
  );
}

function partOf(context: OperationContext, from: number, to: number): OperationContext {
  return { ...context, progress: (share, activity) => context.progress(from + (to - from) * share, activity) };
}

async function alignment(compared: CloudInput, reference: CloudInput, options: OptionValues, context: OperationContext): Promise<Alignment | null> {
  const method = alignMethods.find((candidate) => candidate === options['align']);
  if (!method) return null;
  const choice = { method, trim: numberValue(options, 'trim'), seed: numberValue(options, 'seed') };
  return findAlignment(compared.model.positions.data, reference.model.positions.data, choice, context);
}

function sideOf(input: CloudInput, options: OptionValues, transform: AffineTransform | null): Side {
  const { model } = input;
  const whole = transform ? movedPositions(model.positions.data, transform) : model.positions.data;
  const surface = surfaceOf(input, options);
  const moved = surface && transform ? { ...surface, positions: { ...surface.positions, data: whole } } : surface;
  const most = numberOrNull(options, 'sample');
  const finite = model.count - model.notFinite;
  if (most === null || most >= finite) return { input, positions: whole, rows: null, surface: moved };
  const rows = sampleUniformly(whole, most, numberValue(options, 'seed'));
  const positions = new Float64Array(3 * rows.length);
  rows.forEach((row, at) => {
    for (let axis = 0; axis < 3; axis++) positions[3 * at + axis] = whole[3 * row + axis];
  });
  return { input, positions, rows, surface: moved };
}

async function measure(compared: Side, reference: Side, threshold: number | null, context: OperationContext): Promise<Measured> {
  if (!compared.surface && !reference.surface) {
    return findNearestBothWays(compared.positions, reference.positions, context, ({ distances, sum }, direction) => {
      if (!distances) throw new TypeError('Distances were not asked for.');
      return summariseDirection(direction === 'forward' ? forwardTitle : backwardTitle, distances, false, threshold, sum);
    });
  }
  const forward = await measureTo(compared, reference, partOf(context, 0, 0.5));
  const backward = await measureTo(reference, compared, partOf(context, 0.5, 1));
  return {
    forward: summariseDirection(forwardTitle, forward.distances, forward.signed, threshold),
    backward: summariseDirection(backwardTitle, backward.distances, backward.signed, threshold),
    device: forward.device,
    warnings: [...forward.warnings, ...backward.warnings],
  };
}

async function measureTo(from: Side, to: Side, context: OperationContext) {
  if (to.surface) return toSurface(from.positions, to.surface, to.input, 'whereClosed', context);
  const { neighbours, device, warnings } = await findNearest(from.positions, to.positions, context);
  if (!neighbours.distances) throw new TypeError('Distances were not asked for.');
  return { distances: neighbours.distances, signed: false, device, warnings };
}

function numbersOf([compared, reference]: readonly [Side, Side], forward: DirectionSummary, backward: DirectionSummary, aligned: Alignment | null, options: OptionValues): Record<string, number> {
  const { trim } = options;
  const precision = forward.closer === null ? null : forward.closer / forward.count;
  const recall = backward.closer === null ? null : backward.closer / backward.count;
  const paired = compared.rows || reference.rows ? null : pairedDisplacement(compared.positions, reference.positions, diagonalOf(reference));
  const residual = (): number =>
    residualOf(Float64Array.from(forward.distances).filter((distance) => !Number.isNaN(distance)), options['align'] === 'icp' && typeof trim === 'number' ? trim : 0);
  return {
    chamfer: forward.sum + backward.sum,
    forward: forward.sum,
    backward: backward.sum,
    hausdorff: Math.max(forward.maximum, backward.maximum),
    hausdorff95: Math.max(forward.p95, backward.p95),
    mean: forward.mean,
    max: forward.maximum,
    rms: forward.rms,
    p50: forward.p50,
    p90: forward.p90,
    p95: forward.p95,
    p99: forward.p99,
    ...(precision !== null && recall !== null ? { fscore: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0, precision, recall } : {}),
    ...(paired ? { pairedMoved: paired.moved, pairedMean: paired.mean, pairedMax: paired.maximum } : {}),
    ...(aligned ? { rmse: residual(), iterations: aligned.iterations } : {}),
  };
}

function diagonalOf({ input: { model } }: Side): number {
  if (!model.bounds) return 0;
  const { min, max } = model.bounds;
  return Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
}

/** Everything besides the numbers and who computed them. */
function result(
  [compared, reference]: readonly [Side, Side],
  forward: DirectionSummary,
  backward: DirectionSummary,
  aligned: Alignment | null,
  split: Differences | null,
): Pick<OperationResult, 'tables' | 'histograms' | 'columns' | 'models'> {
  const { model } = compared.input;
  const movedBounds = aligned && model.bounds ? transformBounds(aligned.transform, model.bounds) : null;
  const moved = aligned ? movedModel(compared.input, aligned.transform) : model;
  return {
    tables: [
      boundsTable(compared.input, reference.input, movedBounds),
      attributesTable(model, reference.input.model),
      directionsTable(forward, backward),
      ...(aligned ? [transformTable(aligned.transform)] : []),
      ...(split ? [differencesTable(split)] : []),
      worstTable('Worst compared points', compared.input, forward.worst, compared.rows),
      worstTable('Worst reference points', reference.input, backward.worst, reference.rows),
    ],
    histograms: [forward.histogram, backward.histogram].filter((histogram) => histogram !== null),
    columns: [
      { input: 0, name: 'distance', data: inFileOrder(new Float32Array(forward.distances), compared) },
      { input: 1, name: 'distance', data: inFileOrder(new Float32Array(backward.distances), reference) },
      ...(split ?? []).map((data, axis) => ({ input: 0, name: `difference ${'xyz'[axis]}`, data: inFileOrder(data, compared) })),
    ],
    models: [
      {
        title: `${compared.input.file}: distance to ${reference.input.file}`,
        model: withDistances(compared.rows ? selectVertices(moved, compared.rows) : moved, forward.distances),
      },
    ],
  };
}

/** A value for each row of the file; NaN for those that were not drawn. */
function inFileOrder(values: Float32Array<ArrayBuffer>, { input: { model }, rows }: Side): Float32Array<ArrayBuffer> {
  if (!rows) return values;
  const all = new Float32Array(model.count).fill(NaN);
  rows.forEach((row, at) => {
    all[row] = values[at];
  });
  return all;
}

function conventionOf([, reference]: readonly [Side, Side], forward: DirectionSummary, aligned: Alignment | null): string {
  const target = reference.surface ? "to the reference's surface" : reference.input.model.kind === 'mesh' ? "to the reference's vertices" : 'to the nearest reference point';
  return `${aligned ? aligned.meaning : 'both as they are, nothing moved'}; ${target}${forward.signed ? ', negative inside' : ''}`;
}

function sampleWarnings(sides: readonly Side[]): string[] {
  return sides.flatMap(({ input, rows }) =>
    rows ? [`${input.file}: ${rows.length} of ${input.model.count} points were drawn and measured; all numbers are of this sample.`] : [],
  );
}
