import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/geometry/random';
import { exposedFaces } from '../../../src/geometry/voxelFaces';
import type { Mesh } from '../../../src/model/mesh';
import type { VoxelGrid } from '../../../src/model/voxelGrid';
import { cellAt, eachCell, sixNeighbours, voxelGrid, voxelGrids } from './grids';

/** Straight from the definition: pairs of an occupied cell and an empty neighbour, outside included. */
function countExposed(grid: VoxelGrid): number {
  let faces = 0;
  eachCell(grid, (x, y, z) => {
    if (cellAt(grid, x, y, z) === 0) return;
    for (const [a, b, c] of sixNeighbours) if (cellAt(grid, x + a, y + b, z + c) === 0) faces++;
  });
  return faces;
}

/** Area by unit faces, and the volume that the faces enclose where they look outward. */
function measure({ polygons, positions: { data } }: Mesh): { area: number; volume: number } {
  let area = 0;
  let volume = 0;
  const point = (corner: number): number[] => Array.from(data.subarray(3 * polygons.indices[corner], 3 * polygons.indices[corner] + 3));
  for (let face = 0; face < polygons.count; face++) {
    const [p, q, r, s] = [0, 1, 2, 3].map((corner) => point(polygons.offsets[face] + corner));
    for (const [a, b, c] of [[p, q, r], [p, r, s]]) {
      const u = b.map((value, axis) => value - a[axis]);
      const v = c.map((value, axis) => value - a[axis]);
      const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
      area += Math.hypot(...normal) / 2;
      volume += (a[0] * normal[0] + a[1] * normal[1] + a[2] * normal[2]) / 6;
    }
  }
  return { area, volume };
}

describe('exposed faces of voxels', () => {
  for (const labels of [1, 3]) {
    it(`cover what is exposed, looking outward, with ${labels} labels`, () => {
      fc.assert(
        fc.property(voxelGrids(labels), (grid) => {
          const mesh = exposedFaces(grid);
          const { area, volume } = measure(mesh);
          assert.ok(Math.abs(area - countExposed(grid)) < 1e-6, `${area} of ${countExposed(grid)}`);
          assert.ok(Math.abs(volume - grid.occupied) < 1e-6, `${volume} of ${grid.occupied}`);
        }),
        { seed: 3, numRuns: 300 },
      );
    });
  }

  it('merges a block into six, and shares their corners', () => {
    const mesh = exposedFaces(voxelGrid([3, 4, 5], new Uint8Array(60).fill(1), { spacing: [1, 2, 3], origin: [10, 20, 30] }));
    assert.equal(mesh.polygons.count, 6);
    assert.equal(mesh.count, 8);
    assert.deepEqual(mesh.bounds, { min: [9.5, 19, 28.5], max: [12.5, 27, 43.5] });
  });

  it('keeps labels apart, with their colours at the corners', () => {
    const grid = { ...voxelGrid([2, 1, 1], [3, 5], { content: 'labels' }), labels: [{ value: 5, colour: [1, 2, 3, 255] as const }] };
    const mesh = exposedFaces(grid);
    assert.equal(mesh.polygons.count, 10);
    const { data } = mesh.attributes[0];
    const label = Array.from({ length: data.length }, (_, corner) => Number(data[corner]));
    assert.deepEqual([...new Set(label)].sort(), [3, 5]);
    const row = label.indexOf(5);
    assert.ok(mesh.colours?.data instanceof Uint8Array);
    assert.deepEqual([...mesh.colours.data.subarray(4 * row, 4 * row + 4)], [1, 2, 3, 255]);
  });

  it('draws nothing of an empty grid', () => {
    const mesh = exposedFaces(voxelGrid([2, 2, 2], new Uint8Array(8)));
    assert.deepEqual([mesh.count, mesh.polygons.count, mesh.bounds], [0, 0, null]);
  });

  it('takes long rows, past what 16 bits number', () => {
    const mesh = exposedFaces(voxelGrid([70_000, 1, 1], new Uint8Array(70_000).fill(1)));
    assert.equal(mesh.polygons.count, 6);
    assert.equal(mesh.bounds?.max[0], 69_999.5);
  });

  it('is quick on random cells', function () {
    this.timeout(20_000);
    const random = new Random(1);
    const cells = Uint8Array.from({ length: 96 ** 3 }, () => (random.uniform() < 0.1 ? 1 : 0));
    const started = performance.now();
    const mesh = exposedFaces(voxelGrid([96, 96, 96], cells));
    assert.ok(mesh.polygons.count > 300_000);
    assert.ok(performance.now() - started < 5000);
  });
});
