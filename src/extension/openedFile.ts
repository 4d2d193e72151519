import * as vscode from 'vscode';
import type { OpenedFile, Route } from '../compute/editorProtocol';
import { formatOfName } from '../formats/chooseFormat';
import { folderScheme, shownPath } from './detections/folderDocument';
import { withFileSystemErrors } from './fileSystemErrors';
import type { Platform } from './platform';

const headBytes = 4096;

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

async function routeOf(uri: vscode.Uri, webview: vscode.Webview, platform: Platform): Promise<Route> {
  // Only files of the disk have ranges that a page can fetch; git, virtual and web files come as a whole.
  if (uri.scheme !== 'file') return { kind: 'message' };
  const head = await platform.readHead(uri.fsPath, headBytes);
  const decodeInPlace = head !== null && formatOfName(uri.path)?.decodeInPlace?.(head);
  if (decodeInPlace) return { kind: 'process' };
  return mayFetch(uri, webview) ? { kind: 'resource', url: webview.asWebviewUri(uri).toString() } : { kind: 'message' };
}

/** Whether a page may fetch a file: clouds and pictures may lie in a folder that the user chose after the page was made. */
function mayFetch(uri: vscode.Uri, { options }: vscode.Webview): boolean {
  const roots = options.localResourceRoots ?? [];
  return roots.some((root) => root.scheme === uri.scheme && uri.path.startsWith(`${root.path.replace(/\/+$/, '')}/`));
}

/** What the page has to know of its file. Throws FormatError for one that is not there or may not be read. */
export async function openedFile(uri: vscode.Uri, webview: vscode.Webview, platform: Platform): Promise<OpenedFile> {
  const name = nameOf(uri);
  return withFileSystemErrors(name, async () => {
    const stat = await vscode.workspace.fs.stat(uri);
    return {
      name,
      path: shownPath(uri),
      bytes: stat.size,
      modified: stat.mtime,
      route: await routeOf(uri, webview, platform),
      ...(uri.scheme === folderScheme ? { isFolder: true } : {}),
    };
  });
}
