import * as vscode from 'vscode';
import { Disposables } from './disposables';

/** Writers save in steps (truncate, write, rename): a file is looked at again after this long without any. */
const quietMilliseconds = 300;

/** Tells when a file has changed on disk and come to rest, or is gone. */
export class FileWatch extends Disposables {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly listener: (event: 'changed' | 'deleted') => void,
  ) {
    super();
    // The folder is watched, not the file: a pattern with the file's own name would read its brackets as a glob.
    const watcher = this.own(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*')),
    );
    const touched = (changed: vscode.Uri): void => {
      if (changed.toString() === uri.toString()) this.wait();
    };
    this.own(watcher.onDidChange(touched));
    this.own(watcher.onDidCreate(touched));
    this.own(watcher.onDidDelete(touched));
    this.own({ dispose: () => clearTimeout(this.timer) });
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), quietMilliseconds);
  }

  private async look(): Promise<void> {
    const there = await vscode.workspace.fs.stat(this.uri).then(
      () => true,
      () => false,
    );
    if (!this.disposed) this.listener(there ? 'changed' : 'deleted');
  }
}
