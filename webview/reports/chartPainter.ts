import type { Chart, ChartMark } from '../../src/operations/chart';
import { isFilled, markerPath } from '../../src/operations/chartLook';
import { ChartPlaces, chartShapes, type ChartView, type PlacedPoint, type PlotArea } from '../../src/operations/chartShapes';
import { toneOf, type ChartTones } from './chartTones';

/** What of a chart is seen. */
export interface PaintedChart {
  readonly chart: Chart;
  readonly view: ChartView;
  readonly hidden: ReadonlySet<number>;
  /** The series that the pointer or the keys are on: the others step back. */
  readonly current: PlacedPoint | null;
}

/** Draws the series and marks of a chart into a plot of a canvas, whose unit is the page's pixel. */
export function paintChart(context: CanvasRenderingContext2D, { chart, view, hidden, current }: PaintedChart, plot: PlotArea, tones: ChartTones): void {
  const shapes = chartShapes(chart, plot, view);
  const places = new ChartPlaces(chart, plot, view);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  context.clip();
  context.lineJoin = 'round';
  for (const [index, { look, kind, line, area }] of shapes.entries()) {
    if (hidden.has(index)) continue;
    const tone = toneOf(tones, look);
    const steps = current === null || current.series === index ? 1 : 0.45;
    if (area !== '') {
      context.globalAlpha = (kind === 'band' ? 0.22 : 1) * steps;
      context.fillStyle = tone;
      context.fill(new Path2D(area));
    }
    if (line === '') continue;
    context.globalAlpha = steps;
    context.strokeStyle = tone;
    context.lineWidth = tones.lineWidth;
    context.setLineDash([...look.dash]);
    context.stroke(new Path2D(line));
  }
  context.restore();
  context.save();
  for (const [index, { look, markers }] of shapes.entries()) {
    if (hidden.has(index) || markers === '') continue;
    const path = new Path2D(markers);
    context.globalAlpha = current === null || current.series === index ? 1 : 0.45;
    context.lineWidth = tones.lineWidth - 0.4;
    context.strokeStyle = context.fillStyle = toneOf(tones, look);
    if (isFilled(look.marker)) context.fill(path);
    context.stroke(path);
  }
  context.restore();
  for (const mark of chart.marks ?? []) paintMark(context, mark, places, plot, tones);
  if (current !== null) paintCurrent(context, current, plot, tones);
}

function paintMark(context: CanvasRenderingContext2D, { x, y, text }: ChartMark, places: ChartPlaces, plot: PlotArea, tones: ChartTones): void {
  const across = x === undefined ? null : places.across(x);
  const up = y === undefined ? null : places.up(y);
  const textX = across ?? plot.right - 6;
  const textY = up ?? plot.top + 12;
  if ((across === null && up === null) || textX < plot.left || textX > plot.right || textY < plot.top || textY > plot.bottom) return;
  context.save();
  context.strokeStyle = tones.foreground;
  context.lineWidth = 1;
  if (across !== null && up !== null) {
    context.lineWidth = 1.5;
    context.stroke(new Path2D(markerPath('plus', across, up, 6)));
  } else {
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(across ?? plot.left, up ?? plot.top);
    context.lineTo(across ?? plot.right, up ?? plot.bottom);
    context.stroke();
  }
  const atLeft = textX > (plot.left + plot.right) / 2;
  context.font = axisFont();
  context.textAlign = atLeft ? 'right' : 'left';
  const place: [number, number] = [textX + (atLeft ? -6 : 6), Math.max(plot.top + 10, textY - 5)];
  // A seam of the ground keeps words legible over lines.
  context.strokeStyle = tones.background;
  context.lineWidth = 3;
  context.setLineDash([]);
  context.strokeText(text, ...place);
  context.fillStyle = tones.foreground;
  context.fillText(text, ...place);
  context.restore();
}

/** A ring about the value that is read out, and a hair through it to the axes. */
function paintCurrent(context: CanvasRenderingContext2D, { x, y }: PlacedPoint, plot: PlotArea, tones: ChartTones): void {
  context.save();
  context.strokeStyle = tones.muted;
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, plot.top);
  context.lineTo(x, plot.bottom);
  context.moveTo(plot.left, y);
  context.lineTo(plot.right, y);
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = tones.accent;
  context.fillStyle = tones.background;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.restore();
}

/** The font of the axes: that of the page, at eleven pixels. */
export function axisFont(): string {
  return `11px ${getComputedStyle(document.body).fontFamily}`;
}
