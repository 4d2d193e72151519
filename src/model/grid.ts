import type { Attribute } from './attribute';
import type { Bounds, Vector3 } from './bounds';
import type { NumberArray } from './numericType';

/** 0 for x, 1 for y, 2 for z. */
export type Axis = 0 | 1 | 2;

/**
 * In which order a dense array lists the cells: the axis whose neighbours lie side by side first, the slowest last.
 * `[0, 1, 2]`: x fastest (VTK, NRRD, MetaImage, SDFGen); `[2, 1, 0]`: z fastest (a C array indexed [x][y][z]);
 * `[1, 2, 0]`: y fastest, then z, then x (binvox).
 */
export type AxisOrder = readonly [Axis, Axis, Axis];

/** Unit vectors of the grid's axes in the file's coordinates: where x, y and z of a cell's index lead. */
export type AxisDirections = readonly [Vector3, Vector3, Vector3];

export const xFastest: AxisOrder = [0, 1, 2];
export const zFastest: AxisOrder = [2, 1, 0];

/** One value, or `components` of them, a cell. 64-bit integers of a file are held as float64, exact up to 2^53. */
export interface CellValues extends Attribute {
  readonly data: NumberArray;
}

/**
 * What grids of all contents share. Values stay in the file's order, so that reading copies nothing; `axisOrder` says
 * which order that is. The array is dense: cell (x, y, z) is row x * sx + y * sy + z * sz with the strides of
 * {@link gridStrides}.
 */
export interface GridCells {
  /** Cells in x, y, z; each at least 1. */
  readonly dimensions: Vector3;
  /** Distance between the centres of neighbouring cells along x, y and z: positive. */
  readonly spacing: Vector3;
  /** Position of the centre of cell (0, 0, 0). */
  readonly origin: Vector3;
  /** Left out where the axes are those of the coordinates. */
  readonly directions?: AxisDirections;
  readonly axisOrder: AxisOrder;
  /** Number of cells, the product of the dimensions. */
  readonly count: number;
  /** What the grid is of: `count` rows, in the order that `axisOrder` tells. */
  readonly values: CellValues;
  /** Further values of the same cells ("colour", a second array of a file), in the same order. */
  readonly attributes: readonly CellValues[];
  readonly comments: readonly string[];
  /** Of the cells' centres. */
  readonly bounds: Bounds;
  /** How the content was told from type and values: "3 whole values from 0 to 7". Left out where the format says it. */
  readonly guess?: string;
}

/** Which cells a grid has, where they are and in which order its arrays list them: whatever else it holds. */
export type GridPlace = Pick<GridCells, 'dimensions' | 'spacing' | 'origin' | 'directions' | 'axisOrder' | 'count' | 'bounds'>;

export function placeOf({ dimensions, spacing, origin, directions, axisOrder, count, bounds }: GridPlace): GridPlace {
  return { dimensions, spacing, origin, ...(directions ? { directions } : {}), axisOrder, count, bounds };
}

/** Rows between neighbours along x, y and z. */
export function gridStrides({ dimensions, axisOrder }: Pick<GridCells, 'dimensions' | 'axisOrder'>): Vector3 {
  const strides: [number, number, number] = [0, 0, 0];
  let stride = 1;
  for (const axis of axisOrder) {
    strides[axis] = stride;
    stride *= dimensions[axis];
  }
  return strides;
}

/** Position of the centre of a cell; indices may be fractional or outside. */
export function cellCentre({ spacing, origin, directions }: Pick<GridCells, 'spacing' | 'origin' | 'directions'>, x: number, y: number, z: number): Vector3 {
  const a = x * spacing[0];
  const b = y * spacing[1];
  const c = z * spacing[2];
  if (!directions) return [origin[0] + a, origin[1] + b, origin[2] + c];
  const [u, v, w] = directions;
  return [
    origin[0] + a * u[0] + b * v[0] + c * w[0],
    origin[1] + a * u[1] + b * v[1] + c * w[1],
    origin[2] + a * u[2] + b * v[2] + c * w[2],
  ];
}

/** Bounds of the cells' centres. */
export function gridBounds(grid: Pick<GridCells, 'dimensions' | 'spacing' | 'origin' | 'directions'>): Bounds {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const at = ([0, 1, 2] as const).map((axis) => ((corner >> axis) & 1 ? grid.dimensions[axis] - 1 : 0));
    const position = cellCentre(grid, at[0], at[1], at[2]);
    for (const axis of [0, 1, 2] as const) {
      min[axis] = Math.min(min[axis], position[axis]);
      max[axis] = Math.max(max[axis], position[axis]);
    }
  }
  return { min, max };
}
