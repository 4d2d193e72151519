import type { Chart, ChartSeries } from './chart';
import { markerPath, seriesLooks, type SeriesLook } from './chartLook';
import { barStep, hasPlace, shareOf, type AxisRange } from './chartScale';

/** Where the axes stand in a picture; pixels, y downwards. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface ChartView {
  readonly x: AxisRange;
  readonly y: AxisRange;
}

/** A series as paths in the language of SVG, which a canvas takes too: one layout for the page and for every document. */
export interface SeriesShapes {
  readonly look: SeriesLook;
  readonly kind: ChartSeries['kind'];
  readonly reference: boolean;
  /** Stroked with the look's dashes; empty where there is none. */
  readonly line: string;
  /** Filled: bars, and the inside of a band. */
  readonly area: string;
  readonly markers: string;
}

/** A value of a series in the picture. */
export interface PlacedPoint {
  readonly series: number;
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

/** Pixels between two markers along a line that has more values than can be told apart. */
const markerDistance = 64;
/** A line with as many values at most has a marker at each. */
const markedValues = 40;
/** Values of a line closer than this to the one before are not drawn by themselves: pixels. */
const leastStep = 0.35;
const markerRadius = 3.2;

const at = (value: number): string => String(Math.round(value * 100) / 100);

/** Where values lie in a picture. */
export class ChartPlaces {
  constructor(
    private readonly chart: Chart,
    private readonly plot: PlotArea,
    private readonly view: ChartView,
  ) {}

  /** Pixels from the left; null where the axis has no place for it. Far outside is held near, as canvases want it. */
  across(value: number | null | undefined): number | null {
    if (!hasPlace(value, this.chart.x)) return null;
    const { left, right } = this.plot;
    return held(left + shareOf(value, this.view.x, this.chart.x) * (right - left));
  }

  up(value: number | null | undefined): number | null {
    if (!hasPlace(value, this.chart.y)) return null;
    const { top, bottom } = this.plot;
    return held(bottom - shareOf(value, this.view.y, this.chart.y) * (bottom - top));
  }

