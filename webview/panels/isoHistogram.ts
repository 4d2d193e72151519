import { element } from './element';
import { figure, fullFigure } from './figures';

export interface IsoHistogramContent {
  readonly min: number;
  readonly max: number;
  /** Counts in equal bins. */
  readonly counts: readonly number[];
  /** One handle each. */
  readonly isos: readonly number[];
  readonly selected: number;
}

/** Shares of the range that one press of a key moves a handle by. */
const keySteps: Readonly<Record<string, number>> = { ArrowLeft: -0.002, ArrowDown: -0.002, ArrowRight: 0.002, ArrowUp: 0.002, PageDown: -0.05, PageUp: 0.05 };
const bars = { width: 512, height: 64 } as const;

/**
 * How a field's values are spread, with a handle at each iso value: dragged, or moved by arrows (with Shift ten times as far),
 * Page Up and Down, Home and End. A press beside the handles brings the selected one there.
 */
export class IsoHistogram {
  readonly element: HTMLElement;
  private readonly bars = element('canvas', { class: 'histogram-bars', attributes: { 'aria-hidden': 'true' } });
  private readonly handles: HTMLElement[] = [];
  private content: IsoHistogramContent | null = null;
  private painted: readonly number[] | null = null;

  /** @param change `moving` is true while more of the movement may come */
  constructor(private readonly change: (shell: number, iso: number, moving: boolean) => void) {
    this.element = element('div', { class: 'histogram iso-histogram', attributes: { role: 'group', 'aria-label': 'Values of the field, and of its surface' } }, this.bars);
    this.element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || !this.content) return;
      const pressed = this.handles.findIndex((handle) => event.target === handle);
      this.drag(event, pressed >= 0 ? pressed : this.content.selected, pressed < 0);
    });
  }

  show(content: IsoHistogramContent): void {
    this.content = content;
    while (this.handles.length > content.isos.length) this.handles.pop()?.remove();
    while (this.handles.length < content.isos.length) this.addHandle();
    if (this.painted !== content.counts) this.paint();
    content.isos.forEach((iso, shell) => {
      const handle = this.handles[shell];
      handle.style.left = `${100 * this.shareOf(iso)}%`;
      handle.classList.toggle('selected', shell === content.selected && content.isos.length > 1);
      handle.setAttribute('aria-label', content.isos.length > 1 ? `Iso value ${shell + 1}` : 'Iso value');
      handle.setAttribute('aria-valuemin', String(content.min));
      handle.setAttribute('aria-valuemax', String(content.max));
      handle.setAttribute('aria-valuenow', String(iso));
      handle.setAttribute('aria-valuetext', figure(iso));
      handle.title = fullFigure(iso);
    });
  }

  /** Paints again in the colours of the theme. */
  refresh(): void {
    if (this.content) this.paint();
  }

  private shareOf(value: number): number {
    if (!this.content) return 0;
    const { min, max } = this.content;
    return max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0.5;
  }

  private addHandle(): void {
    const shell = this.handles.length;
    const handle = element('div', { class: 'histogram-handle', attributes: { role: 'slider', tabindex: '0', 'aria-orientation': 'horizontal' } });
    handle.addEventListener('keydown', (event) => {
      if (!this.content) return;
      const { min, max, isos } = this.content;
      const step = keySteps[event.key];
      let iso: number;
      if (step !== undefined) iso = isos[shell] + step * (event.shiftKey ? 10 : 1) * (max - min);
      else if (event.key === 'Home') iso = min;
      else if (event.key === 'End') iso = max;
      else return;
      event.preventDefault();
      event.stopPropagation();
      this.change(shell, iso, true);
    });
    this.handles.push(handle);
    this.element.append(handle);
  }

  private drag(event: PointerEvent, shell: number, jumps: boolean): void {
    const handle = this.handles[shell];
    if (!handle) return;
    event.preventDefault();
    handle.focus();
    this.element.setPointerCapture(event.pointerId);
    const ended = new AbortController();
    const move = (at: PointerEvent, moving: boolean): void => {
      if (!this.content) return;
      const box = this.element.getBoundingClientRect();
      const { min, max } = this.content;
      this.change(shell, min + Math.min(1, Math.max(0, (at.clientX - box.left) / box.width)) * (max - min), moving);
    };
    let moved = jumps;
    if (jumps) move(event, true);
    this.element.addEventListener('pointermove', (at) => {
      moved = true;
      move(at, true);
    }, { signal: ended.signal });
    for (const name of ['pointerup', 'pointercancel'] as const) {
      this.element.addEventListener(name, (at) => {
        ended.abort();
        if (moved && name === 'pointerup') move(at, false);
        else if (this.content) this.change(shell, this.content.isos[shell], false);
      }, { signal: ended.signal });
    }
  }

  private paint(): void {
    const context = this.bars.getContext('2d');
    if (!context || !this.content) return;
    const { counts } = this.content;
    this.painted = counts;
    this.bars.width = bars.width;
    this.bars.height = bars.height;
    // Fields cut at a distance have nearly all values at the ends: the square root keeps the rest in sight.
    const tallest = Math.sqrt(counts.reduce((most, each) => Math.max(most, each), 0));
    context.fillStyle = getComputedStyle(this.bars).color;
    context.globalAlpha = 0.6;
    counts.forEach((amount, bin) => {
      if (amount === 0) return;
      const height = Math.max(1, (Math.sqrt(amount) / tallest) * bars.height);
      const left = Math.round((bin / counts.length) * bars.width);
      const right = Math.round(((bin + 1) / counts.length) * bars.width);
      context.fillRect(left, bars.height - height, right - left, height);
    });
  }
}
