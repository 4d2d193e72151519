import { percentilesInPlace } from '../geometry/percentile';
import type { Coordinates } from '../geometry/pointIndexLayout';

export interface PairedDisplacement {
  /** Rows whose position differs. */
  readonly moved: number;
  readonly mean: number;
  readonly maximum: number;
}

/** Rows correspond when half of them are nearer to each other than this share of the reference's diagonal. */
const nearShare = 0.05;

/**
 * How far each row is from the row of the same number, where two clouds of equally many rows correspond row by row;
 * null where they do not. Rows that are not finite in either are left out.
 * @param diagonal of the reference's box
 */
export function pairedDisplacement(compared: Coordinates, reference: Coordinates, diagonal: number): PairedDisplacement | null {
  const rows = compared.length / 3;
  if (compared.length !== reference.length || rows === 0) return null;
  const found = new Float64Array(rows);
  let largest = 0;
  let count = 0;
  for (let at = 0; at < compared.length; at += 3) {
    const distance = Math.hypot(compared[at] - reference[at], compared[at + 1] - reference[at + 1], compared[at + 2] - reference[at + 2]);
    if (!Number.isFinite(distance)) continue;
    found[count++] = distance;
    for (let axis = 0; axis < 3; axis++) largest = Math.max(largest, Math.abs(reference[at + axis]));
  }
  if (count === 0) return null;
  const distances = found.subarray(0, count);
  // A value that is stored as float32 in one of two and as float64 in the other differs by its rounding.
  const rounded = compared instanceof Float32Array !== reference instanceof Float32Array;
  const tolerance = rounded ? 2 ** -23 * largest : 0;
  let moved = 0;
  let sum = 0;
  let maximum = 0;
  for (const distance of distances) {
    if (distance > tolerance) moved++;
    sum += distance;
    maximum = Math.max(maximum, distance);
  }
  const [median] = percentilesInPlace(distances, [50]);
  if (median > nearShare * diagonal) return null;
  return { moved, mean: sum / count, maximum };
}
