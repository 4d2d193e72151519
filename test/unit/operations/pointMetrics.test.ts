import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CancelledError, OperationError } from '../../../src/model/errors';
import type { Numbers } from './numbers';
import { near } from './numbers';
import { cloud, cube, measure, mesh } from './pointModels';
import { plainChamfer, plainFscore, plainHausdorff } from './plainMetrics';
import { cloudNames, makeCloud, sprinkle } from '../geometry/clouds';

/** Small clouds whose points often coincide, at any of a few distances from the origin. */
const coordinates = fc
  .tuple(
    fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }), fc.double({ min: -3, max: 3, noNaN: true })), { minLength: 1, maxLength: 40 }),
    fc.constantFrom(0, 1, 4e5),
  )
  .map(([points, offset]) => Float64Array.from(points.flatMap(([x, y, z]) => [x / 2 + offset, y / 3 - offset, z])));

const numbersOf = async (operation: string, a: Float64Array<ArrayBuffer>, b: Float64Array<ArrayBuffer>, options = {}): Promise<Numbers> =>
  (await measure(operation, [cloud(a), cloud(b)], options)).numbers;

function shuffled(positions: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const rows = Array.from({ length: positions.length / 3 }, (_, row) => positions.slice(3 * row, 3 * row + 3));
  // A fixed permutation without structure: by the digits of a multiple of the golden ratio.
  const keys = rows.map((_, row) => ((row + 1) * 0.6180339887498949) % 1);
  return Float64Array.from(keys.map((_, row) => row).sort((i, j) => keys[i] - keys[j]).flatMap((row) => [...rows[row]]));
}

