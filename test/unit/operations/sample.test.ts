import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnyAttribute, Attribute } from '../../../src/model/attribute';
import { CancelledError } from '../../../src/model/errors';
import { makeCloud, sprinkle } from '../geometry/clouds';
import { cloud, cube, made, measure, mesh } from './pointModels';

/** The farthest point sequence straight from the definition: ties to the lowest row. */
function plainFarthest(positions: ArrayLike<number>, count: number, start: number): number[] {
  const rows = Array.from({ length: positions.length / 3 }, (_, row) => row).filter((row) => [0, 1, 2].every((axis) => Number.isFinite(positions[3 * row + axis])));
  const square = (a: number, b: number): number => [0, 1, 2].reduce((sum, axis) => sum + (positions[3 * a + axis] - positions[3 * b + axis]) ** 2, 0);
  const chosen = [start];
  while (chosen.length < count) {
    let best = -1;
    let bestSquare = -1;
    for (const row of rows) {
      if (chosen.includes(row)) continue;
      const nearest = Math.min(...chosen.map((other) => square(row, other)));
      if (nearest > bestSquare) {
        best = row;
        bestSquare = nearest;
      }
    }
    chosen.push(best);
  }
  return chosen;
}

const rowNumbers = (count: number): Attribute => ({ kind: 'values', name: 'row', type: 'int64', components: 1, data: BigInt64Array.from({ length: count }, (_, row) => BigInt(row)) });

const chosenRows = (result: Awaited<ReturnType<typeof measure>>): number[] => {
  const [rows] = made(result).attributes;
  assert.ok(rows.kind === 'values');
  return [...rows.data].map(Number);
};

