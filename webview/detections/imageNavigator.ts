import { element, iconButton } from '../panels/element';
import { count, readFigure } from '../panels/figures';
import type { DetectionStore } from './detectionStore';

/** Previous, the number of the image as a field to type into, next, and the image's name. */
export class ImageNavigator {
  readonly element: HTMLElement;
  readonly buttons: readonly HTMLButtonElement[];
  private readonly field = element('input', { class: 'number-field figure image-number', attributes: { type: 'text', inputmode: 'numeric', 'aria-label': 'Image number', autocomplete: 'off' } });
  private readonly total = element('span', { class: 'image-total figure' });
  private readonly name = element('span', { class: 'image-name' });

  constructor(private readonly store: DetectionStore) {
    const previous = iconButton('chevron-left', 'Previous image', () => this.go(store.state.image - 1), '←');
    const next = iconButton('chevron-right', 'Next image', () => this.go(store.state.image + 1), '→');
    this.buttons = [previous, next];
    this.element = element('div', { class: 'image-navigator', attributes: { role: 'group', 'aria-label': 'Image' } }, previous, this.field, this.total, next, this.name);
    this.field.addEventListener('focus', () => this.field.select());
    this.field.addEventListener('change', () => {
      const typed = readFigure(this.field.value);
      if (typed !== null) this.go(Math.round(typed) - 1);
      this.show();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        event.preventDefault();
        this.go(store.state.image + (event.key === 'ArrowUp' ? 1 : -1));
      }
      event.stopPropagation();
    });
    store.subscribe(() => this.show());
    this.show();
  }

  go(image: number): void {
    const total = this.store.state.overview?.images.ids.length ?? 0;
    if (total === 0) return;
    this.store.set({ image: Math.min(total - 1, Math.max(0, image)) });
  }

  private show(): void {
    const { overview, image } = this.store.state;
    const total = overview?.images.ids.length ?? 0;
    this.element.hidden = total === 0;
    this.field.value = String(image + 1);
    this.total.textContent = `of ${count(total)}`;
    const [previous, next] = this.buttons;
    previous.disabled = image <= 0;
    next.disabled = image >= total - 1;
    const name = overview?.images.pictures[image] ?? overview?.images.clouds[image] ?? `image ${overview?.images.ids[image] ?? ''}`;
    this.name.textContent = name;
    this.name.title = name;
  }
}
