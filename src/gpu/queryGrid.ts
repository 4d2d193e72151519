import { packedStride } from './pointFrame';

/** A grid over packed points, its planes where the points are. */
export interface QueryGrid {
  /** Cells on each axis. */
  readonly counts: readonly [number, number, number];
  /**
   * The planes between cells, ascending, one more than cells. The outermost cells reach to infinity: a point beyond the
   * first or last plane lies in them.
   */
  readonly borders: readonly [Float32Array, Float32Array, Float32Array];
  /** First point of each cell in `order`, and the number of points at the end; as float32 for the kernel. */
  readonly cells: Float32Array;
  /** The packed points in the order of the cells, x fastest. */
  readonly points: Float32Array;
  /** Which of the packed points each of these is. */
  readonly order: Uint32Array;
}

/** Points that a cell with any point in it should hold. */
const wantedInCell = 4;
/** The most cells: 16 MB as float32; more fill no faster than they are searched. */
const mostCells = 1 << 22;
const coarseCells = 32;
const sampleSize = 1 << 15;

/** The cell that a value lies in, by bisection. NaN is not expected. */
export function cellOf(borders: Float32Array, value: number): number {
  let low = 0;
  let high = borders.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (borders[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Even buckets over the planes of an axis, which tell between which few of them a value lies. */
interface AxisTable {
  readonly borders: Float32Array;
  readonly low: number;
  readonly bucketsInUnit: number;
  /** The cell at the start of each bucket, and at the end of the last. */
  readonly cells: Uint32Array;
}

const buckets = 4096;

function tableOf(borders: Float32Array): AxisTable {
  const low = borders[0];
  const extent = borders[borders.length - 1] - low;
  const cells = Uint32Array.from({ length: buckets + 1 }, (_, bucket) => cellOf(borders, low + (extent * bucket) / buckets));
  return { borders, low, bucketsInUnit: buckets / extent, cells };
}

/** {@link cellOf} in a step or two where planes lie evenly. */
function cellIn(table: AxisTable, value: number): number {
  const { borders, cells } = table;
  const bucket = Math.min(buckets - 1, Math.max(0, Math.floor((value - table.low) * table.bucketsInUnit)));
  // A bucket to either side covers what rounding moved across its end.
  let low = cells[Math.max(0, bucket - 1)];
  let high = cells[Math.min(buckets, bucket + 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (borders[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The number of the cell of each packed point, and where each cell ends up starting once points are sorted by cell. */
function countByCell(packed: Float32Array, tables: readonly AxisTable[], countX: number, countY: number, countZ: number) {
  const count = packed.length / packedStride;
  const numbers = new Uint32Array(count);
  const starts = new Uint32Array(countX * countY * countZ + 1);
  const [tableX, tableY, tableZ] = tables;
  for (let index = 0, at = 0; index < count; index++, at += packedStride) {
    const x = cellIn(tableX, packed[at]);
    const y = cellIn(tableY, packed[at + 1]);
    const cell = (cellIn(tableZ, packed[at + 2]) * countY + y) * countX + x;
    numbers[index] = cell;
    starts[cell + 1]++;
  }
  for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
  return { numbers, starts };
}

/** How the points of a sample fill a grid. */
interface Filling {
  readonly occupied: number;
  /** The chance that two points share a cell. */
  readonly together: number;
}

type Borders = [Float32Array, Float32Array, Float32Array];

function fill(sample: readonly Float32Array[], borders: Borders): Filling {
  const [countX, countY] = [borders[0].length - 1, borders[1].length - 1];
  const size = sample[0].length;
  const cells = new Map<number, number>();
  for (let index = 0; index < size; index++) {
    const x = cellOf(borders[0], sample[0][index]);
    const y = cellOf(borders[1], sample[1][index]);
    const z = cellOf(borders[2], sample[2][index]);
    const cell = (z * countY + y) * countX + x;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  let squares = 0;
  for (const count of cells.values()) squares += count * count;
  return { occupied: cells.size, together: squares / (size * size) };
}

/** Strictly ascending planes; at least one cell. */
function ascending(values: readonly number[]): Float32Array {
  const planes: number[] = [];
  for (const value of values) {
    const rounded = Math.fround(value);
    if (planes.length === 0 || rounded > planes[planes.length - 1]) planes.push(rounded);
  }
  if (planes.length < 2) planes.push(Math.fround(planes[0] + Math.max(1e-6, Math.abs(planes[0]) * 1e-6)));
  return Float32Array.from(planes);
}

/** Planes at even steps over where most points lie. */
function evenBorders(sorted: readonly Float32Array[], step: number): Borders {
  const along = (values: Float32Array): Float32Array => {
    const low = values[Math.floor(values.length * 0.005)];
    const high = values[Math.ceil(values.length * 0.995) - 1];
    const count = Math.max(1, Math.ceil((high - low) / step));
    return ascending(Array.from({ length: count + 1 }, (_, index) => low + index * step));
  };
  return [along(sorted[0]), along(sorted[1]), along(sorted[2])];
}

/** Planes with equally many points between each two. */
function quantileBorders(sorted: readonly Float32Array[], count: number): Borders {
  const along = (values: Float32Array): Float32Array =>
    ascending(Array.from({ length: count + 1 }, (_, index) => values[Math.round((index * (values.length - 1)) / count)]));
  return [along(sorted[0]), along(sorted[1]), along(sorted[2])];
}

const cellCount = (borders: Borders): number => (borders[0].length - 1) * (borders[1].length - 1) * (borders[2].length - 1);

/**
 * Planes for `count` points known by a sample of them: even ones where points lie evenly, as on a scanned surface, and
 * by order statistics where they do not, as in clusters far apart or a sweep that thins out. How fine follows from
 * counting boxes: a line, a surface and a volume fill a finer grid by one, two and three powers.
 */
function chooseBorders(sample: readonly Float32Array[], count: number): Borders {
  const sorted = sample.map((values) => values.slice().sort());
  const extent = Math.max(
    ...sorted.map((values) => values[Math.ceil(values.length * 0.995) - 1] - values[Math.floor(values.length * 0.005)]),
  );
  const coarseStep = extent > 0 ? extent / coarseCells : 1;
  const even = evenBorders(sorted, coarseStep);
  const quantile = quantileBorders(sorted, coarseCells);
  const evenFilling = fill(sample, even);
  const quantileFilling = fill(sample, quantile);
  const useQuantiles = evenFilling.together > 4 * quantileFilling.together;
  const filling = useQuantiles ? quantileFilling : evenFilling;
  const coarser = fill(sample, useQuantiles ? quantileBorders(sorted, coarseCells / 2) : evenBorders(sorted, coarseStep * 2));
  const dimension = Math.min(3, Math.max(1, Math.log2(filling.occupied / coarser.occupied)));
  // More than fits is not asked for, and the coarse grid itself may be too fine for few points.
  let finer = Math.min(64, Math.max(1 / coarseCells, (count / (wantedInCell * filling.occupied)) ** (1 / dimension)));
  for (;;) {
    const borders = useQuantiles
      ? quantileBorders(sorted, Math.max(1, Math.round(coarseCells * finer)))
      : evenBorders(sorted, coarseStep / finer);
    const cells = cellCount(borders);
    if (cells <= mostCells) return borders;
    finer *= Math.min(0.95, Math.cbrt(mostCells / cells));
  }
}

/** Builds the grid over packed points. O(n), besides sorting a sample. */
export function buildQueryGrid(packed: Float32Array): QueryGrid {
  const count = packed.length / packedStride;
  const step = Math.max(1, Math.floor(count / sampleSize));
  const sampled = Math.ceil(count / step);
  const sample = [0, 1, 2].map((axis) => Float32Array.from({ length: sampled }, (_, index) => packed[packedStride * step * index + axis]));
  const borders = chooseBorders(sample, count);
  const [countX, countY, countZ] = [borders[0].length - 1, borders[1].length - 1, borders[2].length - 1];
  const { numbers, starts } = countByCell(packed, borders.map(tableOf), countX, countY, countZ);
  const cells = new Float32Array(starts);
  const order = new Uint32Array(count);
  const points = new Float32Array(packed.length);
  for (let index = 0, from = 0; index < count; index++, from += packedStride) {
    const place = starts[numbers[index]]++;
    order[place] = index;
    copyPoint(packed, from, points, packedStride * place);
  }
  return { counts: [countX, countY, countZ], borders, cells, points, order };
}

function copyPoint(from: Float32Array, at: number, to: Float32Array, place: number): void {
  to[place] = from[at];
  to[place + 1] = from[at + 1];
  to[place + 2] = from[at + 2];
  to[place + 3] = from[at + 3];
  to[place + 4] = from[at + 4];
  to[place + 5] = from[at + 5];
}

/** Queries as the kernel takes them, in the order of their cells: neighbours in a draw then read the same memory. */
export interface PlacedQueries {
  /** {@link placedStride} floats a query: packed, then the cell on each axis. */
  readonly floats: Float32Array;
  /** Which of the packed queries each is. */
  readonly order: Uint32Array;
}

export const placedStride = packedStride + 3;

/** Finds the cells of packed queries and sorts them by cell. */
export function placeQueries(grid: QueryGrid, packed: Float32Array): PlacedQueries {
  const [countX, countY, countZ] = grid.counts;
  const { numbers, starts } = countByCell(packed, grid.borders.map(tableOf), countX, countY, countZ);
  const order = new Uint32Array(numbers.length);
  const floats = new Float32Array(placedStride * numbers.length);
  for (let index = 0, from = 0; index < numbers.length; index++, from += packedStride) {
    const cell = numbers[index];
    const place = starts[cell]++;
    order[place] = index;
    const to = placedStride * place;
    copyPoint(packed, from, floats, to);
    const row = Math.floor(cell / countX);
    floats[to + 6] = cell - row * countX;
    floats[to + 7] = row % countY;
    floats[to + 8] = Math.floor(row / countY);
  }
  return { floats, order };
}
