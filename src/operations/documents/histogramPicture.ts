import { count, figure, ticks } from '../figures';
import type { Histogram } from '../operation';

/** A histogram laid out in a picture; lengths in pixels, y downwards. */
export interface HistogramPicture {
  readonly width: number;
  readonly height: number;
  /** Where the bars stand. */
  readonly plot: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly text: string }[];
  /** Marks under the bars. */
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** Heights with their counts, at the left. */
  readonly levels: readonly { readonly y: number; readonly text: string }[];
  /** The picture in words. */
  readonly summary: string;
}

/** Pixels a figure of the text takes; figures of the fonts used are a little narrower. */
const figureWidth = 7.5;
const tickRoom = 22;
const topRoom = 10;

/** Lays a histogram out in `width` x `height` pixels. Bars that hold anything are at least a pixel high. */
export function histogramPicture({ edges, counts, title }: Histogram, width: number, height: number): HistogramPicture {
  const tallest = counts.reduce((most, each) => Math.max(most, each), 0);
  const levels = ticks(0, tallest, 3).filter(({ value }) => Number.isInteger(value) && value > 0);
  const levelTexts = levels.map(({ value }) => count(value));
  const left = Math.ceil(Math.max(1, ...levelTexts.map((text) => text.length)) * figureWidth) + 8;
  const plot = { left, top: topRoom, right: Math.max(left + 1, width - 12), bottom: Math.max(topRoom + 1, height - tickRoom) };
  const min = edges.at(0) ?? 0;
  const max = edges.at(-1) ?? 0;
  const across = (value: number): number => plot.left + (max > min ? (value - min) / (max - min) : 0) * (plot.right - plot.left);
  const up = (value: number): number => plot.bottom - (tallest > 0 ? value / tallest : 0) * (plot.bottom - plot.top);
  const bars = counts.flatMap((amount, bin) => {
    if (amount === 0) return [];
    const from = across(edges[bin]);
    // Values that are all the same have edges without a distance: one bar over the whole width.
    const to = max > min ? across(edges[bin + 1]) : plot.right;
    const y = Math.min(up(amount), plot.bottom - 1);
    // A hair of ground between two bars, where they are wide enough for it.
    const gap = to - from > 4 ? 1 : 0;
    const barWidth = Math.max(0.5, to - from - gap);
    return [
      {
        x: Math.min(from, plot.right - barWidth),
        y,
        width: barWidth,
        height: plot.bottom - y,
        text: `${figure(edges[bin])} to ${figure(edges[bin + 1])}: ${count(amount)}`,
      },
    ];
  });
  const marks = ticks(min, max, Math.max(2, Math.floor((plot.right - plot.left) / 72)));
  return {
    width,
    height,
    plot,
    bars,
    ticks: max > min ? marks.map(({ value, text }) => ({ x: across(value), text })) : [{ x: (plot.left + plot.right) / 2, text: figure(min) }],
    levels: levels.map(({ value }, level) => ({ y: up(value), text: levelTexts[level] })),
    summary: `${title}: ${count(counts.reduce((sum, each) => sum + each, 0))} values from ${figure(min)} to ${figure(max)}, at most ${count(tallest)} in one of ${count(counts.length)} bins.`,
  };
}
