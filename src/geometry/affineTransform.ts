import type { Bounds, Vector3 } from '../model/bounds';
import type { Coordinates } from './pointIndexLayout';

/** A 4 x 4 matrix by rows, its last row 0 0 0 1: where (x, y, z) goes is `matrix * (x, y, z, 1)`. */
export type AffineTransform = readonly number[];

export const identityTransform: AffineTransform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** True when the transform leaves everything where it is. */
export function isIdentity(transform: AffineTransform): boolean {
  return transform.every((value, place) => value === identityTransform[place]);
}

export function translation([x, y, z]: Vector3): AffineTransform {
  return [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1];
}

/** Scales by a factor about a point, and then moves that point to another. */
export function similarity(factor: number, from: Vector3, to: Vector3): AffineTransform {
  const [x, y, z] = [0, 1, 2].map((axis) => to[axis] - factor * from[axis]);
  return [factor, 0, 0, x, 0, factor, 0, y, 0, 0, factor, z, 0, 0, 0, 1];
}

/** `second` after `first`. */
export function composed(second: AffineTransform, first: AffineTransform): AffineTransform {
  return Array.from({ length: 16 }, (_, place) => {
    const row = place & ~3;
    const column = place & 3;
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += second[row + i] * first[4 * i + column];
    return sum;
  });
}

export function transformPoint(transform: AffineTransform, [x, y, z]: Vector3): Vector3 {
  const coordinate = (row: number): number => transform[row] * x + transform[row + 1] * y + transform[row + 2] * z + transform[row + 3];
  return [coordinate(0), coordinate(4), coordinate(8)];
}

/** Moves points, 3 numbers a row, into `to`, which may be `from` itself. What is not finite stays so. */
export function transformPoints(transform: AffineTransform, from: Coordinates, to: Coordinates): void {
  const [a, b, c, d, e, f, g, h, i, j, k, l] = transform;
  for (let at = 0; at + 2 < from.length; at += 3) {
    const x = from[at];
    const y = from[at + 1];
    const z = from[at + 2];
    to[at] = a * x + b * y + c * z + d;
    to[at + 1] = e * x + f * y + g * z + h;
    to[at + 2] = i * x + j * y + k * z + l;
  }
}

/** Only the part that turns and scales: for what is relative to a point that is moved itself. */
export function withoutTranslation(transform: AffineTransform): AffineTransform {
  return transform.map((value, place) => (place === 3 || place === 7 || place === 11 ? 0 : value));
}

/** By how much the transform scales lengths, where it does so alike in all directions. */
export function scaleOf(transform: AffineTransform): number {
  return Math.hypot(transform[0], transform[4], transform[8]);
}

/** The axis-aligned box of a box's moved corners. */
export function transformBounds(transform: AffineTransform, { min, max }: Bounds): Bounds {
  const least: [number, number, number] = [Infinity, Infinity, Infinity];
  const most: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const moved = transformPoint(transform, [corner & 1 ? max[0] : min[0], corner & 2 ? max[1] : min[1], corner & 4 ? max[2] : min[2]]);
    for (const axis of [0, 1, 2] as const) {
      least[axis] = Math.min(least[axis], moved[axis]);
      most[axis] = Math.max(most[axis], moved[axis]);
    }
  }
  return { min: least, max: most };
}
