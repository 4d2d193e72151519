import UPlot from 'uplot';
import type { Chart, ChartMark } from '../../src/operations/chart';
import { axisRange, axisTicks, axisTitle, valueAt, withoutPlace } from '../../src/operations/chartScale';
import { ChartPlaces, type ChartView as Section, type PlacedPoint, type PlotArea } from '../../src/operations/chartShapes';
import { chartSummary } from '../../src/operations/chartSummary';
import { chartTable } from '../../src/operations/chartTable';
import type { Disposable } from '../../src/messaging/port';
import { element } from '../panels/element';
import { counted } from '../panels/figures';
import { onThemeChange } from '../panels/theme';
import { ChartLegend } from './chartLegend';
import { axisFont, paintChart } from './chartPainter';
import { nearestPoint, readingText, steppedPoint, type KeyStep } from './chartReading';
import { chartTones, type ChartTones } from './chartTones';
import { foldedTable } from './foldedTable';

const height = 300;
/** Pixels that a character beside an axis takes at most. */
const characterWidth = 6.5;

const keySteps: Readonly<Record<string, KeyStep>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'nextSeries',
  ArrowUp: 'previousSeries',
  PageDown: 'forward',
  PageUp: 'back',
  Home: 'first',
  End: 'last',
};

export interface ChartActions {
  /** A value was chosen with a click or a key; null when the choice was taken back. */
  readonly choose?: (point: { readonly series: number; readonly index: number } | null) => void;
}

/**
 * A chart as wide as its place: hover or the arrow keys read values out, a drag shows a part larger, a double click or
 * Escape all of it again; and a table for those who read numbers. uPlot has the axes and the canvas, the series are
 * laid out by the same code as in documents.
 */
export class ChartFigure implements Disposable {
  readonly element: HTMLElement;
  private readonly place: HTMLElement;
  private readonly reading = element('output', { class: 'chart-reading', attributes: { 'aria-live': 'polite' } });
  private readonly legend: ChartLegend;
  private readonly observer = new ResizeObserver(() => this.resize());
  private readonly theme: Disposable;
  private readonly whole: Section;
  private view: Section;
  private hidden: ReadonlySet<number> = new Set();
  private current: PlacedPoint | null = null;
  /** True while the keys lead what is read out. */
  private byKeys = false;
  private tones: ChartTones = chartTones();
  private plot: UPlot | undefined;

  constructor(
    private chart: Chart,
    private readonly actions: ChartActions = {},
  ) {
    this.whole = { x: axisRange(chart, 'x'), y: axisRange(chart, 'y') };
    this.view = this.whole;
    this.place = element('div', {
      class: 'chart-place',
      attributes: { tabindex: '0', role: 'group', 'aria-roledescription': 'chart', 'aria-label': chartSummary(chart), title: 'Arrow keys read values out. Drag to look closer, double-click to see all.' },
    });
    this.legend = new ChartLegend(chart, (series) => this.toggle(series));
    this.legend.dress(this.tones);
    const omitted = withoutPlace(chart);
    this.element = element(
      'figure',
      { class: 'report-chart' },
      element('figcaption', {}, element('h2', { text: chart.title }), this.reading),
      this.place,
      this.legend.element,
      ...(omitted > 0 ? [element('p', { class: 'hint', text: `${counted(omitted, 'value')} at or below 0 ${omitted === 1 ? 'has' : 'have'} no place on a logarithmic axis.` })] : []),
      foldedTable(chartTable(chart)),
    );
    this.place.addEventListener('keydown', (event) => this.press(event));
    this.place.addEventListener('blur', () => this.read(null));
    this.theme = onThemeChange(() => {
      this.tones = chartTones();
      this.legend.dress(this.tones);
      this.plot?.redraw(false, true);
    });
    this.observer.observe(this.place);
  }

  /** Other marks over the same series. */
  setMarks(marks: readonly ChartMark[]): void {
    this.chart = { ...this.chart, marks };
    this.plot?.redraw(false, false);
  }

  /** Reads a value out, as if the pointer were on it. */
  show(point: { readonly series: number; readonly index: number } | null): void {
    if (point === null) {
      this.read(null);
      return;
    }
    for (const placed of this.places()?.points(point.series) ?? []) {
      if (placed.index === point.index) this.read(placed);
    }
  }

  dispose(): void {
    this.observer.disconnect();
    this.theme.dispose();
    this.plot?.destroy();
    this.element.remove();
  }

  private resize(): void {
    const width = Math.floor(this.place.clientWidth);
    if (width === 0) return;
    if (!this.plot) this.plot = this.create(width);
    else if (this.plot.width !== width) this.plot.setSize({ width, height });
  }

