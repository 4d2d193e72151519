import * as vscode from 'vscode';
import * as v from 'valibot';
import { folderRoleNames, type FolderRoles } from '../../formats/folders/folderRoles';
import { nameOf } from '../openedFile';

/** Addresses of folders of detections: what the folder is, and what its parts are. */
export const folderScheme = 'inspect3d-folder';

export interface FolderDocument {
  readonly folder: vscode.Uri;
  /** The id of a layout; empty where it is to be guessed. */
  readonly layout: string;
  readonly roles: FolderRoles;
}

/** Inside the folder, and nowhere else. */
const path = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.check((text) => text === '' || !/^[a-z][a-z0-9+.-]*:|^\/|\\|\0|(^|\/)\.{1,2}(\/|$)/i.test(text)),
);

export const rolesSchema = v.pipe(
  v.record(v.picklist(folderRoleNames), v.nullable(path)),
  v.transform((roles): FolderRoles => roles),
);

const querySchema = v.object({ folder: v.string(), layout: v.pipe(v.string(), v.maxLength(40)), roles: rolesSchema });

/** The address under which a folder opens like a file; its last part is what the tab is called. */
export function folderUri({ folder, layout, roles }: FolderDocument): vscode.Uri {
  const labels = roles.labels ?? '';
  const name = `${nameOf(folder) || 'folder'}${labels === '' ? '' : ` · ${labels.replaceAll('/', ' · ')}`}`;
  return vscode.Uri.from({ scheme: folderScheme, path: `${folder.path.replace(/\/+$/, '')}/${name}`, query: JSON.stringify({ folder: folder.toString(), layout, roles }) });
}

/** What an address of {@link folderUri} says; null for any other. */
export function folderDocument(uri: vscode.Uri): FolderDocument | null {
  if (uri.scheme !== folderScheme) return null;
  try {
    const { folder, layout, roles } = v.parse(querySchema, JSON.parse(uri.query));
    return { folder: vscode.Uri.parse(folder, true), layout, roles };
  } catch {
    return null;
  }
}

/** The folder in which what a file names is looked for: its own, or the folder that it stands for. */
export function homeOf(uri: vscode.Uri): vscode.Uri {
  return folderDocument(uri)?.folder ?? vscode.Uri.joinPath(uri, '..');
}

/** Where a file lies, for people. */
export function shownPath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(folderDocument(uri)?.folder ?? uri);
}
