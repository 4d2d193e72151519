import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sequential } from '../../../src/geometry/parallel';
import { percentiles, percentilesInPlace } from '../../../src/geometry/percentile';
import { percentilesOfMagnitudes } from '../../../src/geometry/percentilesOfMagnitudes';
import { Random } from '../../../src/geometry/random';
import { countDuplicates, neighbourSpacings, principalAxes } from '../../../src/geometry/statistics';
import { symmetricEigen } from '../../../src/geometry/symmetricEigen';
import { cloudNames, makeCloud, sprinkle } from './clouds';

describe('percentiles', () => {
  it('interpolates linearly between sorted values', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(number, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 100 }), (values, percent) => {
        const sorted = [...values].sort((a, b) => a - b);
        const position = (percent / 100) * (values.length - 1);
        const below = Math.floor(position);
        const above = Math.min(values.length - 1, below + 1);
        const expected = sorted[below] + (sorted[above] - sorted[below]) * (position - below);
        const [found] = percentilesInPlace(new Float64Array(values), [percent]);
        assert.ok(Math.abs(found - expected) <= 1e-9, `${found} ${expected}`);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("gives numpy's answers", () => {
    // numpy.percentile([15, 20, 35, 40, 50], [0, 5, 30, 40, 50, 100])
    assert.deepEqual(percentiles(new Float64Array([50, 15, 40, 20, NaN, 35]), [0, 5, 30, 40, 50, 100]), [15, 16, 23, 29, 35, 50]);
    assert.deepEqual(percentiles(new Float64Array([7]), [0, 99]), [7, 7]);
    assert.deepEqual(percentiles(new Float64Array([NaN]), [50]), [NaN]);
  });
});

describe('percentiles of magnitudes', () => {
  const percents = [0, 1, 33.3, 50, 90, 95, 99, 100];
  const shapes: Readonly<Record<string, (random: Random) => number>> = {
    'evenly spread': (random) => 2 * random.uniform() - 1,
    'over many orders of magnitude': (random) => (random.uniform() < 0.5 ? -1 : 1) * 10 ** (600 * random.uniform() - 300),
    'few different ones': (random) => random.integer(3),
    'all the same': () => -0.25,
    'crowded in one place': (random) => 1.7e-3 + 1e-9 * random.uniform(),
    'crowded in two places, and far beyond': (random) => [1.7e-3, 1.8e-3, 1e6][random.integer(3)] * (1 + 1e-12 * random.uniform()),
    'zeros, infinities and NaN among them': (random) => [0, -0, NaN, Infinity, -Infinity, random.uniform()][random.integer(6)],
    'so small that they have no exponent': (random) => 5e-324 * random.integer(1000),
  };
  for (const [name, draw] of Object.entries(shapes)) {
    for (const count of [1, 2, 100, 5000, 20_001]) {
      it(`equal those of a sorted copy: ${count} ${name}`, () => {
        const random = new Random(count);
        const values = Float64Array.from({ length: count }, () => draw(random));
        const before = values.slice();
        const expected = percentiles(values.map(Math.abs), percents);
        assert.deepEqual(percentilesOfMagnitudes(values, percents), expected);
        assert.deepEqual(values, before, 'Nothing was moved.');
      });
    }
  }

  it('are NaN where there is nothing', () => {
    assert.deepEqual(percentilesOfMagnitudes(new Float64Array(5000).fill(NaN), [50]), [NaN]);
    assert.deepEqual(percentilesOfMagnitudes(new Float64Array(0), [50]), [NaN]);
  });

  it('take a part of a longer array', () => {
    const all = Float64Array.from({ length: 30_000 }, (_, i) => i);
    assert.deepEqual(percentilesOfMagnitudes(all.subarray(10_000, 20_001), [0, 50, 100]), [10_000, 15_000, 20_000]);
  });
});

describe('neighbourSpacings', () => {
  for (const name of cloudNames) {
    it(`equals comparing every pair: ${name}`, async () => {
      const cloud = makeCloud(name, 400, 1);
      sprinkle(cloud, 2);
      const expected: number[] = [];
      for (let row = 0; row < 400; row++) {
        let best = Infinity;
        for (let other = 0; other < 400; other++) {
          if (other === row) continue;
          const square = (cloud[3 * other] - cloud[3 * row]) ** 2 + (cloud[3 * other + 1] - cloud[3 * row + 1]) ** 2 + (cloud[3 * other + 2] - cloud[3 * row + 2]) ** 2;
          if (square < best) best = square;
        }
        if (best < Infinity) expected.push(Math.sqrt(best));
      }
      const found = await neighbourSpacings(cloud, sequential);
      assert.deepEqual([...found.sort()], expected.sort((a, b) => a - b));
    });
  }

  it('is empty for fewer than two points', async () => {
    assert.equal((await neighbourSpacings(new Float32Array([1, 2, 3, NaN, 0, 0]), sequential)).length, 0);
    assert.equal((await neighbourSpacings(new Float32Array(0), sequential)).length, 0);
    assert.deepEqual([...(await neighbourSpacings(new Float32Array([1, 2, 3, 1, 2, 5]), sequential))], [2, 2]);
  });
});

describe('countDuplicates', () => {
  it('counts finite points equal to an earlier one', () => {
    for (const name of cloudNames) {
      const cloud = makeCloud(name, 500, 3);
      sprinkle(cloud, 4);
      const seen = new Set<string>();
      let expected = 0;
      for (let row = 0; row < 500; row++) {
        const point = [...cloud.subarray(3 * row, 3 * row + 3)];
        if (!point.every(Number.isFinite)) continue;
        if (seen.has(point.join())) expected++;
        seen.add(point.join());
      }
      assert.equal(countDuplicates(cloud), expected, name);
    }
    assert.equal(countDuplicates(new Float64Array([0, -0, 0, -0, 0, 0])), 1);
    assert.equal(countDuplicates(new Float32Array(0)), 0);
  });
});

describe('symmetricEigen', () => {
  it('answers vectors that the matrix only stretches', () => {
    const entry = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.tuple(entry, entry, entry, entry, entry, entry), (entries) => {
        const [xx, xy, xz, yy, yz, zz] = entries;
        const { values, vectors } = symmetricEigen(...entries);
        assert.ok(values[0] >= values[1] && values[1] >= values[2]);
        vectors.forEach((vector, i) => {
          const [x, y, z] = vector;
          const image = [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z];
          image.forEach((component, k) => assert.ok(Math.abs(component - values[i] * vector[k]) < 1e-11));
          vectors.forEach((other, j) => {
            const dot = x * other[0] + y * other[1] + z * other[2];
            assert.ok(Math.abs(dot - Number(i === j)) < 1e-12);
          });
        });
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

describe('principalAxes', () => {
  it('finds the axes of a turned box at map coordinates', () => {
    const box = makeCloud('a cube', 20_000, 5);
    const cloud = new Float64Array(box.length);
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    for (let row = 0; row < 20_000; row++) {
      const [x, y, z] = [6 * (box[3 * row] - 0.5), 3 * (box[3 * row + 1] - 0.5), box[3 * row + 2] - 0.5];
      cloud.set([5e6 + c * x - s * y, 4e5 + s * x + c * y, 100 + z], 3 * row);
    }
    cloud[0] = NaN;
    const found = principalAxes(cloud);
    assert.ok(found);
    // A uniform edge of length l has variance l^2 / 12.
    [36 / 12, 9 / 12, 1 / 12].forEach((variance, i) => assert.ok(Math.abs(found.variances[i] / variance - 1) < 0.03));
    assert.ok(Math.abs(found.axes[0][0] - c) < 0.01 && Math.abs(found.axes[0][1] - s) < 0.01);
    assert.ok(Math.abs(found.centre[0] - 5e6) < 0.05 && Math.abs(found.centre[2] - 100) < 0.02);
  });

  it('answers for one point and for none', () => {
    assert.deepEqual(principalAxes(new Float32Array([1, 2, 3]))?.variances, [0, 0, 0]);
    assert.deepEqual(principalAxes(new Float32Array([1, 2, 3]))?.centre, [1, 2, 3]);
    assert.equal(principalAxes(new Float32Array([NaN, 2, 3])), null);
  });
});
