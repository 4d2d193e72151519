import { element, uniqueId } from '../panels/element';
import { count, counted } from '../panels/figures';
import { cssText } from '../scene/cssColour';
import type { BoxItem } from './boxItems';
import { colourOf } from './boxPainter';
import { categoryName, samePlace, type BoxPlace, type DetectionState } from './detectionStore';
import { outcomeLooks } from './outcomeLook';

/** Pixels of a row; all are alike, so that those in sight are known without measuring. */
const rowHeight = 24;
/** Rows beyond what is in sight, so that a little scrolling shows no gap. */
const spare = 8;

export interface BoxListActions {
  hover(place: BoxPlace | null): void;
  select(place: BoxPlace | null): void;
  reveal(place: BoxPlace): void;
}

/** The boxes of the image as a list: colour, category, score, outcome. Only the rows in sight exist, however many there are. */
export class BoxList {
  readonly element: HTMLElement;
  private readonly viewport: HTMLElement;
  private readonly spacer = element('div', { class: 'box-spacer' });
  private readonly empty = element('p', { class: 'hint box-empty', attributes: { hidden: '' } });
  private readonly heading = element('div', { class: 'box-count', attributes: { role: 'status' } });
  private readonly id = uniqueId('boxes');
  private items: readonly BoxItem[] = [];
  private state: DetectionState | null = null;

  constructor(private readonly actions: BoxListActions) {
    this.viewport = element(
      'div',
      { class: 'box-list', attributes: { role: 'listbox', tabindex: '0', 'aria-label': 'Boxes', id: this.id } },
      this.spacer,
    );
    this.element = element('div', { class: 'box-list-place' }, this.heading, this.viewport, this.empty);
    this.viewport.addEventListener('scroll', () => this.paint());
    new ResizeObserver(() => this.paint()).observe(this.viewport);
    this.viewport.addEventListener('keydown', (event) => this.press(event));
    this.viewport.addEventListener('pointerleave', () => actions.hover(null));
  }

  /** @param items those that the filter lets through, in the order of the list */
  show(state: DetectionState, items: readonly BoxItem[], total: number): void {
    const moved = this.state?.selected !== state.selected || this.items !== items;
    this.state = state;
    this.items = items;
    this.heading.textContent = items.length === total ? counted(total, 'box', 'boxes') : `${count(items.length)} of ${counted(total, 'box', 'boxes')}`;
    this.empty.hidden = items.length > 0 || !state.boxes;
    this.empty.textContent = total === 0 ? 'No boxes in this image.' : 'No box passes the filter.';
    this.spacer.style.height = `${items.length * rowHeight}px`;
    if (moved) this.scrollTo(state.selected);
    this.paint();
  }

  focus(): void {
    this.viewport.focus({ preventScroll: true });
  }

  private scrollTo(place: BoxPlace | null): void {
    const at = this.items.findIndex((item) => samePlace(item, place));
    if (place === null || at < 0) return;
    const { scrollTop, clientHeight } = this.viewport;
    if (at * rowHeight < scrollTop) this.viewport.scrollTop = at * rowHeight;
    else if ((at + 1) * rowHeight > scrollTop + clientHeight) this.viewport.scrollTop = (at + 1) * rowHeight - clientHeight;
  }

  private paint(): void {
    const { state, items, viewport } = this;
    if (!state) return;
    const first = Math.max(0, Math.floor(viewport.scrollTop / rowHeight) - spare);
    const last = Math.min(items.length, Math.ceil((viewport.scrollTop + viewport.clientHeight) / rowHeight) + spare);
    const rows: HTMLElement[] = [];
    for (let at = first; at < last; at++) rows.push(this.row(state, items[at], at));
    this.spacer.replaceChildren(...rows);
    const selected = items.findIndex((item) => samePlace(item, state.selected));
    if (selected >= first && selected < last) viewport.setAttribute('aria-activedescendant', `${this.id}-${selected}`);
    else viewport.removeAttribute('aria-activedescendant');
  }

  private row(state: DetectionState, item: BoxItem, at: number): HTMLElement {
    const look = outcomeLooks[item.outcome];
    const name = categoryName(state, item.category);
    const isSelected = samePlace(item, state.selected);
    const swatch = element('span', { class: `box-swatch sign-${look.sign ?? 'none'}`, attributes: { 'aria-hidden': 'true' } });
    swatch.style.setProperty('--colour', cssText(colourOf(item, state.colourBy)));
    const score = Number.isNaN(item.score) ? '' : item.score.toFixed(3);
    const row = element(
      'div',
      {
        class: `box-row${isSelected ? ' selected' : ''}${samePlace(item, state.hovered) ? ' hovered' : ''}${item.outcome === 'suppressed' ? ' faded' : ''}`,
        attributes: {
          role: 'option',
          id: `${this.id}-${at}`,
          'aria-selected': String(isSelected),
          'aria-setsize': String(this.items.length),
          'aria-posinset': String(at + 1),
          'aria-label': [name, score, look.word === 'box' ? '' : look.word].filter(Boolean).join(', '),
        },
      },
      swatch,
      element('span', { class: 'box-name', text: name, title: name }),
      element('span', { class: 'figure', text: score, title: Number.isNaN(item.score) ? 'no score' : String(item.score) }),
      element('span', { class: 'box-outcome', text: look.short || (item.isTruth && state.other ? 'GT' : ''), title: look.word }),
    );
    row.style.top = `${at * rowHeight}px`;
    row.addEventListener('click', () => {
      this.actions.select(item);
      this.actions.reveal(item);
    });
    row.addEventListener('pointerenter', () => this.actions.hover(item));
    return row;
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.state) return;
    const page = Math.max(1, Math.floor(this.viewport.clientHeight / rowHeight) - 1);
    const at = this.items.findIndex((item) => samePlace(item, this.state?.selected ?? null));
    const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.items.length - 1 };
    const target = targets[event.key];
    if (target === undefined || this.items.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const item = this.items[Math.min(this.items.length - 1, Math.max(0, target))];
    this.actions.select(item);
    this.actions.reveal(item);
  }
}
