import { element } from './element';
import { figure, fullFigure, readFigure } from './figures';

/**
 * A field for one number. It shows six significant digits (all of them in the tooltip and while it has the focus) and
 * tells a change on Enter or when it is left; what is no number is marked and goes back on Escape.
 */
export class NumberField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private value: number | null = null;

  /** `written` tells how a value is written while the field has no focus; six significant digits when left out. */
  constructor(label: string, change: (value: number) => void, private readonly written: (value: number) => string = figure) {
    this.input = element('input', {
      class: 'number-field figure',
      attributes: { type: 'text', inputmode: 'decimal', 'aria-label': label, autocomplete: 'off', spellcheck: 'false' },
    });
    this.element = this.input;
    this.input.addEventListener('focus', () => {
      this.input.value = fullFigure(this.value);
      this.input.select();
    });
    this.input.addEventListener('blur', () => this.write());
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.write();
      this.input.select();
    });
    this.input.addEventListener('input', () => this.mark(readFigure(this.input.value) === null));
    this.input.addEventListener('change', () => {
      const typed = readFigure(this.input.value);
      if (typed === null || typed === this.value) return;
      this.value = typed;
      change(typed);
    });
  }

  show(value: number | null): void {
    if (Object.is(this.value, value) && this.input.value !== '') return;
    this.value = value;
    this.input.disabled = value === null;
    if (document.activeElement === this.input) this.input.value = fullFigure(value);
    else this.write();
  }

  private write(): void {
    this.mark(false);
    this.input.value = this.value === null ? '' : this.written(this.value);
    this.input.title = fullFigure(this.value);
  }

  private mark(invalid: boolean): void {
    this.input.classList.toggle('invalid', invalid);
    this.input.setAttribute('aria-invalid', String(invalid));
  }
}
