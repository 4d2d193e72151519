import * as vscode from 'vscode';
import type { ChosenFile } from '../../compute/reportProtocol';
import { OperationError } from '../../model/errors';
import { shownPath } from '../detections/folderDocument';
import { nameOf } from '../openedFile';

/** Files that a page knows by their numbers alone, so that it can name no path. */
export class ChosenFiles {
  private readonly files: vscode.Uri[] = [];

  /** The same file has the same number. */
  async register(uri: vscode.Uri): Promise<ChosenFile> {
    const known = this.files.findIndex((file) => file.toString() === uri.toString());
    const id = known >= 0 ? known : this.files.push(uri) - 1;
    // A file that is gone is named when it is read, with the reason.
    const { size } = await vscode.workspace.fs.stat(uri).then(
      (stat) => stat,
      () => ({ size: 0 }),
    );
    return { ...this.describe(id), bytes: size };
  }

  describe(id: number): Omit<ChosenFile, 'bytes'> {
    const uri = this.uri(id);
    return { id, name: nameOf(uri), path: shownPath(uri) };
  }

  uri(id: number): vscode.Uri {
    const uri = this.files.at(id);
    if (!uri) throw new OperationError('A file is not chosen yet.');
    return uri;
  }

  /** Where what comes of them is offered to be saved. */
  folder(): vscode.Uri | undefined {
    const first = this.files.find(({ scheme }) => scheme === 'file');
    return first ? vscode.Uri.joinPath(first, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  }
}
