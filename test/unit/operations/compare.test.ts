import assert from 'node:assert/strict';
import { OperationError } from '../../../src/model/errors';
import type { OperationResult, ReportTable } from '../../../src/operations/operation';
import { bruteForceDistances, makeCloud, sprinkle } from '../geometry/clouds';
import { plainChamfer, plainFscore, plainHausdorff } from './plainMetrics';
import { near } from './numbers';
import { cloud, cube, made, measure, mesh } from './pointModels';

const table = ({ tables }: OperationResult, title: string): ReportTable => {
  const found = tables?.find((candidate) => candidate.title === title);
  assert.ok(found, `There is no table ${title}.`);
  return found;
};

const column = ({ columns }: OperationResult, input: number, name = 'distance'): Float32Array => {
  const found = columns?.find((candidate) => candidate.input === input && candidate.name === name);
  assert.ok(found);
  return found.data;
};

const { hausdorff: hausdorffNames, chamfer: chamferNames } = {
  hausdorff: ['hausdorff', 'hausdorff95', 'p50', 'p90', 'p95', 'p99'],
  chamfer: ['chamfer', 'forward', 'backward'],
};

function pick(numbers: Readonly<Record<string, number | null>>, names: readonly string[]): Record<string, number | null> {
  return Object.fromEntries(names.map((name) => [name, numbers[name]]));
}

