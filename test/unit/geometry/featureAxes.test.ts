import assert from 'node:assert/strict';
import { alongAxes, featureAxes, type NumberRows } from '../../../src/geometry/featureAxes';
import { projectFeatures } from '../../../src/geometry/featureProjection';
import { columnStatistics, explainedVariance } from '../../../src/geometry/featureStatistics';
import { Random } from '../../../src/geometry/random';
import { describeFeatures } from '../../../src/compute/describeFeatures';
import type { FeatureSet } from '../../../src/model/featureSet';
import { compareFeatures } from '../../../src/operations/featureComparison';

const columns = 12;

/** Rows that vary by 9, 4 and 1 along three known directions and by 0.01 along all, about an offset. */
function rowsOf(count: number, seed: number, mode: (row: number) => number = () => 0): NumberRows & { readonly data: Float64Array<ArrayBuffer> } {
  const random = new Random(seed);
  const uniform = (deviation: number): number => deviation * Math.sqrt(12) * (random.uniform() - 0.5);
  const data = new Float64Array(count * columns);
  for (let row = 0; row < count; row++) {
    const along = [uniform(9) + mode(row), uniform(4), uniform(1)];
    for (let column = 0; column < columns; column++) {
      const direction = [column < 4 ? 0.5 : 0, column >= 4 && column < 8 ? 0.5 : 0, column >= 8 ? 0.5 : 0];
      data[row * columns + column] = 100 + direction.reduce((sum, value, axis) => sum + value * along[axis], 0) + uniform(0.01);
    }
  }
  return { count, columns, data };
}

const setOf = ({ count, data }: NumberRows, notFinite = 0): FeatureSet => ({
  kind: 'featureSet', count, dimensions: columns, notFinite, comments: [], values: { kind: 'values', name: 'feature', type: 'float64', components: columns, data },
});

describe('the axes of features', () => {
  it('are the directions of largest variance, with what they explain', () => {
    const rows = rowsOf(6000, 1);
    const axes = featureAxes([rows]);
    for (let axis = 0; axis < 3; axis++) {
      const direction = axes.directions.subarray(axis * columns, (axis + 1) * columns);
      const expected = direction.reduce((sum, value, column) => sum + value * (Math.floor(column / 4) === axis ? 0.5 : 0), 0);
      assert.ok(expected > 0.995, `axis ${axis}: ${expected}`);
    }
    const positions = alongAxes(rows, axes);
    const shares = explainedVariance(positions, columnStatistics(rows));
    assert.ok(shares);
    [81, 16, 1].forEach((variance, axis) => assert.ok(Math.abs(shares[axis] - variance / 98) < 0.01, `${shares.join(', ')}`));
    assert.deepEqual(featureAxes([rows]), axes);
  });

  it('leave out rows that are not finite, and are zero where nothing varies', () => {
    const rows = rowsOf(200, 2);
    rows.data[5 * columns + 3] = NaN;
    rows.data[9 * columns] = Infinity;
    const cloud = projectFeatures(setOf(rows, 2));
    const missing = Array.from({ length: 200 }, (_, row) => row).filter((row) => Number.isNaN(cloud.positions.data[3 * row]));
    assert.deepEqual([missing, cloud.notFinite], [[5, 9], 2]);
    assert.ok(cloud.bounds && cloud.bounds.max[0] > 10);
    const same = setOf({ count: 4, columns, data: new Float64Array(4 * columns).fill(3) });
    const flat = projectFeatures(same);
    assert.ok(flat.positions.data.every((value) => value === 0));
    assert.deepEqual(describeFeatures(same, flat), {
      rows: 4, dimensions: columns, notFinite: 0, constant: columns, explained: null,
      means: { min: 3, median: 3, max: 3 }, deviations: { min: 0, median: 0, max: 0 },
    });
    const none = setOf({ count: 0, columns, data: new Float64Array(0) });
    assert.deepEqual([describeFeatures(none, projectFeatures(none)).means, projectFeatures(none).bounds], [null, null]);
  });

  it('have the means and deviations of the columns, as by their definition', () => {
    const rows = rowsOf(300, 3);
    const { means, deviations } = columnStatistics(rows);
    for (let column = 0; column < columns; column++) {
      const values = Array.from({ length: 300 }, (_, row) => rows.data[row * columns + column]);
      const mean = values.reduce((sum, value) => sum + value, 0) / 300;
      assert.ok(Math.abs(means[column] - mean) < 1e-11);
      assert.ok(Math.abs(deviations[column] - Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 299)) < 1e-11);
    }
  });
});

describe('two feature sets on common axes', () => {
  it('show the mode that one of them lacks', () => {
    // A has two modes, 40 apart; B has one of them alone.
    const a = rowsOf(800, 4, (row) => (row % 2 === 0 ? -20 : 20));
    const b = rowsOf(500, 5, () => -20);
    const { table, chart, cloud } = compareFeatures([a, b]);
    assert.equal(cloud.count, 1300);
    const first = (from: number, to: number): number[] => Array.from(cloud.positions.data).filter((_, at) => at % 3 === 0 && at >= 3 * from && at < 3 * to);
    const upper = (values: number[]): number => values.filter((value) => value > Math.max(...first(800, 1300))).length / values.length;
    assert.ok(upper(first(0, 800)) > 0.35, `${upper(first(0, 800))}`);
    const [set, row] = cloud.attributes;
    assert.deepEqual([...set.data].map(Number), [...new Array<number>(800).fill(0), ...new Array<number>(500).fill(1)]);
    assert.deepEqual([Number(row.data[799]), Number(row.data[800])], [799, 0]);
    assert.deepEqual([...(cloud.colours?.data.slice(0, 3) ?? [])], [0, 114, 178]);
    assert.deepEqual(chart.series.map(({ name, x }) => [name, x.length]), [['A', 800], ['B', 500]]);
    assert.ok(Math.abs(Number(table.rows[0][2]) - Number(table.rows[0][3])) > 15, 'means apart along the first component');
    // The share of the variance, from all rows put together.
    const data = new Float64Array(1300 * columns);
    data.set(a.data);
    data.set(b.data, a.data.length);
    const shares = explainedVariance(Float64Array.from(cloud.positions.data), columnStatistics({ count: 1300, columns, data }));
    assert.ok(Math.abs(Number(table.rows[0][1]) - Number(shares?.[0])) < 1e-9);
  });
});
