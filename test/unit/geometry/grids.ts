import fc from 'fast-check';
import { buildGrid } from '../../../src/formats/grids/buildGrid';
import type { Vector3 } from '../../../src/model/bounds';
import { gridStrides, xFastest, zFastest, type AxisOrder } from '../../../src/model/grid';
import type { VoxelGrid } from '../../../src/model/voxelGrid';

export const axisOrders: readonly AxisOrder[] = [xFastest, zFastest, [1, 2, 0], [0, 2, 1], [1, 0, 2], [2, 0, 1]];

/** A voxel grid of the values given in its array's order. */
export function voxelGrid(
  dimensions: Vector3,
  values: ArrayLike<number>,
  options: { readonly axisOrder?: AxisOrder; readonly content?: 'occupancy' | 'labels'; readonly spacing?: Vector3; readonly origin?: Vector3 } = {},
): VoxelGrid {
  const { axisOrder = xFastest, content = 'occupancy', spacing, origin } = options;
  const data = Uint8Array.from(values);
  const grid = buildGrid(
    { dimensions, axisOrder, content, ...(spacing ? { spacing } : {}), ...(origin ? { origin } : {}), values: { kind: 'values', name: 'value', type: 'uint8', components: 1, data } },
    { options: {}, warn: () => undefined },
  );
  if (grid.kind !== 'voxelGrid') throw new TypeError('A voxel grid was asked for.');
  return grid;
}

/** Small grids of all axis orders, dense and sparse, with up to `labels` different values. */
export function voxelGrids(labels = 1): fc.Arbitrary<VoxelGrid> {
  const side = fc.integer({ min: 1, max: 6 });
  return fc.tuple(side, side, side, fc.constantFrom(...axisOrders), fc.constantFrom(0.1, 0.5, 0.9)).chain(([x, y, z, axisOrder, share]) =>
    fc
      .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: labels })), { minLength: x * y * z, maxLength: x * y * z })
      .map((cells) => voxelGrid([x, y, z], cells.map(([chance, label]) => (chance < share ? label : 0)), { axisOrder, content: labels > 1 ? 'labels' : 'occupancy' })),
  );
}

/** The value of a cell; 0 outside. */
export function cellAt(grid: VoxelGrid, x: number, y: number, z: number): number {
  const { dimensions } = grid;
  if (x < 0 || y < 0 || z < 0 || x >= dimensions[0] || y >= dimensions[1] || z >= dimensions[2]) return 0;
  const [sx, sy, sz] = gridStrides(grid);
  return grid.values.data[x * sx + y * sy + z * sz];
}

/** Visits every cell's index, x fastest. */
export function eachCell({ dimensions }: Pick<VoxelGrid, 'dimensions'>, visit: (x: number, y: number, z: number) => void): void {
  for (let z = 0; z < dimensions[2]; z++) for (let y = 0; y < dimensions[1]; y++) for (let x = 0; x < dimensions[0]; x++) visit(x, y, z);
}

export const sixNeighbours: readonly Vector3[] = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]];
