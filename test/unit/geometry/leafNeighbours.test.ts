import assert from 'node:assert/strict';
import { nearestOfLeaves } from '../../../src/geometry/leafNeighbours';
import { preparePointIndex, sortPointIndex } from '../../../src/geometry/pointIndexBuild';
import { layoutOf, rowOf, type Coordinates, type PointIndexLayout } from '../../../src/geometry/pointIndexLayout';
import { PointKernel } from '../../../src/geometry/pointKernel';
import { bruteForceDistances, cloudNames, makeCloud, sprinkle } from './clouds';

function sorted(cloud: Coordinates, kernel: PointKernel | null): PointIndexLayout {
  const { buffer } = preparePointIndex(cloud, (bytes) => new ArrayBuffer(bytes));
  sortPointIndex(buffer, kernel);
  return layoutOf(buffer);
}

function distancesBy(kernel: PointKernel | null, queries: Coordinates, reference: Coordinates): Float64Array {
  const index = sorted(queries, kernel);
  const distances = new Float64Array(queries.length / 3).fill(NaN);
  nearestOfLeaves(index, sorted(reference, kernel), 0, index.leaves, { order: 'rows', distances, indices: null }, kernel);
  return distances;
}

/** Every point is in one leaf, its box holds it, and every box holds those below it. */
function checkTree({ count, leaves, starts, points, boxes, ...layout }: PointIndexLayout, cloud: Coordinates): void {
  const seen = new Set<number>();
  for (let leaf = 0; leaf < leaves; leaf++) {
    assert.ok(starts[leaf] <= starts[leaf + 1]);
    for (let point = starts[leaf]; point < starts[leaf + 1]; point++) {
      const row = rowOf({ count, leaves, starts, points, boxes, ...layout }, point);
      seen.add(row);
      for (let axis = 0; axis < 3; axis++) {
        const value = points[4 * point + axis];
        assert.equal(value, cloud[3 * row + axis]);
        for (let node = leaves + leaf; node > 0; node >>= 1) assert.ok(boxes[8 * node + axis] <= value && value <= boxes[8 * node + 4 + axis]);
      }
    }
    assert.ok(starts[leaf + 1] - starts[leaf] <= 64);
  }
  assert.deepEqual([starts[0], starts[leaves], seen.size], [0, count, count]);
}

describe('nearestOfLeaves', () => {
  const kernel = PointKernel.create();

  it('has a kernel here, which takes float32 clouds and no others', () => {
    assert.ok(kernel);
    const narrow = sorted(new Float32Array(makeCloud('a cube', 100, 1)), kernel);
    const wide = sorted(makeCloud('map coordinates', 100, 1), kernel);
    const huge = sorted(new Float32Array([0, 0, 0, 1e20, 0, 0]), kernel);
    const tiny = sorted(new Float32Array([0, 0, 0, 1e-20, 0, 0]), kernel);
    assert.notEqual(kernel.prepare(narrow, narrow, 0, narrow.leaves), null);
    for (const other of [wide, huge, tiny]) {
      assert.equal(kernel.prepare(narrow, other, 0, narrow.leaves), null);
      assert.equal(kernel.prepare(other, narrow, 0, other.leaves), null);
    }
  });

  for (const name of cloudNames) {
    it(`equals comparing every pair exactly without the kernel, within 1e-6 with it: ${name}`, () => {
      for (const Numbers of [Float32Array, Float64Array]) {
        for (const [queryCount, referenceCount] of [[1, 1], [3, 700], [700, 2], [900, 1300]]) {
          const queries = new Numbers(makeCloud(name, queryCount, 2));
          const reference = new Numbers(makeCloud(name, referenceCount, 3));
          if (queryCount > 10) sprinkle(queries, 4);
          const expected = bruteForceDistances(queries, reference);
          assert.deepEqual([...distancesBy(null, queries, reference)], [...expected]);
          distancesBy(kernel, queries, reference).forEach((distance, row) => {
            if (Number.isNaN(expected[row])) assert.ok(Number.isNaN(distance));
            else assert.ok(Math.abs(distance - expected[row]) <= 1e-6 * expected[row], `${distance} instead of ${expected[row]}`);
          });
        }
      }
    });

    it(`sorts into balanced leaves, with the kernel and without: ${name}`, () => {
      for (const count of [0, 1, 2, 16, 17, 500, 9000]) {
        const cloud = new Float32Array(makeCloud(name, count, 5));
        checkTree(sorted(cloud, null), cloud);
        checkTree(sorted(cloud, kernel), cloud);
      }
    });
  }

  it('agrees on many points of many densities', () => {
    const queries = new Float32Array(makeCloud('a sweep', 60_000, 6));
    const reference = new Float32Array(makeCloud('a sweep', 70_000, 7));
    const plain = distancesBy(null, queries, reference);
    const fast = distancesBy(kernel, queries, reference);
    for (let row = 0; row < plain.length; row++) assert.ok(Math.abs(fast[row] - plain[row]) <= 1e-6 * plain[row]);
  });

  it('splits what is too large to copy in place', () => {
    const cloud = new Float32Array(makeCloud('outliers far away', 600_000, 8));
    const index = sorted(cloud, kernel);
    checkTree(index, cloud);
  });
});
