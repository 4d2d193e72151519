import assert from 'node:assert/strict';
import { describeLines } from '../../../src/compute/describeLines';
import type { AnyAttribute } from '../../../src/model/attribute';
import { OperationError } from '../../../src/model/errors';
import { makeCloud } from '../geometry/clouds';
import { near } from './numbers';
import { cloud, cube, made, measure, mesh } from './pointModels';

const notFinite = [NaN, 0, 0, 0, Infinity, 0];

describe('emd', () => {
  const first = [0, 0, 0, 10, 0, 0, 20, 0, 0];
  const second = [20, 3, 0, 0, 4, 0, 10, 0, 0];

  it('pairs points, writes partners and distances, and lists the longest', async () => {
    const result = await measure('emd', [cloud(first), cloud(second)]);
    near(result.numbers, { emd: 7, lowerBound: 7, relativeGap: 0 }, 1e-12);
    assert.match(result.convention ?? '', /^Sum of unsquared distances over 3 pairs, exact$/);
    const { attributes, count } = made(result);
    assert.equal(count, 3);
    assert.deepEqual(attributes.map(({ name, data }) => [name, Array.from(data, Number)]), [['partner', [1, 2, 0]], ['distance', [4, 0, 3]]]);
    assert.deepEqual(result.tables?.[0].rows, [[0, 1, 4], [2, 0, 3], [1, 2, 0]]);
    const mean = await measure('emd', [cloud(first), cloud(second)], { reduction: 'mean' });
    near(mean.numbers, { emd: 7 / 3, lowerBound: 7 / 3, relativeGap: 0 }, 1e-12);
  });

  it('makes lines of the pairs, the longest first, with both rows and the distance', async () => {
    const result = await measure('emd', [cloud([...notFinite, ...first]), cloud([...second, ...notFinite])]);
    assert.deepEqual(result.models?.map(({ shown }) => shown ?? false), [false, true]);
    const lines = result.models?.[1].model;
    assert.ok(lines?.kind === 'mesh' && lines.edges);
    assert.deepEqual([lines.count, lines.polygons.count, lines.edges.count], [6, 0, 3]);
    assert.deepEqual([...lines.positions.data], [...first, ...second]);
    assert.deepEqual([...lines.edges.indices], [0, 4, 2, 3, 1, 5]);
    const numbers = ({ name, data }: AnyAttribute) => [name, Array.from(data, Number)];
    assert.deepEqual(lines.edges.attributes.map(numbers), [['row_a', [2, 4, 3]], ['row_b', [1, 0, 2]], ['distance', [4, 3, 0]]]);
    assert.deepEqual(lines.attributes.map(numbers), [
      ['distance', [4, 0, 3, 3, 4, 0]],
      ['cloud', [0, 0, 0, 1, 1, 1]],
      ['row', [2, 3, 4, 0, 1, 2]],
    ]);
    assert.deepEqual(describeLines(lines), { count: 3, longestFirst: true });
    assert.deepEqual(describeLines({ ...lines, edges: { ...lines.edges, indices: lines.edges.indices.slice().reverse() } }), { count: 3, longestFirst: false });
    assert.equal(describeLines({ ...lines, polygons: { ...lines.polygons, count: 1 } }), null);
    assert.equal(describeLines({ ...lines, edges: { count: 0, indices: new Uint32Array(0), attributes: [] } }), null);
  });

  it('leaves out what is not finite, and gives rows of the file', async () => {
    const result = await measure('emd', [cloud([...notFinite, ...first]), cloud([...second, ...notFinite])]);
    near(result.numbers, { emd: 7, lowerBound: 7, relativeGap: 0 }, 1e-12);
    assert.equal(result.warnings?.filter((warning) => /2 of 5 points/.test(warning)).length, 2);
    const { attributes, positions } = made(result);
    assert.deepEqual(Array.from(positions.data), first);
    assert.deepEqual(Array.from(attributes[0].data, Number), [1, 2, 0]);
    assert.deepEqual(result.tables?.[0].rows[0], [2, 1, 4]);
  });

  it('refuses unequal counts and names --sample, with which it says what it took', async () => {
    const [small, large] = [cloud(makeCloud('a cube', 40, 1)), cloud(makeCloud('a cube', 100, 2))];
    await assert.rejects(measure('emd', [small, large]), (error) => error instanceof OperationError && /40 in a.ply and 100 in b.ply.*--sample/.test(error.message));
    await assert.rejects(measure('emd', [small, large], { n: 10 }), /needs --sample/);
    await assert.rejects(measure('emd', [small, large], { sample: 'uniform', n: 50 }), /50 points were asked for of 40/);
    for (const method of ['farthest', 'uniform']) {
      const whole = await measure('emd', [small, large], { sample: method });
      assert.match(whole.convention ?? '', new RegExp(`over 40 pairs, exact; 40 .*${method === 'farthest' ? 'farthest' : 'at random'}`));
      const some = await measure('emd', [small, large], { sample: method, n: 25, seed: 4 });
      const { attributes, count } = made(some);
      assert.equal(count, 25);
      assert.equal(new Set(Array.from(attributes[0].data, Number)).size, 25);
    }
    const seeds = await Promise.all([4, 4, 5].map((seed) => measure('emd', [small, large], { sample: 'uniform', n: 25, seed })));
    assert.deepEqual(seeds[0].numbers, seeds[1].numbers);
    assert.notDeepEqual(seeds[0].numbers, seeds[2].numbers);
  });

  it('takes vertices or a sampled surface of meshes', async () => {
    const moved = mesh(cube().positions.data.map((value, at) => value + (at % 3 === 0 ? 2 : 0)), [[0, 2, 3, 1]]);
    near((await measure('emd', [cube(), moved])).numbers, { emd: 16, lowerBound: 16, relativeGap: 0 }, 1e-9);
    const sampled = await measure('emd', [cube(), cube()], { 'sample-surface': 300, seed: 1 });
    near(sampled.numbers, { emd: 0, lowerBound: 0, relativeGap: 0 }, 1e-12);
    assert.equal(made(sampled).count, 300);
  });

  it('says when the time budget ended it', async () => {
    const models = [cloud(makeCloud('a cube', 2000, 1)), cloud(makeCloud('a cube', 2000, 2))];
    const { numbers, warnings, convention } = await measure('emd', models, { 'time-budget': 0 });
    assert.ok(Number(numbers.relativeGap) > 1e-3 && Number(numbers.lowerBound) < Number(numbers.emd));
    assert.match(warnings?.join('\n') ?? '', /time budget of 0 s ended at a proven gap/);
    assert.match(convention ?? '', /% above the least/);
  });
});

