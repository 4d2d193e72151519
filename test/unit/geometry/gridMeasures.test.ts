import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildGrid } from '../../../src/formats/grids/buildGrid';
import { gradientMagnitudes, truncationOf, countSignChanges } from '../../../src/geometry/fieldGradient';
import { countComponents } from '../../../src/geometry/gridComponents';
import { countCells, countSurface, halve, occupiedCells, overlap, reorder, type OccupiedCells } from '../../../src/geometry/occupancy';
import { Random } from '../../../src/geometry/random';
import { countActivePairs, dilate, dilatingLayers } from '../../../src/geometry/sparseConvolution';
import type { ScalarGrid } from '../../../src/model/scalarGrid';
import type { VoxelGrid } from '../../../src/model/voxelGrid';
import { axisOrders, cellAt, eachCell, sixNeighbours, voxelGrid, voxelGrids } from './grids';

const runs = { seed: 5, numRuns: 200 };
const cellsOf = (grid: VoxelGrid): OccupiedCells => occupiedCells(grid, grid.values.data);

/** Visits the cells of a window, inside the grid or not. */
function eachInWindow(kernel: number, visit: (a: number, b: number, c: number) => void): void {
  const reach = (kernel - 1) / 2;
  for (let c = -reach; c <= reach; c++) for (let b = -reach; b <= reach; b++) for (let a = -reach; a <= reach; a++) visit(a, b, c);
}

describe('occupied cells', () => {
  it('surface: a cell with an empty neighbour', () => {
    fc.assert(
      fc.property(voxelGrids(), (grid) => {
        let surface = 0;
        eachCell(grid, (x, y, z) => {
          if (cellAt(grid, x, y, z) !== 0 && sixNeighbours.some(([a, b, c]) => cellAt(grid, x + a, y + b, z + c) === 0)) surface++;
        });
        assert.equal(countSurface(cellsOf(grid)), surface);
        assert.equal(countCells(cellsOf(grid)), grid.occupied);
      }),
      runs,
    );
  });

  it('components: filled one after the other', () => {
    fc.assert(
      fc.property(voxelGrids(), (grid) => {
        const seen = new Set<string>();
        let components = 0;
        eachCell(grid, (x, y, z) => {
          if (cellAt(grid, x, y, z) === 0 || seen.has(`${x} ${y} ${z}`)) return;
          components++;
          const waiting = [[x, y, z]];
          seen.add(`${x} ${y} ${z}`);
          for (let cell = waiting.pop(); cell; cell = waiting.pop()) {
            for (const step of sixNeighbours) {
              const next = cell.map((value, axis) => value + step[axis]);
              if (cellAt(grid, next[0], next[1], next[2]) === 0 || seen.has(next.join(' '))) continue;
              seen.add(next.join(' '));
              waiting.push(next);
            }
          }
        });
        assert.equal(countComponents(cellsOf(grid)), components);
      }),
      runs,
    );
  });

  it('halving: occupied where any cell is, at 512^3 too', () => {
    const reference = (grid: OccupiedCells): Uint8Array => {
      const [w, h, d] = grid.sizes;
      const half = [w, h, d].map((size) => Math.ceil(size / 2));
      const result = new Uint8Array(half[0] * half[1] * half[2]);
      for (let z = 0; z < d; z++) {
        for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) {
          if (grid.cells[x + w * (y + h * z)]) result[Math.floor(x / 2) + half[0] * (Math.floor(y / 2) + half[1] * Math.floor(z / 2))] = 1;
        }
      }
      return result;
    };
    fc.assert(
      fc.property(voxelGrids(), (grid) => {
        assert.deepEqual(halve(cellsOf(grid)).cells, reference(cellsOf(grid)));
      }),
      runs,
    );
    const random = new Random(7);
    const large: OccupiedCells = { sizes: [512, 511, 513], cells: new Uint8Array(512 * 511 * 513) };
    for (let found = 0; found < 2_000_000; found++) large.cells[Math.floor(random.uniform() * large.cells.length)] = 1;
    assert.equal(Buffer.compare(halve(large).cells, reference(large)), 0);
  });

  it('overlap does not depend on the order of the axes', () => {
    fc.assert(
      fc.property(voxelGrids(), fc.constantFrom(...axisOrders), (grid, axisOrder) => {
        const cells = cellsOf(grid);
        const turned = reorder(cells, grid.axisOrder, axisOrder);
        const again = voxelGrid(grid.dimensions, turned.cells, { axisOrder });
        eachCell(grid, (x, y, z) => assert.equal(cellAt(again, x, y, z), cellAt(grid, x, y, z)));
        assert.deepEqual(overlap(cells, reorder(turned, axisOrder, grid.axisOrder)), { intersection: grid.occupied, union: grid.occupied });
      }),
      runs,
    );
  });
});

