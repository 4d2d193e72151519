import * as vscode from 'vscode';
import { formatOfName } from '../../formats/chooseFormat';
import { formats } from '../../formats/registry';
import { viewTypeOf } from '../viewTypes';
import type { DetectionLinks } from './detectionLinks';

export function toUri(value: unknown): vscode.Uri | null {
  if (value instanceof vscode.Uri) return value;
  return typeof value === 'string' && value !== '' ? vscode.Uri.file(value) : null;
}

/** The editor of a file's boxes: that of its own format where it holds nothing else, otherwise the one that reads any JSON. */
export function detectionViewType(file: vscode.Uri): string {
  const holding = formats.filter(({ kinds }) => kinds.every((kind) => kind === 'detections'));
  const named = formatOfName(file.path);
  const format = (named && holding.includes(named) ? named : undefined) ?? holding.find(({ id }) => id === 'coco') ?? holding[0];
  return viewTypeOf(format.id);
}

/** The group in which a tab shows a file in an editor of boxes. */
function groupOf(file: vscode.Uri): vscode.TabGroup | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === file.toString() && input.viewType === detectionViewType(file)),
  );
}

/** Where the file is open already; beside a report, not over it; otherwise where the user is. */
function columnFor(file: vscode.Uri): vscode.ViewColumn {
  const shown = groupOf(file);
  if (shown) return shown.viewColumn;
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab?.input instanceof vscode.TabInputWebview ? vscode.ViewColumn.One : vscode.ViewColumn.Active;
}

/** What a program says of the box it wants to see. */
interface ShownBox {
  readonly row?: unknown;
  readonly of?: unknown;
  readonly compareWith?: unknown;
}

function isShownBox(value: unknown): value is ShownBox {
  return typeof value === 'object' && value !== null;
}

/**
 * Opens a file's boxes, and goes to one of them: `showDetection(file, { row, of: "own" | "other", compareWith })`. Rows
 * are counted from 0 in the file's order; `of: "other"` counts those of the file that it is compared with.
 */
async function showDetection(links: DetectionLinks, first: unknown, second: unknown): Promise<void> {
  const file = toUri(first) ?? (await vscode.window.showOpenDialog({ title: 'Open Detections' }))?.[0];
  if (!file) return;
  const wished = isShownBox(second) ? second : {};
  const { row } = wished;
  const target = typeof row === 'number' && Number.isInteger(row) && row >= 0 ? ({ row, of: wished.of === 'other' ? 'other' : 'own' } as const) : null;
  links.wish({ file, other: toUri(wished.compareWith), target }, groupOf(file) !== undefined);
  await vscode.commands.executeCommand('vscode.openWith', file, detectionViewType(file), { viewColumn: columnFor(file), preview: false });
}

export function registerDetectionCommands(links: DetectionLinks): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('inspect3d.showDetection', (first: unknown, second: unknown) => showDetection(links, first, second)),
    vscode.commands.registerCommand('inspect3d.pointsInFrustum', () => links.lift()),
  );
}
