import type { Coordinates } from '../geometry/pointIndexLayout';

/** How coordinates in float64 become pairs of float32 for a kernel: (coordinate - centre) * scale. */
export interface PointFrame {
  readonly centre: readonly [number, number, number];
  /** A power of two, so that scaling changes no digit. */
  readonly scale: number;
}

/** Floats that a packed point takes: x, y, z in float32, then what float32 left over of each. */
export const packedStride = 6;

/**
 * Reference points farther out than this are left out: their squares would leave float32's range, and next to them the
 * extent of most points is nothing.
 */
export const farthestReference = 2 ** 40;

/** Queries farther out than this are the CPU's. All nearer ones are nearer to most points than to any left out. */
export const farthestQuery = 2 ** 38;

/** How many points the frame is told from. */
const sampleSize = 1023;

/**
 * A frame about the median of the reference's finite points, in which most of them lie within a few units of the
 * origin; so neither offsets of maps nor outliers cost digits.
 */
export function frameOf(reference: Coordinates): PointFrame {
  const rows = reference.length / 3;
  const step = Math.max(1, Math.floor(rows / sampleSize));
  const axes: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < rows; row += step) {
    for (let axis = 0; axis < 3; axis++) {
      const value = reference[3 * row + axis];
      if (Number.isFinite(value)) axes[axis].push(value);
    }
  }
  const centre: [number, number, number] = [0, 0, 0];
  let spread = 0;
  let farthestOut = 0;
  for (const [axis, values] of axes.entries()) {
    if (values.length === 0) continue;
    values.sort((a, b) => a - b);
    const middle = values[values.length >> 1];
    centre[axis] = middle;
    const low = values[Math.floor(values.length * 0.05)];
    const high = values[Math.ceil(values.length * 0.95) - 1];
    spread = Math.max(spread, middle - low, high - middle);
    farthestOut = Math.max(farthestOut, middle - values[0], values[values.length - 1] - middle);
  }
  const size = spread > 0 ? spread : farthestOut;
  const exponent = size > 0 && Number.isFinite(size) ? -Math.floor(Math.log2(size)) : 0;
  return { centre, scale: 2 ** Math.min(1000, Math.max(-1000, exponent)) };
}

/** True when a point is finite and no packed coordinate of it is farther out than `farthest`. */
export function fits(frame: PointFrame, points: Coordinates, row: number, farthest: number): boolean {
  const { centre, scale } = frame;
  const x = Math.abs((points[3 * row] - centre[0]) * scale);
  const y = Math.abs((points[3 * row + 1] - centre[1]) * scale);
  const z = Math.abs((points[3 * row + 2] - centre[2]) * scale);
  // Comparisons with NaN are false.
  return x <= farthest && y <= farthest && z <= farthest;
}

/** Packs the points of `rows` into float32 pairs, {@link packedStride} floats a point. All of them must fit. */
export function packPoints(frame: PointFrame, points: Coordinates, rows: Uint32Array): Float32Array {
  const { centre, scale } = frame;
  const packed = new Float32Array(packedStride * rows.length);
  for (let index = 0, at = 0; index < rows.length; index++, at += packedStride) {
    const from = 3 * rows[index];
    for (let axis = 0; axis < 3; axis++) {
      const value = (points[from + axis] - centre[axis]) * scale;
      const leading = Math.fround(value);
      packed[at + axis] = leading;
      packed[at + axis + 3] = value - leading;
    }
  }
  return packed;
}