describe('metrics of two clouds', () => {
  for (const name of cloudNames) {
    it(`equal their definitions: ${name}, of different types, with points that are not finite`, async () => {
      const a = new Float32Array(makeCloud(name, 400, 11));
      const b = new Float64Array(makeCloud(name, 300, 12));
      sprinkle(a, 13);
      sprinkle(b, 14);
      const models = [cloud(a), cloud(b)];
      for (const mean of [false, true]) {
        for (const squared of [false, true]) {
          const { numbers } = await measure('chamfer', models, { reduction: mean ? 'mean' : 'sum', squared });
          near(numbers, plainChamfer(a, b, { mean, squared }), 1e-12);
        }
      }
      near((await measure('hausdorff', models)).numbers, plainHausdorff(a, b), 1e-12);
      for (const threshold of [0, 0.01, 0.1, 1e5]) {
        const { numbers } = await measure('fscore', models, { threshold });
        near(numbers, plainFscore(a, b, threshold), 1e-12);
      }
    });
  }

  it('are zero on the same points, whatever their order, and one-way zero for a part (property)', async () => {
    await fc.assert(
      fc.asyncProperty(coordinates, fc.nat(), async (a, cut) => {
        assert.deepEqual(await numbersOf('chamfer', a, shuffled(a)), { chamfer: 0, forward: 0, backward: 0 });
        assert.ok(Object.values(await numbersOf('hausdorff', a, shuffled(a))).every((value) => value === 0));
        assert.deepEqual(await numbersOf('fscore', a, shuffled(a), { threshold: 1e-9 }), { fscore: 1, precision: 1, recall: 1 });
        const part = a.slice(0, 3 * (1 + (cut % (a.length / 3))));
        assert.deepEqual(await numbersOf('chamfer', part, a, { 'one-way': true }), { chamfer: 0, forward: 0, backward: null });
      }),
      { seed: 21, numRuns: 60 },
    );
  });

  it('do not depend on which cloud is which: forward and backward change places (property)', async () => {
    await fc.assert(
      fc.asyncProperty(coordinates, coordinates, async (a, b) => {
        const [there, back] = [await numbersOf('chamfer', a, b), await numbersOf('chamfer', b, a)];
        assert.deepEqual([there.chamfer, there.forward, there.backward], [back.chamfer, back.backward, back.forward]);
        const [one, other] = [await numbersOf('hausdorff', a, b), await numbersOf('hausdorff', b, a)];
        assert.deepEqual([one.hausdorff, one.hausdorff95, one.forward], [other.hausdorff, other.hausdorff95, other.backward]);
        const [first, second] = [await numbersOf('fscore', a, b, { threshold: 0.4 }), await numbersOf('fscore', b, a, { threshold: 0.4 })];
        assert.deepEqual([first.fscore, first.precision], [second.fscore, second.recall]);
      }),
      { seed: 22, numRuns: 60 },
    );
  });

  it('do not depend on the order of points, to rounding, 1e-12 (property)', async () => {
    await fc.assert(
      fc.asyncProperty(coordinates, coordinates, async (a, b) => {
        near(await numbersOf('chamfer', shuffled(a), b), await numbersOf('chamfer', a, b), 1e-12);
        assert.deepEqual(await numbersOf('hausdorff', shuffled(a), shuffled(b)), await numbersOf('hausdorff', a, b));
      }),
      { seed: 23, numRuns: 60 },
    );
  });

  it('do not depend on the origin: moved by powers of two, to 1e-9 of a distance of 1 (property)', async () => {
    const moved = (positions: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => positions.map((value, i) => value + [2 ** 20, -(2 ** 21), 2 ** 10][i % 3]);
    await fc.assert(
      fc.asyncProperty(coordinates, coordinates, async (a, b) => {
        const [there, here] = [await numbersOf('chamfer', moved(a), moved(b)), await numbersOf('chamfer', a, b)];
        // Coordinates of 2^21 have a unit in the last place of 5e-10.
        const tolerance = 2e-9 * (a.length + b.length);
        assert.ok(Math.abs(Number(there.chamfer) - Number(here.chamfer)) <= tolerance * (1 + Number(here.chamfer) * 1e-9));
      }),
      { seed: 24, numRuns: 60 },
    );
  });

  it('keep their bounds: F-scores in 0 ... 1 and between precision and recall, percentiles in order (property)', async () => {
    await fc.assert(
      fc.asyncProperty(coordinates, coordinates, fc.double({ min: 0, max: 5, noNaN: true }), async (a, b, threshold) => {
        const { fscore, precision, recall } = await numbersOf('fscore', a, b, { threshold });
        const [f, p, r] = [Number(fscore), Number(precision), Number(recall)];
        assert.ok(p >= 0 && p <= 1 && r >= 0 && r <= 1);
        assert.ok(f >= Math.min(p, r) - 1e-15 || p === 0 || r === 0);
        assert.ok(f <= Math.max(p, r) + 1e-15);
        const h = await numbersOf('hausdorff', a, b);
        const ascending = [0, h.p50, h.p90, h.p95, h.p99, h.forward, h.hausdorff].map(Number);
        ascending.reduce((before, value) => {
          assert.ok(value >= before);
          return value;
        });
        assert.ok(Number(h.hausdorff95) <= Number(h.hausdorff));
      }),
      { seed: 25, numRuns: 60 },
    );
  });
});

describe('chamfer', () => {
  it('says which convention it followed, with the unit of squared distances', async () => {
    const models = [cloud([0, 0, 0, 3, 0, 0]), cloud([0, 4, 0])];
    const plain = await measure('chamfer', models);
    assert.deepEqual(plain.numbers, { chamfer: 13, forward: 9, backward: 4 });
    assert.equal(plain.convention, 'sums of unsquared distances, both directions added');
    assert.equal(plain.units, undefined);
    const preset = await measure('chamfer', models, { preset: 'pytorch3d', reduction: 'sum' });
    assert.deepEqual(preset.numbers, { chamfer: 36.5, forward: 20.5, backward: 16 });
    assert.equal(preset.convention, 'mean of squared distances of each direction, added (as PyTorch3D)');
    assert.equal(preset.units?.chamfer, 'length²');
    const oneWay = await measure('chamfer', models, { 'one-way': true, reduction: 'mean' });
    assert.deepEqual(oneWay.numbers, { chamfer: 4.5, forward: 4.5, backward: null });
    assert.equal(oneWay.convention, 'mean of unsquared distances, one way: from the compared to the reference');
    assert.ok(oneWay.warnings?.some((warning) => warning.startsWith('backward has no value')));
    assert.deepEqual(preset.device, { kind: 'cpu', name: 'CPU, 1 thread', place: 'process', reason: 'there is no graphics processor here that computes' });
  });

  it('names the file that has no finite point', async () => {
    const good = cloud([1, 2, 3]);
    const cases = [
      [[cloud([]), good], /^a\.ply: expected at least one point with finite coordinates, found none\./],
      [[good, cloud([])], /^b\.ply: .* found none\./],
      [[good, cloud([NaN, 0, 0, 0, Infinity, 0])], /^b\.ply: .* found 2 that are not finite\./],
    ] as const;
    for (const operation of ['chamfer', 'hausdorff', 'fscore', 'distances']) {
      for (const [models, words] of cases) {
        await assert.rejects(measure(operation, models, operation === 'fscore' ? { threshold: 1 } : {}), (error: unknown) => {
          assert.ok(error instanceof OperationError);
          assert.match(error.message, words);
          return true;
        });
      }
    }
  });

  it('answers for one point, counts those left out, and has a histogram of every distance', async () => {
    const result = await measure('chamfer', [cloud([1, 2, 3, NaN, 0, 0, 1, 2, 4]), cloud([1, 2, 3])]);
    assert.deepEqual(result.numbers, { chamfer: 1, forward: 1, backward: 0 });
    assert.deepEqual(result.warnings, ['a.ply: 1 of 3 points is not finite and was left out.']);
    assert.deepEqual(result.histograms?.map(({ counts }) => counts.reduce((a, b) => a + b)), [2, 1]);
    for (const { edges, counts } of result.histograms ?? []) assert.equal(edges.length, counts.length + 1);
  });

  it('gives the bars of a histogram to where most distances are', async () => {
    const a = Float64Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? (i / 3000) : 0));
    a[0] = 1e6;
    const [histogram] = (await measure('chamfer', [cloud(a), cloud([0, 0, 0])], { 'one-way': true })).histograms ?? [];
    assert.equal(histogram.counts.reduce((sum, count) => sum + count), 1000);
    assert.equal(histogram.edges.at(-1), 1e6);
    assert.ok((histogram.edges.at(-2) ?? Infinity) < 2);
    assert.equal(histogram.counts.at(-1), 1);
    assert.match(histogram.title, /last bar/);
  });

  it('takes meshes by their vertices and says so', async () => {
    const { numbers, warnings, convention } = await measure('chamfer', [cube(), cloud([0, 0, 0])]);
    assert.equal(numbers.backward, 0);
    assert.ok(Math.abs(Number(numbers.forward) - (3 + 3 * Math.SQRT2 + Math.sqrt(3))) < 1e-12);
    assert.match(convention ?? '', /; of the compared mesh its vertices$/);
    assert.match(warnings?.join() ?? '', /^a\.ply is a mesh and stands for its vertices\./);
    assert.deepEqual((await measure('chamfer', [cube(), cloud([0, 0, 0])], { vertices: true })).warnings, []);
  });

  it('takes points of surfaces, seeded, and says so', async () => {
    const options = { 'sample-surface': 500, seed: 3 };
    const first = await measure('chamfer', [cube(), cloud([0.5, 0.5, 0.5])], options);
    assert.match(first.convention ?? '', /; of the compared mesh 500 points drawn by area, seed 3$/);
    assert.equal(first.histograms?.[0].counts.reduce((sum, count) => sum + count), 500);
    // The mean distance from the surface of a cube of side 1 to its middle: about 0.6404.
    assert.ok(Math.abs(Number(first.numbers.forward) / 500 - 0.6404) < 0.02);
    assert.deepEqual((await measure('chamfer', [cube(), cloud([0.5, 0.5, 0.5])], options)).numbers, first.numbers);
    assert.notDeepEqual((await measure('chamfer', [cube(), cloud([0.5, 0.5, 0.5])], { ...options, seed: 4 })).numbers, first.numbers);
    assert.deepEqual((await measure('chamfer', [cube(), cube()], options)).numbers, { chamfer: 0, forward: 0, backward: 0 });
    const clouds = await measure('chamfer', [cloud([0, 0, 0]), cloud([0, 0, 0])], options);
    assert.deepEqual(clouds.warnings, ['--sample-surface has no meaning for point clouds and was not used.']);
    await assert.rejects(measure('chamfer', [cube(), cube()], { ...options, vertices: true }), /--vertices and --sample-surface exclude each other/);
    await assert.rejects(measure('chamfer', [mesh([0, 0, 0, 1, 0, 0], [[0, 1, 0]]), cube()], options), /^OperationError: a\.ply: expected faces with an area/);
  });

  it('is cancelled, and tells its progress up to the end', async () => {
    const controller = new AbortController();
    controller.abort();
    const a = cloud(makeCloud('a cube', 2000, 1));
    for (const operation of ['chamfer', 'hausdorff', 'statistics', 'distances']) {
      const models = operation === 'statistics' ? [a] : [a, a];
      await assert.rejects(measure(operation, models, {}, { signal: controller.signal }), CancelledError);
    }
    const shares: number[] = [];
    await measure('chamfer', [a, a], {}, { progress: (share) => shares.push(share) });
    assert.deepEqual(shares, [...shares].sort((x, y) => x - y));
    assert.equal(shares.at(-1), 1);
  });
});

describe('fscore', () => {
  it('counts strictly closer points alone, and is 0 where nothing matches', async () => {
    const models = [cloud([0, 0, 0, 5, 0, 0]), cloud([1, 0, 0])];
    assert.deepEqual((await measure('fscore', models, { threshold: 1 })).numbers, { fscore: 0, precision: 0, recall: 0 });
    const { numbers, tables } = await measure('fscore', models, { threshold: 1.0001 });
    assert.deepEqual([numbers.precision, numbers.recall], [0.5, 1]);
    assert.ok(Math.abs(Number(numbers.fscore) - 2 / 3) < 1e-15);
    assert.deepEqual(tables?.[0].rows, [['compared', 1, 2], ['reference', 1, 1]]);
  });

  it('must be given a threshold', async () => {
    await assert.rejects(measure('fscore', [cloud([0, 0, 0]), cloud([0, 0, 0])]), /fscore needs --threshold/);
    await assert.rejects(measure('fscore', [cloud([0, 0, 0]), cloud([0, 0, 0])], { threshold: -1 }), /at least 0/);
  });
});
