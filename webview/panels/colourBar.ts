import type { Disposable } from '../../src/messaging/port';
import type { ColouringStore } from '../stores/colouringStore';
import { isMapped, mappingOf, rangeOf, titleOf } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import type { ViewStore } from '../stores/viewStore';
import { paintRamp } from './colourRamp';
import { element } from './element';
import { figure, ticks } from './figures';

/** CSS pixels that one tick with its text takes at least. */
const tickWidth = 72;

/**
 * The legend under the scene: which colour stands for which value. Seen while values are shown as colours; its row is
 * kept otherwise, so that the scene does not jump when it comes and goes.
 */
export class ColourBar implements Disposable {
  readonly element: HTMLElement;
  private readonly title = element('div', { class: 'colour-bar-title' });
  private readonly ramp = element('canvas', { class: 'colour-bar-ramp', attributes: { 'aria-hidden': 'true' } });
  private readonly ticks = element('div', { class: 'colour-bar-ticks', attributes: { 'aria-hidden': 'true' } });
  private readonly scale = element('div', { class: 'colour-bar-scale' }, this.ramp, this.ticks);
  private readonly observer = new ResizeObserver(() => this.placeTicks());

  constructor(
    private readonly colouring: ColouringStore,
    private readonly file: FileStore,
    private readonly view: ViewStore,
  ) {
    this.element = element('div', { class: 'colour-bar absent', attributes: { role: 'img', 'aria-hidden': 'true' } }, this.title, this.scale);
    this.observer.observe(this.scale);
    colouring.subscribe(() => this.show());
    file.subscribe(() => this.show());
    view.subscribe(() => this.show());
  }

  dispose(): void {
    this.observer.disconnect();
  }

  private show(): void {
    const { state } = this.colouring;
    const { result, phase } = this.file.state;
    const range = rangeOf(state);
    // Slices have a scale of their own, beside their pictures.
    this.element.hidden = this.view.state.shading === 'slices' && phase === 'open';
    const mapped = isMapped(state.choice);
    const shown = mapped && range !== null && result !== null && phase === 'open';
    this.element.classList.toggle('absent', !shown);
    this.element.setAttribute('aria-hidden', String(!shown));
    if (!shown) return;
    const title = titleOf(state.choice, result.scalars);
    this.title.textContent = title;
    this.title.title = title;
    this.element.setAttribute('aria-label', `Colours of ${title} from ${figure(range.min)} to ${figure(range.max)}`);
    paintRamp(this.ramp, mappingOf(state).map, range, range);
    this.placeTicks();
  }

  private placeTicks(): void {
    const range = rangeOf(this.colouring.state);
    if (range === null || this.element.classList.contains('absent')) return;
    const span = range.max - range.min;
    const most = Math.max(1, Math.min(8, Math.floor(this.scale.clientWidth / tickWidth)));
    const round = span > 0 ? ticks(range.min, range.max, most) : [];
    // One round value tells no scale; both ends do.
    const ends = span > 0 ? [range.min, range.max] : [range.min];
    const marks = round.length > 1 ? round : ends.map((value) => ({ value, text: figure(value) }));
    this.ticks.replaceChildren(
      ...marks.map(({ value, text }) => {
        const mark = element('span', { class: 'tick', text });
        mark.style.left = `${(span > 0 ? (value - range.min) / span : 0.5) * 100}%`;
        return mark;
      }),
    );
  }
}
