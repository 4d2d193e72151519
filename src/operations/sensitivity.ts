import { earthMover } from '../geometry/earthMover';
import { farthestPoints } from '../geometry/farthestPointSampling';
import { nearestDistancesBothWays } from '../geometry/nearestDistances';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { Random } from '../geometry/random';
import { finiteRows, sampleSurface, sampleUniformly } from '../geometry/sampling';
import { principalAxes } from '../geometry/statistics';
import { triangulate } from '../geometry/triangulation';
import { CancelledError, OperationError } from '../model/errors';
import type { Chart } from './chart';
import { cloudInput, type CloudInput } from './cloudPoints';
import { cpuDevice } from './cpuDevice';
import type { OperationContext, OperationImplementation, ReportTable } from './operation';
import { numberValue } from './optionValues';
import { threadsFor } from './threadsFor';

/** How strongly the biased sampling prefers its end: exp(-3 t). */
const biasStrength = 3;
/** Points that farthest ones of a mesh are chosen among, and biased ones accepted from, as multiples of n. */
const reserve = 10;

/** Draws clouds of n points from one surface. */
interface SurfaceSampler {
  uniform(count: number, seed: number): Coordinates;
  /** What farthest and biased points are chosen among. */
  dense(count: number, seed: number): Coordinates;
}

type SamplingName = 'uniform' | 'farthest' | 'biased';
const pairs: readonly (readonly [SamplingName, SamplingName])[] = [
  ['uniform', 'uniform'],
  ['uniform', 'farthest'],
  ['uniform', 'biased'],
  ['farthest', 'farthest'],
  ['biased', 'biased'],
];

/** Chamfer and EMD of pairs of samplings; see `sensitivityDescriptor`. */
export const sensitivity: OperationImplementation = {
  async run([given], options, context) {
    const input = cloudInput(given);
    const count = numberValue(options, 'n');
    const seeds = numberValue(options, 'seeds');
    const sampler = samplerOf(input, count);
    const random = new Random(numberValue(options, 'seed'));
    const measured = pairs.map(() => ({ chamfer: [] as number[], emd: [] as number[] }));
    for (let draw = 0; draw < seeds; draw++) {
      const first = await drawAll(sampler, count, random, context);
      const second = await drawAll(sampler, count, random, context);
      for (const [index, [a, b]] of pairs.entries()) {
        if (context.signal.aborted) throw new CancelledError();
        context.progress((draw + index / pairs.length) / seeds, `draw ${draw + 1} of ${seeds}: ${a} against ${b}`);
        const { chamfer, emd } = await measure(first[a], second[b], context);
        measured[index].chamfer.push(chamfer);
        measured[index].emd.push(emd);
      }
    }
    const [baseline] = measured;
    const chamferBase = mean(baseline.chamfer);
    const emdBase = mean(baseline.emd);
    const ratio = (value: number, base: number): number | null => (base > 0 ? value / base : null);
    const biased = measured[pairs.findIndex(([a, b]) => a === 'uniform' && b === 'biased')];
    const warnings = chamferBase > 0 && emdBase > 0 ? [] : ['The ratios have no value: two uniform samplings do not differ at all.'];
    return {
      numbers: { chamferRatio: ratio(mean(biased.chamfer), chamferBase), emdRatio: ratio(mean(biased.emd), emdBase) },
      convention: `${count} points a sampling, ${seeds} draws from seed ${numberValue(options, 'seed')}, ${describeSurface(input)}${finding(biased, baseline)}`,
      tables: [tableOf(measured, chamferBase, emdBase, ratio)],
      charts: chamferBase > 0 && emdBase > 0 ? [chartOf(measured, chamferBase, emdBase)] : [],
      device: cpuDevice(context, 'pairings and samplings are made on the CPU', threadsFor(count, context).threads),
      warnings: [...warnings, ...leftOut(input)],
    };
  },
};

/** What was measured of one pair of samplings, a value a draw. */
interface Measured {
  readonly chamfer: readonly number[];
  readonly emd: readonly number[];
}

/** What a bias does to both, in words, whichever way it goes; a difference within two spreads is none. */
function finding(biased: Measured, baseline: Measured): string {
  const chamfer = mean(biased.chamfer) / mean(baseline.chamfer);
  const emd = mean(biased.emd) / mean(baseline.emd);
  if (!Number.isFinite(chamfer) || !Number.isFinite(emd)) return '';
  const noise = 2 * Math.hypot(spread(biased.chamfer) / mean(baseline.chamfer), spread(biased.emd) / mean(baseline.emd));
  const comparison = Math.abs(emd - chamfer) <= noise ? 'within the spread of each other' : emd > chamfer ? 'EMD feels it more' : 'Chamfer feels it more';
  return `. A bias to one end multiplies Chamfer by ${chamfer.toPrecision(3)} and EMD by ${emd.toPrecision(3)}: ${comparison}`;
}

