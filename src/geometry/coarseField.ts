import { gridStrides, xFastest } from '../model/grid';
import { createArrayLike } from '../model/numericType';
import type { ScalarGrid } from '../model/scalarGrid';
import type { SampledField } from './marchingCubes';

/** Every `step`-th sample of a field of one value a cell, from the first on: the same coordinates, fewer samples. */
export function coarseField(grid: Pick<ScalarGrid, 'dimensions' | 'spacing' | 'origin' | 'directions' | 'axisOrder' | 'values' | 'notFinite'>, step: number): SampledField {
  const { spacing, origin, values } = grid;
  const placed = { origin, isFinite: grid.notFinite === 0, ...(grid.directions ? { directions: grid.directions } : {}) };
  if (step === 1) return { ...placed, dimensions: grid.dimensions, spacing, axisOrder: grid.axisOrder, data: values.data };
  const [width, height, depth] = grid.dimensions.map((size) => Math.ceil(size / step));
  const [sx, sy, sz] = gridStrides(grid).map((stride) => stride * step);
  const data = createArrayLike(values.data, width * height * depth);
  for (let z = 0, to = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0, from = z * sz + y * sy; x < width; x++, from += sx) data[to++] = values.data[from];
    }
  }
  return { ...placed, dimensions: [width, height, depth], spacing: [spacing[0] * step, spacing[1] * step, spacing[2] * step], axisOrder: xFastest, data };
}
