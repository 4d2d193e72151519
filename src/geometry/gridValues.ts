import type { GridCells } from '../model/grid';
import type { SliceComponent } from './gridSlice';

export const gridHistogramBins = 256;
/** Values that percentiles are told from: spread evenly over the grid. */
const sampledValues = 65_536;

/** How the values of a grid's cells are spread. */
export interface GridValues {
  /** Of finite values; null when there is none. */
  readonly min: number | null;
  readonly max: number | null;
  /** The 1st and the 99th percentile of an even sample: the range of what is common. */
  readonly low: number | null;
  readonly high: number | null;
  /** Counts in {@link gridHistogramBins} equal bins from min to max. */
  readonly histogram: readonly number[];
  readonly notFinite: number;
}

/** Range, percentiles and histogram of one value a cell, in two passes over the grid. */
export function gridValues({ values, count }: Pick<GridCells, 'values' | 'count'>, component: SliceComponent = 0): GridValues {
  const valueOf = reader(values.data, values.components, component);
  let min = Infinity;
  let max = -Infinity;
  let notFinite = 0;
  for (let row = 0; row < count; row++) {
    const value = valueOf(row);
    if (value - value !== 0) {
      notFinite++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const histogram = new Array<number>(gridHistogramBins).fill(0);
  if (min > max) return { min: null, max: null, low: null, high: null, histogram, notFinite };
  const scale = max > min ? gridHistogramBins / (max - min) : 0;
  for (let row = 0; row < count; row++) {
    const value = valueOf(row);
    if (value - value !== 0) continue;
    histogram[Math.min(gridHistogramBins - 1, Math.floor((value - min) * scale))]++;
  }
  const sample = sampleOf(valueOf, count);
  const at = (share: number): number => sample[Math.round(share * (sample.length - 1))] ?? min;
  return { min, max, low: at(0.01), high: at(0.99), histogram, notFinite };
}

function reader(data: GridCells['values']['data'], components: number, component: SliceComponent): (row: number) => number {
  if (component !== 'magnitude') return components === 1 ? (row) => data[row] : (row) => data[components * row + component];
  return (row) => {
    let sum = 0;
    for (let i = components * row; i < components * (row + 1); i++) sum += data[i] * data[i];
    return Math.sqrt(sum);
  };
}

/** Finite values in ascending order, of rows as far apart as the golden ratio has them, so that no axis is in step with them. */
function sampleOf(valueOf: (row: number) => number, count: number): Float64Array {
  const wanted = Math.min(count, sampledValues);
  const sample = new Float64Array(wanted);
  let found = 0;
  for (let i = 0; i < wanted; i++) {
    const row = wanted === count ? i : Math.floor(((i * 0.6180339887498949) % 1) * count);
    const value = valueOf(row);
    if (value - value === 0) sample[found++] = value;
  }
  return sample.subarray(0, found).sort();
}

/** How many cells have each value, in ascending order of the values; the first `most` of them. */
export function labelCounts({ values, count }: Pick<GridCells, 'values' | 'count'>, most = 4096): readonly (readonly [value: number, cells: number])[] {
  const { data } = values;
  const counts = new Map<number, number>();
  let last = NaN;
  let run = 0;
  const note = (): void => {
    if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
  };
  for (let row = 0; row < count; row++) {
    const value = data[row];
    if (value === last) {
      run++;
      continue;
    }
    note();
    last = value;
    run = 1;
  }
  note();
  return [...counts].sort(([a], [b]) => a - b).slice(0, most);
}
