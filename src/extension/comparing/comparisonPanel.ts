import * as vscode from 'vscode';
import type {
  ComparisonHostProtocol,
  ComparisonPageProtocol,
  ComparisonResult,
  ComparisonSide,
  SideFile,
} from '../../compute/comparisonProtocol';
import { comparisonLane, comparisonSides, sideLane } from '../../compute/comparisonProtocol';
import { comparisonResult } from '../../compute/comparisonResult';
import { transferables } from '../../compute/transferables';
import { writtenFormatOfName } from '../../formats/chooseFormat';
import { Channel } from '../../messaging/channel';
import { lane } from '../../messaging/lanes';
import { CancelledError, OperationError } from '../../model/errors';
import type { OptionValues, Report } from '../../operations/operation';
import { Disposables } from '../disposables';
import { FileRoute } from '../fileRoute';
import { FileWatch } from '../fileWatch';
import { nameOf } from '../openedFile';
import { pageHtml } from '../pageHtml';
import { saveReport } from '../reports/reportFiles';
import { type ProcessRun, runInProcess } from '../reports/runInProcess';
import { saveImage } from '../saveImage';
import { webviewPort } from '../webviewPort';
import { comparisonHostValidators } from './comparisonMessages';
import type { ComparisonServices } from './comparisonServices';

/** One side as it was asked for: a file, or why there is none. */
export type SideWish =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  | { readonly kind: 'absent'; readonly name: string; readonly reason: string };

/** What brings the tab back after a reload. */
export interface KeptPair {
  readonly id: string;
  /** Keeps another pair under the same number. */
  keep(wish: ComparisonWish): void;
}

export type ComparisonWish = Readonly<Record<ComparisonSide, SideWish>>;

/** What the dialog of saving says, and where it begins. */
const savedFaces: Readonly<Record<ComparisonResult['kind'], { readonly suffix: string; readonly filters: Record<string, string[]>; readonly title: string }>> = {
  points: { suffix: '-distance.ply', filters: { PLY: ['ply'] }, title: 'Save Compared Cloud with Distance' },
  cells: { suffix: '-difference.nrrd', filters: { NRRD: ['nrrd'], NumPy: ['npy'] }, title: 'Save Cells of the Difference' },
};

/** A tab that compares two files. The host's side asks for files and runs processes; the page shows. */
export class ComparisonPanel extends Disposables {
  /** The summary of the first comparison, or the reason why there is none. */
  readonly firstReport: Promise<Report>;
  private readonly channel: Channel<ComparisonHostProtocol, ComparisonPageProtocol>;
  private sides = new Disposables();
  private routes: Partial<Record<ComparisonSide, FileRoute>> = {};
  private tellFirst: { resolve: (report: Report) => void; reject: (reason: Error) => void } | undefined;

