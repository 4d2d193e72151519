import type { FeatureSet } from '../model/featureSet';
import type { PointCloud } from '../model/pointCloud';
import { Random } from './random';

const axes = 3;
/** Enough for directions whose spread differs by a tenth; closer ones may stay mixed, which shows the same. */
const iterations = 24;
/** Rows that tell the directions. */
const mostRows = 4096;

/**
 * The rows of a feature set along its three directions of largest variance (principal components), as a cloud in the
 * set's order; rows that are not finite are NaN. By orthogonal iteration (Golub and Van Loan, "Matrix Computations",
 * 8.2.4) on at most 4096 rows spread over the set, from a seeded start: the same set gives the same cloud.
 */
export function projectFeatures({ values, count, dimensions, comments, notFinite }: FeatureSet): PointCloud {
  const data = values.data instanceof Float32Array || values.data instanceof Float64Array ? values.data : Float64Array.from(values.data, Number);
  const stride = Math.max(1, Math.ceil(count / mostRows));
  const rows: number[] = [];
  for (let row = 0; row < count; row += stride) if (isFiniteRow(data, row, dimensions)) rows.push(row);
  const mean = new Float64Array(dimensions);
  for (const row of rows) for (let at = 0; at < dimensions; at++) mean[at] += data[row * dimensions + at] / rows.length;
  const random = new Random(1);
  let directions = Float64Array.from({ length: axes * dimensions }, () => random.uniform() - 0.5);
  orthonormalise(directions, dimensions);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = new Float64Array(axes * dimensions);
    for (const row of rows) {
      for (let axis = 0; axis < axes; axis++) {
        const along = project(data, row, mean, directions, axis, dimensions);
        for (let at = 0; at < dimensions; at++) next[axis * dimensions + at] += along * (data[row * dimensions + at] - mean[at]);
      }
    }
    orthonormalise(next, dimensions);
    directions = next;
  }
  const positions = new Float64Array(axes * count).fill(NaN);
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let row = 0; row < count; row++) {
    if (!isFiniteRow(data, row, dimensions)) continue;
    for (let axis = 0; axis < axes; axis++) {
      const along = project(data, row, mean, directions, axis, dimensions);
      positions[axes * row + axis] = along;
      min[axis] = Math.min(min[axis], along);
      max[axis] = Math.max(max[axis], along);
    }
  }
  return {
    kind: 'pointCloud',
    count,
    positions: { kind: 'values', name: 'principal component', type: 'float64', components: 3, componentNames: ['first', 'second', 'third'], data: positions },
    attributes: [],
    elements: [],
    comments,
    bounds: min[0] <= max[0] ? { min, max } : null,
    notFinite,
  };
}

type Numbers = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

function isFiniteRow(data: Numbers, row: number, dimensions: number): boolean {
  for (let at = row * dimensions; at < (row + 1) * dimensions; at++) if (data[at] - data[at] !== 0) return false;
  return true;
}

function project(data: Numbers, row: number, mean: Float64Array, directions: Float64Array, axis: number, dimensions: number): number {
  let along = 0;
  for (let at = 0; at < dimensions; at++) along += (data[row * dimensions + at] - mean[at]) * directions[axis * dimensions + at];
  return along;
}

/** Gram and Schmidt, twice for the sake of rounding; a direction that the others hold already becomes 0. */
function orthonormalise(directions: Float64Array, dimensions: number): void {
  for (let axis = 0; axis < axes; axis++) {
    const own = directions.subarray(axis * dimensions, (axis + 1) * dimensions);
    const before = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    for (let other = 0; other < 2 * axis; other++) {
      const first = (other % axis) * dimensions;
      let along = 0;
      for (let at = 0; at < dimensions; at++) along += own[at] * directions[first + at];
      for (let at = 0; at < dimensions; at++) own[at] -= along * directions[first + at];
    }
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    for (let at = 0; at < dimensions; at++) own[at] = length > 1e-12 * before ? own[at] / length : 0;
  }
}