  /** The values of a series that have a place, in their order. */
  *points(series: number): Generator<PlacedPoint> {
    const { x, y } = this.chart.series[series];
    for (let index = 0; index < x.length; index++) {
      const across = this.across(x[index]);
      const up = this.up(y.at(index));
      if (across !== null && up !== null) yield { series, index, x: across, y: up };
    }
  }
}

function held(pixels: number): number | null {
  // Ends without a distance between them, at the very end of what numbers can say.
  if (Number.isNaN(pixels)) return null;
  return Math.min(1e5, Math.max(-1e5, pixels));
}

/** Lays out every series of a chart in a plot. */
export function chartShapes(chart: Chart, plot: PlotArea, view: ChartView): readonly SeriesShapes[] {
  const places = new ChartPlaces(chart, plot, view);
  const looks = seriesLooks(chart);
  const bars = chart.series.filter(({ kind }) => kind === 'bars');
  return chart.series.map((series, index) => {
    const look = looks[index];
    const shared = { look, kind: series.kind, reference: series.style === 'reference' };
    switch (series.kind) {
      case 'line':
        return { ...shared, line: linePath(series, places), area: '', markers: shared.reference ? '' : lineMarkers([...places.points(index)], look, plot) };
      case 'points':
        return { ...shared, line: '', area: '', markers: pointMarkers(places.points(index), look, plot) };
      case 'bars':
        return { ...shared, line: '', area: barPath(series, bars.indexOf(series), bars, places, plot), markers: '' };
      case 'band':
        return { ...shared, line: '', area: bandPath(series, places), markers: '' };
    }
  });
}

/** A line through the values in their order, lifted over gaps; values that lie on one pixel are one. */
function linePath({ x, y }: ChartSeries, places: ChartPlaces): string {
  let path = '';
  let pen = false;
  let lastX = 0;
  let lastY = 0;
  /** The last value that was left out for being close: the line ends at it. */
  let skipped = '';
  for (let i = 0; i < x.length; i++) {
    const across = places.across(x[i]);
    const up = places.up(y.at(i));
    if (across === null || up === null) {
      path += skipped;
      skipped = '';
      pen = false;
      continue;
    }
    if (pen && Math.abs(across - lastX) < leastStep && Math.abs(up - lastY) < leastStep) {
      skipped = `L${at(across)} ${at(up)}`;
      continue;
    }
    // Whatever was left out lies within a step of the value before it.
    path += `${pen ? 'L' : 'M'}${at(across)} ${at(up)}`;
    skipped = '';
    pen = true;
    lastX = across;
    lastY = up;
  }
  return path + skipped;
}

function lineMarkers(points: readonly PlacedPoint[], { marker }: SeriesLook, plot: PlotArea): string {
  if (points.length <= markedValues) return points.filter((point) => isInside(point, plot)).map(({ x, y }) => markerPath(marker, x, y, markerRadius)).join('');
  let path = '';
  let travelled = markerDistance / 2;
  let before: PlacedPoint | undefined;
  for (const point of points) {
    const inside = isInside(point, plot);
    if (before && inside) travelled += Math.hypot(point.x - before.x, point.y - before.y);
    before = point;
    if (travelled < markerDistance || !inside) continue;
    path += markerPath(marker, point.x, point.y, markerRadius);
    travelled = 0;
  }
  return path;
}

/** Half a pixel beyond the plot's edge counts as its edge. */
function isInside({ x, y }: PlacedPoint, { left, top, right, bottom }: PlotArea): boolean {
  return x >= left - 0.5 && x <= right + 0.5 && y >= top - 0.5 && y <= bottom + 0.5;
}

/** Markers of points; those on the same half pixel are one. */
function pointMarkers(points: Iterable<PlacedPoint>, { marker }: SeriesLook, plot: PlotArea): string {
  const drawn = new Set<string>();
  let path = '';
  for (const point of points) {
    if (!isInside(point, plot)) continue;
    const { x, y } = point;
    const pixel = `${Math.round(2 * x)} ${Math.round(2 * y)}`;
    if (drawn.has(pixel)) continue;
    drawn.add(pixel);
    path += markerPath(marker, x, y, markerRadius);
  }
  return path;
}

function barPath({ x, y }: ChartSeries, place: number, bars: readonly ChartSeries[], places: ChartPlaces, plot: PlotArea): string {
  const half = barStep(bars) / 2;
  const base = Math.min(plot.bottom, Math.max(plot.top, places.up(0) ?? plot.bottom));
  let path = '';
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    const up = places.up(y.at(i));
    const middle = places.across(value);
    if (value === null || up === null || middle === null) continue;
    const from = places.across(value - half) ?? middle - 4;
    const to = places.across(value + half) ?? middle + 4;
    const width = (to - from) * 0.84;
    const left = middle - width / 2 + (place * width) / bars.length;
    // What is not nothing is a pixel high at least.
    const top = y.at(i) !== 0 && Math.abs(up - base) < 1 ? base - 1 : up;
    path += `M${at(left)} ${at(base)}L${at(left)} ${at(top)}L${at(left + Math.max(0.5, width / bars.length))} ${at(top)}L${at(left + Math.max(0.5, width / bars.length))} ${at(base)}Z`;
  }
  return path;
}

function bandPath(series: ChartSeries & { kind: 'band' }, places: ChartPlaces): string {
  let path = '';
  let lower: string[] = [];
  let upper: string[] = [];
  const close = (): void => {
    if (lower.length > 1) path += `M${[...lower, ...upper.reverse()].join('L')}Z`;
    lower = [];
    upper = [];
  };
  for (let i = 0; i < series.x.length; i++) {
    const across = places.across(series.x[i]);
    const low = places.up(series.y.at(i));
    const high = places.up(series.upper.at(i));
    if (across === null || low === null || high === null) {
      close();
      continue;
    }
    lower.push(`${at(across)} ${at(low)}`);
    upper.push(`${at(across)} ${at(high)}`);
  }
  close();
  return path;
}