  private create(width: number): UPlot {
    const { chart } = this;
    const stroke = (): string => this.tones.muted;
    const grid = { stroke: () => this.tones.grid, width: 1 };
    const font = axisFont();
    const distribution = (name: 'x' | 'y'): UPlot.Scale => ({
      time: false,
      distr: chart[name].scale === 'logarithmic' ? 3 : 1,
      range: () => [...this.view[name]],
    });
    const ticksOf = (name: 'x' | 'y', most: number): UPlot.Axis => ({
      scale: name,
      label: axisTitle(chart[name]),
      labelFont: font,
      labelSize: 20,
      labelGap: 2,
      font,
      stroke,
      grid,
      ticks: { show: false },
      splits: () => axisTicks(this.view[name], chart[name], most).map(({ value }) => value),
      values: () => axisTicks(this.view[name], chart[name], most).map(({ text }) => text),
      filter: (_, splits) => splits,
    });
    const plot = new UPlot(
      {
        width,
        height,
        padding: [10, 14, 0, 0],
        legend: { show: false },
        // The pointer is followed here: uPlot's own cursor knows one x for all series.
        cursor: {
          x: false,
          y: false,
          points: { show: false },
          drag: { x: true, y: true, setScale: false, uni: 24 },
          bind: { dblclick: () => () => (this.setView(this.whole), null), click: () => (event) => (this.choose(event), null) },
        },
        scales: { x: distribution('x'), y: distribution('y') },
        series: [{}, { scale: 'y', show: true, points: { show: false }, paths: () => null }],
        axes: [
          { ...ticksOf('x', Math.max(2, Math.min(10, Math.floor(width / 76)))), size: 26 },
          { ...ticksOf('y', 6), size: (_, texts) => 8 + characterWidth * Math.max(1, ...(texts ?? []).map((text) => text.length)) },
        ],
        hooks: {
          draw: [(self) => this.paint(self)],
          setCursor: [(self) => this.follow(self)],
          setSelect: [(self) => this.zoom(self)],
        },
      },
      [
        [...this.whole.x],
        [...this.whole.y],
      ],
      this.place,
    );
    return plot;
  }

  /** Where the axes stand on the canvas, in the page's pixels. */
  private area({ bbox }: UPlot): PlotArea {
    const ratio = UPlot.pxRatio;
    return { left: bbox.left / ratio, top: bbox.top / ratio, right: (bbox.left + bbox.width) / ratio, bottom: (bbox.top + bbox.height) / ratio };
  }

  private places(): ChartPlaces | null {
    return this.plot ? new ChartPlaces(this.chart, this.area(this.plot), this.view) : null;
  }

  private paint(plot: UPlot): void {
    const { ctx } = plot;
    ctx.save();
    ctx.setTransform(UPlot.pxRatio, 0, 0, UPlot.pxRatio, 0, 0);
    const { chart, view, hidden, current } = this;
    paintChart(ctx, { chart, view, hidden, current }, this.area(plot), this.tones);
    ctx.restore();
  }

  private follow(plot: UPlot): void {
    const { left = -1, top = -1 } = plot.cursor;
    // Outside, uPlot puts its cursor at -10; what the keys read out stays.
    if (left < 0) {
      if (!this.byKeys) this.read(null);
      return;
    }
    this.byKeys = false;
    const area = this.area(plot);
    this.read(nearestPoint(this.chart, new ChartPlaces(this.chart, area, this.view), this.hidden, area.left + left, area.top + top));
  }

  private read(point: PlacedPoint | null): void {
    if (point?.series === this.current?.series && point?.index === this.current?.index) return;
    this.current = point;
    this.reading.textContent = point === null ? '' : readingText(this.chart, point);
    this.plot?.redraw(false, false);
  }

  private choose(event: MouseEvent): void {
    if (event.detail > 1 || !this.current) return;
    this.actions.choose?.(this.current);
  }

  private zoom(plot: UPlot): void {
    const { left, top, width, height: tall } = plot.select;
    if (width < 4 && tall < 4) return;
    const { over } = plot;
    const { x, y } = this.view;
    const across = width < 4 ? x : ([valueAt(left / over.clientWidth, x, this.chart.x), valueAt((left + width) / over.clientWidth, x, this.chart.x)] as const);
    const up = tall < 4 ? y : ([valueAt(1 - (top + tall) / over.clientHeight, y, this.chart.y), valueAt(1 - top / over.clientHeight, y, this.chart.y)] as const);
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (across[0] < across[1] && up[0] < up[1]) this.setView({ x: across, y: up });
  }

  private setView(view: Section): void {
    this.view = view;
    this.read(null);
    const { plot } = this;
    plot?.batch(() => {
      plot.setScale('x', { min: view.x[0], max: view.x[1] });
      plot.setScale('y', { min: view.y[0], max: view.y[1] });
    });
  }

  private toggle(series: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(series)) hidden.add(series);
    this.hidden = hidden;
    this.legend.show(hidden);
    this.current = null;
    this.reading.textContent = '';
    this.plot?.redraw(false, false);
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const places = this.places();
    const step = keySteps[event.key];
    if (step !== undefined && places) {
      this.byKeys = true;
      this.read(steppedPoint(this.chart, places, this.hidden, this.current, step));
      // Who goes along a curve by keys chooses on the way.
      if (this.current) this.actions.choose?.(this.current);
    } else if (event.key === 'Escape' && (this.current !== null || this.view !== this.whole)) {
      if (this.current === null) this.setView(this.whole);
      this.read(null);
      this.actions.choose?.(null);
    } else if ((event.key === 'Enter' || event.key === ' ') && this.current) {
      this.actions.choose?.(this.current);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
