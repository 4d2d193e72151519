import * as vscode from 'vscode';
import * as v from 'valibot';
import { guessLayout, guessRoles, layouts, oneFile, type FolderLayout } from '../../formats/folders/folderLayout';
import { CancelledError, FormatError, OperationError } from '../../model/errors';
import { nameOf } from '../openedFile';
import type { Platform } from '../platform';
import { detectionViewType, toUri } from './detectionCommands';
import type { DetectionFolders } from './detectionFolders';
import type { DetectionLinks } from './detectionLinks';
import { folderDocument, folderUri, rolesSchema } from './folderDocument';
import { chooseParts } from './folderPicks';
import { WorkspaceFolder } from './workspaceFolder';

/** What a program says of the folder: with it nothing is asked, unless it wants that. */
const wishSchema = v.object({
  layout: v.optional(v.picklist(layouts.map(({ id }) => id))),
  roles: v.optional(rolesSchema),
  ask: v.optional(v.boolean()),
});

type Wish = v.InferOutput<typeof wishSchema>;

/** Null where the explorer, or nobody, says anything. Throws OperationError for a wish that cannot be read. */
function wishOf(value: unknown): Wish | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const checked = v.safeParse(wishSchema, value);
  if (checked.success) return checked.output;
  throw new OperationError(`openDetectionFolder takes { layout, roles, ask }: ${checked.issues[0].message}`);
}

const none: FolderLayout = { layout: '', roles: {} };

async function guessed(folder: WorkspaceFolder, signal: AbortSignal): Promise<FolderLayout> {
  try {
    return await guessLayout(folder, signal);
  } catch (error) {
    if (error instanceof FormatError) return none;
    throw error;
  }
}

/** Runs with a notification that can be cancelled. Throws CancelledError. */
function withNotice<Value>(title: string, work: (signal: AbortSignal, tell: (message: string) => void) => Promise<Value>): Thenable<Value> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return work(controller.signal, (message) => progress.report({ message }));
  });
}

/**
 * `openDetectionFolder(folder, { layout, roles, ask })`: looks at how detections lie in a folder, shows what its parts are
 * taken for, and opens it. Without arguments it asks for the folder; what is given is not asked.
 */
async function openDetectionFolder(folders: DetectionFolders, links: DetectionLinks, platform: Platform, first: unknown, second: unknown): Promise<void> {
  const wish = wishOf(second);
  const folder = toUri(first) ?? (await vscode.window.showOpenDialog({ title: 'Open Detection Folder', canSelectFiles: false, canSelectFolders: true }))?.[0];
  if (!folder) return;
  try {
    const { listed, guess } = await withNotice(`Looking at ${nameOf(folder)}`, async (signal, tell) => {
      const found = await WorkspaceFolder.open(folder, platform, signal, (files) => tell(`${files} files`));
      return { listed: found, guess: wish?.layout !== undefined && wish.roles ? none : await guessed(found, signal) };
    });
    const kept = wish ? null : links.folders.get(folder);
    const remembered = kept && folderDocument(kept);
    const began = remembered ?? guess;
    const layout = wish?.layout ?? began.layout;
    const known = layout === began.layout ? began.roles : await guessRoles(layout, listed);
    const start = { layout, roles: { ...known, ...wish?.roles } };
    const asks = wish === null || wish.ask === true;
    const chosen = asks ? await chooseParts(listed, start) : start;
    if (!chosen) return;
    if (asks && chosen.layout !== '') links.folders.set(folder, folderUri({ folder, ...chosen }));
    await open(folder, chosen, folders, links);
  } catch (error) {
    if (error instanceof CancelledError) return;
    if (!(error instanceof FormatError) || wish) throw error;
    void vscode.window.showErrorMessage(error.message);
  }
}

/** Opens the detections beside their truth where there are both, and otherwise what there is. */
async function open(folder: vscode.Uri, { layout, roles }: FolderLayout, folders: DetectionFolders, links: DetectionLinks): Promise<void> {
  const { labels, detections } = roles;
  let file: vscode.Uri;
  let other: vscode.Uri | null;
  if (layout === oneFile.id) {
    const [shown, compared] = [detections, labels].filter((path) => typeof path === 'string');
    if (shown === undefined) throw new OperationError('There is no file of boxes to open.');
    file = vscode.Uri.joinPath(folder, shown);
    other = compared === undefined ? null : vscode.Uri.joinPath(folder, compared);
    for (const each of [file, other]) if (each && typeof roles.pictures === 'string') links.pictureFolders.set(each, vscode.Uri.joinPath(folder, roles.pictures));
  } else {
    const own = folderUri({ folder, layout, roles: { ...roles, detections: null } });
    const found = typeof detections === 'string' ? folderUri({ folder, layout, roles: { ...roles, labels: detections, detections: null } }) : null;
    file = found ?? own;
    other = found && own;
    await withNotice(`Reading ${nameOf(folder)}`, (signal, tell) => folders.prepare(file, { signal, progress: (share) => tell(`${Math.round(100 * share)} %`) }));
  }
  const isOpen = vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === file.toString()));
  if (other) links.wish({ file, other, target: null }, isOpen);
  await vscode.commands.executeCommand('vscode.openWith', file, detectionViewType(file), { preview: false });
}

export function registerFolderCommands(folders: DetectionFolders, links: DetectionLinks, platform: Platform): vscode.Disposable {
  return vscode.commands.registerCommand('inspect3d.openDetectionFolder', (first: unknown, second: unknown) => openDetectionFolder(folders, links, platform, first, second));
}
