import * as vscode from 'vscode';
import type { FolderSource } from '../../formats/folder';
import { CancelledError, FormatError } from '../../model/errors';
import { withFileSystemErrors } from '../fileSystemErrors';
import { nameOf } from '../openedFile';
import type { Platform } from '../platform';

/** Folders within each other that are looked into. */
const deepest = 8;
const mostFiles = 200_000;
/** Folders that are listed at once. */
const atOnce = 16;
/** Bytes of files that are read whole for their beginnings alone, where a file system knows no other way. */
const mostForHeads = 64 * 1024 * 1024;

/** A folder of any of VS Code's file systems, listed when it is opened. */
export class WorkspaceFolder implements FolderSource {
  readonly name: string;
  private readForHeads = 0;

  private constructor(
    private readonly root: vscode.Uri,
    private readonly platform: Platform,
    readonly files: readonly string[],
    /** Links that lead outside of the folder, and links to folders: not followed. */
    readonly notFollowed: number,
  ) {
    this.name = nameOf(root) || root.authority || '/';
  }

  /** Throws FormatError for what is no folder, may not be read, or is too large; CancelledError. */
  static async open(root: vscode.Uri, platform: Platform, signal: AbortSignal, progress: (files: number) => void): Promise<WorkspaceFolder> {
    const name = nameOf(root);
    const { type } = await withFileSystemErrors(name, async () => vscode.workspace.fs.stat(root));
    if ((type & vscode.FileType.Directory) === 0) throw new FormatError({ file: name, expected: 'a folder', found: 'a file', advice: 'Open the file itself.' });
    const files: string[] = [];
    let notFollowed = 0;
    let level: string[] = [''];
    for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
      const deeper: string[] = [];
      for (let first = 0; first < level.length; first += atOnce) {
        if (signal.aborted) throw new CancelledError();
        await Promise.all(
          level.slice(first, first + atOnce).map(async (folder) => {
            for (const [entry, kind] of await withFileSystemErrors(`${name}/${folder}`, async () => vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, folder)))) {
              if (entry.startsWith('.')) continue;
              const path = folder === '' ? entry : `${folder}/${entry}`;
              if ((kind & vscode.FileType.SymbolicLink) !== 0) {
                if ((kind & vscode.FileType.File) !== 0 && (await isInside(root, path, platform))) files.push(path);
                else notFollowed++;
              } else if ((kind & vscode.FileType.Directory) !== 0) deeper.push(path);
              else files.push(path);
            }
          }),
        );
        progress(files.length);
        if (files.length > mostFiles) throw new FormatError({ file: name, expected: `at most ${mostFiles} files`, found: 'more', advice: 'Open a folder further inside.' });
      }
      level = deeper;
    }
    return new WorkspaceFolder(root, platform, files.sort(), notFollowed);
  }

  async read(path: string, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    if (signal?.aborted) throw new CancelledError();
    const uri = vscode.Uri.joinPath(this.root, path);
    return withFileSystemErrors(`${this.name}/${path}`, async () => {
      const head = uri.scheme === 'file' ? await this.platform.readHead(uri.fsPath, length) : null;
      if (head) return new Uint8Array(head);
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > length) {
        // Such a file system gives a file as a whole or not at all.
        this.readForHeads += size;
        if (this.readForHeads > mostForHeads) return new Uint8Array(0);
      }
      return new Uint8Array((await vscode.workspace.fs.readFile(uri)).subarray(0, length));
    });
  }
}

/** Virtual file systems have no links that this side could resolve. */
async function isInside(root: vscode.Uri, path: string, platform: Platform): Promise<boolean> {
  if (root.scheme !== 'file') return false;
  return platform.relatedFile(root.fsPath, path).then(
    (found) => found !== null,
    () => false,
  );
}
