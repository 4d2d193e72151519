import { element } from '../panels/element';

/** A box to tick with its words. */
export class CheckField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;

  constructor(label: string, change: (checked: boolean) => void) {
    this.input = element('input', { attributes: { type: 'checkbox' } });
    this.input.addEventListener('change', () => change(this.input.checked));
    this.element = element('label', { class: 'check-field' }, this.input, element('span', { text: label }));
  }

  show(checked: boolean, enabled = true): void {
    this.input.checked = checked;
    this.input.disabled = !enabled;
  }
}
