import * as vscode from 'vscode';
import { isPicture, stemOf } from '../../formats/folder';
import { filesOfManyImages, guessRoles, layouts, oneFile, type FolderLayout } from '../../formats/folders/folderLayout';
import { foldersOf, isInside, type FolderRole, type FolderRoles } from '../../formats/folders/folderRoles';
import type { WorkspaceFolder } from './workspaceFolder';

const roleTitles: Readonly<Record<FolderRole, string>> = {
  labels: 'Boxes',
  detections: 'Detections to Compare with',
  pictures: 'Pictures',
  clouds: 'Point Clouds',
  calibrations: 'Calibration',
  names: 'Names of Classes',
  list: 'List of Images',
};

const roleIcons: Readonly<Record<FolderRole, string>> = {
  labels: 'symbol-array',
  detections: 'git-compare',
  pictures: 'file-media',
  clouds: 'globe',
  calibrations: 'device-camera',
  names: 'tag',
  list: 'list-unordered',
};

interface Choice extends vscode.QuickPickItem {
  readonly choice: { readonly kind: 'open' } | { readonly kind: 'layout' } | { readonly kind: 'role'; readonly role: FolderRole } | null;
}

interface PathItem extends vscode.QuickPickItem {
  readonly path: string | null;
}

const shown = (path: string | null | undefined): string => (path === null || path === undefined ? 'none' : path === '' ? 'the folder itself' : path);

function layoutTitle(id: string): string {
  return layouts.find((layout) => layout.id === id)?.title ?? 'not recognised';
}

/**
 * Shows what the parts of a folder are taken for, and lets the user change it until they open it; null when they think
 * better of it.
 *
 * @param layout empty where none was recognised
 */
export async function chooseParts(folder: WorkspaceFolder, guessed: FolderLayout): Promise<FolderLayout | null> {
  let { layout, roles } = guessed;
  for (;;) {
    const heeded = layouts.find(({ id }) => id === layout)?.roles ?? [];
    const items: Choice[] = [
      { label: '$(folder-opened) Open', description: layout === '' ? 'says what was looked for' : countOf(folder, layout, roles), choice: { kind: 'open' } },
      { label: 'what its parts are: choose one to change it', kind: vscode.QuickPickItemKind.Separator, choice: null },
      { label: '$(list-tree) Layout', description: layoutTitle(layout), choice: { kind: 'layout' } },
      ...heeded.map((role): Choice => ({ label: `$(${roleIcons[role]}) ${roleTitles[role]}`, description: shown(roles[role]), choice: { kind: 'role', role } })),
    ];
    const chosen = await vscode.window.showQuickPick(items, { title: `Open Detection Folder: ${folder.name}`, placeHolder: layout === '' ? 'No layout was recognised: choose one' : `${layoutTitle(layout)}: press Enter to open it` });
    if (!chosen?.choice) return null;
    if (chosen.choice.kind === 'open') return { layout, roles };
    if (chosen.choice.kind === 'layout') {
      const other = await chooseLayout(layout);
      if (other === null || other === layout) continue;
      layout = other;
      roles = await guessRoles(layout, folder);
    } else {
      const { role } = chosen.choice;
      const path = await choosePath(folder, layout, role, roles);
      if (path !== undefined) roles = { ...roles, [role]: path };
    }
  }
}

function countOf(folder: WorkspaceFolder, layout: string, { labels }: FolderRoles): string {
  if (layout === oneFile.id) return shown(labels);
  const ending = endingOf(layout);
  const count = folder.files.filter((path) => ending.test(path) && typeof labels === 'string' && isInside(path, labels)).length;
  return `${count} ${count === 1 ? 'file' : 'files'} in ${shown(labels)}`;
}

/** Which files hold boxes. */
function endingOf(layout: string): RegExp {
  if (layout === 'voc') return /\.xml$/i;
  return layout === 'labelme' ? /\.json$/i : /\.txt$/i;
}

async function chooseLayout(current: string): Promise<string | null> {
  const items = layouts.map(({ id, title }) => ({ label: title, description: id === current ? 'now' : '', id }));
  return (await vscode.window.showQuickPick(items, { title: 'Layout', placeHolder: 'How the boxes lie in the folder' }))?.id ?? null;
}

/** Undefined when the user leaves it as it is. */
async function choosePath(folder: WorkspaceFolder, layout: string, role: FolderRole, roles: FolderRoles): Promise<string | null | undefined> {
  const paths = await candidates(folder, layout, role);
  const items: PathItem[] = [
    ...paths.map(({ path, says }) => ({ label: shown(path), description: path === roles[role] ? `${says} · now` : says, path })),
    // Boxes there must be.
    ...(role === 'labels' ? [] : [{ label: 'None', description: roles[role] === null ? 'now' : '', path: null }]),
  ];
  return (await vscode.window.showQuickPick(items, { title: roleTitles[role], placeHolder: `Where they are in ${folder.name}` }))?.path;
}

/** What may play a role: folders that hold files of its kind, or single files. */
async function candidates(folder: WorkspaceFolder, layout: string, role: FolderRole): Promise<{ readonly path: string; readonly says: string }[]> {
  const { files } = folder;
  if (role === 'names') return files.filter((path) => /\.(names|ya?ml)$|classes[^/]*\.txt$/i.test(path)).map((path) => ({ path, says: '' }));
  if (role === 'list') return files.filter((path) => /(^|\/)ImageSets\/.*\.txt$/.test(path) && !/_(train|val|trainval|test)$/.test(stemOf(path))).map((path) => ({ path, says: '' }));
  const holdsBoxes = role === 'labels' || role === 'detections';
  if (holdsBoxes && layout === oneFile.id) return (await filesOfManyImages(folder)).map(({ path, isList }) => ({ path, says: isList ? 'a list of boxes' : '' }));
  const ending = role === 'pictures' ? null : role === 'clouds' ? /\.(bin|pcd|ply|npy)$/i : role === 'calibrations' ? /\.txt$/i : endingOf(layout);
  const counts = foldersOf(files, (path) => (ending ? ending.test(path) : isPicture(path)));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const found = [...counts].map(([path, count]) => ({ path, says: `${count} ${count === 1 ? 'file' : 'files'}` }));
  return counts.size > 1 && !counts.has('') ? [{ path: '', says: `${all} files in ${counts.size} folders` }, ...found] : found;
}
