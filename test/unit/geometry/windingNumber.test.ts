import assert from 'node:assert/strict';
import { meshDistances } from '../../../src/geometry/meshDistances';
import { noRow } from '../../../src/geometry/nearestDistances';
import { sequential } from '../../../src/geometry/parallel';
import { TriangleIndex } from '../../../src/geometry/triangleIndex';
import { exactWindingNumber, windingMoments, windingNumber } from '../../../src/geometry/windingNumber';
import { OperationError } from '../../../src/model/errors';
import { makeCloud, seededNumbers } from './clouds';
import { makeBall, makeSoup, moved, type Surface } from './surfaces';

function largestError(surface: Surface, scale: number, seed: number): number {
  const { layout } = TriangleIndex.build(surface.positions, surface.triangles);
  const moments = windingMoments(layout);
  const next = seededNumbers(seed);
  let largest = 0;
  for (let i = 0; i < 500; i++) {
    const [x, y, z] = [0, 1, 2].map((axis) => surface.positions[axis] + scale * (next() - 0.5));
    largest = Math.max(largest, Math.abs(windingNumber(layout, moments, x, y, z) - exactWindingNumber(layout, x, y, z)));
  }
  return largest;
}

describe('windingNumber', () => {
  it('is 1 inside a closed body, 0 outside, opposite when it is turned inside out', () => {
    const ball = makeBall(20, 30);
    const reversed = ball.triangles.slice().reverse();
    const { layout } = TriangleIndex.build(ball.positions, ball.triangles);
    const turned = TriangleIndex.build(ball.positions, reversed).layout;
    const next = seededNumbers(1);
    for (let i = 0; i < 300; i++) {
      const [x, y, z] = [next(), next(), next()].map((value) => 3 * (value - 0.5));
      const radius = Math.hypot(x, y, z);
      if (radius > 0.98 && radius < 1) continue;
      const expected = radius < 1 ? 1 : 0;
      assert.ok(Math.abs(exactWindingNumber(layout, x, y, z) - expected) < 1e-12);
      assert.ok(Math.abs(exactWindingNumber(turned, x, y, z) + expected) < 1e-12);
    }
  });

  it('by moments is near the exact one', () => {
    assert.ok(largestError(makeBall(40, 60), 4, 2) < 0.05, `${largestError(makeBall(40, 60), 4, 2)}`);
    // Large triangles here and there, whose normals do not cancel as those of a surface do.
    assert.ok(largestError(makeSoup(3000, 3), 3, 4) < 0.1, `${largestError(makeSoup(3000, 3), 3, 4)}`);
    assert.ok(largestError(moved(makeBall(40, 60), 5e6, 4e5, 100), 4, 5) < 0.05);
  });

  it('counts what has no area for nothing', () => {
    const { layout } = TriangleIndex.build(new Float64Array([0, 0, 0, 1, 1, 1]), new Uint32Array([0, 1, 1, 0, 0, 0]));
    assert.equal(windingNumber(layout, windingMoments(layout), 5, 1, 2), 0);
    const empty = TriangleIndex.build(new Float64Array(0), new Uint32Array(0)).layout;
    assert.equal(windingNumber(empty, windingMoments(empty), 0, 0, 0), 0);
  });
});

describe('meshDistances', () => {
  it('is negative inside, whichever way the normals point', async () => {
    const ball = makeBall(60, 80);
    const queries = makeCloud('a cube', 500, 6).map((value) => 3 * (value - 0.5));
    queries[4] = NaN;
    for (const triangles of [ball.triangles, ball.triangles.slice().reverse()]) {
      const signed = await meshDistances(queries, ball.positions, triangles, { parallel: sequential, signed: true });
      const plain = await meshDistances(queries, ball.positions, triangles, { parallel: sequential });
      for (let row = 0; row < 500; row++) {
        const radius = Math.hypot(...queries.subarray(3 * row, 3 * row + 3));
        if (row === 1) {
          assert.ok(Number.isNaN(signed.distances[row]));
          assert.equal(signed.triangles[row], noRow);
          continue;
        }
        // The ball's faces lie up to 0.002 inside the sphere.
        assert.ok(Math.abs(signed.distances[row] - (radius - 1)) < 0.003, `${signed.distances[row]} at ${radius}`);
        assert.equal(Math.abs(signed.distances[row]), plain.distances[row]);
      }
    }
  });

  it('refuses a mesh without faces', async () => {
    const cloud = makeCloud('a cube', 3, 7);
    await assert.rejects(meshDistances(cloud, cloud, new Uint32Array([0, 1, 9]), { parallel: sequential }), OperationError);
  });
});
