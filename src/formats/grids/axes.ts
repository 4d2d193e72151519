import type { Vector3 } from '../../model/bounds';
import { xFastest, type Axis, type AxisDirections, type AxisOrder } from '../../model/grid';

/** A grid's axes as its file lists them, the fastest first: cells along each, and the step from one cell to the next. */
export interface FileAxes {
  readonly sizes: Vector3;
  readonly steps: readonly [Vector3, Vector3, Vector3];
}

export interface PlacedAxes {
  readonly dimensions: Vector3;
  readonly axisOrder: AxisOrder;
  readonly spacing: Vector3;
  readonly directions?: AxisDirections;
}

/**
 * Names the axes of a file x, y and z. Where each runs along one axis of the coordinates, in its positive direction, it
 * takes that axis's name, so that files which differ only in the order of their axes are the same grid; otherwise they
 * are x, y, z as they come, with directions.
 *
 * @returns null when a step is not finite or 0, or the steps lie in one plane
 */
export function placeAxes({ sizes, steps }: FileAxes): PlacedAxes | null {
  const lengths = steps.map((step) => Math.hypot(...step));
  if (lengths.some((length) => !(length > 0 && length < Infinity))) return null;
  const units = steps.map((step, axis) => step.map((value) => value / lengths[axis]));
  const [u, v, w] = units;
  const determinant = u[0] * (v[1] * w[2] - v[2] * w[1]) - u[1] * (v[0] * w[2] - v[2] * w[0]) + u[2] * (v[0] * w[1] - v[1] * w[0]);
  if (!(Math.abs(determinant) > 1e-9)) return null;
  const along = units.map((unit) => unit.findIndex((value) => value === 1));
  if (isOrder(along)) {
    const dimensions: [number, number, number] = [0, 0, 0];
    const spacing: [number, number, number] = [0, 0, 0];
    along.forEach((axis, place) => {
      dimensions[axis] = sizes[place];
      spacing[axis] = lengths[place];
    });
    return { dimensions, axisOrder: along, spacing };
  }
  return {
    dimensions: sizes,
    axisOrder: xFastest,
    spacing: [lengths[0], lengths[1], lengths[2]],
    directions: [toVector(u), toVector(v), toVector(w)],
  };
}

/** The order that a word like "xyz" names, slowest axis first; null when it names none. */
export function axisOrderOf(text: string): AxisOrder | null {
  const order = [...text.toLowerCase()].reverse().map((letter) => 'xyz'.indexOf(letter));
  return isOrder(order) ? order : null;
}

function isOrder(axes: readonly number[]): axes is readonly [Axis, Axis, Axis] {
  return axes.length === 3 && [0, 1, 2].every((axis) => axes.includes(axis));
}

function toVector([x, y, z]: readonly number[]): Vector3 {
  return [x, y, z];
}