describe('sample', () => {
  it('chooses the farthest point sequence of the definition, from any start (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('a sphere', 'few places', 'outliers far away', 'one place'), fc.nat(), fc.nat(), async (name, seed, from) => {
        const positions = makeCloud(name, 60, seed);
        sprinkle(positions, seed + 1);
        const model = cloud(positions, [rowNumbers(60)]);
        const finite = Array.from({ length: 60 }, (_, row) => row).filter((row) => [0, 1, 2].every((axis) => Number.isFinite(positions[3 * row + axis])));
        const start = finite[from % finite.length];
        const result = await measure('sample', [model], { n: 20, start });
        assert.deepEqual(chosenRows(result), plainFarthest(positions, 20, start));
        assert.deepEqual(result.numbers, { points: 20 });
      }),
      { seed: 41, numRuns: 25 },
    );
  });

  it('draws rows without replacement in the order of the file, the same for the same seed', async () => {
    const positions = makeCloud('a cube', 500, 1);
    positions[3 * 17] = NaN;
    const model = cloud(positions, [rowNumbers(500)]);
    const rows = chosenRows(await measure('sample', [model], { n: 100, method: 'uniform', seed: 9 }));
    assert.equal(new Set(rows).size, 100);
    assert.deepEqual(rows, [...rows].sort((a, b) => a - b));
    assert.ok(!rows.includes(17));
    assert.deepEqual(chosenRows(await measure('sample', [model], { n: 100, method: 'uniform', seed: 9 })), rows);
    assert.notDeepEqual(chosenRows(await measure('sample', [model], { n: 100, method: 'uniform', seed: 10 })), rows);
    assert.equal(chosenRows(await measure('sample', [model], { n: 499, method: 'uniform' })).length, 499);
  });

  it('takes every attribute along, each with its type', async () => {
    const of = (data: Attribute['data'], type: Attribute['type'], components = 1): Attribute => ({ kind: 'values', name: type, type, components, data });
    const attributes: AnyAttribute[] = [
      of(Uint8Array.of(1, 2, 3), 'uint8'),
      of(Int8Array.of(-1, -2, -3), 'int8'),
      of(Uint16Array.of(1, 2, 3), 'uint16'),
      of(Int16Array.of(-1, -2, -3), 'int16'),
      of(Uint32Array.of(1, 2, 4e9), 'uint32'),
      of(Int32Array.of(-1, -2, -3), 'int32'),
      of(BigUint64Array.of(1n, 2n, 2n ** 63n), 'uint64'),
      of(Float32Array.of(0.5, 1, 2, 3, 4, 5), 'float32', 2),
      of(Float64Array.of(0.1, 0.2, 0.3), 'float64'),
      { kind: 'lists', name: 'list', type: 'uint8', countType: 'uint8', offsets: Uint32Array.of(0, 2, 2, 5), data: Uint8Array.of(1, 2, 3, 4, 5) },
    ];
    const model = { ...cloud(Float32Array.of(0, 0, 0, 1, 0, 0, 5, 0, 0), attributes), colours: of(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 'uint8', 3) };
    const found = made(await measure('sample', [model], { n: 2 }));
    assert.deepEqual([...found.positions.data], [0, 0, 0, 5, 0, 0]);
    assert.ok(found.positions.data instanceof Float32Array);
    assert.deepEqual(found.colours?.data, Uint8Array.of(1, 2, 3, 7, 8, 9));
    assert.deepEqual(
      found.attributes.map(({ data }) => data),
      [
        Uint8Array.of(1, 3),
        Int8Array.of(-1, -3),
        Uint16Array.of(1, 3),
        Int16Array.of(-1, -3),
        Uint32Array.of(1, 4e9),
        Int32Array.of(-1, -3),
        BigUint64Array.of(1n, 2n ** 63n),
        Float32Array.of(0.5, 1, 4, 5),
        Float64Array.of(0.1, 0.3),
        Uint8Array.of(1, 2, 3, 4, 5),
      ],
    );
    const list = found.attributes.at(-1);
    assert.ok(list?.kind === 'lists');
    assert.deepEqual(list.offsets, Uint32Array.of(0, 2, 5));
    assert.deepEqual([found.bounds?.max, found.notFinite, found.comments], [[5, 0, 0], 0, ['kept']]);
  });

  it('takes points of a mesh by area, attributes mixed, numbers from the nearest corner', async () => {
    // Two squares of side 1 and 3 in the planes z = 0 and z = 1.
    const corners = [0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 3, 0, 1, 3, 3, 1, 0, 3, 1];
    const heat: Attribute = { kind: 'values', name: 'heat', type: 'float32', components: 1, data: Float32Array.from({ length: 8 }, (_, i) => corners[3 * i] + 2 * corners[3 * i + 1]) };
    const label: Attribute = { kind: 'values', name: 'label', type: 'uint8', components: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
    const shade: Attribute = { kind: 'values', name: 'colour', type: 'uint8', components: 3, data: Uint8Array.from({ length: 24 }, (_, i) => (i < 12 ? 10 : 200)) };
    const model = { ...mesh(Float32Array.from(corners), [[0, 1, 2, 3], [4, 5, 6, 7]], [heat, label]), colours: shade };
    const result = await measure('sample', [model], { n: 4000, method: 'uniform', seed: 2 });
    const found = made(result);
    assert.deepEqual([found.kind, found.count, found.positions.data instanceof Float32Array], ['pointCloud', 4000, true]);
    assert.match(result.convention ?? '', /uniformly by area from the surface, seed 2/);
    const [heats, labels] = found.attributes;
    let upper = 0;
    for (let row = 0; row < 4000; row++) {
      const [x, y, z] = found.positions.data.subarray(3 * row, 3 * row + 3);
      assert.ok(Math.abs(Number(heats.data[row]) - (x + 2 * y)) < 1e-5);
      assert.equal(found.colours?.data[3 * row], z === 0 ? 10 : 200);
      assert.ok(z === 0 ? Number(labels.data[row]) <= 4 : Number(labels.data[row]) >= 5);
      if (z === 1) upper++;
    }
    // 9 of 10 parts of the area; four standard deviations.
    assert.ok(Math.abs(upper / 4000 - 0.9) < 4 * Math.sqrt(0.09 / 4000));
  });

  it('takes farthest points of a mesh among its vertices, or among points of its surface', async () => {
    const vertices = await measure('sample', [cube()], { n: 8 });
    assert.match(vertices.convention ?? '', /exact farthest point sequence from row 0 among the vertices/);
    assert.match(vertices.warnings?.join() ?? '', /a\.ply is a mesh/);
    assert.deepEqual([...made(vertices).positions.data.subarray(0, 6)], [0, 0, 0, 1, 1, 1]);
    await assert.rejects(measure('sample', [cube()], { n: 9 }), /a\.ply: expected at least 9 finite points for -n 9, found 8\. .*--sample-surface N/);
    const surface = await measure('sample', [cube()], { n: 50, 'sample-surface': 1000 });
    const found = made(surface);
    assert.equal(found.count, 50);
    for (let row = 0; row < 50; row++) {
      const point = [...found.positions.data.subarray(3 * row, 3 * row + 3)];
      assert.ok(point.some((value) => Math.abs(value) < 1e-12 || Math.abs(value - 1) < 1e-12), point.join());
    }
    const uniform = await measure('sample', [cube()], { n: 8, method: 'uniform', vertices: true });
    assert.deepEqual([...made(uniform).positions.data], [...cube().positions.data]);
  });

  it('refuses what it cannot choose, in one line', async () => {
    const model = cloud([0, 0, 0, NaN, 0, 0, 1, 1, 1]);
    const cases: readonly (readonly [object, RegExp])[] = [
      [{}, /sample needs --n/],
      [{ n: 3 }, /a\.ply: expected at least 3 finite points for -n 3, found 2/],
      [{ n: 3, method: 'uniform' }, /a\.ply: expected at least 3 finite points/],
      [{ n: 1, start: 3 }, /--start 3: expected a row from 0 to 2 of a\.ply/],
      [{ n: 1, start: 1 }, /--start 1: expected a finite point of a\.ply/],
      [{ n: 0 }, /expected an integer from 1/],
    ];
    for (const [options, words] of cases) await assert.rejects(measure('sample', [model], { ...options }), words);
    await assert.rejects(measure('sample', [cloud([])], { n: 1 }), /a\.ply: expected at least one point with finite coordinates/);
    await assert.rejects(measure('sample', [cube()], { n: 5, 'sample-surface': 4 }), /-n 5: expected at most the 4 points/);
  });

  it('is cancelled in the middle, and names tables that it does not keep', async () => {
    const controller = new AbortController();
    const model = { ...cloud(makeCloud('a sphere', 150_000, 1)), elements: [{ name: 'camera', count: 0, attributes: [] }] };
    const progress = (): void => controller.abort();
    await assert.rejects(measure('sample', [model], { n: 150_000 }, { signal: controller.signal, progress }), CancelledError);
    const { warnings } = await measure('sample', [model], { n: 2 });
    assert.deepEqual(warnings, ['a.ply: the table "camera" is about the whole file and was not kept.']);
  });
});
