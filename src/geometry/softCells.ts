import { gridStrides, type Axis } from '../model/grid';
import type { Vector3 } from '../model/bounds';
import type { VoxelGrid } from '../model/voxelGrid';

/** How much of the neighbourhood of each place of a grid is occupied: what smooth shading takes its normals from. */
export interface SoftCells {
  /** Texels along x, y, z. */
  readonly dimensions: Vector3;
  /** Cells along a texel's side. */
  readonly factor: number;
  /** 0...255, x fastest. */
  readonly values: Uint8Array<ArrayBuffer>;
}

/** Texels along the longest side at most: 4 MB. */
const mostTexels = 160;

/**
 * The share of occupied cells in blocks of `factor` cells, blurred twice along each axis by the binomial 1 2 1 (outside
 * is empty). Its gradient points from the inside of what is occupied to the outside, smoothly where the cells have steps.
 */
export function softCells(grid: VoxelGrid, isShown: (value: number) => boolean = (value) => value !== 0): SoftCells {
  const factor = Math.max(1, Math.ceil(Math.max(...grid.dimensions) / mostTexels));
  const dimensions: Vector3 = [Math.ceil(grid.dimensions[0] / factor), Math.ceil(grid.dimensions[1] / factor), Math.ceil(grid.dimensions[2] / factor)];
  let values = sharesOf(grid, dimensions, factor, isShown);
  for (let pass = 0; pass < 2; pass++) for (const axis of [0, 1, 2] as const) values = blurred(values, dimensions, axis);
  return { dimensions, factor, values: Uint8Array.from(values, (value) => Math.round(255 * value)) };
}

function sharesOf(grid: VoxelGrid, [width, height]: Vector3, factor: number, isShown: (value: number) => boolean): Float32Array<ArrayBuffer> {
  const { dimensions, values: { data } } = grid;
  const [sx, sy, sz] = gridStrides(grid);
  const shares = new Float32Array(width * height * Math.ceil(dimensions[2] / factor));
  const one = 1 / factor ** 3;
  let last = 0;
  let shown = isShown(0);
  for (let z = 0; z < dimensions[2]; z++) {
    for (let y = 0; y < dimensions[1]; y++) {
      const line = width * (Math.floor(y / factor) + height * Math.floor(z / factor));
      for (let x = 0, row = y * sy + z * sz; x < dimensions[0]; x++, row += sx) {
        const value = data[row];
        if (value !== last) {
          last = value;
          shown = isShown(value);
        }
        if (shown) shares[line + Math.floor(x / factor)] += one;
      }
    }
  }
  return shares;
}

function blurred(values: Float32Array<ArrayBuffer>, dimensions: Vector3, axis: Axis): Float32Array<ArrayBuffer> {
  const step = axis === 0 ? 1 : axis === 1 ? dimensions[0] : dimensions[0] * dimensions[1];
  const size = dimensions[axis];
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const place = Math.floor(at / step) % size;
    const before = place > 0 ? values[at - step] : 0;
    const after = place < size - 1 ? values[at + step] : 0;
    result[at] = (before + 2 * values[at] + after) / 4;
  }
  return result;
}
