import fc from 'fast-check';
import assert from 'node:assert/strict';
import { noRow } from '../../../src/geometry/nearestDistances';
import { sequential } from '../../../src/geometry/parallel';
import { GpuSession } from '../../../src/gpu/device';
import { crossing, measuredPoints, nearestCrossover } from '../../../src/gpu/nearestCrossover';
import { nearestOnGpu, nearestWithTree, type NearestMethod, type NearestOnCpu } from '../../../src/gpu/nearestNeighbours';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { makePoints } from '../../webview/pages/gpuPoints';
import type { PointSet } from '../../webview/pages/gpuProtocol';
import { fakeLibrary, hardware, type FakeLibrary, type Spoil } from './fakeLibrary';

function sessionOn(fake: FakeLibrary): GpuSession {
  return new GpuSession({ device: 'gpu', loadLibrary: () => Promise.resolve(fake.library), findRenderer: hardware('Test adapter'), modes: ['webgpu'] });
}
const tree = nearestWithTree(sequential);
const methods: readonly NearestMethod[] = ['bruteForce', 'grid'];
type Points = Parameters<NearestOnCpu>[0];

async function compare(queries: Points, reference: Points, method: NearestMethod, spoil?: Spoil): Promise<{ queriesOnCpu: number; warnings: readonly string[] }> {
  const fake = fakeLibrary(spoil);
  const answer = await nearestOnGpu(queries, reference, { session: sessionOn(fake), nearestOnCpu: tree, method });
  const expected = await tree(queries, reference, new AbortController().signal);
  assert.ok(fake.mostArrays() <= 7, `${fake.mostArrays()} arrays in a kernel`);
  const finite = [...queries, ...reference].filter(Number.isFinite);
  const extent = finite.reduce((most, value) => Math.max(most, value), 0) - finite.reduce((least, value) => Math.min(least, value), 0);
  for (let row = 0; row < queries.length / 3; row++) {
    const least = expected.distances[row];
    if (Number.isNaN(least)) {
      assert.equal(answer.indices[row], noRow);
      assert.ok(Number.isNaN(answer.distances[row]));
      continue;
    }
    const index = answer.indices[row];
    const own = Math.hypot(...[0, 1, 2].map((axis) => queries[3 * row + axis] - reference[3 * index + axis]));
    assert.ok(Math.abs(own - answer.distances[row]) <= 1e-12 * own + 1e-150, `row ${row}: index ${index} is not at the distance`);
    assert.ok(answer.distances[row] <= least * (1 + 1e-6) + 1e-12 * extent, `row ${row}: ${answer.distances[row]} when expected ${least}`);
  }
  return answer;
}