  constructor(
    private wish: ComparisonWish,
    private readonly panel: vscode.WebviewPanel,
    private readonly services: ComparisonServices,
    private readonly kept: KeptPair,
  ) {
    super();
    this.firstReport = new Promise((resolve, reject) => {
      this.tellFirst = { resolve, reject };
    });
    // Most panels are opened by hand, and nobody waits for their report.
    this.firstReport.catch(() => undefined);
    const { extensionUri } = services.extension;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [
        extensionUri,
        ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri),
        ...Object.values(wish).flatMap((side) => (side.kind === 'file' ? [vscode.Uri.joinPath(side.uri, '..')] : [])),
      ],
    };
    this.channel = this.own(this.connect());
    this.own({ dispose: () => this.sides.dispose() });
    this.own(services.preferences.onDidChange((settings) => this.channel.notify('settings', { settings })));
    this.own(
      panel.onDidDispose(() => {
        this.tellFirst?.reject(new CancelledError('The comparison was closed.'));
        this.dispose();
      }),
    );
    this.watch();
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'comparison');
  }

  /** What the two are, for keeping the view of a pair and for restoring the tab. */
  get key(): vscode.Uri {
    const [compared, reference] = comparisonSides.map((side) => {
      const wish = this.wish[side];
      return wish.kind === 'file' ? wish.uri.toString() : wish.name;
    });
    return vscode.Uri.from({ scheme: 'inspect3d-comparison', path: '/', query: JSON.stringify([compared, reference]) });
  }

  private connect(): Channel<ComparisonHostProtocol, ComparisonPageProtocol> {
    const { log, preferences, viewStates } = this.services;
    return new Channel<ComparisonHostProtocol, ComparisonPageProtocol>(
      lane(webviewPort(this.panel.webview), comparisonLane),
      {
        ready: async () => ({
          id: this.kept.id,
          sides: { compared: await this.side('compared'), reference: await this.side('reference') },
          settings: preferences.settings(),
          state: viewStates.get(this.key),
        }),
        readBytes: async ({ side, offset, length }) => {
          const whole = await vscode.workspace.fs.readFile(this.uri(side));
          return new Uint8Array(whole.subarray(offset, offset + length));
        },
        compare: async ({ options }, { signal, progress, transfer }) => {
          const result = await this.compare(options, signal, progress);
          transfer(transferables(result));
          return result;
        },
        swap: () => {
          this.wish = { compared: this.wish.reference, reference: this.wish.compared };
          this.kept.keep(this.wish);
          this.watch();
          this.channel.notify('restart', {});
          return null;
        },
        openSide: async ({ side }) => {
          await vscode.commands.executeCommand('vscode.open', this.uri(side));
          return null;
        },
        saveCompared: ({ options, kind }, { signal, progress }) => this.saveCompared(options, kind, signal, progress),
        saveReport: ({ kind, name, text }) => saveReport(kind, name, text, this.folder()),
        saveImage: ({ name, png }) => saveImage(this.uri('compared'), name, png),
        copyText: async ({ text }) => {
          await vscode.env.clipboard.writeText(text);
          return null;
        },
      },
      {
        status: ({ text }) => {
          this.panel.title = text;
        },
        log: ({ level, message }) => {
          if (level === 'error') log.error(message);
          else if (level === 'warning') log.warn(message);
          else log.info(message);
        },
        state: ({ state }) => viewStates.set(this.key, state),
        compared: ({ report }) => this.tellFirst?.resolve(report),
        failed: ({ message }) => {
          log.error(`compare: ${message}`);
          this.tellFirst?.reject(new OperationError(message));
        },
      },
      comparisonHostValidators,
    );
  }

  /** Watches the files of both sides, as they are now. */
  private watch(): void {
    this.sides.dispose();
    this.sides = new Disposables();
    this.routes = {};
    const port = webviewPort(this.panel.webview);
    for (const side of comparisonSides) {
      const wish = this.wish[side];
      if (wish.kind === 'absent') continue;
      this.routes[side] = this.sides.own(
        new FileRoute(wish.uri, this.panel.webview, port, sideLane(side), this.services.platform),
      );
      this.sides.own(
        new FileWatch(wish.uri, (event) => {
          if (event === 'changed') this.channel.notify('restart', {});
        }),
      );
    }
  }

  private async side(side: ComparisonSide): Promise<SideFile> {
    const wish = this.wish[side];
    const route = this.routes[side];
    if (wish.kind === 'absent') return wish;
    if (!route) throw new OperationError('The comparison was closed.');
    try {
      return { kind: 'file', file: await route.open() };
    } catch (error) {
      // A file that is not in the other revision, or was deleted meanwhile.
      return { kind: 'absent', name: nameOf(wish.uri), reason: error instanceof Error ? error.message : String(error) };
    }
  }

  private uri(side: ComparisonSide): vscode.Uri {
    const wish = this.wish[side];
    if (wish.kind === 'file') return wish.uri;
    throw new OperationError(`${wish.name}: ${wish.reason}`);
  }

  private folder(): vscode.Uri | undefined {
    const files = Object.values(this.wish).flatMap((side) => (side.kind === 'file' && side.uri.scheme === 'file' ? [side.uri] : []));
    return files.length > 0 ? vscode.Uri.joinPath(files[0], '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  }

  private run(operation: string, options: OptionValues, output: boolean | string, signal: AbortSignal, progress: ProcessRun['progress']) {
    const files = comparisonSides.map((side) => this.uri(side));
    return runInProcess(this.services.platform, { operation, files, options, output, columns: output === false, signal, progress });
  }

  private async compare(options: OptionValues, signal: AbortSignal, progress: ProcessRun['progress']): Promise<ComparisonResult> {
    const { answer } = await this.run('compare', options, false, signal, progress);
    return comparisonResult(answer, options['split'] === true);
  }

  private async saveCompared(options: OptionValues, kind: ComparisonResult['kind'], signal: AbortSignal, progress: ProcessRun['progress']): Promise<boolean> {
    const folder = this.folder();
    const { suffix, filters, title } = savedFaces[kind];
    const name = `${nameOf(this.uri('compared')).replace(/\.[^.]*$/, '')}${suffix}`;
    const target = await vscode.window.showSaveDialog({ ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}), filters, title });
    if (!target) return false;
    const { output } = await this.run('compare', options, writtenFormatOfName(target.path)?.id ?? true, signal, progress);
    await vscode.workspace.fs.writeFile(target, output);
    return true;
  }
}
