import { cellCentre, type GridCells } from '../../model/grid';
import { edgeCorners } from './cube';

/** Where a grid lies. */
export type GridPlacement = Pick<GridCells, 'dimensions' | 'spacing' | 'origin' | 'directions' | 'axisOrder'>;

/** A sample less the iso value, finite even where the difference is not. */
export function lessIso(value: number, iso: number): number {
  const difference = value - iso;
  if (difference - difference === 0) return difference;
  return difference > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

/** Where along an edge a value that is linear passes 0: 0 at its first end ... 1 at its second. One end is below 0 and the other is not. */
export function crossing(from: number, to: number): number {
  const span = from - to;
  return span - span === 0 ? from / span : from / 2 / (from / 2 - to / 2);
}

const steps = 4;

/**
 * A place in the middle of a border, 0 ... 1 along each axis: the mean of the border's vertices, moved along the gradient
 * onto the surface of the trilinear interpolant, and left where that does not lead to it.
 *
 * @param values of the corners, less the iso value
 * @param around the edges that the border passes
 */
export function middlePlace(values: Float64Array, around: readonly number[]): [number, number, number] {
  const mean: [number, number, number] = [0, 0, 0];
  for (const edge of around) {
    const [low, high] = edgeCorners[edge];
    const t = crossing(values[low], values[high]);
    for (let axis = 0; axis < 3; axis++) mean[axis] += (axis === edge >> 2 ? t : (low >> axis) & 1) / around.length;
  }
  let largest = 0;
  for (let corner = 0; corner < 8; corner++) largest = Math.max(largest, Math.abs(values[corner]));
  const place: [number, number, number] = [mean[0], mean[1], mean[2]];
  const first = Math.abs(trilinear(values, mean)) / largest;
  let last = first;
  for (let step = 0; step < steps; step++) {
    const value = trilinear(values, place) / largest;
    const gradient = [0, 1, 2].map((axis) => slope(values, place, axis) / largest);
    const square = gradient[0] ** 2 + gradient[1] ** 2 + gradient[2] ** 2;
    if (square < 1e-12) break;
    for (let axis = 0; axis < 3; axis++) place[axis] = Math.min(0.95, Math.max(0.05, place[axis] - (value * gradient[axis]) / square));
    last = Math.abs(trilinear(values, place)) / largest;
  }
  const moved = Math.hypot(place[0] - mean[0], place[1] - mean[1], place[2] - mean[2]);
  return last < first && moved < 0.25 ? place : mean;
}

/** The trilinear interpolant at a place in the cube. */
function trilinear(values: Float64Array, [x, y, z]: readonly [number, number, number]): number {
  const along = (at: number): number => values[at] * (1 - x) + values[at + 1] * x;
  const across = (at: number): number => along(at) * (1 - y) + along(at + 2) * y;
  return across(0) * (1 - z) + across(4) * z;
}

/** Its derivative along an axis. */
function slope(values: Float64Array, place: readonly [number, number, number], axis: number): number {
  const at = (coordinate: number): number => {
    const moved: [number, number, number] = [place[0], place[1], place[2]];
    moved[axis] = coordinate;
    return trilinear(values, moved);
  };
  return at(1) - at(0);
}

/** A vertex may be off by this share of a cell where it is held in float32. */
const smallestShare = 1e-4;

/** Whether float32 holds places in a grid exactly enough. */
export function fitsFloat32(grid: GridPlacement): boolean {
  const { dimensions, spacing } = grid;
  let largest = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [x, y, z] = [0, 1, 2].map((axis) => ((corner >> axis) & 1) * dimensions[axis]);
    for (const coordinate of cellCentre(grid, x, y, z)) largest = Math.max(largest, Math.abs(coordinate));
  }
  return largest < 3e38 && largest * 2 ** -24 <= smallestShare * Math.min(...spacing);
}

/** Twelve numbers that lead from the index of a cell in its array's order (fastest axis first) to a place: the origin, then a step along each axis. */
export function placement(grid: GridPlacement): Float64Array<ArrayBuffer> {
  const { origin, spacing, directions, axisOrder } = grid;
  const result = new Float64Array(12);
  result.set(origin);
  for (const [place, axis] of axisOrder.entries()) {
    for (let coordinate = 0; coordinate < 3; coordinate++) {
      const direction = directions ? directions[axis][coordinate] : Number(coordinate === axis);
      result[3 + 3 * place + coordinate] = direction * spacing[axis];
    }
  }
  return result;
}

/** Whether the axes of the file's coordinates, taken from x, y and z of the index, form a left hand. */
export function isLeftHanded({ directions }: Pick<GridPlacement, 'directions'>): boolean {
  if (!directions) return false;
  const [u, v, w] = directions;
  const determinant = u[0] * (v[1] * w[2] - v[2] * w[1]) - u[1] * (v[0] * w[2] - v[2] * w[0]) + u[2] * (v[0] * w[1] - v[1] * w[0]);
  return determinant < 0;
}
