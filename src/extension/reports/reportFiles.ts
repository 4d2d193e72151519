import * as vscode from 'vscode';
import type { ReportFileKind } from '../../compute/reportProtocol';

const kinds: Readonly<Record<ReportFileKind, { readonly title: string; readonly extension: string }>> = {
  json: { title: 'JSON', extension: 'json' },
  csv: { title: 'Comma-separated values', extension: 'csv' },
  markdown: { title: 'Markdown', extension: 'md' },
  html: { title: 'Web page', extension: 'html' },
};

/** Asks where to save a report and writes it there and nowhere else; false when the user cancels. */
export async function saveReport(kind: ReportFileKind, name: string, text: string, folder: vscode.Uri | undefined): Promise<boolean> {
  const { title, extension } = kinds[kind];
  const file = `${name.replaceAll(/[/\\:*?"<>|]/g, '_')}.${extension}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
    filters: { [title]: [extension] },
    title: 'Save Report',
  });
  if (!target) return false;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return true;
}
