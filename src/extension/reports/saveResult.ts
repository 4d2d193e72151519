import * as vscode from 'vscode';
import { csvTable } from '../../formats/csv/csvTable';
import { nameOf } from '../openedFile';

/**
 * Asks where to save what a run made and writes it there and nowhere else: as it is, or as a table where `convert` can
 * make one of it. Answers false when the user cancels.
 */
export async function saveResult(result: vscode.Uri, folder: vscode.Uri | undefined, convert: ((format: string) => Promise<Uint8Array>) | null): Promise<boolean> {
  const name = nameOf(result);
  const own = name.slice(name.lastIndexOf('.') + 1);
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [own.toUpperCase()]: [own], ...(convert ? { [csvTable.title]: [csvTable.id] } : {}) },
    title: 'Save Result',
  });
  if (!target) return false;
  const isTable = convert !== null && csvTable.extensions.some((extension) => target.path.toLowerCase().endsWith(extension));
  await vscode.workspace.fs.writeFile(target, isTable ? await convert(csvTable.id) : await vscode.workspace.fs.readFile(result));
  return true;
}
