import * as vscode from 'vscode';
import { Disposables } from './disposables';

/** People type in bursts: the text is looked at again after this long without a key. */
const quietMilliseconds = 150;

/** The text of a file as it stands in a text editor, saved or not. */
export class LiveText extends Disposables {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told: string | null = null;

  constructor(
    private readonly uri: vscode.Uri,
    changed: () => void,
  ) {
    super();
    const touched = (document: vscode.TextDocument): void => {
      if (document.uri.toString() !== uri.toString()) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        if (!this.disposed && this.current() !== this.told) changed();
      }, quietMilliseconds);
    };
    this.own(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) touched(document);
    }));
    // Closed without saving, the file on disk counts again.
    this.own(vscode.workspace.onDidCloseTextDocument(touched));
    this.own({ dispose: () => clearTimeout(this.timer) });
  }

  /** The text's bytes now; null where no text editor has the file. */
  take(): Uint8Array<ArrayBuffer> | null {
    this.told = this.current();
    return this.told === null ? null : new TextEncoder().encode(this.told);
  }

  /** True when the text is what `take` gave last, so that a change of the file on disk is no news. */
  get isTold(): boolean {
    return this.told !== null && this.current() === this.told;
  }

  private current(): string | null {
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === this.uri.toString() && !document.isClosed)?.getText() ?? null;
  }
}
