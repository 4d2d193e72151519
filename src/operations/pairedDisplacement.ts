import type { Coordinates } from '../geometry/pointIndexLayout';

export interface PairedDisplacement {
  /** Rows whose position differs. */
  readonly moved: number;
  readonly mean: number;
  readonly maximum: number;
}

/** Rows correspond when at least half of them are no farther from each other than this share of the reference's diagonal. */
const nearShare = 0.05;

/**
 * How far each row is from the row of the same number, where two clouds of equally many rows correspond row by row;
 * null where they do not. Rows that are not finite in either are left out.
 * @param diagonal of the reference's box
 */
export function pairedDisplacement(compared: Coordinates, reference: Coordinates, diagonal: number): PairedDisplacement | null {
  const rows = compared.length / 3;
  if (compared.length !== reference.length || rows === 0) return null;
  // A value that is stored as float32 in one of two and as float64 in the other differs by its rounding.
  const rounded = compared instanceof Float32Array !== reference instanceof Float32Array;
  const tolerance = rounded ? 2 ** -23 * largestOf(reference) : 0;
  const limit = nearShare * diagonal;
  let count = 0;
  let far = 0;
  let moved = 0;
  let sum = 0;
  let maximum = 0;
  for (let at = 0; at < compared.length; at += 3) {
    const x = compared[at] - reference[at];
    const y = compared[at + 1] - reference[at + 1];
    const z = compared[at + 2] - reference[at + 2];
    const squares = x * x + y * y + z * z;
    // The root of squares is three times as fast as Math.hypot, which is for what overflows or vanishes as a square.
    const distance = squares > 1e-300 && squares < Infinity ? Math.sqrt(squares) : Math.hypot(x, y, z);
    if (!Number.isFinite(distance)) continue;
    count++;
    // Two clouds in different orders are known by their first half.
    if (distance > limit && 2 * ++far > rows) return null;
    if (distance > tolerance) moved++;
    sum += distance;
    if (distance > maximum) maximum = distance;
  }
  if (count === 0 || 2 * far > count) return null;
  return { moved, mean: sum / count, maximum };
}

function largestOf(coordinates: Coordinates): number {
  let largest = 0;
  for (const value of coordinates) {
    const magnitude = Math.abs(value);
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest;
}
