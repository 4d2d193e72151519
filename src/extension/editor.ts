import * as vscode from 'vscode';
import type { CameraPlace, EditorHostProtocol, EditorPageProtocol, EditorStart } from '../compute/editorProtocol';
import { editorLane, modelLane } from '../compute/editorProtocol';
import { Channel } from '../messaging/channel';
import { lane } from '../messaging/lanes';
import type { Port } from '../messaging/port';
import { DetectionHost } from './detections/detectionHost';
import type { DetectionLinks } from './detections/detectionLinks';
import { homeOf, shownPath } from './detections/folderDocument';
import { Disposables } from './disposables';
import type { EditorPreferences } from './editorPreferences';
import { editorHostValidators } from './editorMessages';
import { formatOfName } from '../formats/chooseFormat';
import { FileRoute } from './fileRoute';
import { FileWatch } from './fileWatch';
import type { HiddenEditors, HideableEditor } from './hiddenEditors';
import { LiveText } from './liveText';
import { nameOf } from './openedFile';
import { pageHtml } from './pageHtml';
import type { Platform } from './platform';
import { measuring } from './reports/measuring';
import type { ReportServices } from './reports/reportServices';
import { saveImage } from './saveImage';
import type { TextProblems } from './textProblems';
import { saveSurface } from './saveSurface';
import type { ViewStates } from './viewStates';
import { webviewPort } from './webviewPort';

/** What all editors share. */
export interface EditorServices {
  readonly extension: vscode.Extension<unknown>;
  readonly platform: Platform;
  readonly preferences: EditorPreferences;
  readonly viewStates: ViewStates;
  readonly hiddenEditors: HiddenEditors;
  readonly detectionLinks: DetectionLinks;
  /** By a file's address, what its editor colours by when it opens for the first time. */
  readonly firstColourings: ReadonlyMap<string, string>;
  readonly problems: TextProblems;
  readonly log: vscode.LogOutputChannel;
  /** For what is measured from the inspector. */
  readonly reports: ReportServices;
}

export interface EditorStatus {
  readonly text: string;
  readonly tooltip: string;
}

/** Milliseconds that a page stays whole after it was hidden: to tell the last change of its view, and for quick returns. */
const graceMilliseconds = 1000;

/** One tab: the host's side of a page that shows a file. Parses and computes nothing. */
export class Editor extends Disposables implements HideableEditor {
  memory = 0;
  busy = false;
  status: EditorStatus = { text: '', tooltip: '' };
  private freed = false;
  private grace: ReturnType<typeof setTimeout> | undefined;
  private readonly port: Port;
  private readonly channel: Channel<EditorHostProtocol, EditorPageProtocol>;
  private readonly route: FileRoute;
  private readonly liveText: LiveText | null;
  private readonly statusChanged = this.own(new vscode.EventEmitter<void>());
  readonly onDidChangeStatus = this.statusChanged.event;
  private readonly cameraMoved = this.own(new vscode.EventEmitter<CameraPlace>());
  /** Told while another editor follows. */
  readonly onDidMoveCamera = this.cameraMoved.event;

