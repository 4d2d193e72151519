import assert from 'node:assert/strict';
import { coarseField } from '../../../src/geometry/coarseField';
import { distanceField, type SampleGrid } from '../../../src/geometry/distanceField';
import { cellsOffGradient } from '../../../src/geometry/fieldGradient';
import { isoGuess } from '../../../src/geometry/isoGuess';
import { marchingCubes } from '../../../src/geometry/marchingCubes';
import { meshDistances } from '../../../src/geometry/meshDistances';
import { sequential } from '../../../src/geometry/parallel';
import { surfaceGradients } from '../../../src/geometry/surfaceGradients';
import type { Vector3 } from '../../../src/model/bounds';
import { gridBounds, xFastest, zFastest, type AxisDirections, type AxisOrder, gridStrides } from '../../../src/model/grid';
import type { ScalarGrid } from '../../../src/model/scalarGrid';
import { makeBall } from './surfaces';

interface Placement {
  readonly dimensions: Vector3;
  readonly spacing?: Vector3;
  readonly origin?: Vector3;
  readonly directions?: AxisDirections;
  readonly axisOrder?: AxisOrder;
}

/** A field from a function of the index. */
function fieldOf({ dimensions, spacing = [1, 1, 1], origin = [0, 0, 0], directions, axisOrder = xFastest }: Placement, value: (x: number, y: number, z: number) => number): ScalarGrid {
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  const data = new Float32Array(count);
  const [sx, sy, sz] = gridStrides({ dimensions, axisOrder });
  for (let z = 0; z < dimensions[2]; z++) for (let y = 0; y < dimensions[1]; y++) for (let x = 0; x < dimensions[0]; x++) data[x * sx + y * sy + z * sz] = value(x, y, z);
  const placed = { dimensions, spacing, origin, ...(directions ? { directions } : {}) };
  return { kind: 'scalarGrid', ...placed, axisOrder, count, values: { kind: 'values', name: 'value', type: 'float32', components: 1, data }, attributes: [], comments: [], bounds: gridBounds(placed), notFinite: 0 };
}

describe('the length of the gradient at places', () => {
  it('is that of a linear field everywhere, along turned, stretched and slanted axes too', () => {
    const root = Math.SQRT1_2;
    const placements: Placement[] = [
      { dimensions: [5, 4, 3], spacing: [0.5, 2, 1], origin: [10, 20, 30] },
      { dimensions: [5, 4, 3], axisOrder: zFastest, directions: [[root, root, 0], [-root, root, 0], [0, 0, 1]], spacing: [0.1, 0.2, 0.3] },
      { dimensions: [4, 4, 4], directions: [[1, 0, 0], [root, root, 0], [0, 0, 1]] },
    ];
    const gradient = [3, -2, 6];
    for (const placement of placements) {
      const { spacing = [1, 1, 1], directions = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], origin = [0, 0, 0] } = placement;
      const at = (x: number, y: number, z: number): number[] => [0, 1, 2].map((axis) => origin[axis] + x * spacing[0] * directions[0][axis] + y * spacing[1] * directions[1][axis] + z * spacing[2] * directions[2][axis]);
      const grid = fieldOf(placement, (x, y, z) => at(x, y, z).reduce((sum, value, axis) => sum + value * gradient[axis], 0));
      const places = [[0, 0, 0], [1.5, 2.25, 0.5], [3, 3, 2], [3.2, 0.1, 1.9]];
      for (const length of surfaceGradients(grid, Float64Array.from(places.flatMap(([x, y, z]) => at(x, y, z))))) assert.ok(Math.abs(length - 7) < 1e-3, String(length));
    }
  });

  it('has no value where a sample is missing, and is 0 along an axis of one cell', () => {
    const grid = fieldOf({ dimensions: [3, 3, 1] }, (x) => (x === 2 ? NaN : 2 * x));
    assert.deepEqual([...surfaceGradients(fieldOf({ dimensions: [3, 3, 1] }, (x) => 2 * x), Float64Array.of(1, 1, 0, 0.5, 2, 0))], [2, 2]);
    assert.ok(Number.isNaN(surfaceGradients(grid, Float64Array.of(1, 1, 0))[0]));
  });

  it('tells cells that are off by more than a tenth, all of them or as many spread evenly', () => {
    const grid = fieldOf({ dimensions: [12, 10, 8] }, (x) => (x < 6 ? x : 6 + 1.5 * (x - 6)));
    const { rows, off, measured } = cellsOffGradient(grid, 0.1, 1000);
    // Across the bend at 6 the difference is 1.25, beyond it 1.5.
    assert.deepEqual([off, measured, rows.length], [5 * 8 * 6, 10 * 8 * 6, off]);
    assert.ok([...rows].every((row) => row % 12 >= 6 && row % 12 <= 10));
    const few = cellsOffGradient(grid, 0.1, 7);
    assert.deepEqual([few.off, few.rows.length], [off, 7]);
    assert.ok(new Set(few.rows).size === 7 && [...few.rows].every((row) => rows.includes(row)));
  });
});

