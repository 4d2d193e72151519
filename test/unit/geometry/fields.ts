import type { Vector3 } from '../../../src/model/bounds';
import { gridStrides, xFastest, type AxisDirections, type AxisOrder } from '../../../src/model/grid';
import type { SampledField } from '../../../src/geometry/marchingCubes';

export interface FieldPlacement {
  readonly spacing?: Vector3;
  readonly origin?: Vector3;
  readonly directions?: AxisDirections;
  readonly axisOrder?: AxisOrder;
}

/** Samples of a function of the cell's index. */
export function sampleIndices(dimensions: Vector3, value: (x: number, y: number, z: number) => number, placement: FieldPlacement = {}): SampledField {
  const { spacing = [1, 1, 1], origin = [0, 0, 0], axisOrder = xFastest, directions } = placement;
  const data = new Float32Array(dimensions[0] * dimensions[1] * dimensions[2]);
  const [sx, sy, sz] = gridStrides({ dimensions, axisOrder });
  for (let z = 0; z < dimensions[2]; z++) {
    for (let y = 0; y < dimensions[1]; y++) for (let x = 0; x < dimensions[0]; x++) data[x * sx + y * sy + z * sz] = value(x, y, z);
  }
  return { dimensions, spacing, origin, axisOrder, data, ...(directions ? { directions } : {}) };
}

/** Samples of a function of the place, over a cube about the origin. */
export function sampleCube(samples: number, half: number, value: (x: number, y: number, z: number) => number, placement: FieldPlacement = {}): SampledField {
  const step = (2 * half) / (samples - 1);
  return sampleIndices([samples, samples, samples], (x, y, z) => value(x * step - half, y * step - half, z * step - half), {
    spacing: [step, step, step],
    origin: [-half, -half, -half],
    ...placement,
  });
}

export const sphere = (radius: number) => (x: number, y: number, z: number): number => Math.hypot(x, y, z) - radius;
export const torus = (large: number, small: number) => (x: number, y: number, z: number): number => Math.hypot(Math.hypot(x, y) - large, z) - small;

/** A field with its samples moved to another order of the array; the same function of x, y and z. */
export function reordered(field: SampledField, axisOrder: AxisOrder): SampledField {
  const [sx, sy, sz] = gridStrides(field);
  const { dimensions, spacing, origin, directions } = field;
  return sampleIndices(dimensions, (x, y, z) => field.data[x * sx + y * sy + z * sz], { spacing, origin, axisOrder, ...(directions ? { directions } : {}) });
}

/** Neighbouring samples that lie on different sides of an iso value. */
export function countChangingEdges({ dimensions, axisOrder, data }: SampledField, iso: number): number {
  const strides = gridStrides({ dimensions, axisOrder });
  let count = 0;
  for (let z = 0; z < dimensions[2]; z++) {
    for (let y = 0; y < dimensions[1]; y++) {
      for (let x = 0; x < dimensions[0]; x++) {
        const at = x * strides[0] + y * strides[1] + z * strides[2];
        for (const [axis, place] of [x, y, z].entries()) if (place + 1 < dimensions[axis] && data[at] < iso !== data[at + strides[axis]] < iso) count++;
      }
    }
  }
  return count;
}

/** Triangles as texts of their corners' places, the least corner first, sorted: the same for surfaces that differ in the order of vertices and triangles alone. */
export function triangleTexts(positions: ArrayLike<number>, triangles: ArrayLike<number>, digits = 9): string[] {
  const texts: string[] = [];
  for (let i = 0; i < triangles.length; i += 3) {
    const corners = [0, 1, 2].map((corner) => [0, 1, 2].map((axis) => Number(positions[3 * triangles[i + corner] + axis].toPrecision(digits))).join(' '));
    const first = corners.indexOf([...corners].sort()[0]);
    texts.push([0, 1, 2].map((k) => corners[(first + k) % 3]).join(' | '));
  }
  return texts.sort();
}
