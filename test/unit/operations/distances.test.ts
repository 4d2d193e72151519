import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Attribute } from '../../../src/model/attribute';
import { OperationError } from '../../../src/model/errors';
import { bruteForceDistances, makeCloud, seededNumbers, sprinkle } from '../geometry/clouds';
import { near } from './numbers';
import { cloud, cube, cubeCorners, cubeFaces, made, measure, mesh } from './pointModels';

function distanceOf(result: Awaited<ReturnType<typeof measure>>): Attribute {
  const found = made(result).attributes.at(-1);
  assert.ok(found?.kind === 'values' && found.name === 'distance');
  return found;
}

/** The signed distance to the surface of the cube 0 ... 1, by its formula. */
function toCube(x: number, y: number, z: number): number {
  const beyond = [x, y, z].map((value) => Math.max(-value, value - 1));
  const outside = Math.hypot(...beyond.map((value) => Math.max(0, value)));
  return outside > 0 ? outside : Math.max(...beyond);
}

function plainTotals(distances: readonly number[]) {
  const magnitudes = distances.filter((distance) => !Number.isNaN(distance)).map(Math.abs);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    mean: sum(magnitudes) / magnitudes.length,
    max: Math.max(...magnitudes),
    rms: Math.sqrt(sum(magnitudes.map((value) => value * value)) / magnitudes.length),
  };
}

