import { alongAxes, featureAxes, type NumberRows } from '../geometry/featureAxes';
import { componentPositions } from '../geometry/featureProjection';
import { columnStatistics, explainedVariance, type ColumnStatistics } from '../geometry/featureStatistics';
import type { Attribute } from '../model/attribute';
import type { PointCloud, PositionAttribute } from '../model/pointCloud';
import type { Chart } from './chart';
import type { ReportTable } from './operation';
import { cloudOf } from './selectRows';

/** Blue and orange, which most colour-blind people tell apart (Okabe and Ito, 2008). */
const setColours = [[0, 114, 178], [230, 159, 0]] as const;
const setNames = ['A', 'B'] as const;
/** Points of each set in the chart; all are in the cloud. */
const mostCharted = 1500;

/** Two sets of rows on common axes. */
export interface FeatureComparison {
  readonly table: ReportTable;
  readonly chart: Chart;
  readonly cloud: PointCloud;
}

/**
 * Both sets of finite rows along the principal components of the two together, each set of the same weight: what one of
 * them lacks is seen where only the other has points.
 */
export function compareFeatures(sets: readonly [NumberRows, NumberRows]): FeatureComparison {
  const axes = featureAxes(sets);
  const along = sets.map((set) => alongAxes(set, axes));
  const spreads = along.map((data) => columnStatistics({ count: data.length / 3, columns: 3, data }));
  const pooled = joined(along);
  const shares = explainedVariance(pooled, wholeOf(sets));
  return {
    table: {
      title: 'Principal components of both sets together',
      columns: ['component', 'share of variance', 'mean of A', 'mean of B', 'deviation of A', 'deviation of B'],
      rows: [0, 1, 2].map((axis) => [axis + 1, shares?.[axis] ?? null, ...spreads.map(({ means }) => means[axis]), ...spreads.map(({ deviations }) => deviations[axis])]),
    },
    chart: {
      title: 'Rows along the first two principal components of both sets',
      x: { title: titleOf(0, shares) },
      y: { title: titleOf(1, shares) },
      series: along.map((data, set) => {
        const rows = spreadPlaces(data.length / 3);
        return { kind: 'points', name: setNames[set], x: rows.map((row) => data[3 * row]), y: rows.map((row) => data[3 * row + 1]) };
      }),
    },
    cloud: cloudOfSets(along, pooled),
  };
}

function titleOf(axis: number, shares: readonly number[] | null): string {
  const name = ['First', 'Second'][axis];
  return shares ? `${name} component, ${(100 * shares[axis]).toFixed(1)} % of the variance` : `${name} component`;
}

function spreadPlaces(count: number): number[] {
  const stride = Math.max(1, count / mostCharted);
  return Array.from({ length: Math.min(count, mostCharted) }, (_, place) => Math.floor(place * stride));
}

function joined([first, second]: readonly Float64Array<ArrayBuffer>[]): Float64Array<ArrayBuffer> {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Deviations of all rows of both sets about their common mean, from those of each (Chan, Golub, LeVeque, 1983). */
function wholeOf(sets: readonly [NumberRows, NumberRows]): ColumnStatistics {
  const [a, b] = sets.map(columnStatistics);
  const rows = a.rows + b.rows;
  const means = a.means.map((mean, column) => (a.rows * mean + b.rows * b.means[column]) / rows);
  const deviations = a.deviations.map((deviation, column) => {
    const between = ((a.rows * b.rows) / rows) * (a.means[column] - b.means[column]) ** 2;
    return Math.sqrt(((a.rows - 1) * deviation ** 2 + (b.rows - 1) * b.deviations[column] ** 2 + between) / (rows - 1));
  });
  return { rows, means, deviations };
}

function cloudOfSets(along: readonly Float64Array<ArrayBuffer>[], pooled: Float64Array<ArrayBuffer>): PointCloud {
  const counts = along.map((data) => data.length / 3);
  const count = counts[0] + counts[1];
  const setOf = (row: number): 0 | 1 => (row < counts[0] ? 0 : 1);
  const column = (name: string, type: Attribute['type'], data: Attribute['data']): Attribute => ({ kind: 'values', name, type, components: 1, data });
  const positions: PositionAttribute = { ...componentPositions(pooled), name: 'position', componentNames: ['x', 'y', 'z'] };
  return cloudOf({ count, positions, attributes: [], elements: [], comments: [], bounds: null, notFinite: 0 }, positions, {
    colours: { kind: 'values', name: 'colour', type: 'uint8', components: 3, componentNames: ['red', 'green', 'blue'], data: Uint8Array.from({ length: 3 * count }, (_, at) => setColours[setOf(Math.floor(at / 3))][at % 3]) },
    attributes: [
      column('set', 'uint8', Uint8Array.from({ length: count }, (_, row) => setOf(row))),
      column('row', 'uint32', Uint32Array.from({ length: count }, (_, row) => (row < counts[0] ? row : row - counts[0]))),
    ],
  });
}
