import type { Coordinates } from './pointIndexLayout';

/*
 * Splitting runs of points (4 numbers each, the first 3 coordinates). `Number(a < b)` adds a comparison to a position
 * without a branch; a branch that is taken at random costs more than all else in these loops.
 */

/** How many points of a run its extent is judged by: where a split lies is a matter of speed, not of truth. */
const sampleSize = 16;

/** The axis (0, 1, 2) along which the points `left ... right - 1`, or a sample of them, lie farthest apart. */
export function widestAxis(points: Coordinates, left: number, right: number): number {
  const n = right - left;
  const step = n <= 2 * sampleSize ? 4 : 4 * Math.floor(n / sampleSize);
  let minX = Infinity;
  let minY = Infinity;
  let minZ = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  let maxZ = -Infinity;
  for (let at = 4 * left; at < 4 * right; at += step) {
    const x = points[at];
    const y = points[at + 1];
    const z = points[at + 2];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  const x = maxX - minX;
  const y = maxY - minY;
  const z = maxZ - minZ;
  if (x >= y && x >= z) return 0;
  return y >= z ? 1 : 2;
}

const scratch = [new Float64Array(256), new Float64Array(256)] as const;

/** The median along an axis of `size` (at most 256) of the points `left ... right - 1`, spread evenly over them. */
export function rankedValue(points: Coordinates, left: number, right: number, axis: number, size: number): number {
  let from = scratch[0];
  let to = scratch[1];
  const step = (right - left) / size;
  for (let i = 0; i < size; i++) from[i] = points[4 * Math.floor(left + (i + 0.5) * step) + axis];
  const rank = size >> 1;
  let low = 0;
  let high = size;
  for (;;) {
    const pivot = from[(low + high) >> 1];
    let less = low;
    let more = high - 1;
    let equal = 0;
    for (let i = low; i < high; i++) {
      const value = from[i];
      const isLess = Number(value < pivot);
      equal += Number(value === pivot);
      to[less] = value;
      to[more] = value;
      less += isLess;
      more -= 1 - isLess;
    }
    if (rank < less) high = less;
    else if (rank < less + equal) return pivot;
    else {
      // Drop the pivot's equals from the upper part, or it might not become smaller.
      let end = high - 1;
      for (let i = high - 1; i >= less; i--) {
        const value = to[i];
        to[end] = value;
        end -= Number(value !== pivot);
      }
      low = less + equal;
    }
    const swap = from;
    from = to;
    to = swap;
  }
}

/** Copies the points `left ... right - 1` so that those below `pivot` come first; answers where the others begin. */
export function partition(from: Coordinates, to: Coordinates, left: number, right: number, axis: number, pivot: number): number {
  let less = 4 * left;
  let more = 4 * (right - 1);
  for (let at = 4 * left; at < 4 * right; at += 4) {
    const isLess = 4 * Number(from[at + axis] < pivot);
    const x = from[at];
    const y = from[at + 1];
    const z = from[at + 2];
    const row = from[at + 3];
    to[less] = x;
    to[less + 1] = y;
    to[less + 2] = z;
    to[less + 3] = row;
    to[more] = x;
    to[more + 1] = y;
    to[more + 2] = z;
    to[more + 3] = row;
    less += isLess;
    more -= 4 - isLess;
  }
  return less / 4;
}

/**
 * Moves the points `left ... right` in place so that the one at `k` is where sorting along the axis would put it, none
 * before it is greater and none after it smaller. Hoare's FIND with the median of three; equal values do not slow it down.
 */
export function select(points: Coordinates, k: number, left: number, right: number, axis: number): void {
  while (right > left) {
    const a = points[4 * left + axis];
    const b = points[4 * ((left + right) >>> 1) + axis];
    const c = points[4 * right + axis];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = left;
    let j = right;
    while (i <= j) {
      while (points[4 * i + axis] < pivot) i++;
      while (points[4 * j + axis] > pivot) j--;
      if (i > j) break;
      for (let p = 4 * i, q = 4 * j; p < 4 * i + 4; p++, q++) {
        const value = points[p];
        points[p] = points[q];
        points[q] = value;
      }
      i++;
      j--;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