describe('distances', () => {
  it('to a cloud equal comparing every pair, a row each in the file\'s order', async () => {
    const a = new Float32Array(makeCloud('a sweep', 300, 1));
    const b = makeCloud('a sweep', 200, 2);
    sprinkle(a, 3);
    const result = await measure('distances', [cloud(a), cloud(b)]);
    const expected = bruteForceDistances(a, b);
    const { type, components, data } = distanceOf(result);
    assert.deepEqual([type, components], ['float64', 1]);
    assert.deepEqual([...data], [...expected]);
    near(result.numbers, plainTotals([...expected]), 1e-12);
    assert.match(result.convention ?? '', /^to the nearest reference point;.*float64$/);
    assert.match(result.warnings?.join() ?? '', /^a\.ply: \d+ of 300 points are not finite/);
  });

  it('to a mesh are those to its surface, signed where asked for (property)', async () => {
    const coordinate = fc.oneof(fc.double({ min: -2, max: 3, noNaN: true }), fc.constantFrom(0, 0.5, 1));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 30 }), fc.boolean(), async (points, inward) => {
        const faces = inward ? cubeFaces.map((face) => [...face].reverse()) : cubeFaces;
        const models = [cloud(points.flat()), mesh(cubeCorners, faces)];
        const expected = points.map((point) => toCube(...point));
        const unsigned = await measure('distances', models);
        [...distanceOf(unsigned).data].forEach((value, i) => assert.ok(Math.abs(Number(value) - Math.abs(expected[i])) < 1e-12));
        const signed = await measure('distances', models, { signed: true });
        [...distanceOf(signed).data].forEach((value, i) => assert.ok(Math.abs(Number(value) - expected[i]) < 1e-12, `${points[i].join()}: ${value}, expected ${expected[i]}`));
        for (const { numbers } of [unsigned, signed]) {
          const { mean, max, rms } = plainTotals(expected);
          for (const [found, wanted] of [[numbers.mean, mean], [numbers.max, max], [numbers.rms, rms]]) assert.ok(Math.abs(Number(found) - Number(wanted)) < 1e-12);
        }
      }),
      { seed: 31, numRuns: 60 },
    );
  });

  it('measure to vertices with --vertices, and from points of a compared surface with --sample-surface', async () => {
    const middle = cloud([0.5, 0.5, 2]);
    assert.equal((await measure('distances', [middle, cube()])).numbers.max, 1);
    const toVertices = await measure('distances', [middle, cube()], { vertices: true });
    assert.equal(toVertices.numbers.max, Math.sqrt(1.5));
    assert.match(toVertices.convention ?? '', /^to the nearest vertex of the reference/);
    const drawn = await measure('distances', [cube(), cube()], { 'sample-surface': 200, seed: 5 });
    assert.equal(made(drawn).count, 200);
    assert.ok(Number(drawn.numbers.max) < 1e-12);
    assert.match(drawn.convention ?? '', /from 200 points of the compared mesh drawn by area, seed 5/);
  });

  it('are refused a sign, with the reason, where the reference is not closed', async () => {
    const point = cloud([0.5, 0.5, 0.5]);
    const cases = [
      [mesh(cubeCorners, cubeFaces.slice(1)), /^b\.ply: expected a closed mesh for --signed, found 4 open edges\./],
      [mesh(cubeCorners, [[...cubeFaces[0]].reverse(), ...cubeFaces.slice(1)]), /found 4 edges whose faces turn opposite ways\./],
      [cloud([0, 0, 0]), /found points without faces/],
    ] as const;
    for (const [reference, words] of cases) {
      await assert.rejects(measure('distances', [point, reference], { signed: true }), (error: unknown) => {
        assert.ok(error instanceof OperationError);
        assert.match(error.message, words);
        return true;
      });
    }
    await assert.rejects(measure('distances', [point, cube()], { signed: true, vertices: true }), /because of --vertices/);
    // Triangles stored apart enclose the same volume.
    const apart = cubeFaces.flatMap((face) => face.flatMap((corner) => cubeCorners.slice(3 * corner, 3 * corner + 3)));
    const stored = mesh(apart, cubeFaces.map((_, face) => [0, 1, 2, 3].map((corner) => 4 * face + corner)));
    assert.ok(Math.abs(Number(distanceOf(await measure('distances', [point, stored], { signed: true })).data[0]) + 0.5) < 1e-12);
  });

  it('say what is left out of a mesh, and refuse one without a usable face', async () => {
    const far = cloud([0.5, 0.5, 9]);
    const broken = mesh([...cubeCorners, NaN, 0, 0], [...cubeFaces, [0, 1, 8], [0, 1, 99]]);
    const result = await measure('distances', [far, broken]);
    assert.equal(result.numbers.max, 8);
    assert.match(result.warnings?.join('\n') ?? '', /b\.ply: 2 faces have a corner that does not exist or is not finite and were left out\./);
    await assert.rejects(measure('distances', [far, mesh([0, 0, 0], [[0, 7, 8]])]), /^OperationError: b\.ply: expected a face/);
  });

  it('keep everything the compared cloud had, an attribute of the same name under another', async () => {
    const labels: Attribute = { kind: 'values', name: 'label', type: 'uint8', components: 1, data: Uint8Array.of(7, 8) };
    const former: Attribute = { kind: 'values', name: 'distance', type: 'float32', components: 1, data: Float32Array.of(1, 2) };
    const compared = cloud(Float32Array.of(0, 0, 0, 1, 1, 1), [labels, former]);
    const result = await measure('distances', [compared, cloud([0, 0, 1])]);
    const model = made(result);
    assert.deepEqual(model.attributes.map(({ name, type }) => [name, type]), [['label', 'uint8'], ['distance_2', 'float32'], ['distance', 'float64']]);
    assert.equal(model.positions, compared.positions);
    assert.deepEqual(model.comments, ['kept']);
    assert.match(result.warnings?.join() ?? '', /a\.ply has an attribute "distance" already, which is "distance_2" in the result/);
    assert.equal(made(await measure('distances', [cube(), cloud([0, 0, 1])])).kind, 'mesh');
  });

  it('have a histogram of signed distances from the least to the largest', async () => {
    const next = seededNumbers(8);
    const points = Array.from({ length: 300 }, () => 2 * next() - 0.5);
    const { histograms, tables } = await measure('distances', [cloud(points), cube()], { signed: true });
    const [{ edges, counts }] = histograms ?? [];
    const [[mean, least, largest, inside, share]] = tables?.[0].rows ?? [];
    assert.equal(counts.reduce((sum, count) => sum + count), 100);
    assert.deepEqual([edges[0], edges.at(-1)], [least, largest]);
    assert.ok(Number(least) < 0 && Number(largest) > 0 && Number(inside) > 0);
    assert.equal(Number(share), Number(inside) / 100);
    assert.ok(Number(mean) > Number(least) && Number(mean) < Number(largest));
  });
});
