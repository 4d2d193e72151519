import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finiteRows, sampleSurface, sampleUniformly } from '../../../src/geometry/sampling';
import { OperationError } from '../../../src/model/errors';
import { makeCloud, sprinkle } from './clouds';

describe('sampleUniformly', () => {
  it('draws distinct finite rows in ascending order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (rows, seed, share) => {
        const cloud = makeCloud('a cube', rows, seed);
        sprinkle(cloud, seed + 1);
        const finite = finiteRows(cloud);
        const expected = [];
        for (let row = 0; row < rows; row++) if ([...cloud.subarray(3 * row, 3 * row + 3)].every(Number.isFinite)) expected.push(row);
        assert.deepEqual([...finite], expected);
        const count = Math.floor(share * finite.length);
        const sample = sampleUniformly(cloud, count, seed);
        assert.equal(sample.length, count);
        sample.forEach((row, i) => {
          assert.ok(finite.includes(row));
          assert.ok(i === 0 || row > sample[i - 1]);
        });
        assert.deepEqual(sampleUniformly(cloud, count, seed), sample);
        assert.deepEqual(sampleUniformly(cloud, finite.length, seed), finite);
        assert.throws(() => sampleUniformly(cloud, finite.length + 1, seed), OperationError);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('draws every row as often as any other', () => {
    const cloud = makeCloud('a cube', 10, 1);
    const drawn = new Float64Array(10);
    for (let seed = 0; seed < 20_000; seed++) for (const row of sampleUniformly(cloud, 3, seed)) drawn[row]++;
    // Binomial: mean 6000, deviation 65.
    for (const count of drawn) assert.ok(Math.abs(count - 6000) < 5 * 65, `${[...drawn].join(' ')}`);
  });

  it('takes coordinates whose sum overflows for finite', () => {
    assert.deepEqual([...finiteRows(new Float64Array([1e308, 1e308, 1e308, Infinity, -Infinity, 0]))], [0]);
  });
});

describe('sampleSurface', () => {
  const positions = new Float64Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 5, 0, 0, 5, 4, 0, 9, 0, 0, NaN, 0, 0]);
  // Areas 1/2, 0 (a line), 8, one that names a vertex that is not, one not finite.
  const triangles = new Uint32Array([0, 1, 2, 0, 1, 3, 3, 4, 5, 0, 1, 4_000_000_000, 0, 1, 6]);

  it('puts points on triangles in proportion to their area', () => {
    const count = 50_000;
    const sample = sampleSurface(positions, triangles, count, 7);
    const drawn = [0, 0, 0, 0, 0];
    const mean = [0, 0, 0];
    for (let point = 0; point < count; point++) {
      const triangle = sample.triangles[point];
      drawn[triangle]++;
      const weights = sample.weights.subarray(3 * point, 3 * point + 3);
      assert.ok(weights.every((weight) => weight >= 0) && Math.abs(weights[0] + weights[1] + weights[2] - 1) < 1e-15);
      for (let axis = 0; axis < 3; axis++) {
        let expected = 0;
        for (let corner = 0; corner < 3; corner++) expected += weights[corner] * positions[3 * triangles[3 * triangle + corner] + axis];
        assert.ok(Math.abs(sample.positions[3 * point + axis] - expected) < 1e-14);
        mean[axis] += sample.weights[3 * point + axis] / count;
      }
    }
    assert.deepEqual([drawn[1], drawn[3], drawn[4]], [0, 0, 0]);
    // Expected count / 17, deviation 53.
    assert.ok(Math.abs(drawn[0] - count / 17) < 5 * 53, `${drawn[0]}`);
    // Uniform in a triangle: each corner weighs a third on average.
    for (const weight of mean) assert.ok(Math.abs(weight - 1 / 3) < 0.006, `${mean.join(' ')}`);
  });

  it('repeats for a seed and refuses a mesh without area', () => {
    assert.deepEqual(sampleSurface(positions, triangles, 10, 3), sampleSurface(positions, triangles, 10, 3));
    assert.notDeepEqual(sampleSurface(positions, triangles, 10, 3), sampleSurface(positions, triangles, 10, 4));
    assert.throws(() => sampleSurface(positions, triangles.subarray(3, 6), 10, 3), OperationError);
    assert.throws(() => sampleSurface(positions, new Uint32Array(0), 10, 3), OperationError);
  });
});
