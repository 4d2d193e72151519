import * as vscode from 'vscode';
import { Disposables } from '../disposables';

export const resultScheme = 'inspect3d-result';
/** The most bytes of results kept; past it the oldest are dropped, and their tabs say that they are gone when reloaded. */
const keptBytes = 2 * 1024 * 1024 * 1024;

interface Result {
  readonly bytes: Uint8Array;
  readonly created: number;
}

/**
 * Results of operations as read-only files in memory, so that they open in the same editors as any file and are saved
 * with Save As. They live as long as the window.
 */
export class ResultFiles extends Disposables implements vscode.FileSystemProvider {
  private readonly results = new Map<string, Result>();
  private readonly changed = this.own(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.changed.event;
  private next = 1;

  register(): this {
    this.own(vscode.workspace.registerFileSystemProvider(resultScheme, this, { isCaseSensitive: true, isReadonly: true }));
    return this;
  }

  /** Keeps a result under a name; each has a folder of its own, so that names can repeat. */
  add(name: string, bytes: Uint8Array): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: resultScheme, path: `/${this.next++}/${name.replaceAll('/', '_')}` });
    this.results.set(uri.path, { bytes, created: Date.now() });
    let held = [...this.results.values()].reduce((sum, result) => sum + result.bytes.byteLength, 0);
    for (const [path, result] of this.results) {
      if (held <= keptBytes || path === uri.path) break;
      held -= result.bytes.byteLength;
      this.results.delete(path);
    }
    return uri;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const result = this.results.get(uri.path);
    if (result) {
      return { type: vscode.FileType.File, ctime: result.created, mtime: result.created, size: result.bytes.byteLength };
    }
    const isFolder = uri.path === '/' || [...this.results.keys()].some((path) => path.startsWith(`${uri.path}/`));
    if (isFolder) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const result = this.results.get(uri.path);
    if (!result) throw vscode.FileSystemError.FileNotFound(uri);
    return result.bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  watch(): vscode.Disposable {
    return { dispose: () => undefined };
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions('Results are read-only.');
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions('Results are read-only.');
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions('Results are read-only.');
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions('Results are read-only.');
  }
}
