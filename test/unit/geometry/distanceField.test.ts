import assert from 'node:assert/strict';
import { closest, closestOnTriangle } from '../../../src/geometry/closestOnTriangle';
import { distanceField, type DistanceTarget, type SampleGrid } from '../../../src/geometry/distanceField';
import { sequential, type Parallel } from '../../../src/geometry/parallel';
import type { Coordinates } from '../../../src/geometry/pointIndexLayout';
import { TriangleIndex } from '../../../src/geometry/triangleIndex';
import { exactWindingNumber } from '../../../src/geometry/windingNumber';
import { CancelledError } from '../../../src/model/errors';
import { makeCloud, sprinkle } from './clouds';
import { makeBall, makeSoup, moved, type Surface } from './surfaces';

/** Straight from the definition: every triangle or point, and the winding number summed over all triangles. */
function plainField({ dimensions, origin, spacing }: SampleGrid, { positions, triangles, signed }: DistanceTarget): Float32Array {
  const [width, height, depth] = dimensions;
  const field = new Float32Array(width * height * depth);
  const { layout } = TriangleIndex.build(positions, triangles ?? new Uint32Array(0));
  for (let cell = 0; cell < field.length; cell++) {
    const x = origin[0] + spacing * (cell % width);
    const y = origin[1] + spacing * (Math.floor(cell / width) % height);
    const z = origin[2] + spacing * Math.floor(cell / width / height);
    let best = Infinity;
    if (triangles) {
      const corners = new Float64Array(9);
      for (let i = 0; i < triangles.length; i += 3) {
        for (let k = 0; k < 9; k++) corners[k] = positions[3 * triangles[i + Math.floor(k / 3)] + (k % 3)];
        closestOnTriangle(corners, 0, x, y, z);
        best = Math.min(best, closest.square);
      }
    } else {
      for (let i = 0; i < positions.length; i += 3) {
        const square = (positions[i] - x) ** 2 + (positions[i + 1] - y) ** 2 + (positions[i + 2] - z) ** 2;
        if (square < best) best = square;
      }
    }
    const isInside = signed && Math.abs(exactWindingNumber(layout, x, y, z)) > 0.5;
    field[cell] = (isInside ? -1 : 1) * Math.sqrt(best);
  }
  return field;
}

const about = (surface: { readonly positions: Coordinates }, cells: number): SampleGrid => {
  const low = [Infinity, Infinity, Infinity];
  let extent = 0;
  surface.positions.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3], value);
  });
  surface.positions.forEach((value, i) => {
    extent = Math.max(extent, value - low[i % 3]);
  });
  const spacing = (1.3 * extent) / (cells - 1);
  return { dimensions: [cells, cells - 1, cells + 2], spacing, origin: [low[0] - 0.15 * extent, low[1] - 0.15 * extent, low[2] - 0.15 * extent] };
};

function sameField(found: Float32Array, expected: Float32Array, extent: number): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, cell) => assert.ok(Math.abs(value - expected[cell]) <= 1e-7 * extent, `cell ${cell}: ${value}, expected ${expected[cell]}`));
}

/** Copies what tasks are given, as threads without shared memory do. */
const apart: Parallel = { ...sequential, shared: false, run: (task, pieces, signal) => sequential.run(task, structuredClone(pieces), signal) };

describe('distance fields', () => {
  const targetOf = ({ positions, triangles }: Surface, signed: boolean, closed: boolean): DistanceTarget => ({ positions, triangles, signed, closed });

  for (const [name, parallel] of [['shared memory', sequential], ['copies', apart]] as const) {
    it(`equal the plain reference, with ${name}`, async () => {
      const ball = makeBall(7, 9, 2);
      const inward = { positions: ball.positions, triangles: ball.triangles.slice().reverse() };
      for (const surface of [ball, inward, moved(ball, 1e6, -3e5, 10)]) {
        const grid = about(surface, 9);
        for (const closed of [true, false]) sameField(await distanceField(grid, targetOf(surface, true, closed), { parallel }), plainField(grid, targetOf(surface, true, closed)), 4);
      }
      const soup = makeSoup(40, 3);
      const grid = about(soup, 10);
      sameField(await distanceField(grid, targetOf(soup, false, false), { parallel }), plainField(grid, targetOf(soup, false, false)), 2);
      const cloud = makeCloud('a sweep', 200, 4);
      sprinkle(cloud, 5);
      const points = { positions: cloud.map((value, i) => (Number.isFinite(cloud[3 * Math.floor(i / 3)] + cloud[3 * Math.floor(i / 3) + 1] + cloud[3 * Math.floor(i / 3) + 2]) ? value : NaN)), triangles: null, signed: false, closed: false };
      const finite = { ...points, positions: points.positions.filter((_, i) => Number.isFinite(points.positions[3 * Math.floor(i / 3)])) };
      const overCloud = about(finite, 12);
      sameField(await distanceField(overCloud, points, { parallel }), plainField(overCloud, finite), overCloud.spacing * 12);
    });
  }

  it('of a ball converge to its formula at second order', async () => {
    const errors = [16, 32].map(async (rings) => {
      const ball = makeBall(rings, 2 * rings);
      const grid: SampleGrid = { dimensions: [12, 12, 12], origin: [-1.3, -1.3, -1.3], spacing: 2.6 / 11 };
      const field = await distanceField(grid, targetOf(ball, true, true), { parallel: sequential });
      let largest = 0;
      field.forEach((value, cell) => {
        const at = (axis: number): number => -1.3 + grid.spacing * (Math.floor(cell / 12 ** axis) % 12);
        largest = Math.max(largest, Math.abs(value - (Math.hypot(at(0), at(1), at(2)) - 1)));
      });
      return largest;
    });
    const [coarse, fine] = await Promise.all(errors);
    assert.ok(coarse < 0.02 && coarse / fine > 3.5, `${coarse}, ${fine}`);
  });

  it('is 0 on the surface, has no sign at a flat mesh, and can be cancelled', async () => {
    const flat = { positions: Float64Array.of(0, 0, 0, 2, 0, 0, 0, 2, 0), triangles: Uint32Array.of(0, 1, 2), signed: true, closed: false };
    const field = await distanceField({ dimensions: [3, 1, 3], origin: [0, 0, -1], spacing: 1 }, flat, { parallel: sequential });
    assert.deepEqual([...field], [1, 1, 1, 0, 0, 0, 1, 1, 1]);
    const ended = AbortSignal.abort();
    await assert.rejects(distanceField({ dimensions: [3, 1, 3], origin: [0, 0, -1], spacing: 1 }, flat, { parallel: sequential, signal: ended }), CancelledError);
  });
});