describe('compare', () => {
  it('has the numbers of the operations of their own, and of the definitions', async () => {
    const a = new Float32Array(makeCloud('a cube', 500, 41));
    const b = new Float64Array(makeCloud('a cube', 400, 42));
    sprinkle(a, 43);
    sprinkle(b, 44);
    const models = [cloud(a), cloud(b)];
    const result = await measure('compare', models, { threshold: 0.05 });
    for (const operation of ['chamfer', 'hausdorff', 'fscore', 'distances']) {
      const { numbers } = await measure(operation, models, operation === 'fscore' ? { threshold: 0.05 } : {});
      const names = Object.keys(numbers).filter((name) => operation !== 'hausdorff' || !chamferNames.includes(name));
      near(pick(result.numbers, names), pick(numbers, names), 1e-12);
    }
    near(pick(result.numbers, chamferNames), plainChamfer(a, b), 1e-12);
    near(pick(result.numbers, hausdorffNames), pick(plainHausdorff(a, b), hausdorffNames), 1e-12);
    near(pick(result.numbers, ['fscore', 'precision', 'recall']), plainFscore(a, b, 0.05), 1e-12);
    assert.deepEqual(column(result, 0), new Float32Array(bruteForceDistances(a, b)));
    assert.deepEqual(column(result, 1), new Float32Array(bruteForceDistances(b, a)));
  });

  it('measures to closed surfaces with a sign, to open ones without', async () => {
    const points = cloud([0.5, 0.5, 0.5, 2, 0.5, 0.5, NaN, 0, 0]);
    const closed = await measure('compare', [points, cube()]);
    assert.deepEqual(column(closed, 0), Float32Array.of(-0.5, 1, NaN));
    assert.match(closed.convention ?? '', /as they are.*surface, negative inside/);
    near(pick(closed.numbers, ['mean', 'max', 'rms']), (await measure('distances', [points, cube()], { signed: true })).numbers, 1e-12);
    const sheet = mesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [[0, 1, 2]]);
    const open = await measure('compare', [cloud([0.25, 0.25, -2]), sheet]);
    assert.deepEqual([column(open, 0)[0], column(open, 1)[0]], [2, Math.fround(Math.hypot(0.25, 0.25, 2))]);
    assert.doesNotMatch(open.convention ?? '', /inside/);
    const vertices = await measure('compare', [cloud([0.25, 0.25, -2]), sheet], { vertices: true });
    assert.equal(column(vertices, 0)[0], Math.fround(Math.hypot(0.25, 0.25, 2)));
  });

  it('names the worst points by their rows, the worst first', async () => {
    const a = Float64Array.from({ length: 900 }, (_, i) => (i % 3 === 0 ? 0 : i % 3 === 1 ? Math.floor(i / 3) : 0));
    const b = a.map((value, i) => (i === 3 * 7 + 2 ? 0.4 : i === 3 * 100 ? -0.3 : value));
    const result = await measure('compare', [cloud(b), cloud(a)]);
    const { rows } = table(result, 'Worst compared points');
    assert.deepEqual(rows, [[7, 0, 7, 0.4, 0.4], [100, -0.3, 100, 0, 0.3]]);
    const far = await measure('compare', [cloud(a.map((value) => value + 1e3)), cloud(a)]);
    const worst = table(far, 'Worst compared points').rows;
    assert.equal(worst.length, 100);
    assert.deepEqual(worst[0].slice(0, 1), [299]);
    assert.ok(worst.every((row, i) => i === 0 || Number(row[4]) <= Number(worst[i - 1][4])));
  });

  it('tells how far corresponding rows moved, and says nothing of rows that do not correspond', async () => {
    const a = new Float64Array(makeCloud('a cube', 300, 51));
    const b = a.map((value, i) => (i === 30 ? value + 0.25 : value));
    near(pick((await measure('compare', [cloud(b), cloud(a)])).numbers, ['pairedMoved', 'pairedMean', 'pairedMax']), { pairedMoved: 1, pairedMean: 0.25 / 300, pairedMax: 0.25 }, 1e-12);
    const single = (await measure('compare', [cloud(new Float32Array(a)), cloud(a)])).numbers;
    assert.equal(single['pairedMoved'], 0);
    const turned = Float64Array.from({ length: a.length }, (_, i) => a[3 * ((Math.floor(i / 3) + 150) % 300) + (i % 3)]);
    assert.ok(!('pairedMoved' in (await measure('compare', [cloud(turned), cloud(a)])).numbers));
    assert.ok(!('pairedMoved' in (await measure('compare', [cloud(a.slice(3)), cloud(a)])).numbers));
  });

  it('tells attributes that were added, removed and retyped', async () => {
    const attribute = (name: string, data: Float32Array | Uint8Array) =>
      ({ kind: 'values', name, type: data instanceof Uint8Array ? 'uint8' : 'float32', components: 1, data }) as const;
    const now = cloud([0, 0, 0], [attribute('label', new Float32Array(1)), attribute('fresh', new Uint8Array(1))]);
    const before = cloud([0, 0, 0], [attribute('label', new Uint8Array(1)), attribute('gone', new Uint8Array(1))]);
    const { rows } = table(await measure('compare', [now, before]), 'Attributes');
    assert.deepEqual(rows.filter(([, , , change]) => change !== 'same'), [
      ['vertex.label', 'float32', 'uint8', 'retyped'],
      ['vertex.gone', null, 'uint8', 'removed'],
      ['vertex.fresh', 'uint8', null, 'added'],
    ]);
  });

  it('moves nothing unless it is asked to, and then says how', async () => {
    const a = new Float64Array(makeCloud('a cube', 400, 61));
    const moved = a.map((value, i) => value + [0.02, -0.01, 0.015][i % 3]);
    const plain = await measure('compare', [cloud(moved), cloud(a)]);
    assert.ok(Number(plain.numbers['max']) > 0.005 && !plain.tables?.some(({ title }) => /Transform/.test(title)));
    for (const align of ['center', 'unit-box', 'icp']) {
      const { numbers, tables } = await measure('compare', [cloud(moved), cloud(a)], { align });
      assert.ok(Number(numbers['max']) < 1e-6, `${align}: ${numbers['max']}`);
      const own = await measure('align', [cloud(moved), cloud(a)], { method: align });
      near(pick(numbers, ['rmse', 'iterations']), own.numbers, 1e-9);
      assert.deepEqual(tables?.find(({ title }) => /Transform/.test(title)), own.tables?.[0]);
    }
    const written = made(await measure('align', [cloud(new Float32Array(moved)), cloud(a)], { method: 'center' }));
    assert.ok(written.positions.data instanceof Float32Array);
    written.positions.data.forEach((value, i) => assert.ok(Math.abs(value - a[i]) < 1e-6));
  });

  it('splits distances along the axes', async () => {
    const result = await measure('compare', [cloud([0, 0, 3, 1, 0, -1, NaN, 0, 0]), cloud([0, 0, 0, 1, 0, 0])], { split: true });
    assert.deepEqual(table(result, 'Differences from the nearest place of the reference').rows, [['x', 0, 0], ['y', 0, 0], ['z', 1, Math.sqrt(5)]]);
    assert.deepEqual(column(result, 0, 'difference z'), Float32Array.of(3, -1, NaN));
    const surface = await measure('compare', [cloud([0.25, 0.5, 3]), cube()], { split: true });
    assert.deepEqual(column(surface, 0, 'difference z'), Float32Array.of(2));
    assert.deepEqual(column(surface, 0, 'difference x'), Float32Array.of(0));
  });

  it('measures a seeded sample when it is asked to, and says so', async () => {
    const models = [cloud(new Float64Array(makeCloud('a cube', 900, 71))), cloud(new Float64Array(makeCloud('a cube', 50, 72)))];
    const result = await measure('compare', models, { sample: 100, seed: 3 });
    const found = column(result, 0);
    assert.equal(found.length, 900);
    assert.equal(found.filter((value) => !Number.isNaN(value)).length, 100);
    assert.match(result.warnings?.join('\n') ?? '', /a\.ply: 100 of 900 points were drawn/);
    assert.doesNotMatch(result.warnings?.join('\n') ?? '', /b\.ply/);
    assert.deepEqual(column(await measure('compare', models, { sample: 100, seed: 3 }), 0), found);
    assert.notDeepEqual(column(await measure('compare', models, { sample: 100, seed: 4 }), 0), found);
    assert.equal(made(result).count, 100);
  });

  it('answers for single points and the same points, and refuses clouds without any', async () => {
    const one = await measure('compare', [cloud([1, 1, 1]), cloud([1, 1, 1])], { threshold: 0.1, align: 'icp', split: true });
    assert.ok(Object.entries(one.numbers).every(([name, value]) => value === (['fscore', 'precision', 'recall'].includes(name) ? 1 : 0)));
    assert.deepEqual(table(one, 'Worst compared points').rows, []);
    await assert.rejects(measure('compare', [cloud([NaN, 0, 0]), cloud([1, 1, 1])]), OperationError);
    await assert.rejects(measure('align', [cloud([1, 1, 1]), cloud([])]), /b\.ply/);
  });
});
