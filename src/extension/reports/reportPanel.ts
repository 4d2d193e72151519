import * as vscode from 'vscode';
import type { RunProgress } from '../../compute/processProtocol';
import type { ReportHostProtocol, ReportPageProtocol, ReportStart } from '../../compute/reportProtocol';
import { reportLane } from '../../compute/reportProtocol';
import { Channel } from '../../messaging/channel';
import { lane } from '../../messaging/lanes';
import { CancelledError, OperationError } from '../../model/errors';
import type { OperationDescriptor, OptionValues, Report } from '../../operations/operation';
import { Disposables } from '../disposables';
import { FileWatch } from '../fileWatch';
import { nameOf, openedFile } from '../openedFile';
import { pageHtml } from '../pageHtml';
import { webviewPort } from '../webviewPort';
import { ChosenFiles } from './chosenFiles';
import { chooseFile } from './fileChoice';
import { KeptEvaluation } from './keptEvaluation';
import { saveReport } from './reportFiles';
import { saveResult } from './saveResult';
import { reportHostValidators } from './reportMessages';
import type { ReportServices } from './reportServices';
import { runInProcess } from './runInProcess';

export const reportViewType = 'inspect3d.report';

/** What a panel begins with. */
export interface ReportWish {
  readonly descriptor: OperationDescriptor;
  /** By role; fewer than the operation takes where some are still to be chosen. */
  readonly files: readonly vscode.Uri[];
  readonly options: OptionValues;
  readonly run: boolean;
  /** False leaves the focus where it is; true when left out. */
  readonly focus?: boolean;
  /** Hears how a run goes on, for forms elsewhere. */
  readonly progress?: (progress: RunProgress) => void;
}

/** A report's tab: a form, then a run, then its numbers. The host's side asks for files and runs processes; the page shows. */
export class ReportPanel extends Disposables {
  /** The report of the first run, or the reason why there is none. */
  readonly firstReport: Promise<Report>;
  private readonly panel: vscode.WebviewPanel;
  private readonly files = new ChosenFiles();
  private result: vscode.Uri | undefined;
  /** Of the last run, where it was one. */
  private evaluation: KeptEvaluation | null = null;
  /** Of the files of the last run. */
  private watches = new Disposables();
  private readonly channel: Channel<ReportHostProtocol, ReportPageProtocol>;
  private tellFirst: { resolve: (report: Report) => void; reject: (reason: Error) => void } | undefined;

