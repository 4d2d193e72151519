import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { OperationError } from '../../src/model/errors';
import type { OptionDescriptor, OptionValue } from '../../src/operations/operation';
import { checkOptionValue, optionText, parseOptionText } from '../../src/operations/options';
import { element, uniqueId } from '../panels/element';
import { SelectField } from '../panels/selectField';

/** What shows and reads a value, whatever it looks like. */
interface Control {
  readonly element: HTMLElement;
  show(value: OptionValue): void;
  /** Throws OperationError. */
  read(): OptionValue;
  focus(): void;
  mark(invalid: boolean): void;
}

/** One option of a form: its control with what it means under it, checked by the checker of the command line. */
export class OptionField {
  readonly element: HTMLElement;
  private readonly control: Control;
  private readonly problem: HTMLElement;

  constructor(readonly option: OptionDescriptor, change: () => void) {
    const helpId = uniqueId('help');
    const problemId = uniqueId('problem');
    const changed = (): void => {
      this.tell('');
      change();
    };
    this.control = createControl(option, `${helpId} ${problemId}`, changed);
    this.problem = element('p', { class: 'option-problem', attributes: { id: problemId, role: 'alert', hidden: '' } });
    this.element = element(
      'div',
      { class: 'option', title: helpOf(option), attributes: { 'data-option': option.name } },
      this.control.element,
      element('p', { class: 'option-help', text: helpOf(option), attributes: { id: helpId } }),
      this.problem,
    );
    // Only what the user leaves is judged, not what is being typed.
    this.element.addEventListener('focusout', () => {
      if (!this.isMissing()) this.read();
    });
    this.show(option.default);
  }

  /** Shows a value that fits the option; the default in the place of any other, such as one kept by an older version. */
  show(value: OptionValue): void {
    let fitting = value;
    try {
      if (value !== null) checkOptionValue(this.option, value);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      fitting = this.option.default;
    }
    this.tell('');
    this.control.show(fitting);
  }

  /** The value; null for "not given"; undefined when it is none, which is then said under the field. */
  read(): OptionValue | undefined {
    try {
      const value = this.control.read();
      if (value === null && isRequired(this.option)) {
        this.tell('A value is needed.');
        return undefined;
      }
      this.tell('');
      return value;
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      this.tell(withoutName(error.message));
      return undefined;
    }
  }

  focus(): void {
    this.control.focus();
  }

  /** The value as {@link read} gives it, without saying anything. */
  peek(): OptionValue | undefined {
    try {
      return this.control.read();
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return undefined;
    }
  }

  /** True when the option has no default and must be given, and is not. */
  isMissing(): boolean {
    return isRequired(this.option) && this.peek() === null;
  }

  private tell(problem: string): void {
    this.problem.textContent = problem;
    this.problem.hidden = problem === '';
    this.control.mark(problem !== '');
  }
}

function isRequired(option: OptionDescriptor): boolean {
  return 'required' in option && option.required === true && option.default === null;
}

function helpOf(option: OptionDescriptor): string {
  if (isRequired(option)) return `${option.meaning} Required.`;
  if (option.type === 'flag' || option.default === null) return option.meaning;
  return `${option.meaning} Default: ${optionText(option.default)}.`;
}

/** "--threshold: expected a number, found "x"." without the name, which stands beside it. */
function withoutName(message: string): string {
  const text = message.replace(/^--[^:\s]+: /, '');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function createControl(option: OptionDescriptor, describedBy: string, change: () => void): Control {
  switch (option.type) {
    case 'choice':
      return choiceControl(option, option.choices, change);
    case 'flag':
      return flagControl(option, change);
    case 'number':
    case 'integer':
    case 'text':
    case 'file':
      return textControl(option, describedBy, change);
  }
}

function choiceControl(option: OptionDescriptor, choices: readonly string[], change: () => void): Control {
  let current = '';
  const field = new SelectField(option.title, (value) => {
    current = value;
    change();
  });
  const shown = [
    ...(option.default === null ? [{ value: '', label: 'not set' }] : []),
    ...choices.map((choice) => ({ value: choice, label: choice })),
  ];
  return {
    element: field.element,
    show: (value) => {
      current = value === null ? '' : optionText(value);
      field.show(shown, current);
    },
    read: () => (current === '' ? null : parseOptionText(option, current)),
    focus: () => field.element.querySelector('vscode-single-select')?.focus(),
    mark: () => undefined,
  };
}

function flagControl(option: OptionDescriptor, change: () => void): Control {
  const box = element('vscode-checkbox');
  box.label = option.title;
  box.addEventListener('change', change);
  return {
    element: element('div', { class: 'field flag' }, box),
    show: (value) => {
      box.checked = value === true;
    },
    read: () => box.checked,
    focus: () => box.focus(),
    mark: () => undefined,
  };
}

function textControl(option: OptionDescriptor, describedBy: string, change: () => void): Control {
  const isNumber = option.type === 'number' || option.type === 'integer';
  const id = uniqueId('option');
  const input = element('input', {
    class: isNumber ? 'number-field figure' : 'number-field',
    attributes: {
      id,
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': describedBy,
      'aria-required': String(isRequired(option)),
      ...(isNumber ? { inputmode: 'decimal' } : {}),
    },
  });
  input.addEventListener('input', change);
  const label = element('label', { class: 'field-label', title: option.title, attributes: { for: id } }, option.title);
  if (isRequired(option)) label.append(element('span', { class: 'required', text: ' *', attributes: { 'aria-hidden': 'true' } }));
  return {
    element: element('div', { class: 'field' }, label, input),
    show: (value) => {
      input.value = value === null ? '' : optionText(value);
    },
    read: () => {
      const text = input.value.trim();
      if (text === '') return null;
      // A decimal comma is what many people type.
      return parseOptionText(option, option.type === 'number' ? text.replace(/^([+-]?\d+),(\d+)$/, '$1.$2') : text);
    },
    focus: () => input.focus(),
    mark: (invalid) => {
      input.classList.toggle('invalid', invalid);
      input.setAttribute('aria-invalid', String(invalid));
    },
  };
}
