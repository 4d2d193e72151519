import * as vscode from 'vscode';

let made = 0;

/** A read-only file system of one content under any name, which comes only when it is released. */
export class SlowFiles implements vscode.Disposable {
  private readonly scheme = `inspect3d-slow${made++}`;
  private readonly registration: vscode.Disposable;
  private open: () => void = () => undefined;
  private readonly released = new Promise<void>((resolve) => (this.open = resolve));

  constructor(content: Uint8Array) {
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    this.registration = vscode.workspace.registerFileSystemProvider(
      this.scheme,
      {
        onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
        watch: () => ({ dispose: () => undefined }),
        stat: ({ path }) => ({ type: path.endsWith('.ply') ? vscode.FileType.File : vscode.FileType.Directory, ctime: 0, mtime: 1, size: content.length }),
        readFile: async () => {
          await this.released;
          return content;
        },
        readDirectory: () => [],
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

  release(): void {
    this.open();
  }

  dispose(): void {
    this.registration.dispose();
  }
}
