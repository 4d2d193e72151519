import type { Coordinates } from './pointIndexLayout';
import { Random } from './random';

/** Bits a coordinate: 32 slabs along each axis, 32,768 cells. */
const bits = 5;
const slabs = 1 << bits;
/** Points whose coordinates say where the slabs end. */
const sampleSize = 4096;

/**
 * The rows of a cloud (3 numbers each) so that rows which follow one another lie near one another: by cells of a grid
 * along a Z-order curve (Morton, "A computer oriented geodetic data base", 1966), in their own order within a cell. The
 * grid's slabs hold about equally many points each, told from a seeded sample, so outliers and clusters do not matter.
 * Rows that are not finite are there too, anywhere. O(n), with 6 bytes a row.
 */
export function spatialOrder(positions: Coordinates, allocate: (bytes: number) => ArrayBufferLike): Uint32Array<ArrayBufferLike> {
  const rows = Math.floor(positions.length / 3);
  const order = new Uint32Array(allocate(4 * rows));
  if (rows === 0) return order;
  const ends = [0, 1, 2].map((axis) => slabEnds(positions, rows, axis));
  const cells = new Uint16Array(rows);
  const firsts = new Uint32Array((1 << (3 * bits)) + 1);
  const [endsX, endsY, endsZ] = ends;
  for (let row = 0, at = 0; row < rows; row++, at += 3) {
    const cell = spread[slabOf(endsX, positions[at])] | (spread[slabOf(endsY, positions[at + 1])] << 1) | (spread[slabOf(endsZ, positions[at + 2])] << 2);
    cells[row] = cell;
    firsts[cell + 1]++;
  }
  for (let cell = 1; cell < firsts.length; cell++) firsts[cell] += firsts[cell - 1];
  for (let row = 0; row < rows; row++) order[firsts[cells[row]]++] = row;
  return order;
}

/** Of a slab's number, every bit followed by two zeros. */
const spread = Uint16Array.from({ length: slabs }, (_, slab) => {
  let wide = 0;
  for (let bit = 0; bit < bits; bit++) wide |= (slab & (1 << bit)) << (2 * bit);
  return wide;
});

/** Where all slabs but the last end, ascending. */
function slabEnds(positions: Coordinates, rows: number, axis: number): Float64Array {
  const random = new Random(axis + 1);
  const sample = Float64Array.from({ length: Math.min(rows, sampleSize) }, () => positions[3 * random.integer(rows) + axis])
    .filter(Number.isFinite)
    .sort();
  return Float64Array.from({ length: slabs - 1 }, (_, slab) => sample[Math.floor(((slab + 1) * sample.length) / slabs)] ?? 0);
}

/** How many ends are not above a value: a search in halves without a branch; 0 for NaN. */
function slabOf(ends: Float64Array, value: number): number {
  let slab = 0;
  for (let half = slabs >> 1; half > 0; half >>= 1) slab += half * Number(ends[slab + half - 1] <= value);
  return slab;
}
