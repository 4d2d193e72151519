import type { ReportHostProtocol, ReportPageProtocol } from '../../src/compute/reportProtocol';
import { reportLane } from '../../src/compute/reportProtocol';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import type { Port } from '../../src/messaging/port';
import { CancelledError } from '../../src/model/errors';
import { allOptions } from '../../src/operations/commonOptions';
import { outlineReport } from '../../src/operations/documents/reportOutline';
import type { OperationDescriptor, Report } from '../../src/operations/operation';
import { checkOptions } from '../../src/operations/options';
import { Announcer } from '../panels/announcer';
import { element, icon } from '../panels/element';
import { Notice } from '../panels/notice';
import type { OperationRequest } from '../reports/operationForm';
import { OperationSession, type RunOrigin } from '../reports/operationSession';
import { DecidingRunner, type OperationRunner, type ReportHost } from '../reports/runner';
import { RunProgress } from '../reports/runProgress';

/** Longer messages are cut: the host takes no more. */
const longestMessage = 4000;

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, longestMessage);
}

/** A report's tab: the form, the run, the report. The host chooses files and starts processes; everything seen is here. */
export class ReportPage {
  private readonly host: ReportHost;
  private readonly heading = element('h1');
  private readonly alert = element('div', { class: 'report-alert', attributes: { role: 'alert', hidden: '' } });
  private readonly content = element('div', { class: 'report-content' });
  private readonly announcer = new Announcer();
  private readonly notice = new Notice();
  private readonly main = element('main', { class: 'report-page' }, element('header', {}, this.heading, this.alert), this.notice.element, this.content, this.announcer.element);
  private readonly progress = new RunProgress(() => this.running?.abort());
  private running: AbortController | undefined;
  private runner: OperationRunner | undefined;
  private session: OperationSession | undefined;
  /** What the files of the report have become since it was begun. */
  private changed = new Map<string, 'changed' | 'deleted'>();

  /** `describe` finds what an operation is by its id. */
  constructor(
    root: HTMLElement,
    port: Port,
    private readonly describe: (id: string) => OperationDescriptor | undefined,
  ) {
    this.host = new Channel<ReportPageProtocol, ReportHostProtocol>(lane(port, reportLane), {}, {
      fileChanged: ({ name, event }) => {
        this.changed.set(name, event);
        if (!this.running) this.tellChanged();
      },
    });
    root.append(this.main);
  }

  async start(): Promise<void> {
    const start = await this.host.request('ready', {});
    const descriptor = this.describe(start.operation);
    if (!descriptor) {
      this.fail(new Error(`There is no operation "${start.operation}".`));
      return;
    }
    this.heading.textContent = descriptor.title;
    const session = new OperationSession(start, descriptor, {
      host: this.host,
      show: (view) => {
        this.content.replaceChildren(view);
        // What is new begins at its title, however far the form was scrolled.
        this.main.scrollTop = 0;
      },
      run: (origin, request) => void this.run(session, origin, request),
      failed: (error) => this.fail(error),
      clear: () => {
        this.showAlert('', 'error');
        this.notice.hide();
      },
      announce: (message) => this.announcer.say(message),
    });
    this.session = session;
    session.showForm(start.files, start.options);
    if (start.run) this.runCalled(session);
  }

  /** A command was called with its files and options: they are checked as the command line does, before anything runs. */
  private runCalled(session: OperationSession): void {
    const { start, descriptor } = session;
    try {
      checkOptions(descriptor.id, allOptions(descriptor), start.options);
      const files = start.files.filter((file) => file !== null);
      void this.run(session, 'called', { files, options: { device: start.device, limit: start.limit, ...start.options } });
    } catch (error) {
      this.fail(error);
    }
  }

  private async run(session: OperationSession, origin: RunOrigin, request: OperationRequest): Promise<void> {
    if (this.running) return;
    const { descriptor } = session;
    const running = new AbortController();
    this.running = running;
    this.changed.clear();
    this.notice.hide();
    this.showAlert('', 'error');
    session.setBusy(true, this.progress.element);
    this.progress.begin();
    try {
      this.runner ??= new DecidingRunner(this.host, session.start, descriptor);
      const { runner } = this;
      const report = await runner.run(request.files, request.options, {
        signal: running.signal,
        onProgress: (progress) => {
          this.progress.show(progress);
          if (origin === 'called') this.host.notify('progress', progress);
        },
      });
      this.finish(session, origin, request, report);
    } catch (error) {
      session.setBusy(false);
      this.fail(error);
      session.focus();
    } finally {
      this.progress.end();
      this.running = undefined;
      this.tellChanged();
    }
  }

  private finish(session: OperationSession, origin: RunOrigin, request: OperationRequest, report: Report): void {
    const { descriptor } = session;
    session.setBusy(false);
    session.showReport(request, report);
    // Nobody's keys are taken away by a run that a program asked for.
    if (origin !== 'called') session.focus();
    const { headline } = outlineReport(report, descriptor);
    this.announcer.say(headline ? `${descriptor.title}: ${headline.name} ${headline.text}` : `${descriptor.title}: done`);
    this.host.notify('title', { title: `${descriptor.title}: ${request.files.map(({ name }) => name).join(', ')}`.slice(0, longestMessage) });
    if (origin === 'form') {
      this.host.notify('chosen', { files: request.files.map(({ id }) => id), options: session.ownOptions(request) });
    }
    this.host.notify('completed', { report });
  }

  /** The numbers stay to be read; a new run is the reader's decision, as it may take long. */
  private tellChanged(): void {
    const { session, changed } = this;
    if (changed.size === 0 || !session?.canRunAgain) return;
    const gone = [...changed].filter(([, event]) => event === 'deleted').map(([name]) => name);
    const names = gone.length > 0 ? gone : [...changed.keys()];
    const [what, actions] =
      gone.length > 0
        ? (['was deleted. The report is of what was there.', []] as const)
        : (['changed since this report.', [{ label: 'Run Again', run: () => session.runAgain() }]] as const);
    this.notice.show(gone.length > 0 ? 'warning' : 'info', `${names.join(' and ')} ${what}`, actions);
  }

  private fail(error: unknown): void {
    const cancelled = error instanceof CancelledError;
    const message = cancelled ? 'Cancelled; nothing of the run is left.' : messageOf(error);
    this.showAlert(message, cancelled ? 'info' : 'error');
    this.host.notify('failed', { message });
  }

  private showAlert(message: string, kind: 'error' | 'info'): void {
    this.alert.hidden = message === '';
    this.alert.dataset.kind = kind;
    this.alert.replaceChildren(...(message === '' ? [] : [icon(kind === 'error' ? 'error' : 'circle-slash'), element('span', { text: message })]));
    if (message !== '') this.alert.scrollIntoView({ block: 'nearest' });
  }
}
