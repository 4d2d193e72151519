import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linearSumAssignment } from 'linear-sum-assignment';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { assignDense } from '../../../src/geometry/assignmentDense';
import { earthMover, exactGap, type EarthMoverResult } from '../../../src/geometry/earthMover';
import { certify } from '../../../src/geometry/earthMoverCertificate';
import { sequential } from '../../../src/geometry/parallel';
import { cloudNames, makeCloud, seededNumbers } from './clouds';

const exact = (first: Float64Array, second: Float64Array): Promise<EarthMoverResult> => earthMover(first, second, { parallel: sequential });

function distances(first: Float64Array, second: Float64Array): Float64Array[] {
  const rows = (positions: Float64Array): number[][] => Array.from({ length: positions.length / 3 }, (_, row) => [...positions.subarray(3 * row, 3 * row + 3)]);
  return rows(first).map((a) => Float64Array.from(rows(second), (b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])));
}

/** The least sum over every order of the columns. */
function leastOfPermutations(costs: readonly Float64Array[], row = 0, taken = 0): number {
  if (row === costs.length) return 0;
  let least = Infinity;
  for (let column = 0; column < costs.length; column++) {
    if ((taken & (1 << column)) !== 0) continue;
    least = Math.min(least, costs[row][column] + leastOfPermutations(costs, row + 1, taken | (1 << column)));
  }
  return least;
}

/** The least sum as another program finds it. */
function leastOfOracle(costs: readonly Float64Array[]): number {
  const { rowAssignments } = linearSumAssignment([...costs], { maximaze: false });
  return costs.reduce((sum, row, index) => sum + row[rowAssignments[index]], 0);
}

function totalOf(costs: readonly Float64Array[], partners: Uint32Array<ArrayBufferLike>): number {
  assert.equal(new Set(partners).size, costs.length, 'one to one');
  return costs.reduce((sum, row, index) => sum + row[partners[index]], 0);
}

function assertNear(actual: number, expected: number, scale: number): void {
  assert.ok(Math.abs(actual - expected) <= 2e-9 * Math.abs(expected) + 1e-13 * scale, `${actual} is not ${expected}`);
}

const cloud = (count: number) =>
  fc.array(fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -9, max: 9 }))), { minLength: count, maxLength: count }).map((rows) => Float64Array.from(rows.flat()));