  constructor(
    private readonly wish: ReportWish,
    private readonly services: ReportServices,
  ) {
    super();
    this.firstReport = new Promise((resolve, reject) => {
      this.tellFirst = { resolve, reject };
    });
    // Most panels are opened by hand, and nobody waits for their report.
    this.firstReport.catch(() => undefined);
    const { extensionUri } = services.extension;
    this.panel = this.own(
      vscode.window.createWebviewPanel(reportViewType, wish.descriptor.title, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: wish.focus === false }, {
        enableScripts: true,
        retainContextWhenHidden: true,
        localResourceRoots: [
          extensionUri,
          ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri),
          ...wish.files.map((uri) => vscode.Uri.joinPath(uri, '..')),
        ],
      }),
    );
    this.channel = this.own(this.connect());
    this.own({ dispose: () => this.watches.dispose() });
    this.own(
      this.panel.onDidDispose(() => {
        this.tellFirst?.reject(new CancelledError('The report was closed.'));
        this.dispose();
      }),
    );
    this.panel.webview.html = pageHtml(this.panel.webview, extensionUri, 'report');
  }

  /** Ends what runs, too. */
  close(): void {
    this.panel.dispose();
  }

  private connect(): Channel<ReportHostProtocol, ReportPageProtocol> {
    const { descriptor } = this.wish;
    const { log, preferences } = this.services;
    return new Channel<ReportHostProtocol, ReportPageProtocol>(
      lane(webviewPort(this.panel.webview), reportLane),
      {
        ready: () => this.start(),
        chooseFile: async ({ input }) => {
          const role = descriptor.inputs.at(input);
          const uri = role && (await chooseFile(role));
          return uri ? this.files.register(uri) : null;
        },
        run: ({ files, options }, { signal, progress }) => {
          this.watch(files);
          return this.run(files, options, signal, progress);
        },
        routes: ({ files }) => {
          this.watch(files);
          return Promise.all(
            files.map(async (id) => {
              const uri = this.files.uri(id);
              const { route, bytes } = await openedFile(uri, this.panel.webview, this.services.platform);
              // A process beside the file decodes it only where it computes, too.
              const reachable = route.kind === 'process' ? ({ kind: 'message' } as const) : route;
              return { file: { ...this.files.describe(id), bytes }, route: reachable };
            }),
          );
        },
        readBytes: async ({ file, offset, length }) => {
          const whole = await vscode.workspace.fs.readFile(this.files.uri(file));
          return new Uint8Array(whole.subarray(offset, offset + length));
        },
        copyText: async ({ text }) => {
          await vscode.env.clipboard.writeText(text);
          return null;
        },
        save: ({ kind, name, text }) => saveReport(kind, name, text, this.files.folder()),
        keepResult: ({ name, bytes }) => {
          this.result = this.services.results.add(name, bytes);
          return null;
        },
        showResult: async () => {
          if (!this.result) throw new OperationError('This run made no file.');
          await this.open(this.result, this.wish.descriptor.colourResultBy);
          return null;
        },
        saveResult: (_, { signal }) => this.saveResult(signal),
        showOnCloud: ({ files }, { signal }) => this.showOnCloud(files, signal),
        evaluationOverview: () => this.evaluation?.overview() ?? null,
        evaluationCurve: ({ row, threshold }) => this.evaluation?.curve(row, threshold) ?? null,
        evaluationVerdicts: ({ threshold }) => this.evaluation?.verdicts(threshold) ?? null,
        showBox: async ({ of, row }) => {
          await this.evaluation?.show(of, row);
          return null;
        },
      },
      {
        chosen: ({ options }) => preferences.rememberOptions(descriptor.id, options),
        completed: ({ report }) => {
          log.info(`${descriptor.id} on ${report.device.name} (${report.device.place}): ${JSON.stringify(report.numbers)}`);
          this.tellFirst?.resolve(report);
        },
        failed: ({ message }) => {
          log.error(`${descriptor.id}: ${message}`);
          this.tellFirst?.reject(new OperationError(message));
        },
        log: ({ level, message }) => {
          if (level === 'error') log.error(message);
          else if (level === 'warning') log.warn(message);
          else log.info(message);
        },
        progress: (progress) => this.wish.progress?.(progress),
        title: ({ title }) => {
          this.panel.title = title;
        },
      },
      reportHostValidators,
    );
  }

  private async start(): Promise<ReportStart> {
    const { descriptor, files, options, run } = this.wish;
    const { platform, preferences } = this.services;
    const chosen = await Promise.all(
      descriptor.inputs.map(async (_, role) => (role < files.length ? this.files.register(files[role]) : null)),
    );
    return {
      operation: descriptor.id,
      files: chosen,
      // A program that calls a command gets the same number whatever was last chosen in the form.
      options: run ? options : { ...preferences.rememberedOptions(descriptor.id), ...options },
      run,
      device: preferences.device(),
      hasProcess: platform.hasProcesses,
      limit: preferences.settings().limit,
    };
  }

  /** From the moment a run begins, so that what changes while it reads is told too. */
  private watch(ids: readonly number[]): void {
    this.watches.dispose();
    const watches = new Disposables();
    this.watches = watches;
    for (const id of new Set(ids)) {
      const uri = this.files.uri(id);
      void isFolder(uri).then((folder) => {
        if (watches.disposed) return;
        watches.own(new FileWatch(uri, (event) => this.channel.notify('fileChanged', { name: this.files.describe(id).name, event }), folder));
      });
    }
  }

  private async run(
    ids: readonly number[],
    options: OptionValues,
    signal: AbortSignal,
    progress: Parameters<typeof runInProcess>[1]['progress'],
  ): Promise<Report> {
    const { descriptor } = this.wish;
    const files = ids.map((id) => this.files.uri(id));
    const { answer, output } = await runInProcess(this.services.platform, {
      operation: descriptor.id,
      files,
      options,
      output: descriptor.output !== undefined,
      evaluation: descriptor.id === 'evaluate',
      signal,
      progress,
    });
    if (answer.kind !== 'report') throw new OperationError(`${descriptor.id} answers with no report.`);
    const [truth, detections] = files;
    this.evaluation = answer.evaluation && truth && detections ? new KeptEvaluation(answer.evaluation, { truth, detections }) : null;
    if (output.byteLength > 0) this.result = this.services.results.add(resultName(files[0], descriptor.id, output), output);
    return answer.report;
  }

  private async saveResult(signal: AbortSignal): Promise<boolean> {
    const { result } = this;
    if (!result) throw new OperationError('This run made no file.');
    const { platform } = this.services;
    return saveResult(result, this.files.folder(), platform.hasProcesses ? (format) => this.converted(result, format, signal) : null);
  }

  private async converted(result: vscode.Uri, format: string, signal: AbortSignal): Promise<Uint8Array> {
    const { output } = await runInProcess(this.services.platform, { operation: 'convert', files: [result], options: {}, output: format, signal, progress: () => undefined });
    return output;
  }

  private async showOnCloud(ids: readonly number[], signal: AbortSignal): Promise<null> {
    const files = ids.map((id) => this.files.uri(id));
    const { output } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Distances' },
      () =>
        runInProcess(this.services.platform, {
          operation: 'distances',
          files,
          options: {},
          output: true,
          signal,
          progress: () => undefined,
        }),
    );
    await this.open(this.services.results.add(resultName(files[0], 'distances'), output), 'vertex.distance');
    return null;
  }

  private async open(uri: vscode.Uri, colourBy?: string): Promise<void> {
    if (colourBy !== undefined) this.services.firstColourings.set(uri.toString(), colourBy);
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: vscode.ViewColumn.One, preview: false });
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // What is not there may come.
    return false;
  }
}

/** "bunny-sample.ply" for what `sample` made of "bunny.ply"; boxes stay what they are, grids, whose bytes say so, are ".nrrd". */
function resultName(source: vscode.Uri, operation: string, written?: Uint8Array): string {
  const boxes = operation === 'nms';
  const isGrid = written !== undefined && new TextDecoder('latin1').decode(written.subarray(0, 4)) === 'NRRD';
  const stem = nameOf(source).replace(boxes ? /(\.(detections|det))?\.json$/i : /\.[^.]*$/, '');
  return `${stem}-${operation}${boxes ? '.det.json' : isGrid ? '.nrrd' : '.ply'}`;
}
