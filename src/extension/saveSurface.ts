import * as vscode from 'vscode';
import { formatOfName } from '../formats/chooseFormat';
import { OperationError } from '../model/errors';
import { nameOf } from './openedFile';

const filters = { 'Polygon file (PLY)': ['ply'], 'Wavefront object (OBJ)': ['obj'], 'Stereolithography (STL)': ['stl'] };
const formats = ['ply', 'obj', 'stl'];

/**
 * Writes the surface of a field to `target`, or where the user says; the extension tells the format. The surface is asked
 * for once its place is known. Null when the user thought better of it.
 *
 * @throws OperationError for another extension
 */
export async function saveSurface(
  file: vscode.Uri,
  target: vscode.Uri | undefined,
  surfaceOf: (format: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<vscode.Uri | null> {
  const name = `${nameOf(file).replace(/(\.sdf\.json|\.[^.]*)$/i, '')}.ply`;
  const folder = file.scheme === 'file' ? vscode.Uri.joinPath(file, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = target ?? (await vscode.window.showSaveDialog({ ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}), filters, title: 'Save Surface' }));
  if (!chosen) return null;
  const format = formatOfName(chosen.path);
  if (!format || !formats.includes(format.id)) throw new OperationError(`${nameOf(chosen)}: expected an extension among .ply, .obj and .stl, found another. Change the name.`);
  if (chosen.toString() === file.toString()) throw new OperationError(`${nameOf(chosen)}: is the file that is shown, which is never written over. Choose another name.`);
  await vscode.workspace.fs.writeFile(chosen, await surfaceOf(format.id));
  return chosen;
}