describe('nearest neighbours on the GPU', function () {
  this.timeout(60_000);

  const sets: readonly PointSet[] = ['sphere', 'volume', 'collinear', 'plane', 'farFromOrigin', 'outliers', 'twoClusters', 'sweep', 'notFinite'];
  for (const set of sets) {
    it(`walks a grid that suits the set "${set}"`, async () => {
      const { queriesOnCpu } = await compare(makePoints(set, 20_000, 1), makePoints(set, 20_000, 2), 'grid');
      // One in a hundred is far from everything in "outliers".
      assert.ok(queriesOnCpu <= 300, `The CPU had to answer ${queriesOnCpu} of 20,000.`);
    });
  }

  it('agrees with the tree on clouds of any shape', async () => {
    const coordinate = fc.oneof(
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.double({ min: -1e7, max: 1e7, noNaN: true }),
      fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e-12, 5e6, 1e150),
    );
    const cloud = fc.array(fc.tuple(coordinate, coordinate, coordinate), { maxLength: 60 }).map((points) => Float64Array.from(points.flat()));
    // A reference without a finite point is an error, tested apart.
    const reference = cloud.map((points) => Float64Array.of(...points, 0.5, -0.25, 2));
    await fc.assert(
      fc.asyncProperty(cloud, reference, fc.constantFrom(...methods), async (queries, points, method) => {
        await compare(queries, points, method);
      }),
      { numRuns: 150, seed: 20260101 },
    );
  });

  it('takes float32 and float64, and references of more than a tile', async () => {
    for (const method of methods) {
      await compare(Float32Array.from(makePoints('sphere', 300, 1)), makePoints('volume', 9000, 2), method);
      await compare(makePoints('sphere', 300, 1), Float32Array.from(makePoints('volume', 9000, 2)), method);
    }
  });

  it('keeps millimetres in clusters a thousand kilometres apart', async () => {
    const pair = (seed: number): Float64Array => {
      const points = makePoints('twoClusters', 4000, seed);
      // Both clusters shrink to a metre's thousandth about their places.
      for (let row = 0; row < 4000; row++) {
        const centre = row % 2 === 0 ? [0, 0, 0] : [1e6, 2e5, 0];
        for (let axis = 0; axis < 3; axis++) points[3 * row + axis] = centre[axis] + (points[3 * row + axis] - centre[axis]) * 1e-2;
      }
      return points;
    };
    for (const method of methods) {
      const fake = fakeLibrary();
      const [queries, reference] = [pair(1), pair(2)];
      const answer = await nearestOnGpu(queries, reference, { session: sessionOn(fake), nearestOnCpu: tree, method });
      const expected = await tree(queries, reference, new AbortController().signal);
      for (const [row, distance] of answer.distances.entries()) assert.ok(distance <= expected.distances[row] + 1e-9);
    }
  });

  it('knows the neighbours of points between the near and what float32 cannot square', async () => {
    const far = 2 ** 40;
    const queries = Float64Array.of(0.9 * far, 0, 0, 0.3 * far, 0, 0, 2 ** 37, 0, 0, 3 * far, far, 0, 1, 0, 0);
    const reference = Float64Array.of(...makePoints('sphere', 500, 2), 1.2 * far, 0, 0, 1.01 * far, 0, 0, 2.5 * far, far, far);
    for (const method of methods) await compare(queries, reference, method);
  });

  it('leaves everything to the CPU where a grid serves nobody', async () => {
    const queries = makePoints('sphere', 3000, 1).map((value, index) => (index % 3 === 0 ? value + 500 : value));
    const { queriesOnCpu, warnings } = await compare(queries, makePoints('volume', 20_000, 2), 'grid');
    assert.equal(queriesOnCpu, 3000);
    assert.deepEqual(warnings, []);
  });

  it('answers from the CPU, with a warning, whatever run fails and however', async () => {
    // Three runs are the self-check's.
    const failures: readonly Spoil[] = [
      (run, values) => (run === 4 ? values.fill(0) : values),
      (run, values) => (run === 4 ? values.fill(1e6) : values),
      (run, values) => (run === 4 ? values.map((value) => value + 0.5) : values),
      (run, values) => (run === 3 ? Promise.reject(new Error('device lost')) : values),
    ];
    for (const method of methods) {
      for (const failure of failures) {
        const { queriesOnCpu, warnings } = await compare(makePoints('sphere', 2000, 1), makePoints('sphere', 2000, 2), method, failure);
        assert.equal(queriesOnCpu, 2000);
        assert.match(warnings.join(), /The GPU failed/);
      }
    }
  });

  it('says so where a driver rounds differences', async () => {
    const { warnings } = await compare(makePoints('sphere', 100, 1), makePoints('sphere', 100, 2), 'bruteForce', (run, values) =>
      run === 2 ? values.fill(1) : values,
    );
    assert.match(warnings.join(), /rounds differences to float32/);
  });

  it('stops between draws once it is cancelled, and reports progress that grows', async () => {
    const cancel = new AbortController();
    const shares: number[] = [];
    const search = nearestOnGpu(makePoints('sphere', 5000, 1), makePoints('sphere', 5000, 2), {
      session: sessionOn(fakeLibrary()),
      nearestOnCpu: tree,
      signal: cancel.signal,
      method: 'grid',
      progress: (share) => {
        shares.push(share);
        if (shares.length === 3) cancel.abort();
      },
    });
    await assert.rejects(search, CancelledError);
    assert.equal(shares.length, 3);
    assert.deepEqual(shares, [...shares].sort((a, b) => a - b));
  });

  it('does as the tree does with nothing to search', async () => {
    const options = { session: sessionOn(fakeLibrary()), nearestOnCpu: tree };
    await assert.rejects(nearestOnGpu(Float64Array.of(1, 2, 3), new Float64Array(), options), OperationError);
    await assert.rejects(nearestOnGpu(Float64Array.of(1, 2, 3), Float64Array.of(NaN, 0, 0), options), OperationError);
    const answer = await nearestOnGpu(Float64Array.of(NaN, 2, 3), Float64Array.of(1, 2, 3), options);
    assert.equal(answer.indices[0], noRow);
    assert.equal(answer.method, 'cpu');
    await assert.rejects(nearestOnGpu(new Float64Array(4), new Float64Array(3), options), RangeError);
  });
});

describe('the crossover', () => {
  it('is where the lines of time cross', () => {
    // The GPU starts at 10 ms and takes 1 us a point; the CPU takes 2 us.
    const few = 0.01 + 4096e-6;
    const many = 0.01 + measuredPoints * 1e-6;
    assert.ok(Math.abs(crossing({ few, many }, measuredPoints * 2e-6) - 10_000) < 2);
    assert.equal(crossing({ few, many }, measuredPoints * 0.5e-6), Infinity);
    assert.equal(crossing({ few: 1, many: 0.5 }, 0.001) > 1e6, true, 'A start that hides the slope counts whole.');
  });

  it('is infinite without a GPU, and measured once with one', async () => {
    const none = await nearestCrossover(new GpuSession({ device: 'auto' }), tree);
    assert.equal(none.points, Infinity);
    assert.equal(none.reason, 'GPU.js has no GPU in Node');
    const fake = fakeLibrary();
    const session = sessionOn(fake);
    const first = await nearestCrossover(session, tree);
    const runs = fake.runs();
    assert.equal(await nearestCrossover(session, tree), first);
    assert.equal(fake.runs(), runs);
    assert.ok(first.gpuSeconds > 0 && first.cpuSeconds > 0);
  }).timeout(20_000);
});
