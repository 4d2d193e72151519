import * as vscode from 'vscode';

let made = 0;

/** A read-only file system in memory, as a virtual workspace has one. */
export class MemoryFiles implements vscode.Disposable {
  private readonly scheme = `inspect3d-memory${made++}`;
  private readonly registration: vscode.Disposable;

  /** @param files contents by path: "labels/a.txt" */
  constructor(private readonly files: ReadonlyMap<string, Uint8Array>) {
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    this.registration = vscode.workspace.registerFileSystemProvider(
      this.scheme,
      {
        onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
        watch: () => ({ dispose: () => undefined }),
        stat: (uri) => {
          const content = files.get(uri.path.slice(1));
          if (content) return { type: vscode.FileType.File, ctime: 0, mtime: 1, size: content.length };
          if (this.entries(uri.path).length === 0) throw vscode.FileSystemError.FileNotFound(uri);
          return { type: vscode.FileType.Directory, ctime: 0, mtime: 1, size: 0 };
        },
        readFile: (uri) => {
          const content = files.get(uri.path.slice(1));
          if (!content) throw vscode.FileSystemError.FileNotFound(uri);
          return content;
        },
        readDirectory: (uri) => this.entries(uri.path),
        createDirectory: refuse,
        writeFile: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isReadonly: true },
    );
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: this.scheme, path: `/${path}` });
  }

  dispose(): void {
    this.registration.dispose();
  }

  private entries(folder: string): [string, vscode.FileType][] {
    const inside = folder === '/' ? '' : `${folder.slice(1).replace(/\/$/, '')}/`;
    const found = new Map<string, vscode.FileType>();
    for (const path of this.files.keys()) {
      if (!path.startsWith(inside)) continue;
      const [entry, ...deeper] = path.slice(inside.length).split('/');
      found.set(entry, deeper.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return [...found];
  }
}
