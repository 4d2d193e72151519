import * as vscode from 'vscode';
import { ReadOnlyFiles } from './readOnlyFiles';

/** A read-only file system of one content under any name, which comes only when it is released. */
export class SlowFiles extends ReadOnlyFiles {
  readonly release: () => void;

  constructor(content: Uint8Array) {
    let open = (): void => undefined;
    const released = new Promise<void>((resolve) => (open = resolve));
    super({
      stat: ({ path }) => ({ type: path.endsWith('.ply') ? vscode.FileType.File : vscode.FileType.Directory, ctime: 0, mtime: 1, size: content.length }),
      readFile: async () => {
        await released;
        return content;
      },
      readDirectory: () => [],
    });
    this.release = open;
  }
}
