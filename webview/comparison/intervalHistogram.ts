import { paintRamp } from '../panels/colourRamp';
import { element } from '../panels/element';
import { count, figure } from '../panels/figures';
import type { ColourMapName } from '../scene/colourMaps';
import type { ValueRange } from '../scene/sceneApi';

export interface IntervalContent {
  readonly values: ValueRange;
  readonly counts: readonly number[];
  readonly map: ColourMapName;
  readonly range: ValueRange;
  /** What is selected; null for everything. */
  readonly interval: ValueRange | null;
}

const size = { width: 512, height: 72 } as const;
/** Shares of the width that a key moves an end by, and below which a drag is a click. */
const keyStep = 0.01;
const click = 0.008;

/**
 * How distances are spread over the colours that they have. A drag selects an interval, a click clears it; with the
 * keyboard, arrows move the upper end and Shift with arrows the lower, Escape clears.
 */
export class IntervalHistogram {
  readonly element: HTMLElement;
  private readonly bars = element('canvas', { class: 'histogram-bars', attributes: { 'aria-hidden': 'true' } });
  private readonly ramp = element('canvas', { class: 'histogram-ramp', attributes: { 'aria-hidden': 'true' } });
  private readonly band = element('div', { class: 'interval-band', attributes: { hidden: '' } });
  private readonly scale = element('div', { class: 'interval-scale', attributes: { 'aria-hidden': 'true' } });
  private content: IntervalContent | null = null;

  constructor(private readonly select: (interval: ValueRange | null) => void) {
    const picture = element('div', {
      class: 'histogram interval-histogram',
      attributes: { role: 'slider', tabindex: '0', 'aria-label': 'Interval of distances', title: 'Drag to select an interval, click to clear it' },
    }, this.bars, this.ramp, this.band);
    this.element = element('div', {}, picture, this.scale);
    picture.addEventListener('pointerdown', (event) => this.drag(event, picture));
    picture.addEventListener('keydown', (event) => this.key(event));
  }

  show(content: IntervalContent): void {
    this.content = content;
    this.paint();
    paintRamp(this.ramp, content.map, content.values, content.range);
    const { interval, values } = content;
    this.band.hidden = interval === null;
    if (interval) {
      this.band.style.left = `${100 * this.shareOf(interval.min)}%`;
      this.band.style.width = `${100 * (this.shareOf(interval.max) - this.shareOf(interval.min))}%`;
    }
    this.scale.replaceChildren(element('span', { text: figure(values.min) }), element('span', { text: figure(values.max) }));
    const picture = this.element.firstElementChild;
    picture?.setAttribute('aria-valuemin', String(values.min));
    picture?.setAttribute('aria-valuemax', String(values.max));
    picture?.setAttribute('aria-valuenow', String(interval?.max ?? values.max));
    picture?.setAttribute('aria-valuetext', interval ? `${figure(interval.min)} to ${figure(interval.max)}` : 'all');
  }

  /** Paints again in the colours of the theme. */
  refresh(): void {
    if (this.content) this.paint();
  }

  private shareOf(value: number): number {
    if (!this.content) return 0;
    const { min, max } = this.content.values;
    return max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0;
  }

  private valueAt(share: number): number {
    if (!this.content) return 0;
    const { min, max } = this.content.values;
    // The ends exactly, so that an interval up to the edge holds the farthest point.
    if (share <= 0) return min;
    return share >= 1 ? max : min + share * (max - min);
  }

  private drag(event: PointerEvent, picture: HTMLElement): void {
    if (event.button !== 0 || !this.content) return;
    event.preventDefault();
    picture.focus();
    picture.setPointerCapture(event.pointerId);
    const share = ({ clientX }: PointerEvent): number => {
      const box = picture.getBoundingClientRect();
      return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    };
    const from = share(event);
    const ended = new AbortController();
    const take = (move: PointerEvent): void => {
      const to = share(move);
      if (Math.abs(to - from) < click) this.select(null);
      else this.select({ min: this.valueAt(Math.min(from, to)), max: this.valueAt(Math.max(from, to)) });
    };
    picture.addEventListener('pointermove', take, { signal: ended.signal });
    picture.addEventListener('pointerup', (up) => {
      take(up);
      ended.abort();
    }, { signal: ended.signal });
    picture.addEventListener('pointercancel', () => ended.abort(), { signal: ended.signal });
  }

  private key(event: KeyboardEvent): void {
    if (!this.content) return;
    if (event.key === 'Escape') this.select(null);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const interval = this.content.interval ?? this.content.values;
      const step = (event.key === 'ArrowRight' ? keyStep : -keyStep) * (this.content.values.max - this.content.values.min);
      const end = event.shiftKey ? 'min' : 'max';
      const { min, max } = this.content.values;
      const moved = Math.min(max, Math.max(min, interval[end] + step));
      this.select(end === 'min' ? { min: Math.min(moved, interval.max), max: interval.max } : { min: interval.min, max: Math.max(moved, interval.min) });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private paint(): void {
    const context = this.bars.getContext('2d');
    if (!context || !this.content) return;
    const { counts, interval } = this.content;
    this.bars.width = size.width;
    this.bars.height = size.height;
    // Few points lie far away; the root keeps them visible beside the many that lie near.
    const tallest = Math.sqrt(counts.reduce((most, each) => Math.max(most, each), 1));
    const from = interval ? this.shareOf(interval.min) : 0;
    const to = interval ? this.shareOf(interval.max) : 1;
    context.fillStyle = getComputedStyle(this.bars).color;
    for (const [bin, amount] of counts.entries()) {
      if (amount === 0) continue;
      const share = (bin + 0.5) / counts.length;
      context.globalAlpha = share >= from && share <= to ? 0.85 : 0.3;
      const height = Math.max(1, (Math.sqrt(amount) / tallest) * size.height);
      const left = Math.round((bin / counts.length) * size.width);
      const right = Math.round(((bin + 1) / counts.length) * size.width);
      context.fillRect(left, size.height - height, right - left, height);
    }
    this.bars.title = `${count(counts.reduce((sum, each) => sum + each, 0))} compared points; heights by the square root`;
  }
}
