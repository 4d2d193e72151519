import type { MeasureStart } from '../../../src/compute/measureProtocol';
import type { ChosenFile } from '../../../src/compute/reportProtocol';
import type { RunProgress as Progress } from '../../../src/compute/processProtocol';
import { CancelledError } from '../../../src/model/errors';
import { operationsOn } from '../../../src/operations/commandedOperations';
import { outlineReport } from '../../../src/operations/documents/reportOutline';
import type { OperationDescriptor, OptionValues, Report } from '../../../src/operations/operation';
import { OperationForm, type OperationRequest } from '../../reports/operationForm';
import { RunProgress } from '../../reports/runProgress';
import { element } from '../element';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';

/** What the forms ask of whoever runs operations. */
export interface MeasureActions {
  /** `role` is the input that the opened file takes. */
  start(operation: string, role: number): Promise<MeasureStart>;
  choose(operation: string, input: number): Promise<ChosenFile | null>;
  /** Shows the report beside, too. */
  run(operation: string, files: readonly number[], options: OptionValues, controls: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void }): Promise<Report>;
}

/** One operation: folded to its title, a form once it is opened, and what the last run gave. */
class MeasureEntry {
  readonly element = element('details', { class: 'measure-entry' });
  private readonly content = element('div', { class: 'measure-content' });
  private readonly outcome = element('p', { class: 'measure-outcome', attributes: { role: 'status' } });
  private readonly progress = new RunProgress(() => this.running?.abort());
  private running: AbortController | undefined;
  private form: OperationForm | undefined;

  constructor(
    private readonly descriptor: OperationDescriptor,
    private readonly role: number,
    private readonly actions: MeasureActions,
  ) {
    this.element.dataset.operation = descriptor.id;
    this.element.append(element('summary', { text: descriptor.title, title: descriptor.definition }), this.content);
    this.element.addEventListener('toggle', () => {
      if (this.element.open && !this.form) void this.begin();
    });
  }

  dispose(): void {
    this.running?.abort();
  }

  private async begin(): Promise<void> {
    const { descriptor, actions } = this;
    try {
      const start = await actions.start(descriptor.id, this.role);
      if (this.form) return;
      const form = new OperationForm(
        descriptor,
        start,
        {
          chooseFile: (input) => actions.choose(descriptor.id, input),
          run: (request) => void this.run(form, request),
          failed: (error) => this.tell(error),
        },
        'compact',
      );
      this.form = form;
      form.show(start.files, start.options);
      form.progressPlace.append(this.progress.element);
      this.content.replaceChildren(form.element, this.outcome);
    } catch (error) {
      this.content.replaceChildren(this.outcome);
      this.tell(error);
    }
  }

  private async run(form: OperationForm, { files, options }: OperationRequest): Promise<void> {
    if (this.running) return;
    const { descriptor, actions } = this;
    const running = new AbortController();
    this.running = running;
    this.say('', 'info');
    form.setBusy(true);
    this.progress.begin();
    try {
      const report = await actions.run(descriptor.id, files.map(({ id }) => id), options, {
        signal: running.signal,
        onProgress: (progress) => this.progress.show(progress),
      });
      const { headline } = outlineReport(report, descriptor);
      this.say(headline ? `${headline.meaning}: ${headline.text}${headline.unit === '' ? '' : ` ${headline.unit}`}` : 'Done', 'info');
    } catch (error) {
      this.tell(error);
    } finally {
      this.running = undefined;
      this.progress.end();
      form.setBusy(false);
    }
  }

  private tell(error: unknown): void {
    if (error instanceof CancelledError) this.say('Cancelled; nothing of the run is left.', 'info');
    else this.say(error instanceof Error ? error.message : String(error), 'error');
  }

  private say(text: string, kind: 'info' | 'error'): void {
    this.outcome.textContent = text;
    this.outcome.classList.toggle('problem', kind === 'error');
  }
}

/** What can be measured of the opened kind of model, each with a form of its own. Hidden where there is nothing. */
export function createMeasureSection({ inspector, file, measure }: InspectorContext): Section {
  const section = new Section('measure', 'Measure', inspector);
  let entries: readonly MeasureEntry[] = [];
  let kind: string | undefined;
  section.follow(file, () => {
    const { result } = file.state;
    if (result?.info.kind === kind) return;
    kind = result?.info.kind;
    for (const entry of entries) entry.dispose();
    entries = result ? operationsOn(result.info.kind).map(({ descriptor, role }) => new MeasureEntry(descriptor, role, measure)) : [];
    section.body.replaceChildren(...entries.map((entry) => entry.element));
    section.setVisible(entries.length > 0);
  });
  return section;
}
