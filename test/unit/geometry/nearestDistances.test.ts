import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noRow, nearestDistances, nearestDistancesBothWays, type Neighbours } from '../../../src/geometry/nearestDistances';
import { nearestOfLeaves } from '../../../src/geometry/leafNeighbours';
import { sequential, type Parallel } from '../../../src/geometry/parallel';
import { PointIndex } from '../../../src/geometry/pointIndex';
import { layoutOf } from '../../../src/geometry/pointIndexLayout';
import { gatherRows } from '../../../src/geometry/nearestTasks';
import { allocateForKernels, SharedPointKernel } from '../../../src/geometry/sharedPointKernel';
import { spatialOrder } from '../../../src/geometry/spatialOrder';
import { tasks } from '../../../src/geometry/tasks';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { bruteForceDistances, cloudNames, makeCloud, sprinkle } from './clouds';

/** As a page has it: threads that get copies and whose answers come back as copies. */
const copying: Parallel = {
  threads: 2,
  shared: false,
  allocate: (bytes) => new ArrayBuffer(bytes),
  run: async (task, pieces, signal) => structuredClone(await sequential.run(task, structuredClone([...pieces]), signal)),
};

/** With indexes in memory where kernels search without copying them, as threads of a process have it. */
const withoutCopies: Parallel = { ...sequential, threads: 8, allocateIndex: (bytes) => allocateForKernels(bytes, 2) };

/** Within 1e-6 of comparing every pair; that plain code is exact is shown where it is tested by itself. */
function check(found: Neighbours, queries: Float32Array | Float64Array, reference: Float32Array | Float64Array): void {
  const expected = bruteForceDistances(queries, reference);
  assert.ok(found.distances && found.indices);
  let count = 0;
  let sum = 0;
  let sumOfSquares = 0;
  let maximum = 0;
  expected.forEach((distance, row) => {
    const index = found.indices?.[row] ?? noRow;
    if (Number.isNaN(distance)) {
      assert.equal(index, noRow);
      assert.ok(Number.isNaN(found.distances?.[row]));
      return;
    }
    count++;
    sum += distance;
    sumOfSquares += distance ** 2;
    maximum = Math.max(maximum, distance);
    const [x, y, z] = [0, 1, 2].map((axis) => reference[3 * index + axis] - queries[3 * row + axis]);
    assert.equal(Math.sqrt(x * x + y * y + z * z), found.distances?.[row]);
    assert.ok(Math.abs((found.distances?.[row] ?? NaN) - distance) <= 1e-6 * distance);
  });
  assert.equal(found.count, count);
  assert.ok(Math.abs(found.maximum - maximum) <= 1e-6 * maximum);
  assert.ok(Math.abs(found.sum - sum) <= 1e-6 * sum);
  assert.ok(Math.abs(found.sumOfSquares - sumOfSquares) <= 3e-6 * sumOfSquares);
}

