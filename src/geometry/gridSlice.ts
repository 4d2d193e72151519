import { gridStrides, type Axis, type GridCells } from '../model/grid';

/** What a slice shows of cells with several values: one of them, or the length of the vector that they make. */
export type SliceComponent = number | 'magnitude';

/** One layer of a grid's cells across an axis. */
export interface GridSlice {
  readonly axis: Axis;
  readonly index: number;
  /** Cells along the first and the second of the two other axes, in the order x, y, z. */
  readonly width: number;
  readonly height: number;
  /** Value of cell (u, v) at u + width * v. Float64 where the grid's type does not fit into float32. */
  readonly values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** The two axes of a slice across one: y, z of x; x, z of y; x, y of z. */
export function sliceAxes(axis: Axis): readonly [Axis, Axis] {
  return axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1];
}

/**
 * The cells whose index along an axis is `index`.
 *
 * @throws RangeError when there is no such layer or component
 */
export function gridSlice(grid: GridCells, axis: Axis, index: number, component: SliceComponent = 0): GridSlice {
  const { dimensions, values } = grid;
  const { data, components, type } = values;
  if (!Number.isInteger(index) || index < 0 || index >= dimensions[axis]) throw new RangeError(`There is no layer ${index} of ${dimensions[axis]}.`);
  if (component !== 'magnitude' && !(Number.isInteger(component) && component >= 0 && component < components)) {
    throw new RangeError(`There is no value ${component} of ${components} a cell.`);
  }
  const [u, v] = sliceAxes(axis);
  const width = dimensions[u];
  const height = dimensions[v];
  const strides = gridStrides(grid);
  const isWide = data instanceof Float64Array || type === 'int32' || type === 'uint32';
  const slice = isWide || component === 'magnitude' ? new Float64Array(width * height) : new Float32Array(width * height);
  const stepU = strides[u] * components;
  const stepV = strides[v] * components;
  const first = index * strides[axis] * components + (component === 'magnitude' ? 0 : component);
  for (let line = 0, at = 0; line < height; line++) {
    let from = first + line * stepV;
    for (let place = 0; place < width; place++, at++, from += stepU) {
      if (component !== 'magnitude') {
        slice[at] = data[from];
        continue;
      }
      let sum = 0;
      for (let i = 0; i < components; i++) sum += data[from + i] * data[from + i];
      slice[at] = Math.sqrt(sum);
    }
  }
  return { axis, index, width, height, values: slice };
}
