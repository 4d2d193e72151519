import type { Vector3 } from '../model/bounds';
import type { GridCells } from '../model/grid';
import { createArrayLike, type NumberArray } from '../model/numericType';

/**
 * Cells that are occupied (1) or not (0), dense, by the array's own axes: cell (a, b, c) is row a + sizes[0] (b + sizes[1] c).
 * What is counted below is the same whatever the axes are called.
 */
export interface OccupiedCells {
  readonly sizes: Vector3;
  readonly cells: Uint8Array<ArrayBufferLike>;
}

/** The occupied cells of a grid: those whose value is not 0, or below 0 where `below` says so (inside a distance field). */
export function occupiedCells(grid: Pick<GridCells, 'dimensions' | 'axisOrder'>, data: NumberArray, below = false): OccupiedCells {
  const [first, second, third] = grid.axisOrder;
  const sizes: Vector3 = [grid.dimensions[first], grid.dimensions[second], grid.dimensions[third]];
  const cells = new Uint8Array(data.length);
  if (below) for (let row = 0; row < data.length; row++) cells[row] = data[row] < 0 ? 1 : 0;
  else if (data instanceof Uint8Array) fromBytes(data, cells);
  else for (let row = 0; row < data.length; row++) cells[row] = data[row] !== 0 ? 1 : 0;
  return { sizes, cells };
}

function fromBytes(data: Uint8Array<ArrayBufferLike>, cells: Uint8Array<ArrayBufferLike>): void {
  for (let row = 0; row < data.length; row++) cells[row] = data[row] !== 0 ? 1 : 0;
}

export function countCells({ cells }: OccupiedCells): number {
  let count = 0;
  for (let row = 0; row < cells.length; row++) count += cells[row];
  return count;
}

/** Occupied cells with at least one empty neighbour across a face; outside the grid is empty. */
export function countSurface({ sizes, cells }: OccupiedCells): number {
  const [width, height, depth] = sizes;
  const layer = width * height;
  let surface = 0;
  for (let c = 0, row = 0; c < depth; c++) {
    for (let b = 0; b < height; b++) {
      const isBorder = b === 0 || b === height - 1 || c === 0 || c === depth - 1;
      for (let a = 0; a < width; a++, row++) {
        if (cells[row] === 0) continue;
        if (isBorder || a === 0 || a === width - 1) surface++;
        else surface += 1 - (cells[row - 1] & cells[row + 1] & cells[row - width] & cells[row + width] & cells[row - layer] & cells[row + layer]);
      }
    }
  }
  return surface;
}

/**
 * Halves the resolution: a cell is occupied when any of the (up to eight) cells it is made of is. Odd sizes round up, so
 * that nothing is lost.
 */
export function halve({ sizes, cells }: OccupiedCells): OccupiedCells {
  const [width, height, depth] = sizes;
  const halved: Vector3 = [(width + 1) >> 1, (height + 1) >> 1, (depth + 1) >> 1];
  const result = new Uint8Array(halved[0] * halved[1] * halved[2]);
  for (let c = 0, row = 0; c < depth; c++) {
    for (let b = 0; b < height; b++) {
      const to = halved[0] * ((b >> 1) + halved[1] * (c >> 1));
      for (let a = 0; a < width; a++, row++) result[to + (a >> 1)] |= cells[row];
    }
  }
  return { sizes: halved, cells: result };
}

/** How many cells two grids of the same axes occupy together, and how many either of them does. */
export function overlap(a: OccupiedCells, b: OccupiedCells): { readonly intersection: number; readonly union: number } {
  let intersection = 0;
  let union = 0;
  for (let row = 0; row < a.cells.length; row++) {
    intersection += a.cells[row] & b.cells[row];
    union += a.cells[row] | b.cells[row];
  }
  return { intersection, union };
}

/** The same cells listed in another order of axes. `from` and `to` name, place by place, which axis lies there. */
export function reorder({ sizes, cells }: OccupiedCells, from: Vector3, to: Vector3): OccupiedCells {
  if (from.every((axis, place) => axis === to[place])) return { sizes, cells };
  const places = to.map((axis) => from.indexOf(axis));
  const result = new Uint8Array(cells.length);
  copyInOrder(cells, result, sizes, places);
  return { sizes: [sizes[places[0]], sizes[places[1]], sizes[places[2]]], cells: result };
}

/** {@link reorder} for the values of cells; `sizes` along the axes of `from`. */
export function reorderValues(values: NumberArray, sizes: Vector3, from: Vector3, to: Vector3): NumberArray {
  if (from.every((axis, place) => axis === to[place])) return values;
  const result = createArrayLike(values, values.length);
  copyInOrder(values, result, sizes, to.map((axis) => from.indexOf(axis)));
  return result;
}

/** `places`: for each axis of the result, fastest first, the place that it has in the source. */
function copyInOrder(source: NumberArray, result: NumberArray, sizes: Vector3, places: readonly number[]): void {
  const strides = [1, sizes[0], sizes[0] * sizes[1]];
  const [width, height, depth] = places.map((place) => sizes[place]);
  const [stepA, stepB, stepC] = places.map((place) => strides[place]);
  for (let c = 0, row = 0; c < depth; c++) {
    for (let b = 0; b < height; b++) {
      let at = c * stepC + b * stepB;
      for (let a = 0; a < width; a++, row++, at += stepA) result[row] = source[at];
    }
  }
}
