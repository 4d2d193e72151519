import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { ChosenFile, DevicePreference } from '../../src/compute/reportProtocol';
import { deviceOption, readerOptions } from '../../src/operations/commonOptions';
import type { OperationDescriptor, OptionDescriptor, OptionValue, OptionValues } from '../../src/operations/operation';
import { element, uniqueId } from '../panels/element';
import { definitionBlock } from './definitionBlock';
import { FileFields } from './fileFields';
import { OptionField } from './optionField';

/** What a form asks for. */
export interface OperationRequest {
  readonly files: readonly ChosenFile[];
  /** Those given, by name; what is left out has its default. */
  readonly options: OptionValues;
}

export interface OperationFormActions {
  chooseFile(input: number): Promise<ChosenFile | null>;
  run(request: OperationRequest): void;
  failed(error: unknown): void;
}

/** The form of any operation, made from its descriptor alone: files by role, its options, then how files are read. */
export class OperationForm {
  readonly element: HTMLElement;
  /** Where a run's progress is shown. */
  readonly progressPlace = element('div', { class: 'progress-place' });
  private readonly files: FileFields;
  private readonly fields: readonly OptionField[];
  private readonly reading: HTMLDetailsElement;
  private readonly runButton = element('vscode-button', { text: 'Run' });
  private readonly reset = element('button', { class: 'link-button', text: 'Reset to Defaults', attributes: { type: 'button' } });
  private readonly body: HTMLElement;

  constructor(
    private readonly descriptor: OperationDescriptor,
    private readonly defaults: { readonly device: DevicePreference; readonly limit: number },
    private readonly actions: OperationFormActions,
    /** In an inspector: without the definition at the top, without the one file that it is about. */
    size: 'page' | 'compact' = 'page',
  ) {
    this.files = new FileFields(descriptor.inputs, {
      choose: (input) => actions.chooseFile(input),
      changed: () => this.focusNext(),
      failed: (error) => actions.failed(error),
    });
    const own = descriptor.options.map((option) => this.createField(option));
    const names = new Set(descriptor.options.map(({ name }) => name));
    const reading = [...readerOptions, deviceOption].filter(({ name }) => !names.has(name)).map((option) => this.createField(option));
    this.fields = [...own, ...reading];
    this.reading = element(
      'details',
      { class: 'fold' },
      element('summary', { text: 'Reading and device' }),
      ...reading.map((field) => field.element),
    );
    this.runButton.addEventListener('click', () => this.submit());
    this.reset.addEventListener('click', () => {
      this.showOptions({});
      this.showReset();
    });
    this.body = element(
      'div',
      { class: 'form-body' },
      ...(size === 'page' || descriptor.inputs.length > 1 ? [group('Files', this.files.element)] : []),
      ...(own.length > 0 ? [group('Options', ...own.map((field) => field.element))] : []),
      this.reading,
      element('div', { class: 'button-row form-buttons' }, this.runButton, this.reset),
    );
    const definition = definitionBlock(descriptor.definition, descriptor.source);
    this.element = element(
      'section',
      { class: `operation-form ${size}`, attributes: { 'aria-label': descriptor.title } },
      ...(size === 'page' ? [definition] : []),
      this.body,
      this.progressPlace,
      ...(size === 'compact' ? [element('details', { class: 'fold' }, element('summary', { text: 'Definition' }), definition)] : []),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing) return;
      // Buttons and lists have their own use for Enter.
      if (!(event.target instanceof HTMLInputElement) && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.submit();
    });
  }

  show(files: readonly (ChosenFile | null)[], options: OptionValues): void {
    this.files.show(files);
    this.showOptions(options);
    this.showReset();
  }

  /** The files as they are chosen now, by role. */
  get chosen(): readonly (ChosenFile | null)[] {
    return this.files.chosen;
  }

  /** Of the operation's own options, those worth remembering for the next time. */
  ownOptions({ options }: OperationRequest): OptionValues {
    return Object.fromEntries(this.descriptor.options.flatMap(({ name }) => (Object.hasOwn(options, name) ? [[name, options[name]]] : [])));
  }

  /** While a run lasts, nothing of the form can be changed. */
  setBusy(busy: boolean): void {
    this.body.inert = busy;
    this.element.classList.toggle('busy', busy);
    this.element.setAttribute('aria-busy', String(busy));
  }

  /** Focuses what is to be done next: the first missing file, the first missing value, or Run. */
  focusNext(): void {
    const missing = this.fields.find((field) => field.isMissing());
    if (this.files.chosen.includes(null)) this.files.focusMissing();
    else if (missing) missing.focus();
    // The definition stays in view: Enter runs from wherever the page is scrolled.
    else this.runButton.focus({ preventScroll: true });
  }

  private submit(): void {
    const request = this.read();
    if (request) this.actions.run(request);
  }

  /** Null, with what is missing or wrong said beside it, when something is. */
  private read(): OperationRequest | null {
    const values = this.fields.map((field) => ({ field, value: field.read() }));
    const files = this.files.read();
    if (!files) return null;
    const wrong = values.find(({ value }) => value === undefined);
    if (wrong) {
      if (this.reading.contains(wrong.field.element)) this.reading.open = true;
      wrong.field.focus();
      return null;
    }
    const given = values.flatMap(({ field, value }): [string, OptionValue][] =>
      value === undefined || value === null ? [] : [[field.option.name, value]],
    );
    return { files, options: Object.fromEntries(given) };
  }

  private createField(option: OptionDescriptor): OptionField {
    return new OptionField(option, () => this.showReset());
  }

  private startValue(option: OptionDescriptor): OptionValue {
    if (option === deviceOption) return this.defaults.device;
    // Without a value of its own, reading heeds the limit of the settings.
    if (option.name === 'limit') return this.defaults.limit;
    return option.default;
  }

  private showOptions(options: OptionValues): void {
    for (const field of this.fields) {
      const { option } = field;
      field.show(options[option.name] ?? this.startValue(option));
    }
  }

  private showReset(): void {
    this.reset.hidden = !this.differs();
  }

  private differs(): boolean {
    return this.fields.some((field) => field.peek() !== this.startValue(field.option));
  }
}

function group(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  const id = uniqueId('group');
  return element(
    'div',
    { class: 'form-group', attributes: { role: 'group', 'aria-labelledby': id } },
    element('h2', { text: title, attributes: { id } }),
    ...content,
  );
}