describe('nearestDistances', () => {
  for (const name of cloudNames) {
    for (const Numbers of [Float32Array, Float64Array]) {
      it(`equals comparing every pair: ${name}, ${Numbers.name}`, async () => {
        const queries = new Numbers(makeCloud(name, 700, 1));
        const reference = new Numbers(makeCloud(name, 900, 2));
        sprinkle(queries, 3);
        sprinkle(reference, 4);
        for (const parallel of [sequential, copying, withoutCopies]) {
          const { forward, backward } = await nearestDistancesBothWays(queries, reference, { parallel, indices: true });
          check(forward, queries, reference);
          check(backward, reference, queries);
          check(await nearestDistances(queries, reference, { parallel, indices: true }), queries, reference);
        }
      });
    }
  }

  it('compares clouds of different kinds, types and places', async () => {
    for (const first of cloudNames) {
      for (const second of cloudNames) {
        const queries = makeCloud(first, 90, 5);
        const reference = new Float32Array(makeCloud(second, 110, 6));
        check(await nearestDistances(queries, reference, { parallel: sequential, indices: true }), queries, reference);
        check(await nearestDistances(reference, queries, { parallel: sequential, indices: true }), reference, queries);
      }
    }
  });

  it('holds for any few points', async () => {
    const coordinate = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -1e7, max: 1e7, noNaN: true }), fc.constant(NaN));
    const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(points, points, async (first, second) => {
        const queries = new Float64Array(first.flat());
        const reference = new Float64Array([...second.flat(), 0, 0, 0]);
        check(await nearestDistances(queries, reference, { parallel: sequential, indices: true }), queries, reference);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is zero from a cloud to itself, in any order', async () => {
    for (const name of cloudNames) {
      const cloud = makeCloud(name, 3000, 8);
      const reversed = new Float64Array(cloud.length);
      for (let row = 0; row < 3000; row++) reversed.set(cloud.subarray(3 * row, 3 * row + 3), 3 * (2999 - row));
      const { sum, count, maximum } = await nearestDistances(cloud, reversed, { parallel: sequential });
      assert.deepEqual({ sum, count, maximum }, { sum: 0, count: 3000, maximum: 0 });
    }
  });

  it('answers the same whatever the number of threads', async () => {
    const queries = new Float32Array(makeCloud('a sweep', 150_000, 9));
    const reference = new Float32Array(makeCloud('a sweep', 40_000, 10));
    const one = await nearestDistances(queries, reference, { parallel: sequential, indices: true });
    const two = await nearestDistances(queries, reference, { parallel: copying, indices: true });
    assert.deepEqual(two, one);
  });

  it('computes no arrays that nobody wants', async () => {
    const cloud = makeCloud('a cube', 100, 11);
    const found = await nearestDistances(cloud, cloud, { parallel: copying, distances: false });
    assert.equal(found.distances, null);
    assert.equal(found.indices, null);
    assert.equal(found.count, 100);
  });

  it('answers an empty query and refuses an empty reference', async () => {
    const nothing = new Float32Array(0);
    const invalid = new Float32Array([NaN, 0, 0]);
    const something = new Float32Array([1, 2, 3]);
    assert.equal((await nearestDistances(nothing, something, { parallel: sequential })).count, 0);
    const { distances, sum } = await nearestDistances(invalid, something, { parallel: sequential });
    assert.ok(distances && Number.isNaN(distances[0]));
    assert.equal(sum, 0);
    await assert.rejects(nearestDistances(something, nothing, { parallel: sequential }), OperationError);
    await assert.rejects(nearestDistances(something, invalid, { parallel: sequential }), OperationError);
    await assert.rejects(nearestDistancesBothWays(invalid, something, { parallel: sequential }), OperationError);
  });

  it('asks for runs of a cloud too large to sort as a whole', () => {
    // What the task answers for two runs is what the whole cloud has, also when its memory was used before.
    const queries = new Float32Array(makeCloud('a sweep', 5000, 13));
    const reference = new Float32Array(makeCloud('a sweep', 4000, 14));
    const { buffer } = PointIndex.build(reference).layout;
    const distances = new Float64Array(5000).fill(NaN);
    const order = spatialOrder(queries, (bytes) => new ArrayBuffer(bytes));
    for (const [from, to] of [[0, 3500], [3500, 5000]]) {
      const wanted = { distances: true, indices: false, shared: { distances, indices: null } };
      tasks.nearestOfPoints({ positions: queries, rows: order.subarray(from, to), gathered: false, reference: buffer, wanted });
    }
    const expected = bruteForceDistances(queries, reference);
    for (let row = 0; row < 5000; row++) assert.ok(Math.abs(distances[row] - expected[row]) <= 1e-6 * expected[row]);
    const some = order.subarray(1000, 3000);
    const copies = tasks.nearestOfPoints({ positions: gatherRows(queries, some), rows: some, gathered: true, reference: buffer, wanted: { distances: true, indices: true, shared: null } });
    copies.found?.rows.forEach((row, i) => assert.equal(copies.found?.distances?.[i], distances[row]));
    assert.deepEqual(copies.found?.rows.slice().sort(), some.slice().sort());
  });

  it('finds the very same with a kernel in the memory of the index, and gives its place back', () => {
    const queries = PointIndex.build(Float32Array.from(makeCloud('a sphere', 5000, 1))).layout;
    const cloud = Float32Array.from(makeCloud('a sphere', 6000, 2));
    const reference = PointIndex.build(cloud).layout;
    const memory = allocateForKernels(reference.buffer.byteLength, 1);
    assert.ok(memory);
    new Uint8Array(memory.buffer).set(new Uint8Array(reference.buffer));
    const inMemory = layoutOf(memory);
    const answers = [reference, inMemory].map((layout) => {
      const indices = new Uint32Array(5000);
      const totals = nearestOfLeaves(queries, layout, 0, queries.leaves, { order: 'rows', distances: null, indices });
      return { totals, indices };
    });
    assert.deepEqual(answers[1], answers[0]);
    // There is one place: whoever comes while it is taken searches in another way.
    const first = SharedPointKernel.enter(queries, inMemory, 0, queries.leaves);
    assert.ok(first);
    assert.equal(SharedPointKernel.enter(queries, inMemory, 0, 1), null);
    first.leave();
    const second = SharedPointKernel.enter(queries, inMemory, 0, 1);
    assert.ok(second);
    second.leave();
    assert.equal(SharedPointKernel.enter(queries, reference, 0, 1), null);
    assert.equal(allocateForKernels(2 ** 33, 1), null);
  });

  it('stops when cancelled', async () => {
    const cloud = makeCloud('a cube', 100, 12);
    await assert.rejects(nearestDistances(cloud, cloud, { parallel: sequential, signal: AbortSignal.abort() }), CancelledError);
  });
});
