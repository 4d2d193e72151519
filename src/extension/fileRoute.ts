import * as vscode from 'vscode';
import type { OpenedFile } from '../compute/editorProtocol';
import { lane } from '../messaging/lanes';
import type { Port } from '../messaging/port';
import { Disposables } from './disposables';
import type { LiveText } from './liveText';
import { nameOf, openedFile } from './openedFile';
import type { Platform } from './platform';

/**
 * How one page gets at one file: looked at anew each time it is opened, with a process beside the file where that is its
 * route. The process's messages are passed to a lane of the page unread, and end with the route.
 */
export class FileRoute extends Disposables {
  private fileProcess = new Disposables();

  constructor(
    readonly uri: vscode.Uri,
    private readonly webview: vscode.Webview,
    private readonly port: Port,
    /** The lane on which the page speaks to the model's owner. */
    private readonly laneName: string,
    private readonly platform: Platform,
    /** The text of the file where an editor has it open, for formats that follow it. */
    private readonly liveText: LiveText | null = null,
  ) {
    super();
    this.own({ dispose: () => this.close() });
  }

  /** Throws what `workspace.fs.stat` throws for a file that is not there. */
  async open(): Promise<OpenedFile> {
    const file = this.textFile() ?? (await openedFile(this.uri, this.webview, this.platform));
    this.close();
    const fileProcess = new Disposables();
    this.fileProcess = fileProcess;
    if (file.route.kind !== 'process') return file;
    const started = await this.platform.startFileProcess(this.uri.fsPath);
    // Meanwhile the tab may have been closed, or the file opened anew.
    if (!started || this.disposed || this.fileProcess !== fileProcess) {
      started?.dispose();
      return { ...file, route: { kind: 'resource', url: this.webview.asWebviewUri(this.uri).toString() } };
    }
    const page = lane(this.port, this.laneName);
    fileProcess.own(started);
    fileProcess.own(page.onMessage((message) => started.port.post(message)));
    fileProcess.own(started.port.onMessage((message) => page.post(message)));
    const closed = started.port.onClose?.((reason) => page.post({ type: 'closed', reason }));
    if (closed) fileProcess.own(closed);
    return file;
  }

  /** The text that `open` told of, for pages that ask for it; null where they get the file itself. */
  text: Uint8Array<ArrayBuffer> | null = null;

  private textFile(): OpenedFile | null {
    this.text = this.liveText?.take() ?? null;
    if (!this.text) return null;
    return { name: nameOf(this.uri), path: vscode.workspace.asRelativePath(this.uri), bytes: this.text.byteLength, modified: 0, route: { kind: 'message' } };
  }

  /** Ends the process, if there is one. */
  close(): void {
    this.fileProcess.dispose();
  }
}
