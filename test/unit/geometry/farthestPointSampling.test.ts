import assert from 'node:assert/strict';
import fc from 'fast-check';
import { farthestPoints } from '../../../src/geometry/farthestPointSampling';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { cloudNames, makeCloud, sprinkle } from './clouds';

/** The definition, word for word: always the row farthest from those chosen, the lowest of equally far ones, none twice. */
function plain(positions: Float32Array | Float64Array, count: number, start: number): number[] {
  const rows = positions.length / 3;
  const squares = new Float64Array(rows).fill(Infinity);
  const chosen = [start];
  while (chosen.length < count) {
    const last = chosen[chosen.length - 1];
    let best = -1;
    for (let row = 0; row < rows; row++) {
      const x = positions[3 * row] - positions[3 * last];
      const y = positions[3 * row + 1] - positions[3 * last + 1];
      const z = positions[3 * row + 2] - positions[3 * last + 2];
      squares[row] = Math.min(squares[row], x * x + y * y + z * z);
      if (Number.isNaN(squares[row]) || !Number.isFinite(positions[3 * row] + positions[3 * row + 1] + positions[3 * row + 2])) continue;
      if (chosen.includes(row)) continue;
      if (best < 0 || squares[row] > squares[best]) best = row;
    }
    chosen.push(best);
  }
  return chosen;
}

describe('farthestPoints', () => {
  for (const name of cloudNames) {
    it(`equals the plain algorithm: ${name}`, async () => {
      for (const Numbers of [Float32Array, Float64Array]) {
        const cloud = new Numbers(makeCloud(name, 400, 1));
        assert.deepEqual([...(await farthestPoints(cloud, 400, { start: 17 }))], plain(cloud, 400, 17));
        sprinkle(cloud, 2);
        const start = [...cloud.keys()].find((row) => [...cloud.subarray(3 * row, 3 * row + 3)].every(Number.isFinite)) ?? 0;
        assert.deepEqual([...(await farthestPoints(cloud, 200, { start }))], plain(cloud, 200, start));
      }
    });
  }

  it('equals the plain algorithm on grids, where most distances are tied, from any start', async () => {
    const coordinate = fc.integer({ min: 0, max: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 90 }), fc.nat(), async (points, at) => {
        const cloud = new Float64Array(points.flat());
        const start = at % points.length;
        assert.deepEqual([...(await farthestPoints(cloud, points.length, { start }))], plain(cloud, points.length, start));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('has every shorter sequence as its beginning', async () => {
    const cloud = makeCloud('a sphere', 2000, 4);
    const sequence = await farthestPoints(cloud, 300);
    assert.deepEqual(await farthestPoints(cloud, 100), sequence.slice(0, 100));
    assert.equal(new Set(sequence).size, 300);
    assert.equal((await farthestPoints(cloud, 0)).length, 0);
  });

  it('refuses more points than there are, and a start that is none', async () => {
    const cloud = new Float32Array([0, 0, 0, NaN, 0, 0, 1, 1, 1]);
    await assert.rejects(farthestPoints(cloud, 3), OperationError);
    await assert.rejects(farthestPoints(cloud, 1, { start: 1 }), OperationError);
    await assert.rejects(farthestPoints(cloud, 1, { start: 3 }), OperationError);
    assert.deepEqual([...(await farthestPoints(cloud, 2, { start: 2 }))], [2, 0]);
  });

  it('tells how far it is and stops when cancelled', async () => {
    const cloud = makeCloud('a cube', 60_000, 5);
    const cancel = new AbortController();
    const shares: number[] = [];
    const options = {
      signal: cancel.signal,
      progress: (share: number) => {
        shares.push(share);
        cancel.abort();
      },
    };
    await assert.rejects(farthestPoints(cloud, 60_000, options), CancelledError);
    assert.equal(shares.length, 1);
    assert.ok(shares[0] > 0 && shares[0] < 1);
  });
});
