import * as vscode from 'vscode';
import { ReadOnlyFiles } from './readOnlyFiles';

/** A read-only file system in memory, as a virtual workspace has one. */
export class MemoryFiles extends ReadOnlyFiles {
  /** @param files contents by path: "labels/a.txt" */
  constructor(files: ReadonlyMap<string, Uint8Array>) {
    super({
      stat: (uri) => {
        const content = files.get(uri.path.slice(1));
        if (content) return { type: vscode.FileType.File, ctime: 0, mtime: 1, size: content.length };
        if (entriesOf(files, uri.path).length === 0) throw vscode.FileSystemError.FileNotFound(uri);
        return { type: vscode.FileType.Directory, ctime: 0, mtime: 1, size: 0 };
      },
      readFile: (uri) => {
        const content = files.get(uri.path.slice(1));
        if (!content) throw vscode.FileSystemError.FileNotFound(uri);
        return content;
      },
      readDirectory: (uri) => entriesOf(files, uri.path),
    });
  }
}

function entriesOf(files: ReadonlyMap<string, Uint8Array>, folder: string): [string, vscode.FileType][] {
  const inside = folder === '/' ? '' : `${folder.slice(1).replace(/\/$/, '')}/`;
  const found = new Map<string, vscode.FileType>();
  for (const path of files.keys()) {
    if (!path.startsWith(inside)) continue;
    const [entry, ...deeper] = path.slice(inside.length).split('/');
    found.set(entry, deeper.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
  }
  return [...found];
}
