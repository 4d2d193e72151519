import * as vscode from 'vscode';

let made = 0;

/** What a file system that only reads answers. */
export type ReadOnlyAnswers = Pick<vscode.FileSystemProvider, 'stat' | 'readFile' | 'readDirectory'>;

/** A file system that nobody can write to, under a scheme of its own. */
export class ReadOnlyFiles implements vscode.Disposable {
  private readonly scheme = `inspect3d-files${made++}`;
  private readonly registration: vscode.Disposable;

  constructor(answers: ReadOnlyAnswers) {
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    this.registration = vscode.workspace.registerFileSystemProvider(
      this.scheme,
      {
        onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
        watch: () => ({ dispose: () => undefined }),
        ...answers,
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
}
