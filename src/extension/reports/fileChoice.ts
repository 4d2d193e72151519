import * as vscode from 'vscode';
import { formats } from '../../formats/registry';
import type { InputDescriptor } from '../../operations/operation';

const viewTypes = /^inspect3d\./;

/** Files of the open tabs that this extension shows, the active one first. */
export function shownFiles(): vscode.Uri[] {
  const groups = vscode.window.tabGroups.all;
  const active = vscode.window.tabGroups.activeTabGroup;
  const tabs = [active, ...groups.filter((group) => group !== active)].flatMap((group) => [
    ...(group.activeTab ? [group.activeTab] : []),
    ...group.tabs,
  ]);
  const uris = tabs.flatMap(({ input }) =>
    input instanceof vscode.TabInputCustom && viewTypes.test(input.viewType) ? [input.uri] : [],
  );
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/** Extensions, without the dot, of formats that hold what an input takes. */
function extensionsFor(input: InputDescriptor): string[] {
  return formats
    .filter(({ kinds }) => kinds.some((kind) => input.kinds.includes(kind)))
    .flatMap(({ extensions }) => extensions.map((extension) => extension.slice(1)));
}

const offeredFiles = 500;

/** Lets the user choose a file for a role: an open one, one of the workspace, or any by a dialog. Undefined when they think better of it. */
export async function chooseFile(input: InputDescriptor): Promise<vscode.Uri | undefined> {
  const extensions = extensionsFor(input);
  const open = shownFiles();
  const known = new Set(open.map(String));
  const browse: FileItem = { label: '$(folder-opened) Browse...', alwaysShow: true };
  const toItem = (uri: vscode.Uri): FileItem => ({
    label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
    description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
    uri,
  });
  const found = async (): Promise<FileItem[]> => {
    const files = await vscode.workspace.findFiles(`**/*.{${extensions.join(',')},${extensions.map((e) => e.toUpperCase()).join(',')}}`, undefined, offeredFiles);
    const others = files.filter((uri) => !known.has(uri.toString())).sort((a, b) => a.path.localeCompare(b.path));
    const separator = (label: string): FileItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
    return [
      ...(open.length > 0 ? [separator('open'), ...open.map(toItem)] : []),
      ...(others.length > 0 ? [separator('in the workspace'), ...others.map(toItem)] : []),
      separator('elsewhere'),
      browse,
    ];
  };
  const chosen = await vscode.window.showQuickPick(found(), {
    title: `${input.title}: choose a file`,
    placeHolder: 'Open files first, then those of the workspace',
    matchOnDescription: true,
  });
  if (chosen !== browse) return chosen?.uri;
  const dialog = await vscode.window.showOpenDialog({ title: input.title, filters: { '3D data': extensions, 'All files': ['*'] } });
  return dialog?.[0];
}