/** Each draw of each pair by both ratios, so that the spread is seen and what only one of them feels. */
function chartOf(measured: readonly Measured[], chamferBase: number, emdBase: number): Chart {
  return {
    title: 'What a change of sampling does to Chamfer and to EMD, each draw',
    x: { title: 'Chamfer ratio' },
    y: { title: 'EMD ratio' },
    series: pairs.map(([a, b], index) => ({
      kind: 'points',
      name: `${a} against ${b}`,
      x: measured[index].chamfer.map((value) => value / chamferBase),
      y: measured[index].emd.map((value) => value / emdBase),
    })),
    marks: [{ x: 1, text: 'baseline' }, { y: 1, text: 'baseline' }],
  };
}

type Ratio = (value: number, base: number) => number | null;

function tableOf(measured: readonly Measured[], chamferBase: number, emdBase: number, ratio: Ratio): ReportTable {
  return {
    title: 'Pairs of samplings, as ratios to uniform against uniform',
    columns: ['first', 'second', 'Chamfer ratio', 'Chamfer spread', 'EMD ratio', 'EMD spread', 'Chamfer', 'EMD'],
    rows: pairs.map(([a, b], index) => {
      const { chamfer, emd } = measured[index];
      return [a, b, ratio(mean(chamfer), chamferBase), ratio(spread(chamfer), chamferBase), ratio(mean(emd), emdBase), ratio(spread(emd), emdBase), mean(chamfer), mean(emd)];
    }),
  };
}

function describeSurface({ model }: CloudInput): string {
  return model.kind === 'mesh' && model.polygons.count > 0 ? 'drawn from the surface by area' : 'drawn from the points without replacement';
}

function leftOut({ file, model }: CloudInput): string[] {
  return model.notFinite > 0 ? [`${file}: ${model.notFinite} of ${model.count} points are not finite and were left out.`] : [];
}

/** @throws OperationError when a cloud has fewer than twice the points wanted, since two samplings would be nearly the same */
function samplerOf({ file, model }: CloudInput, count: number): SurfaceSampler {
  const { data } = model.positions;
  if (model.kind === 'mesh' && model.polygons.count > 0) {
    const { indices } = triangulate(data, model.polygons, { allFinite: model.notFinite === 0 });
    const draw = (points: number, seed: number): Coordinates => sampleSurface(data, indices, points, seed).positions;
    return { uniform: draw, dense: (points, seed) => draw(reserve * points, seed) };
  }
  const rows = finiteRows(data);
  if (rows.length < 2 * count) {
    throw new OperationError(`${file}: expected at least ${2 * count} finite points to draw ${count} from, found ${rows.length}. Ask for fewer with -n, or take a mesh.`);
  }
  const finite = pick(data, rows);
  return { uniform: (points, seed) => pick(data, sampleUniformly(data, points, seed)), dense: () => finite };
}

async function drawAll(sampler: SurfaceSampler, count: number, random: Random, context: OperationContext): Promise<Record<SamplingName, Coordinates>> {
  const uniform = sampler.uniform(count, random.uint32());
  const dense = sampler.dense(count, random.uint32());
  const start = random.integer(dense.length / 3);
  const farthest = pick(dense, await farthestPoints(dense, count, { start, signal: context.signal }));
  return { uniform, farthest, biased: pick(dense, biasedRows(dense, count, random)) };
}

/**
 * Rows drawn without replacement in proportion to exp(-3 t), t along the widest principal axis: those of the largest
 * keys u^(1/w) (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006), here by their logarithms.
 */
function biasedRows(positions: Coordinates, count: number, random: Random): Uint32Array<ArrayBuffer> {
  const axis = principalAxes(positions)?.axes[0] ?? [1, 0, 0];
  const along = Float64Array.from({ length: positions.length / 3 }, (_, row) => positions[3 * row] * axis[0] + positions[3 * row + 1] * axis[1] + positions[3 * row + 2] * axis[2]);
  let least = Infinity;
  let largest = -Infinity;
  for (const value of along) {
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  const extent = largest > least ? largest - least : 1;
  const keys = along.map((value) => Math.log(1 - random.uniform()) * Math.exp((biasStrength * (value - least)) / extent));
  return Uint32Array.from(keys, (_, row) => row)
    .sort((i, j) => keys[j] - keys[i] || i - j)
    .slice(0, count);
}

function pick(positions: Coordinates, rows: Uint32Array<ArrayBufferLike>): Coordinates {
  const picked = positions instanceof Float32Array ? new Float32Array(3 * rows.length) : new Float64Array(3 * rows.length);
  for (let i = 0; i < rows.length; i++) {
    for (let axis = 0; axis < 3; axis++) picked[3 * i + axis] = positions[3 * rows[i] + axis];
  }
  return picked;
}

async function measure(first: Coordinates, second: Coordinates, context: OperationContext) {
  const parallel = threadsFor(first.length / 3, context);
  const { forward, backward } = await nearestDistancesBothWays(first, second, { parallel, signal: context.signal, distances: false });
  const { total } = await earthMover(first, second, { parallel, signal: context.signal });
  return { chamfer: forward.sum + backward.sum, emd: total };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation. */
function spread(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