describe('Earth Mover\'s Distance', () => {
  it('is the least over all permutations of up to 7 points', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }).chain((count) => fc.tuple(cloud(count), cloud(count))),
        async ([first, second]) => {
          const costs = distances(first, second);
          const result = await exact(first, second);
          assertNear(result.total, leastOfPermutations(costs), 10);
          assertNear(totalOf(costs, result.partners), result.total, 10);
          assert.ok(result.reached && result.relativeGap <= exactGap);
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });

  for (const name of cloudNames) {
    for (const count of [90, 430]) {
      it(`agrees with linear-sum-assignment on ${count} points of ${name}`, async () => {
        const first = makeCloud(name, count, 3);
        const second = makeCloud(name, count, 4);
        const costs = distances(first, second);
        const result = await exact(first, second);
        const scale = Math.max(...costs.map((row) => Math.max(...row))) * count;
        assertNear(result.total, leastOfOracle(costs), scale);
        assertNear(totalOf(costs, result.partners), result.total, scale);
        assert.equal(result.method, count < 300 ? 'shortest augmenting paths' : 'auction');
        assert.ok(result.relativeGap <= exactGap || result.total <= 1e-12 * scale, `gap ${result.relativeGap}`);
      });
    }
  }

  it('moves what is too much in one of two far clusters to the other', async () => {
    // 300 and 200 points against 200 and 300: a hundred must cross.
    const next = seededNumbers(1);
    const clusters = (near: number) => Float64Array.from({ length: 1500 }, (_, at) => next() + (at % 3 === 0 && at >= 3 * near ? 1000 : 0));
    const first = clusters(300);
    const second = clusters(200);
    const result = await exact(first, second);
    assertNear(result.total, leastOfOracle(distances(first, second)), 5e5);
    assert.ok(result.relativeGap <= exactGap);
  });

  it('is zero between a cloud and itself in another order, duplicates included', async () => {
    for (const name of cloudNames) {
      const first = makeCloud(name, 600, 8);
      const second = new Float64Array(first.length);
      for (let row = 0; row < 600; row++) second.set(first.subarray(3 * row, 3 * row + 3), 3 * ((row * 7) % 600));
      const { total, lowerBound } = await exact(first, second);
      assert.equal(total, 0, name);
      assert.equal(lowerBound, 0, name);
    }
  });

  it('is a metric', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }).chain((count) => fc.tuple(cloud(count), cloud(count), cloud(count))),
        async ([a, b, c]) => {
          const [ab, ba, bc, ac] = await Promise.all([exact(a, b), exact(b, a), exact(b, c), exact(a, c)]);
          assertNear(ab.total, ba.total, 10);
          assert.ok(ac.total <= ab.total + bc.total + 1e-9);
          assert.ok(ab.total >= 0 && (await exact(a, a)).total === 0);
        },
      ),
      { seed: 6, numRuns: 60 },
    );
  });

  it('moves with the difference of two clouds that are one cloud moved', async () => {
    const first = makeCloud('a sphere', 500, 2);
    const second = first.map((value, at) => value + [3, 4, 12][at % 3]);
    const { total, lowerBound } = await exact(first, second);
    assertNear(total, 13 * 500, 500);
    assertNear(lowerBound, 13 * 500, 500);
  });

  it('proves the gap that is asked for, and no smaller one for nothing', async () => {
    const first = makeCloud('a cube', 2000, 1);
    const second = makeCloud('a cube', 2000, 2);
    const best = await exact(first, second);
    const rough = await earthMover(first, second, { parallel: sequential, gap: 0.01 });
    assert.ok(rough.relativeGap <= 0.01 && rough.relativeGap > 1e-4, `gap ${rough.relativeGap}`);
    assert.ok(rough.reached && rough.total >= best.lowerBound && rough.lowerBound <= best.total);
    assert.ok(rough.total <= best.total * 1.01);
  });

  it('ends with what is proven when the time is over', async () => {
    const first = makeCloud('a cube', 3000, 1);
    const second = makeCloud('a cube', 3000, 2);
    const best = await exact(first, second);
    for (const timeBudget of [0, 30]) {
      const result = await earthMover(first, second, { parallel: sequential, timeBudget });
      assert.equal(new Set(result.partners).size, 3000);
      assert.ok(result.total >= best.lowerBound && result.lowerBound <= best.total);
      assert.equal(result.reached, result.relativeGap <= exactGap);
      if (timeBudget === 0) assert.equal(result.reached, false);
    }
  });

  it('refuses clouds of different sizes, empty ones and ones that overflow; and can be cancelled', async () => {
    const some = makeCloud('a cube', 5, 1);
    await assert.rejects(exact(some, makeCloud('a cube', 4, 1)), OperationError);
    await assert.rejects(exact(new Float64Array(0), new Float64Array(0)), OperationError);
    await assert.rejects(exact(some.map((value) => value * 1e160), some), OperationError);
    await assert.rejects(exact(Float64Array.from([NaN, 0, 0]), Float64Array.from([0, 0, 0])), OperationError);
    const many = makeCloud('a cube', 3000, 1);
    await assert.rejects(earthMover(many, makeCloud('a cube', 3000, 2), { parallel: sequential, signal: AbortSignal.abort() }), CancelledError);
  });
});

describe('certify', () => {
  const first = makeCloud('a cube', 60, 1);
  const second = makeCloud('a cube', 60, 2);
  const costs = Float64Array.from(distances(first, second).flatMap((row) => [...row]));

  it('bounds from below whatever the prices are, and exactly by the best', async () => {
    const { partners, prices } = assignDense(costs, 60);
    const best = await certify(first, second, partners, prices, sequential);
    assertNear(best.lowerBound, best.total, 60);
    const next = seededNumbers(3);
    for (let trial = 0; trial < 20; trial++) {
      const { total, lowerBound } = await certify(first, second, partners, prices.map((price) => price + next() - 0.5), sequential);
      assert.equal(total, best.total);
      assert.ok(lowerBound <= best.total * (1 + 1e-12) && lowerBound < best.lowerBound);
    }
  });

  it('finds the least costs in a tree as by comparing all', async () => {
    const many = makeCloud('half in one place', 1200, 5);
    const others = makeCloud('a sweep', 1200, 6);
    const next = seededNumbers(4);
    const prices = Float64Array.from({ length: 1200 }, () => 3 * next());
    const partners = Uint32Array.from({ length: 1200 }, (_, row) => (row * 7) % 1200);
    const { total, lowerBound } = await certify(many, others, partners, prices, sequential);
    const rows = distances(many, others);
    const dual = rows.reduce((sum, row) => sum + row.reduce((least, cost, column) => Math.min(least, cost + prices[column]), Infinity), 0) - prices.reduce((sum, price) => sum + price, 0);
    assertNear(total, totalOf(rows, partners), 1200);
    assert.ok(Math.abs(lowerBound - Math.max(0, dual)) < 1e-8);
  });

  it('refuses a pairing that is not one to one', async () => {
    const { prices } = assignDense(costs, 60);
    await assert.rejects(certify(first, second, new Uint32Array(60), prices, sequential), OperationError);
  });
});