  constructor(
    readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    private readonly services: EditorServices,
    private readonly page: 'editor' | 'detections' = 'editor',
  ) {
    super();
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [
        services.extension.extensionUri,
        ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri),
        homeOf(uri),
      ],
    };
    this.port = webviewPort(webview);
    this.channel = this.own(this.connect());
    const live = formatOfName(uri.path)?.liveText === true;
    this.liveText = live ? this.own(new LiveText(uri, () => void this.fileTouched('changed'))) : null;
    this.route = this.own(new FileRoute(uri, webview, this.port, modelLane, services.platform, this.liveText));
    if (live) this.own({ dispose: () => services.problems.clear(uri) });
    this.own(
      new FileWatch(uri, (event) => {
        // Saving changes nothing of a text that is shown already.
        if (event === 'deleted' || !this.liveText?.isTold) void this.fileTouched(event);
      }),
    );
    if (page === 'detections') this.own(new DetectionHost(uri, panel, this.port, services.reports, services.detectionLinks));
    this.own(services.preferences.onDidChange((settings) => this.channel.notify('settings', { settings })));
    this.own(panel.onDidChangeViewState(() => this.viewStateChanged()));
    this.own(panel.onDidDispose(() => this.dispose()));
    this.own({ dispose: () => clearTimeout(this.grace) });
    services.hiddenEditors.add(this);
    this.own({ dispose: () => services.hiddenEditors.delete(this) });
    webview.html = pageHtml(webview, services.extension.extensionUri, page);
  }

  /** Also true for a moment after the tab was hidden. */
  get visible(): boolean {
    return this.panel.visible || this.grace !== undefined;
  }

  /** Passes a command on to the page. */
  readonly command: Channel<EditorHostProtocol, EditorPageProtocol>['notify'] = (...notice) =>
    this.channel.notify(...notice);

  /** Writes the surface that the page shows: to `target`, or where the user says. Gives where it went; null when the user thought better of it. */
  saveSurface(target?: vscode.Uri): Promise<vscode.Uri | null> {
    return saveSurface(this.uri, target, (format) => this.channel.request('surfaceFile', { format }));
  }

  free(): void {
    this.services.log.info(`Freed the hidden page of ${nameOf(this.uri)} (${Math.round(this.memory / 1e6)} MB).`);
    this.freed = true;
    this.memory = 0;
    this.busy = false;
    this.route.close();
    // The page's state is kept by VS Code across documents of one webview; the file is read again when shown.
    this.panel.webview.html = '';
  }

  private connect(): Channel<EditorHostProtocol, EditorPageProtocol> {
    const { log, preferences, viewStates } = this.services;
    const name = nameOf(this.uri);
    return new Channel<EditorHostProtocol, EditorPageProtocol>(
      lane(this.port, editorLane),
      {
        ready: () => this.start(),
        readBytes: ({ offset, length }) => this.readBytes(offset, length),
        ...measuring(this.uri, this.services.reports),
        saveImage: ({ name: suggestion, png }) => saveImage(this.uri, suggestion, png),
        saveSurface: async () => (await this.saveSurface()) !== null,
        copyText: async ({ text }) => {
          await vscode.env.clipboard.writeText(text);
          return null;
        },
        openAsText: async () => {
          await vscode.commands.executeCommand('vscode.openWith', this.uri, 'default');
          return null;
        },
        remember: ({ settings }) => {
          preferences.remember(settings);
          return null;
        },
      },
      {
        status: (status) => {
          this.status = status;
          this.statusChanged.fire();
        },
        log: ({ level, message }) => {
          const line = `${name}: ${message}`;
          if (level === 'error') log.error(line);
          else if (level === 'warning') log.warn(line);
          else log.info(line);
        },
        state: ({ state }) => viewStates.set(this.uri, state),
        camera: ({ camera }) => this.cameraMoved.fire(camera),
        busy: ({ busy }) => {
          this.busy = busy;
          this.services.hiddenEditors.changed(this);
        },
        opened: ({ points, memory, milliseconds }) => {
          this.memory = memory;
          const times = Object.entries(milliseconds).map(([step, time]) => `${step} ${Math.round(time)} ms`);
          log.info(`${name}: ${points} points; ${times.join(', ')}`);
          this.services.problems.clear(this.uri);
          this.services.hiddenEditors.changed(this);
        },
        failed: ({ message, details }) => {
          log.error(`${name}: ${message}`);
          if (this.liveText && details) this.services.problems.set(this.uri, details);
        },
      },
      editorHostValidators,
    );
  }

  private async start(): Promise<EditorStart> {
    const { preferences, viewStates } = this.services;
    const file = await this.route.open();
    return {
      file,
      settings: preferences.settings(),
      state: viewStates.get(this.uri),
      colourBy: this.services.firstColourings.get(this.uri.toString()) ?? null,
    };
  }

  private async readBytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const { text } = this.route;
    if (text) return text.slice(offset, offset + length);
    // Virtual file systems have no ranges. A page asks for such a file once, as a whole.
    const bytes = await vscode.workspace.fs.readFile(this.uri);
    // A copy of its own: a view would ship its whole buffer, and a Node Buffer would become JSON.
    return new Uint8Array(bytes.subarray(offset, offset + length));
  }

  private async fileTouched(event: 'changed' | 'deleted'): Promise<void> {
    if (event === 'deleted') {
      this.channel.notify('deleted', { path: shownPath(this.uri) });
      return;
    }
    if (this.freed) return;
    try {
      this.channel.notify('changed', { file: await this.route.open() });
    } catch (error) {
      this.services.log.error(`${nameOf(this.uri)}: ${String(error)}`);
    }
  }

  private viewStateChanged(): void {
    if (this.panel.visible && this.freed) {
      this.freed = false;
      this.panel.webview.html = pageHtml(this.panel.webview, this.services.extension.extensionUri, this.page);
    }
    clearTimeout(this.grace);
    this.grace = undefined;
    if (!this.panel.visible) {
      this.grace = setTimeout(() => {
        this.grace = undefined;
        this.services.hiddenEditors.changed(this);
      }, graceMilliseconds);
    }
    this.services.hiddenEditors.changed(this);
    this.statusChanged.fire();
  }
}