describe('frechet', () => {
  it('leaves out rows that are not finite and refuses too few, or other lengths', async () => {
    const values = makeCloud('a cube', 30, 1);
    const whole = await measure('frechet', [cloud(values), cloud(makeCloud('a sphere', 20, 2))]);
    const holed = await measure('frechet', [cloud([...values, ...notFinite]), cloud(makeCloud('a sphere', 20, 2))]);
    assert.deepEqual(holed.numbers, whole.numbers);
    assert.match(holed.warnings?.[0] ?? '', /2 of 32 rows/);
    await assert.rejects(measure('frechet', [cloud([1, 2, 3]), cloud(values)]), OperationError);
    const further = { kind: 'values', name: 'w', type: 'float64', components: 1, data: new Float64Array(30) } as const;
    await assert.rejects(measure('frechet', [cloud(values, [further]), cloud(values)]), OperationError);
  });
});

describe('sensitivity', () => {
  const numbers = (rows: readonly (readonly (string | number | null)[])[], column: number): number[] => rows.map((row) => Number(row[column]));

  it('finds EMD more sensitive to a bias than Chamfer, and both 1 for the baseline', async () => {
    const result = await measure('sensitivity', [cube()], { n: 200, seeds: 3 });
    const rows = result.tables?.[0].rows ?? [];
    assert.deepEqual(rows.map(([a, b]) => `${a} ${b}`), ['uniform uniform', 'uniform farthest', 'uniform biased', 'farthest farthest', 'biased biased']);
    assert.deepEqual([rows[0][2], rows[0][4]], [1, 1]);
    // The biased sampling moves mass along the cube, which EMD pays for; Chamfer hardly does.
    assert.ok(Number(result.numbers.emdRatio) > 1.5 && Number(result.numbers.chamferRatio) < Number(result.numbers.emdRatio));
    assert.ok([3, 5].every((column) => numbers(rows, column).every((value) => value > 0)));
    assert.match(result.convention ?? '', /multiplies Chamfer by [\d.]+ and EMD by [\d.]+: EMD feels it more$/);
    const [chart] = result.charts ?? [];
    assert.deepEqual(chart.series.map(({ name, x, y }) => [name, x.length, y.length]), rows.map(([a, b]) => [`${a} against ${b}`, 3, 3]));
    chart.series.forEach(({ x, y }, index) => {
      for (const [values, column] of [[x, 2], [y, 4]] as const) {
        assert.ok(Math.abs(values.reduce<number>((sum, value) => sum + Number(value), 0) / 3 - Number(rows[index][column])) < 1e-9);
      }
    });
    assert.deepEqual((await measure('sensitivity', [cube()], { n: 200, seeds: 3 })).tables, result.tables);
    assert.notDeepEqual((await measure('sensitivity', [cube()], { n: 200, seeds: 3, seed: 1 })).tables, result.tables);
  });

  it('draws from a dense cloud, and refuses one that is not', async () => {
    const dense = cloud([...makeCloud('a sphere', 3000, 1), ...notFinite]);
    const { numbers: found, warnings } = await measure('sensitivity', [dense], { n: 100, seeds: 2 });
    assert.ok(Number(found.emdRatio) > 1 && Number(found.chamferRatio) > 0.5);
    assert.match(warnings?.[0] ?? '', /not finite/);
    await assert.rejects(measure('sensitivity', [dense], { n: 1501 }), OperationError);
  });
});
