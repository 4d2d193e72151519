import * as vscode from 'vscode';

/** Asks where to save a picture of a file's view and writes it there and nowhere else; false when the user cancels. */
export async function saveImage(file: vscode.Uri, suggestion: string, png: Uint8Array): Promise<boolean> {
  const name = suggestion.replaceAll(/[/\\:*?"<>|]/g, '_');
  const folder = file.scheme === 'file' ? vscode.Uri.joinPath(file, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { 'PNG picture': ['png'] },
    title: 'Save Picture',
  });
  if (!target) return false;
  await vscode.workspace.fs.writeFile(target, png);
  return true;
}
