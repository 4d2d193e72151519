import type { Chart } from '../../src/operations/chart';
import { isFilled, markerPath, seriesLooks, type SeriesLook } from '../../src/operations/chartLook';
import { element } from '../panels/element';
import { toneOf, type ChartTones } from './chartTones';

const svgNamespace = 'http://www.w3.org/2000/svg';

function shape(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** What each series looks like, with its name; a press hides the series or shows it again. */
export class ChartLegend {
  readonly element: HTMLElement;
  private readonly buttons: readonly HTMLButtonElement[];
  private readonly looks: readonly SeriesLook[];

  constructor(chart: Chart, toggle: (series: number) => void) {
    this.looks = seriesLooks(chart);
    this.buttons = chart.series.map(({ name, kind, style }, index) => {
      const button = element(
        'button',
        { class: 'chart-key', title: `Hide or show ${name}`, attributes: { type: 'button', 'aria-pressed': 'true' } },
        sample(kind, this.looks[index], style === 'reference'),
        element('span', { text: name }),
      );
      button.addEventListener('click', () => toggle(index));
      return button;
    });
    this.element = element('div', { class: 'chart-legend', attributes: { role: 'group', 'aria-label': 'Series' } }, ...this.buttons);
    this.element.hidden = chart.series.length < 2;
  }

  /** Dresses the samples in the colours of the theme. */
  dress(tones: ChartTones): void {
    for (const [index, button] of this.buttons.entries()) button.style.setProperty('--series', toneOf(tones, this.looks[index]));
  }

  show(hidden: ReadonlySet<number>): void {
    for (const [index, button] of this.buttons.entries()) button.setAttribute('aria-pressed', String(!hidden.has(index)));
  }
}

function sample(kind: Chart['series'][number]['kind'], look: SeriesLook, isReference: boolean): SVGElement {
  const svg = shape('svg', { viewBox: '0 0 24 12', width: 24, height: 12, 'aria-hidden': 'true' });
  if (kind === 'bars' || kind === 'band') {
    svg.append(shape('rect', { x: 0, y: 1, width: 24, height: 10, 'fill-opacity': kind === 'band' ? 0.25 : 1 }));
    return svg;
  }
  if (kind === 'line') svg.append(shape('line', { x1: 0, x2: 24, y1: 6, y2: 6, 'stroke-dasharray': look.dash.join(' ') }));
  if (!isReference) svg.append(shape('path', { d: markerPath(look.marker, 12, 6, 3.2), class: isFilled(look.marker) ? 'filled' : 'open' }));
  return svg;
}
