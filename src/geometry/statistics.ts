import type { Vector3 } from '../model/bounds';
import { firstAtPlace } from './firstAtPlace';
import type { Parallel } from './parallel';
import { buildPointIndexes } from './nearestDistances';
import { PointIndex } from './pointIndex';
import { rowOf, type Coordinates } from './pointIndexLayout';
import { symmetricEigen } from './symmetricEigen';

/** Leaves of an index whose points are asked for. */
export interface SpacingsArgument {
  readonly index: ArrayBufferLike;
  readonly fromLeaf: number;
  readonly toLeaf: number;
}

/** For points in the order of the leaves, the distance to the nearest other one; Infinity where there is no other. */
export function spacingsTask({ index, fromLeaf, toLeaf }: SpacingsArgument): Float64Array<ArrayBuffer> {
  const found = PointIndex.from(index);
  const { points, starts } = found.layout;
  const first = starts[fromLeaf];
  const spacings = new Float64Array(starts[toLeaf] - first);
  for (let i = 0; i < spacings.length; i++) {
    const at = 4 * (first + i);
    found.nearest(points[at], points[at + 1], points[at + 2], Infinity, rowOf(found.layout, first + i));
    spacings[i] = found.distance;
  }
  return spacings;
}

const leavesOfPiece = 1 << 12;

/**
 * The distance from each finite point to the nearest other one (0 for a point that is there twice), in no order that
 * means anything; empty when fewer than two points are finite. `positions` has 3 numbers a row.
 * @throws CancelledError
 */
export async function neighbourSpacings(positions: Coordinates, parallel: Parallel, signal?: AbortSignal): Promise<Float64Array<ArrayBuffer>> {
  const [{ buffer, count, leaves }] = await buildPointIndexes([positions], parallel, signal);
  if (count < 2) return new Float64Array(0);
  const pieces: SpacingsArgument[] = [];
  for (let fromLeaf = 0; fromLeaf < leaves; fromLeaf += leavesOfPiece) {
    pieces.push({ index: buffer, fromLeaf, toLeaf: Math.min(leaves, fromLeaf + leavesOfPiece) });
  }
  const spacings = new Float64Array(count);
  let at = 0;
  for (const part of await parallel.run('spacings', pieces, signal)) {
    spacings.set(part, at);
    at += part.length;
  }
  return spacings;
}

/** How many finite points have exactly the coordinates of an earlier one. O(n). */
export function countDuplicates(positions: Coordinates): number {
  const firsts = firstAtPlace(positions);
  let duplicates = 0;
  for (let row = 0; row < firsts.length; row++) if (firsts[row] !== row) duplicates++;
  return duplicates;
}

export interface PrincipalAxes {
  /** The mean of the finite points. */
  readonly centre: Vector3;
  /** Unit vectors, right-handed, the widest first. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
  /** Variance along each axis, divided by the number of points, in squared units. */
  readonly variances: Vector3;
}

/** The principal axes of the finite points; null when there is none. Two passes, so that offsets cost no digits. */
export function principalAxes(positions: Coordinates): PrincipalAxes | null {
  const rows = Math.floor(positions.length / 3);
  const isFinite = (row: number): boolean => {
    const x = positions[3 * row];
    const y = positions[3 * row + 1];
    const z = positions[3 * row + 2];
    return x - x + (y - y) + (z - z) === 0;
  };
  let first = 0;
  while (first < rows && !isFinite(first)) first++;
  if (first === rows) return null;
  // Sums of differences to a point of the cloud keep the digits that sums of map coordinates lose.
  const originX = positions[3 * first];
  const originY = positions[3 * first + 1];
  const originZ = positions[3 * first + 2];
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumZ = 0;
  for (let row = first; row < rows; row++) {
    if (!isFinite(row)) continue;
    count++;
    sumX += positions[3 * row] - originX;
    sumY += positions[3 * row + 1] - originY;
    sumZ += positions[3 * row + 2] - originZ;
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  const meanZ = sumZ / count;
  let xx = 0;
  let xy = 0;
  let xz = 0;
  let yy = 0;
  let yz = 0;
  let zz = 0;
  for (let row = first; row < rows; row++) {
    if (!isFinite(row)) continue;
    const x = positions[3 * row] - originX - meanX;
    const y = positions[3 * row + 1] - originY - meanY;
    const z = positions[3 * row + 2] - originZ - meanZ;
    xx += x * x;
    xy += x * y;
    xz += x * z;
    yy += y * y;
    yz += y * z;
    zz += z * z;
  }
  const { values, vectors } = symmetricEigen(xx / count, xy / count, xz / count, yy / count, yz / count, zz / count);
  // Rounding may leave a variance a little below zero.
  const [a, b, c] = values.map((value) => Math.max(0, value));
  return { centre: [originX + meanX, originY + meanY, originZ + meanZ], axes: vectors, variances: [a, b, c] };
}