describe('sparse convolution', () => {
  it('counts dilated sites and pairs as the definition does', () => {
    fc.assert(
      fc.property(voxelGrids(), fc.constantFrom(1, 3, 5, 7), (grid, kernel) => {
        let dilated = 0;
        let pairs = 0;
        let windowed = 0;
        eachCell(grid, (x, y, z) => {
          let found = 0;
          eachInWindow(kernel, (a, b, c) => {
            if (cellAt(grid, x + a, y + b, z + c) !== 0) found++;
          });
          if (found > 0) dilated++;
          if (cellAt(grid, x, y, z) !== 0) pairs += found;
          windowed += found;
        });
        const cells = cellsOf(grid);
        assert.equal(countCells(dilate(cells, kernel)), dilated);
        assert.equal(countActivePairs(cells, kernel), pairs);
        assert.deepEqual(dilatingLayers(cells, kernel, 1), [{ layer: 1, before: grid.occupied, after: dilated, pairs: windowed }]);
      }),
      runs,
    );
  });

  it('one site in a 5^3 grid grows by its window and is clipped', () => {
    const cells = new Uint8Array(125);
    cells[62] = 1;
    const layers = dilatingLayers({ sizes: [5, 5, 5], cells }, 3, 3);
    assert.deepEqual(layers.map(({ after }) => after), [27, 125, 125]);
    assert.deepEqual(layers.map(({ pairs }) => pairs), [27, 27 * 27, 13 ** 3]);
  });
});

/** A field of a function of the position, in any axis order. */
function field(axisOrder: (typeof axisOrders)[number], value: (x: number, y: number, z: number) => number): ScalarGrid {
  const dimensions = [7, 6, 5] as const;
  const spacing = [0.5, 0.25, 1] as const;
  const data = new Float64Array(210);
  const strides = [0, 0, 0];
  axisOrder.reduce<number>((stride, axis) => {
    strides[axis] = stride;
    return stride * dimensions[axis];
  }, 1);
  eachCell({ dimensions }, (x, y, z) => {
    data[x * strides[0] + y * strides[1] + z * strides[2]] = value(x * spacing[0], y * spacing[1], z * spacing[2]);
  });
  const grid = buildGrid({ dimensions, axisOrder, spacing, content: 'field', values: { kind: 'values', name: 'd', type: 'float64', components: 1, data } }, { options: {}, warn: () => undefined });
  assert.ok(grid.kind === 'scalarGrid');
  return grid;
}

describe('health of a field', () => {
  for (const axisOrder of axisOrders) {
    it(`gradients of a plane are its slope, axes ${axisOrder.join('')}`, () => {
      const magnitudes = gradientMagnitudes(field(axisOrder, (x, y, z) => 0.6 * x - 0.8 * y + 0 * z));
      assert.equal(magnitudes.length, 5 * 4 * 3);
      for (const magnitude of magnitudes) assert.ok(Math.abs(magnitude - 1) < 1e-12);
      assert.deepEqual(countSignChanges(field(axisOrder, (x) => x - 1.2)), { changes: 30, implausible: 0 });
      assert.deepEqual(countSignChanges(field(axisOrder, (x) => (x < 1.2 ? -3 : 3))), { changes: 30, implausible: 30 });
    });
  }

  it('leaves out cells beside values that are not finite', () => {
    const holed = field([0, 1, 2], (x, y, z) => (x === 1 && y === 0.5 && z === 2 ? NaN : x));
    assert.equal(gradientMagnitudes(holed).length, 60 - 6);
  });

  it('tells where a field was cut, and that one was not', () => {
    assert.equal(truncationOf(field([2, 1, 0], (x) => Math.max(-0.5, Math.min(0.5, x - 1.5)))).distance, 0.5);
    const { distance, negativeShare } = truncationOf(field([0, 1, 2], (x, y, z) => x + 0.001 * y + 0.0001 * z - 1.5));
    assert.equal(distance, null);
    assert.equal(negativeShare, 3 / 7);
  });
});
