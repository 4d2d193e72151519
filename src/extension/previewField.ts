import * as vscode from 'vscode';
import { formatOfName } from '../formats/chooseFormat';
import { viewTypeOf } from './viewTypes';

/**
 * Opens the surface of a formula beside its text, which keeps the focus. Takes the file as an argument, from a menu, or the
 * active tab's. The editor follows the text while it is typed.
 */
export async function previewField(uri: unknown): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const file = uri instanceof vscode.Uri ? uri : active;
  const format = file ? formatOfName(file.path) : undefined;
  if (!file || !format?.liveText) {
    void vscode.window.showInformationMessage('Open a text file named *.sdf.json first: its field is shown beside it.');
    return;
  }
  await vscode.commands.executeCommand('vscode.openWith', file, viewTypeOf(format.id), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}
