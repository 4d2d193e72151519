import type { Histogram, ReportTable } from '../../src/operations/operation';
import { histogramPicture } from '../../src/operations/documents/histogramPicture';
import { unitTexts } from '../../src/operations/unitTexts';
import { element } from '../panels/element';
import { foldedTable } from './foldedTable';

const height = 168;
const svgNamespace = 'http://www.w3.org/2000/svg';

/** An element of the picture; what comes from a report is in it as text. */
function shape(tag: string, attributes: Readonly<Record<string, string | number>>, text?: string): SVGElement {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A histogram as a picture as wide as its place, and as a table for those who read numbers. */
export class HistogramChart {
  readonly element: HTMLElement;
  private readonly place = element('div', { class: 'histogram-place' });
  private readonly observer = new ResizeObserver(() => this.draw());
  private drawnWidth = 0;

  constructor(private readonly histogram: Histogram) {
    const unit = unitTexts[histogram.unit];
    const caption = element('figcaption', {}, element('h2', { text: histogram.title }));
    if (unit !== '') caption.append(element('span', { class: 'hint', text: unit }));
    this.element = element('figure', { class: 'report-histogram' }, caption, this.place, foldedTable(histogramTable(histogram)));
    this.observer.observe(this.place);
  }

  dispose(): void {
    this.observer.disconnect();
  }

  private draw(): void {
    const width = Math.floor(this.place.clientWidth);
    if (width === this.drawnWidth || width === 0) return;
    this.drawnWidth = width;
    const { plot, bars, ticks, levels, summary } = histogramPicture(this.histogram, width, height);
    const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': summary });
    for (const { y, text } of levels) {
      svg.append(
        shape('line', { class: 'histogram-level', x1: plot.left, x2: plot.right, y1: y, y2: y }),
        shape('text', { x: plot.left - 8, y: y + 4, 'text-anchor': 'end' }, text),
      );
    }
    for (const bar of bars) {
      const drawn = shape('rect', { class: 'histogram-bar', x: bar.x, y: bar.y, width: bar.width, height: bar.height });
      drawn.append(shape('title', {}, bar.text));
      svg.append(drawn);
    }
    svg.append(shape('line', { class: 'histogram-base', x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom }));
    for (const { x, text } of ticks) svg.append(shape('text', { x, y: plot.bottom + 16, 'text-anchor': 'middle' }, text));
    this.place.replaceChildren(svg);
  }
}

function histogramTable({ title, edges, counts }: Histogram): ReportTable {
  return { title, columns: ['From', 'To', 'Count'], rows: counts.map((amount, bin) => [edges[bin], edges[bin + 1], amount]) };
}
