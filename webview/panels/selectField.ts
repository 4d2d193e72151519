import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import { element } from './element';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** A label and a list to choose one from. */
export class SelectField {
  readonly element: HTMLElement;
  private readonly select = element('vscode-single-select');
  private options: readonly SelectOption[] = [];

  constructor(label: string, change: (value: string) => void) {
    this.select.label = label;
    this.element = element('div', { class: 'field' }, element('span', { class: 'field-label', text: label, attributes: { 'aria-hidden': 'true' } }), this.select);
    this.select.addEventListener('change', () => {
      const { selectedIndex } = this.select;
      const option = this.options[selectedIndex];
      if (option) change(option.value);
    });
  }

  show(options: readonly SelectOption[], value: string): void {
    const same = options.length === this.options.length && options.every(
      (option, index) => option.value === this.options[index]?.value && option.label === this.options[index]?.label,
    );
    if (!same) {
      this.options = options;
      this.select.replaceChildren(
        ...options.map((option) => {
          const made = element('vscode-option', { text: option.label });
          made.value = option.value;
          return made;
        }),
      );
    }
    if (this.select.value !== value) this.select.value = value;
    this.select.title = options.find((option) => option.value === value)?.label ?? '';
  }
}
