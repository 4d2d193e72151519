import type { Chart } from '../../src/operations/chart';
import { hasPlace } from '../../src/operations/chartScale';
import type { ChartPlaces} from '../../src/operations/chartShapes';
import { type PlacedPoint } from '../../src/operations/chartShapes';
import { figure } from '../panels/figures';

/** Pixels from the pointer within which a value is read out. */
const reach = 48;

/** The value that is nearest to a place of the picture; null where none is near. */
export function nearestPoint(chart: Chart, places: ChartPlaces, hidden: ReadonlySet<number>, x: number, y: number): PlacedPoint | null {
  let nearest: PlacedPoint | null = null;
  let least = reach * reach;
  for (let series = 0; series < chart.series.length; series++) {
    if (hidden.has(series)) continue;
    for (const point of places.points(series)) {
      const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
      // Bars are hit anywhere along their height.
      const reached = chart.series[series].kind === 'bars' ? (point.x - x) ** 2 : distance;
      if (reached >= least) continue;
      least = reached;
      nearest = point;
    }
  }
  return nearest;
}

/** A value in words: "car: Recall 0.5, Precision 0.83, Score 0.7". */
export function readingText(chart: Chart, { series, index }: PlacedPoint): string {
  const each = chart.series[series];
  const value = (name: string, amount: number | null | undefined, unit = ''): string => `${name} ${figure(amount)}${unit === '' ? '' : ` ${unit}`}`;
  const up =
    each.kind === 'band'
      ? `${chart.y.title} ${figure(each.y.at(index))} to ${figure(each.upper.at(index))}${chart.y.unit === undefined ? '' : ` ${chart.y.unit}`}`
      : value(chart.y.title, each.y.at(index), chart.y.unit);
  const parts = [value(chart.x.title, each.x.at(index), chart.x.unit), up, ...(each.also ?? []).map(({ name, values }) => value(name, values.at(index)))];
  return `${chart.series.length > 1 ? `${each.name}: ` : ''}${parts.join(', ')}`;
}

export type KeyStep = 'next' | 'previous' | 'nextSeries' | 'previousSeries' | 'first' | 'last' | 'forward' | 'back';

/** Where a key leads from a value; the first value of all where there was none. Null where there is nothing to read. */
export function steppedPoint(chart: Chart, places: ChartPlaces, hidden: ReadonlySet<number>, from: PlacedPoint | null, step: KeyStep): PlacedPoint | null {
  const shown = chart.series.map((_, series) => series).filter((series) => !hidden.has(series) && hasPoints(chart, series));
  if (shown.length === 0) return null;
  const place = from === null ? -1 : shown.indexOf(from.series);
  if (from === null || place < 0) return [...places.points(shown[0])][0] ?? null;
  if (step === 'nextSeries' || step === 'previousSeries') {
    const series = shown[(place + (step === 'nextSeries' ? 1 : shown.length - 1)) % shown.length];
    let nearest: PlacedPoint | null = null;
    for (const point of places.points(series)) if (nearest === null || Math.abs(point.x - from.x) < Math.abs(nearest.x - from.x)) nearest = point;
    return nearest;
  }
  const points = [...places.points(from.series)];
  const at = points.findIndex(({ index }) => index === from.index);
  const page = Math.max(1, Math.round(points.length / 20));
  const targets = { next: at + 1, previous: at - 1, forward: at + page, back: at - page, first: 0, last: points.length - 1 };
  return points.at(Math.min(points.length - 1, Math.max(0, targets[step]))) ?? null;
}

function hasPoints(chart: Chart, series: number): boolean {
  const { x, y } = chart.series[series];
  return x.some((value, index) => hasPlace(value, chart.x) && hasPlace(y.at(index), chart.y));
}
