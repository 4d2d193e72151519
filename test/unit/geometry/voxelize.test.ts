import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cubesOfResolution, cubesOfSize, markInside, markPoints, markTriangles, touchesBox } from '../../../src/geometry/voxelize';

const coordinate = fc.double({ min: -1.5, max: 1.5, noNaN: true });

/** Clips a triangle against the six planes of a cube (Sutherland and Hodgman, 1974): what is left has a corner if they touch. */
function clips(triangle: readonly number[], half: number): boolean {
  let polygon = [triangle.slice(0, 3), triangle.slice(3, 6), triangle.slice(6, 9)];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [1, -1]) {
      const distance = (point: readonly number[]): number => half - side * point[axis];
      polygon = polygon.flatMap((point, index) => {
        const next = polygon[(index + 1) % polygon.length];
        const [from, to] = [distance(point), distance(next)];
        const kept = from >= 0 ? [point] : [];
        if (from >= 0 === to >= 0) return kept;
        const share = from / (from - to);
        return [...kept, point.map((value, i) => value + share * (next[i] - value))];
      });
    }
  }
  return polygon.length > 0;
}

/** An axis-aligned box's triangles. */
function boxMesh(low: number, high: number): { positions: Float64Array; triangles: Uint32Array } {
  const positions = Float64Array.from({ length: 24 }, (_, i) => ((Math.floor(i / 3) >> i % 3) & 1 ? high : low));
  const quads = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
  return { positions, triangles: Uint32Array.from(quads.flatMap(([a, b, c, d]) => [a, b, c, a, c, d])) };
}

describe('voxelizing', () => {
  it('triangle and box touch where clipping leaves something', () => {
    let touching = 0;
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 9, maxLength: 9 }), (corners) => {
        const touches = touchesBox(Float64Array.from(corners), 0, 0, 0, 0.5);
        if (touches) touching++;
        // Rounding may decide either way for a triangle that all but touches.
        if (touches) assert.ok(clips(corners, 0.5 + 1e-9), corners.join(' '));
        else assert.ok(!clips(corners, 0.5 - 1e-9), corners.join(' '));
      }),
      { seed: 6, numRuns: 4000 },
    );
    assert.ok(touching > 200, `${touching}`);
  });

  it('marks the cells of a box, its shell and its inside', () => {
    const { positions, triangles } = boxMesh(0.75, 4.25);
    const cubes = { dimensions: [5, 5, 5] as const, size: 1, corner: [0, 0, 0] as const };
    const cells = new Uint8Array(125);
    markTriangles(positions, triangles, cubes, cells);
    assert.equal(cells.reduce((sum, cell) => sum + cell, 0), 125 - 27);
    markInside(positions, triangles, cubes, cells);
    assert.equal(cells.reduce((sum, cell) => sum + cell, 0), 125);
  });

  it('does not fill what is outside', () => {
    const { positions, triangles } = boxMesh(2.25, 3.75);
    const cubes = { dimensions: [6, 6, 6] as const, size: 1, corner: [0, 0, 0] as const };
    const cells = new Uint8Array(216);
    markTriangles(positions, triangles, cubes, cells);
    markInside(positions, triangles, cubes, cells);
    assert.equal(cells.reduce((sum, cell) => sum + cell, 0), 8);
  });

  it('marks the cells that hold points, the last border included', () => {
    const cubes = cubesOfResolution({ min: [0, 0, 0], max: [2, 1, 0] }, 2);
    assert.deepEqual(cubes, { dimensions: [2, 1, 1], size: 1, corner: [0, 0, 0] });
    const cells = new Uint8Array(2);
    markPoints(Float64Array.of(2, 1, 0, NaN, 0, 0), cubes, cells);
    assert.deepEqual([...cells], [0, 1]);
    markPoints(Float64Array.of(0, 0, 0), cubes, cells);
    assert.deepEqual([...cells], [1, 1]);
  });

  it('makes one cell of one point, and no cell too many by rounding', () => {
    assert.deepEqual(cubesOfResolution({ min: [5, 5, 5], max: [5, 5, 5] }, 64).dimensions, [1, 1, 1]);
    assert.deepEqual(cubesOfSize({ min: [0, 0, 0], max: [0.3, 0.1, 0.7] }, 0.1).dimensions, [3, 1, 7]);
  });
});
