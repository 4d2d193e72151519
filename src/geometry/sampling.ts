import { OperationError } from '../model/errors';
import type { Coordinates } from './pointIndexLayout';
import { Random } from './random';

/** Rows whose three coordinates are finite, ascending. `positions` has 3 numbers a row. */
export function finiteRows(positions: Coordinates): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(Math.floor(positions.length / 3));
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    const sum = positions[3 * row] + positions[3 * row + 1] + positions[3 * row + 2];
    // A finite sum may overflow, and an infinity minus itself is NaN: look closer only then.
    const finite = sum - sum === 0 || [0, 1, 2].every((axis) => Number.isFinite(positions[3 * row + axis]));
    if (finite) rows[count++] = row;
  }
  return rows.slice(0, count);
}

/**
 * `count` rows of a cloud drawn without replacement, each set of rows equally likely, in the file's order. Only finite
 * points are drawn. Knuth, "The Art of Computer Programming" 2, algorithm S.
 * @throws OperationError when there are fewer finite points.
 */
export function sampleUniformly(positions: Coordinates, count: number, seed: number): Uint32Array<ArrayBuffer> {
  const rows = finiteRows(positions);
  if (count > rows.length) throw new OperationError(`${count} points were asked for of ${rows.length} finite ones. Ask for fewer.`);
  const random = new Random(seed);
  const chosen = new Uint32Array(count);
  for (let seen = 0, found = 0; found < count; seen++) {
    if (random.uniform() * (rows.length - seen) < count - found) chosen[found++] = rows[seen];
  }
  return chosen;
}

/** Points on a surface, and where each lies on it. */
export interface SurfaceSample {
  /** 3 a point. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** The triangle of each point: a number into `triangles`. */
  readonly triangles: Uint32Array<ArrayBuffer>;
  /** 3 a point, each at least 0, adding up to 1: how much of each corner of the triangle. Attributes mix alike. */
  readonly weights: Float64Array<ArrayBuffer>;
}

/**
 * `count` points drawn uniformly by area from triangles (3 vertex rows each): the triangle in proportion to its area,
 * then a place in it by Osada et al., "Shape distributions" (2002), section 4.1. Triangles with a corner that no vertex
 * has, or that is not finite, have no area.
 * @throws OperationError when no triangle has an area.
 */
export function sampleSurface(positions: Coordinates, triangles: Uint32Array<ArrayBufferLike>, count: number, seed: number): SurfaceSample {
  const areas = new Float64Array(Math.floor(triangles.length / 3));
  let total = 0;
  for (let triangle = 0; triangle < areas.length; triangle++) {
    const area = areaOf(positions, triangles, triangle);
    if (Number.isFinite(area)) total += area;
    areas[triangle] = total;
  }
  if (!(total > 0)) throw new OperationError('The mesh has no triangle with an area to sample.');
  const random = new Random(seed);
  const sample: SurfaceSample = { positions: new Float64Array(3 * count), triangles: new Uint32Array(count), weights: new Float64Array(3 * count) };
  for (let point = 0; point < count; point++) {
    // Below the total even after rounding, so that a last triangle without area is never drawn.
    const triangle = firstAbove(areas, Math.min(random.uniform(), 1 - 2 ** -52) * total);
    const root = Math.sqrt(random.uniform());
    const along = random.uniform();
    const weights = [1 - root, root * (1 - along), root * along];
    sample.triangles[point] = triangle;
    sample.weights.set(weights, 3 * point);
    for (let corner = 0; corner < 3; corner++) {
      const row = 3 * triangles[3 * triangle + corner];
      for (let axis = 0; axis < 3; axis++) sample.positions[3 * point + axis] += weights[corner] * positions[row + axis];
    }
  }
  return sample;
}

function areaOf(positions: Coordinates, triangles: Uint32Array<ArrayBufferLike>, triangle: number): number {
  const a = 3 * triangles[3 * triangle];
  const b = 3 * triangles[3 * triangle + 1];
  const c = 3 * triangles[3 * triangle + 2];
  const ux = positions[b] - positions[a];
  const uy = positions[b + 1] - positions[a + 1];
  const uz = positions[b + 2] - positions[a + 2];
  const vx = positions[c] - positions[a];
  const vy = positions[c + 1] - positions[a + 1];
  const vz = positions[c + 2] - positions[a + 2];
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
}

/** The first place of ascending `sums` whose value is above `value`: never a triangle without area. */
function firstAbove(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
