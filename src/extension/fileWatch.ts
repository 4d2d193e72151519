import * as vscode from 'vscode';
import { folderDocument } from './detections/folderDocument';
import { Disposables } from './disposables';

/** Writers save in steps (truncate, write, rename): a file is looked at again after this long without any. */
const quietMilliseconds = 300;

/** Told at once of every folder in which something was touched, so that nobody takes what was read of it before. */
export const touchedFolders = new vscode.EventEmitter<vscode.Uri>();

/** Tells when a file has changed on disk and come to rest, or is gone; of a folder of detections, when anything in it has. */
export class FileWatch extends Disposables {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly listener: (event: 'changed' | 'deleted') => void,
    /** Of a folder all that is inside counts. */
    isFolder = false,
  ) {
    super();
    const document = folderDocument(uri);
    const folder = isFolder ? uri : document?.folder;
    // The folder is watched, not the file: a pattern with the file's own name would read its brackets as a glob.
    // Where the system cannot watch a whole tree, the parts that are known are watched one by one.
    const parts = Object.values(document?.roles ?? {}).filter((part) => typeof part === 'string');
    const watched = folder ? [new vscode.RelativePattern(folder, '**'), ...partFolders(folder, parts)] : [new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*')];
    const touched = (changed: vscode.Uri): void => {
      if (folder) touchedFolders.fire(folder);
      if (folder || changed.toString() === uri.toString()) this.wait();
    };
    for (const pattern of watched) {
      const watcher = this.own(vscode.workspace.createFileSystemWatcher(pattern));
      this.own(watcher.onDidChange(touched));
      this.own(watcher.onDidCreate(touched));
      this.own(watcher.onDidDelete(touched));
    }
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

/** The folders in which parts lie, or which they are: a part is not told apart here. */
function partFolders(folder: vscode.Uri, parts: readonly string[]): vscode.RelativePattern[] {
  const paths = new Set(parts.flatMap((part) => [part, part.slice(0, Math.max(0, part.lastIndexOf('/')))]));
  return [...paths].map((path) => new vscode.RelativePattern(vscode.Uri.joinPath(folder, path), '*'));
}