describe('where a surface is taken to be', () => {
  const histogram = (...counts: (readonly [bin: number, count: number])[]): number[] => {
    const bins = new Array<number>(256).fill(0);
    for (const [bin, count] of counts) bins[bin] = count;
    return bins;
  };

  it('is 0 for both signs, between the groups for one, and nowhere for one value', () => {
    assert.deepEqual(isoGuess({ min: -1, max: 3, histogram: histogram([0, 1]) }), { iso: 0, inside: 'below', reason: '0, since the field has both signs' });
    const guess = isoGuess({ min: 0, max: 256, histogram: histogram([10, 50], [12, 30], [200, 20], [210, 8]) });
    assert.ok(guess && guess.iso > 13 && guess.iso < 200 && guess.inside === 'above');
    assert.equal(isoGuess({ min: 2, max: 2, histogram: histogram([0, 9]) }), null);
    assert.equal(isoGuess({ min: null, max: null, histogram: histogram() }), null);
  });
});

describe('a coarse field', () => {
  it('has every n-th sample at its place, whatever the order', () => {
    for (const axisOrder of [xFastest, zFastest]) {
      const grid = fieldOf({ dimensions: [5, 4, 7], axisOrder, spacing: [1, 2, 3] }, (x, y, z) => x + 10 * y + 100 * z);
      const coarse = coarseField(grid, 2);
      assert.deepEqual([coarse.dimensions, coarse.spacing], [[3, 2, 4], [2, 4, 6]]);
      assert.deepEqual([...coarse.data].slice(0, 8), [0, 2, 4, 20, 22, 24, 200, 202]);
      assert.equal(coarseField(grid, 1).data, grid.values.data);
    }
  });
});

describe('a mesh made a field and a mesh again', () => {
  it('lies within half a cell of itself, both ways', async () => {
    const ball = makeBall(24, 40, 1);
    // Flat, and with an edge all around.
    const lens = { positions: ball.positions.map((value, i) => (i % 3 === 2 ? 0.5 * value : value)), triangles: ball.triangles };
    for (const { positions, triangles } of [ball, lens]) {
      const spacing = 2.4 / 39;
      const grid: SampleGrid = { dimensions: [40, 40, 40], origin: [-1.2, -1.2, -1.2], spacing };
      const values = await distanceField(grid, { positions, triangles, signed: true, closed: true }, { parallel: sequential });
      const field = { dimensions: grid.dimensions, spacing: [spacing, spacing, spacing] as const, origin: grid.origin, axisOrder: xFastest, data: values };
      const surface = await marchingCubes(field, { iso: 0, method: 'exact', inside: 'below', parallel: sequential });
      assert.equal(surface.measures.boundaryEdges, 0);
      assert.ok((surface.measures.volume ?? 0) > 0);
      const there = await meshDistances(surface.positions, positions, triangles, { parallel: sequential });
      const back = await meshDistances(positions, surface.positions, surface.triangles, { parallel: sequential });
      const farthest = Math.max(...there.distances, ...back.distances);
      assert.ok(farthest < spacing / 2, `${farthest} of ${spacing}`);
    }
  });
});
