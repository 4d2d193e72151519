import type { Bounds } from '../model/bounds';
import { cellCentre, gridStrides, type CellValues } from '../model/grid';
import type { GridModel } from '../model/model';
import { createArrayLike } from '../model/numericType';
import type { PointCloud } from '../model/pointCloud';
import type { ScalarGrid } from '../model/scalarGrid';

/** More points than these hide one another: of a larger field only the cells at its surface are taken. */
export const cellsShownWhole = 2_000_000;

/**
 * The centres of a grid's cells as a cloud in float64, with the cells' values and indices as attributes: of a voxel grid the
 * occupied cells, of a small field all, of a large one those at the surface where it passes its {@link surfaceValue}.
 *
 * @param most how many cells of a field are taken whole
 */
export function gridPoints(grid: GridModel, most = cellsShownWhole): PointCloud {
  return cellCloud(grid, chosenRows(grid, most));
}

/** The centres of some cells as a cloud, with all values of them. */
export function cellCloud(grid: GridModel, rows: Uint32Array): PointCloud {
  const { dimensions, axisOrder } = grid;
  const positions = new Float64Array(3 * rows.length);
  const cells = new Int32Array(3 * rows.length);
  const [first, second, third] = axisOrder;
  const index: [number, number, number] = [0, 0, 0];
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let point = 0; point < rows.length; point++) {
    const row = rows[point];
    const line = Math.floor(row / dimensions[first]);
    index[first] = row - line * dimensions[first];
    index[third] = Math.floor(line / dimensions[second]);
    index[second] = line - index[third] * dimensions[second];
    const centre = cellCentre(grid, index[0], index[1], index[2]);
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * point + axis] = centre[axis];
      cells[3 * point + axis] = index[axis];
      if (centre[axis] < min[axis]) min[axis] = centre[axis];
      if (centre[axis] > max[axis]) max[axis] = centre[axis];
    }
  }
  const bounds: Bounds | null = rows.length > 0 ? { min, max } : null;
  const values = [grid.values, ...grid.attributes].map((attribute) => selectCells(attribute, rows));
  return {
    kind: 'pointCloud',
    count: rows.length,
    positions: { kind: 'values', name: 'position', type: 'float64', components: 3, componentNames: ['x', 'y', 'z'], data: positions },
    attributes: [...values, { kind: 'values', name: 'cell', type: 'int32', components: 3, componentNames: ['i', 'j', 'k'], data: cells }],
    elements: [],
    comments: [],
    bounds,
    notFinite: 0,
  };
}

/** Where a field's surface is taken to be: 0 for one that has both signs, otherwise the middle of its finite values. */
export function surfaceValue({ values }: ScalarGrid): number {
  const { data, components } = values;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < data.length; i += components) {
    const value = data[i];
    if (value - value !== 0) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return 0;
  return min < 0 && max > 0 ? 0 : (min + max) / 2;
}

function chosenRows(grid: GridModel, most: number): Uint32Array {
  if (grid.kind === 'scalarGrid') return grid.count <= most ? Uint32Array.from({ length: grid.count }, (_, row) => row) : surfaceRows(grid);
  const { data } = grid.values;
  const rows = new Uint32Array(grid.occupied);
  let found = 0;
  for (let row = 0; row < grid.count && found < rows.length; row++) {
    if (data[row]) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

/** Cells on one side of the surface that have a neighbour on the other. */
function surfaceRows(grid: ScalarGrid): Uint32Array {
  const { dimensions, axisOrder, count } = grid;
  const { data, components } = grid.values;
  const strides = gridStrides(grid);
  const value = surfaceValue(grid);
  const isSigned = value === 0;
  // Below 0 is inside a distance field; in a density it is the high values that are something.
  const inside = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const sample = data[row * components];
    inside[row] = (isSigned ? sample < value : sample > value) ? 1 : 0;
  }
  const rows: number[] = [];
  const [first, second, third] = axisOrder;
  let row = 0;
  for (let c = 0; c < dimensions[third]; c++) {
    for (let b = 0; b < dimensions[second]; b++) {
      for (let a = 0; a < dimensions[first]; a++, row++) {
        if (inside[row] === 0) continue;
        const isDeep =
          (a === 0 || inside[row - 1]) &&
          (a === dimensions[first] - 1 || inside[row + 1]) &&
          (b === 0 || inside[row - strides[second]]) &&
          (b === dimensions[second] - 1 || inside[row + strides[second]]) &&
          (c === 0 || inside[row - strides[third]]) &&
          (c === dimensions[third] - 1 || inside[row + strides[third]]);
        if (!isDeep) rows.push(row);
      }
    }
  }
  return Uint32Array.from(rows);
}

/** Values of some rows, in their order. */
function selectCells(attribute: CellValues, rows: Uint32Array): CellValues {
  const { data, components } = attribute;
  const selected = createArrayLike(data, rows.length * components);
  for (let i = 0; i < rows.length; i++) {
    for (let component = 0; component < components; component++) {
      selected[i * components + component] = data[rows[i] * components + component];
    }
  }
  return { ...attribute, data: selected };
}
