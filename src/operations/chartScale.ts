import type { Chart, ChartAxis, ChartSeries } from './chart';
import { figure, ticks } from './figures';

/** Ends of an axis, the first below the second. */
export type AxisRange = readonly [min: number, max: number];
export type AxisName = 'x' | 'y';

const isLogarithmic = ({ scale }: ChartAxis): boolean => scale === 'logarithmic';

/** True for a value that has a place on an axis. */
export function hasPlace(value: number | null | undefined, axis: ChartAxis): value is number {
  return typeof value === 'number' && Number.isFinite(value) && (!isLogarithmic(axis) || value > 0);
}

function* valuesOf(chart: Chart, name: AxisName): Generator<number | null | undefined> {
  for (const series of chart.series) {
    yield* name === 'x' ? series.x : series.y;
    if (name === 'y' && series.kind === 'band') yield* series.upper;
  }
  for (const mark of chart.marks ?? []) yield mark[name];
}

/** Half the room of a bar beside the outermost ones, so that they are not cut. */
function barRoom(series: readonly ChartSeries[]): number {
  const bars = series.filter(({ kind }) => kind === 'bars');
  if (bars.length === 0) return 0;
  return barStep(bars) / 2;
}

/** The least distance of two neighbouring bars along x; 1 where there is but one. */
export function barStep(bars: readonly ChartSeries[]): number {
  const places = [...new Set(bars.flatMap(({ x }) => x.filter((value) => value !== null && Number.isFinite(value))))].sort((a, b) => (a ?? 0) - (b ?? 0));
  let least = Infinity;
  for (let i = 1; i < places.length; i++) least = Math.min(least, (places[i] ?? 0) - (places[i - 1] ?? 0));
  return Number.isFinite(least) && least > 0 ? least : 1;
}

/** Where an axis begins and ends: what it says itself, otherwise all that is to be seen, with a little room along y. */
export function axisRange(chart: Chart, name: AxisName): AxisRange {
  const axis = chart[name];
  let least = Infinity;
  let largest = -Infinity;
  for (const value of valuesOf(chart, name)) {
    if (!hasPlace(value, axis)) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  const logarithmic = isLogarithmic(axis);
  if (least > largest) [least, largest] = logarithmic ? [1, 10] : [0, 1];
  if (name === 'y' && !logarithmic && chart.series.some(({ kind }) => kind === 'bars')) {
    least = Math.min(least, 0);
    largest = Math.max(largest, 0);
  }
  if (name === 'x' && !logarithmic) {
    const room = barRoom(chart.series);
    least -= room;
    largest += room;
  }
  if (least === largest) [least, largest] = widened(least, logarithmic);
  if (name === 'y') [least, largest] = withRoom(least, largest, logarithmic);
  const min = hasPlace(axis.min, axis) ? axis.min : least;
  const max = hasPlace(axis.max, axis) ? axis.max : largest;
  if (min < max) return [min, max];
  return widened(min, logarithmic);
}

/** A range about a single value. */
function widened(value: number, logarithmic: boolean): [number, number] {
  if (logarithmic) return [value / 2, value * 2];
  const room = value === 0 ? 1 : Math.abs(value) * 0.1;
  return [Math.max(-Number.MAX_VALUE, value - room), Math.min(Number.MAX_VALUE, value + room)];
}

/** A twentieth of the range beyond both ends; a zero at an end stays there. */
function withRoom(least: number, largest: number, logarithmic: boolean): [number, number] {
  if (logarithmic) {
    const factor = (largest / least) ** 0.05;
    return Number.isFinite(factor) && least / factor > 0 && Number.isFinite(largest * factor) ? [least / factor, largest * factor] : [least, largest];
  }
  const room = (largest - least) * 0.05;
  if (!Number.isFinite(room)) return [least, largest];
  return [least === 0 ? 0 : Math.max(-Number.MAX_VALUE, least - room), largest === 0 ? 0 : Math.min(Number.MAX_VALUE, largest + room)];
}

/** Where a value is between the ends of an axis, 0...1; beyond that, outside. */
export function shareOf(value: number, [min, max]: AxisRange, axis: ChartAxis): number {
  if (isLogarithmic(axis)) return Math.log(value / min) / Math.log(max / min);
  // Ends that are as far apart as numbers go have no difference.
  return Number.isFinite(max - min) ? (value - min) / (max - min) : (value / 2 - min / 2) / (max / 2 - min / 2);
}

/** The value at a share of an axis: the way back of {@link shareOf}. */
export function valueAt(share: number, [min, max]: AxisRange, axis: ChartAxis): number {
  return isLogarithmic(axis) ? min * (max / min) ** share : min + share * (max - min);
}

export interface AxisTick {
  readonly value: number;
  readonly text: string;
}

/** Round values for the marks of an axis: multiples of 1, 2 or 5, on a logarithmic one powers of ten where there are two. */
export function axisTicks(range: AxisRange, axis: ChartAxis, most: number): readonly AxisTick[] {
  const [min, max] = range;
  if (!isLogarithmic(axis)) return ticks(min, max, most);
  const first = Math.ceil(Math.log10(min) - 1e-9);
  const last = Math.floor(Math.log10(max) + 1e-9);
  const decades = last - first + 1;
  if (decades < 2) {
    const between = [1, 2, 3, 5].flatMap((digit) => Array.from({ length: 3 }, (_, step) => digit * 10 ** (first - 1 + step)));
    const inside = between.filter((value) => value >= min && value <= max).sort((a, b) => a - b);
    return inside.length >= 2 ? inside.map((value) => ({ value, text: figure(value) })) : ticks(min, max, most);
  }
  const step = Math.max(1, Math.ceil(decades / Math.max(1, most)));
  const found: AxisTick[] = [];
  for (let power = Math.ceil(first / step) * step; power <= last; power += step) {
    const value = Number(`1e${power}`);
    found.push({ value, text: figure(value) });
  }
  return found;
}

/** An axis in words, as it stands beside it: "Recall", "Distance (m)". */
export function axisTitle({ title, unit }: ChartAxis): string {
  return unit === undefined || unit === '' ? title : `${title} (${unit})`;
}

/** Values that a logarithmic axis has no place for. */
export function withoutPlace(chart: Chart): number {
  let left = 0;
  for (const { x, y } of chart.series) {
    for (let i = 0; i < x.length; i++) {
      const across = x[i];
      const up = y.at(i) ?? null;
      if (across === null || up === null || !Number.isFinite(across) || !Number.isFinite(up)) continue;
      if (!hasPlace(across, chart.x) || !hasPlace(up, chart.y)) left++;
    }
  }
  return left;
}
