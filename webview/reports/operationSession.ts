import type { ReportFileKind, ReportStart } from '../../src/compute/reportProtocol';
import type { OperationDescriptor, Report } from '../../src/operations/operation';
import { element } from '../panels/element';
import { EvaluationView } from './evaluation/evaluationView';
import { OperationForm, type OperationRequest } from './operationForm';
import { reportDocument, reportFileName } from './reportDocument';
import { ReportView } from './reportView';
import type { ReportHost } from './runner';

/** Who wants a run: the form's reader, somebody who called a command with everything, or the report's "Run Again". */
export type RunOrigin = 'form' | 'called' | 'again';

/** What a session needs of its page. */
export interface SessionSurroundings {
  readonly host: ReportHost;
  show(view: HTMLElement): void;
  run(origin: RunOrigin, request: OperationRequest): void;
  failed(error: unknown): void;
  clear(): void;
  announce(message: string): void;
}

/** One operation on its page: the form, and the report that it gave last. */
export class OperationSession {
  private readonly form: OperationForm;
  private view: ReportView | undefined;
  private evaluation: EvaluationView | undefined;
  /** Of the report that is shown. */
  private request: OperationRequest | undefined;

  constructor(
    readonly start: ReportStart,
    readonly descriptor: OperationDescriptor,
    private readonly page: SessionSurroundings,
  ) {
    this.form = new OperationForm(descriptor, start, {
      chooseFile: (input) => page.host.request('chooseFile', { input }),
      run: (request) => page.run('form', request),
      failed: (error) => page.failed(error),
    });
  }

  showForm(files: ReportStart['files'], options: ReportStart['options']): void {
    this.closeView();
    this.form.show(files, options);
    this.page.show(this.form.element);
    this.form.focusNext();
  }

  showReport(request: OperationRequest, report: Report): void {
    const { host } = this.page;
    const { descriptor } = this;
    const quietly = (asked: Promise<unknown>): void => {
      asked.catch((error: unknown) => this.page.failed(error));
    };
    this.closeView();
    this.request = request;
    const place = descriptor.id === 'evaluate' ? element('div', { class: 'evaluation-place' }) : null;
    // Documents have the charts that the page shows of its own.
    const whole = (): Report => (this.evaluation ? { ...report, charts: [...(report.charts ?? []), ...this.evaluation.charts] } : report);
    this.view = new ReportView(report, descriptor, {
      copyNumber: (digits) => {
        quietly(host.request('copyText', { text: digits }));
        this.page.announce(`Copied ${digits}`);
      },
      copyAs: (kind) => {
        quietly(host.request('copyText', { text: reportDocument(kind, whole(), descriptor) }));
        this.page.announce('Copied');
      },
      saveAs: (kind: ReportFileKind) =>
        quietly(host.request('save', { kind, name: reportFileName(report), text: reportDocument(kind, whole(), descriptor) })),
      runAgain: () => this.runAgain(),
      changeOptions: () => {
        this.page.clear();
        this.showForm(request.files, request.options);
      },
      showOnCloud: comparesClouds(descriptor) ? () => quietly(host.request('showOnCloud', { files: request.files.map(({ id }) => id) })) : null,
      openResult: descriptor.output ? () => quietly(host.request('showResult', {})) : null,
      saveResult: descriptor.output ? () => quietly(host.request('saveResult', {})) : null,
    }, place);
    if (place) quietly(this.showEvaluation(place));
    this.page.show(this.view.element);
  }

  /** True while a report is shown, not a form. */
  get canRunAgain(): boolean {
    return this.request !== undefined;
  }

  runAgain(): void {
    if (this.request) this.page.run('again', this.request);
  }

  ownOptions(request: OperationRequest): ReportStart['options'] {
    return this.form.ownOptions(request);
  }

  setBusy(busy: boolean, progress?: HTMLElement): void {
    const shown = this.view ?? this.form;
    shown.setBusy(busy);
    if (progress) shown.progressPlace.replaceChildren(progress);
  }

  /** Puts the focus where the reader goes on after a run: at the report's number, or at what the form waits for. */
  focus(): void {
    if (this.view) this.view.focus();
    else this.form.focusNext();
  }

  /** Curves and boxes of an evaluation, where the host has them. */
  private async showEvaluation(place: HTMLElement): Promise<void> {
    const { host } = this.page;
    const overview = await host.request('evaluationOverview', {});
    if (!overview || !place.isConnected) return;
    this.evaluation = new EvaluationView(overview, {
      curve: (row, threshold) => host.request('evaluationCurve', { row, threshold }),
      verdicts: (threshold) => host.request('evaluationVerdicts', { threshold }),
      open: (of, row) => void host.request('showBox', { of, row }).catch((error: unknown) => this.page.failed(error)),
      failed: (error) => this.page.failed(error),
    });
    place.replaceChildren(this.evaluation.element);
  }

  private closeView(): void {
    this.evaluation?.dispose();
    this.evaluation = undefined;
    this.view?.dispose();
    this.view = undefined;
    this.request = undefined;
  }
}

/** True where the distance of every point of one cloud to another can be shown in colours. */
function comparesClouds({ inputs }: OperationDescriptor): boolean {
  const [compared, reference, ...rest] = inputs;
  return compared?.name === 'compared' && reference?.name === 'reference' && rest.length === 0 && compared.kinds.includes('pointCloud');
}
