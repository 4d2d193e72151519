import type { ColourMapName } from '../scene/colourMaps';
import type { ValueRange } from '../scene/sceneApi';
import { paintRamp } from './colourRamp';
import { element } from './element';
import { figure, fullFigure } from './figures';

export interface HistogramContent {
  /** Range that the picture spans. */
  readonly values: ValueRange;
  /** Counts in equal bins over `values`; null draws the colours alone. */
  readonly counts: readonly number[] | null;
  readonly map: ColourMapName;
  /** Where the handles are. */
  readonly range: ValueRange;
}

type End = 'min' | 'max';

/** Shares of the picture that one press of a key moves a handle by. */
const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
};

/** CSS pixels of the bars' picture, before it is stretched to the element's width. */
const bars = { width: 512, height: 56 } as const;

/**
 * How the values are spread, the colours under them, and two handles that set which values the colours run over:
 * dragged, or moved by arrows, Page Up and Down, Home and End.
 */
export class Histogram {
  readonly element: HTMLElement;
  private readonly bars = element('canvas', { class: 'histogram-bars', attributes: { 'aria-hidden': 'true' } });
  private readonly ramp = element('canvas', { class: 'histogram-ramp', attributes: { 'aria-hidden': 'true' } });
  private readonly handles: Readonly<Record<End, HTMLElement>>;
  private content: HistogramContent | null = null;

  constructor(private readonly change: (range: ValueRange) => void) {
    this.handles = { min: this.createHandle('min', 'Least value of the colours'), max: this.createHandle('max', 'Greatest value of the colours') };
    this.element = element(
      'div',
      { class: 'histogram', attributes: { role: 'group', 'aria-label': 'Range of the colours' } },
      this.bars,
      this.ramp,
      this.handles.min,
      this.handles.max,
    );
  }

  show(content: HistogramContent): void {
    const before = this.content;
    this.content = content;
    this.element.classList.toggle('without-bars', content.counts === null);
    if (before?.counts !== content.counts || before?.range !== content.range || before.values !== content.values) this.paintBars();
    paintRamp(this.ramp, content.map, content.values, content.range);
    for (const end of ['min', 'max'] as const) {
      const handle = this.handles[end];
      const value = content.range[end];
      handle.style.left = `${this.shareOf(value) * 100}%`;
      handle.setAttribute('aria-valuenow', String(value));
      handle.setAttribute('aria-valuetext', figure(value));
      handle.setAttribute('aria-valuemin', String(end === 'min' ? content.values.min : content.range.min));
      handle.setAttribute('aria-valuemax', String(end === 'max' ? content.values.max : content.range.max));
      handle.title = fullFigure(value);
    }
  }

  /** Paints again in the colours of the theme. */
  refresh(): void {
    if (this.content) this.paintBars();
  }

  /** Where a value is in the picture, 0...1; values outside are at its edge. */
  private shareOf(value: number): number {
    if (!this.content) return 0;
    const { min, max } = this.content.values;
    return max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0.5;
  }

  private createHandle(end: End, label: string): HTMLElement {
    const handle = element('div', {
      class: `histogram-handle ${end}`,
      attributes: { role: 'slider', tabindex: '0', 'aria-label': label, 'aria-orientation': 'horizontal' },
    });
    handle.addEventListener('keydown', (event) => {
      if (!this.content) return;
      const { values, range } = this.content;
      const step = keySteps[event.key];
      if (step !== undefined) this.move(end, range[end] + step * (values.max - values.min));
      else if (event.key === 'Home') this.move(end, end === 'min' ? values.min : range.min);
      else if (event.key === 'End') this.move(end, end === 'max' ? values.max : range.max);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    handle.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      const ended = new AbortController();
      handle.addEventListener('pointermove', (move) => {
        if (!this.content) return;
        const box = this.element.getBoundingClientRect();
        const { min, max } = this.content.values;
        this.move(end, min + ((move.clientX - box.left) / box.width) * (max - min));
      }, { signal: ended.signal });
      for (const name of ['pointerup', 'pointercancel'] as const) {
        handle.addEventListener(name, () => ended.abort(), { signal: ended.signal });
      }
    });
    return handle;
  }

  /** Moves one end, held within the values and the other end. */
  private move(end: End, value: number): void {
    if (!this.content) return;
    const { values, range } = this.content;
    const held = Math.min(Math.max(value, values.min), values.max);
    this.change(end === 'min' ? { min: Math.min(held, range.max), max: range.max } : { min: range.min, max: Math.max(held, range.min) });
  }

  private paintBars(): void {
    const context = this.bars.getContext('2d');
    if (!context || !this.content) return;
    const { counts } = this.content;
    this.bars.width = bars.width;
    this.bars.height = bars.height;
    if (!counts || counts.length === 0) return;
    const tallest = counts.reduce((most, each) => Math.max(most, each), 0);
    const from = this.shareOf(this.content.range.min);
    const to = this.shareOf(this.content.range.max);
    context.fillStyle = getComputedStyle(this.bars).color;
    for (const [bin, amount] of counts.entries()) {
      if (amount === 0) continue;
      const share = (bin + 0.5) / counts.length;
      context.globalAlpha = share >= from && share <= to ? 0.85 : 0.3;
      // A bin that holds anything is seen, however small its share.
      const height = Math.max(1, (amount / tallest) * bars.height);
      const left = Math.round((bin / counts.length) * bars.width);
      const right = Math.round(((bin + 1) / counts.length) * bars.width);
      context.fillRect(left, bars.height - height, right - left, height);
    }
  }
}
