import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { ChosenFile } from '../../src/compute/reportProtocol';
import type { InputDescriptor } from '../../src/operations/operation';
import { element, iconButton, uniqueId } from '../panels/element';
import { byteSize, count } from '../panels/figures';

export interface FileFieldsActions {
  /** Asks the user for a file; null when they think better of it. */
  choose(input: number): Promise<ChosenFile | null>;
  changed(): void;
  failed(error: unknown): void;
}

interface FileRow {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly path: HTMLElement;
  readonly size: HTMLElement;
  readonly button: HTMLElement;
}

/** The files of an operation, each by its role; two roles that take the same can be swapped. */
export class FileFields {
  readonly element = element('div', { class: 'file-fields' });
  private readonly rows: readonly FileRow[];
  private files: (ChosenFile | null)[];

  constructor(
    private readonly inputs: readonly InputDescriptor[],
    private readonly actions: FileFieldsActions,
  ) {
    this.files = inputs.map(() => null);
    this.rows = inputs.map((input, role) => this.createRow(input, role));
    this.element.append(...this.rows.map((row) => row.element));
    const [first, second, ...rest] = inputs;
    if (second !== undefined && rest.length === 0 && sameKinds(first, second)) {
      const swap = iconButton('arrow-swap', `Swap ${first.name} and ${second.name}`, () => this.swap());
      swap.classList.add('swap-button');
      this.element.classList.add('swappable');
      this.element.append(swap);
    }
    this.show(this.files);
  }

  show(files: readonly (ChosenFile | null)[]): void {
    this.files = this.inputs.map((_, role) => files.at(role) ?? null);
    for (const [role, row] of this.rows.entries()) {
      const file = this.files[role];
      row.element.classList.toggle('without-file', file === null);
      row.element.classList.remove('invalid');
      row.name.textContent = file?.name ?? 'No file chosen';
      row.path.textContent = file && file.path !== file.name ? file.path : '';
      row.path.title = file?.path ?? '';
      row.size.textContent = file ? byteSize(file.bytes) : '';
      row.size.title = file ? `${count(file.bytes)} bytes` : '';
    }
  }

  get chosen(): readonly (ChosenFile | null)[] {
    return this.files;
  }

  /** All files; null, with the first missing one marked and focused, when one is not chosen. */
  read(): readonly ChosenFile[] | null {
    if (!this.files.includes(null)) return this.files.filter((file) => file !== null);
    this.rows[this.files.indexOf(null)]?.element.classList.add('invalid');
    this.focusMissing();
    return null;
  }

  focusMissing(): void {
    this.rows[this.files.indexOf(null)]?.button.focus();
  }

  private createRow(input: InputDescriptor, role: number): FileRow {
    const id = uniqueId('role');
    const name = element('span', { class: 'file-name' });
    const path = element('span', { class: 'file-path' });
    const size = element('span', { class: 'file-size figure' });
    const button = element('vscode-button', { text: 'Choose…', attributes: { 'aria-label': `Choose ${input.name}` } });
    button.secondary = true;
    button.addEventListener('click', () => void this.choose(role));
    return {
      element: element(
        'div',
        { class: 'file-row', attributes: { role: 'group', 'aria-labelledby': id } },
        element('span', { class: 'file-role', text: capital(input.name), title: input.title, attributes: { id } }),
        element('span', { class: 'file-text' }, name, path),
        size,
        button,
      ),
      name,
      path,
      size,
      button,
    };
  }

  private async choose(role: number): Promise<void> {
    try {
      const file = await this.actions.choose(role);
      if (!file) return;
      this.show(this.files.map((each, index) => (index === role ? file : each)));
      this.actions.changed();
    } catch (error) {
      this.actions.failed(error);
    }
  }

  private swap(): void {
    this.show([...this.files].reverse());
    this.actions.changed();
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function sameKinds(first: InputDescriptor, second: InputDescriptor): boolean {
  return first.kinds.length === second.kinds.length && first.kinds.every((kind) => second.kinds.includes(kind));
}
