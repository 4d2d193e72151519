import type { Vector3 } from '../model/bounds';
import { gridStrides } from '../model/grid';
import type { ScalarGrid } from '../model/scalarGrid';
import type { Coordinates } from './pointIndexLayout';

type Field = Pick<ScalarGrid, 'dimensions' | 'spacing' | 'origin' | 'directions' | 'axisOrder' | 'values'>;

/**
 * |gradient| of a field at places, in values a unit of length: central differences at the samples (one-sided at the border),
 * interpolated trilinearly. 1 on the surface of a true distance field. NaN where a sample that it needs is not finite.
 *
 * @param positions 3 numbers a place, in the file's coordinates; places outside take the nearest inside
 */
export function surfaceGradients(field: Field, positions: Coordinates): Float32Array<ArrayBuffer> {
  const { dimensions, values } = field;
  const { data, components } = values;
  const strides = gridStrides(field).map((stride) => stride * components);
  const toIndex = inverseAxes(field);
  const count = Math.floor(positions.length / 3);
  const result = new Float32Array(count);
  const at = new Float64Array(3);
  const low = new Int32Array(3);
  const share = new Float64Array(3);
  const sum = new Float64Array(3);
  for (let place = 0; place < count; place++) {
    for (let axis = 0; axis < 3; axis++) at[axis] = positions[3 * place + axis] - field.origin[axis];
    for (let axis = 0; axis < 3; axis++) {
      const [x, y, z] = toIndex[axis];
      const last = dimensions[axis] - 1;
      const index = Math.min(last, Math.max(0, x * at[0] + y * at[1] + z * at[2]));
      low[axis] = Math.min(Math.max(0, last - 1), Math.floor(index));
      share[axis] = index - low[axis];
    }
    sum.fill(0);
    for (let corner = 0; corner < 8; corner++) {
      let weight = 1;
      let sample = 0;
      for (let axis = 0; axis < 3; axis++) {
        const bit = (corner >> axis) & 1;
        weight *= bit ? share[axis] : 1 - share[axis];
        sample += (low[axis] + bit) * strides[axis];
      }
      if (weight === 0) continue;
      for (let axis = 0; axis < 3; axis++) {
        const index = low[axis] + ((corner >> axis) & 1);
        const forward = index < dimensions[axis] - 1 ? 1 : 0;
        const backward = index > 0 ? 1 : 0;
        const steps = forward + backward;
        if (steps > 0) sum[axis] += (weight * (data[sample + forward * strides[axis]] - data[sample - backward * strides[axis]])) / steps;
      }
    }
    // From differences a step of the index to values a unit of length: the transpose of the way to the index.
    let square = 0;
    for (let axis = 0; axis < 3; axis++) square += (toIndex[0][axis] * sum[0] + toIndex[1][axis] * sum[1] + toIndex[2][axis] * sum[2]) ** 2;
    result[place] = Math.sqrt(square);
  }
  return result;
}

/** Rows that take a place about the origin to its index along each axis. Axes without volume are taken as those of the coordinates. */
function inverseAxes({ spacing, directions }: Field): readonly Vector3[] {
  const units: readonly Vector3[] = directions ?? [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const [u, v, w] = units.map((unit, axis) => unit.map((value) => value * spacing[axis]));
  const cross = (a: readonly number[], b: readonly number[]): number[] => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const volume = cross(u, v).reduce((sum, value, axis) => sum + value * w[axis], 0);
  const rows = volume === 0 ? [[1 / spacing[0], 0, 0], [0, 1 / spacing[1], 0], [0, 0, 1 / spacing[2]]] : [cross(v, w), cross(w, u), cross(u, v)].map((row) => row.map((value) => value / volume));
  return rows.map(([x, y, z]) => [x, y, z]);
}
