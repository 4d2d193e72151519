import * as vscode from 'vscode';
import { formatOfName } from '../../formats/chooseFormat';
import type { Report } from '../../operations/operation';
import { compareDescriptor } from '../../operations/compareDescriptor';
import { nameOf } from '../openedFile';
import { chooseFile, shownFiles } from '../reports/fileChoice';
import { operationArguments } from '../reports/operationArguments';
import type { CameraLinks } from './cameraLinks';
import type { ComparisonWish, SideWish } from './comparisonPanel';
import type { Comparisons } from './comparisons';
import { committed, present, sidesOfChange, type ChangeGroup } from './gitContent';

const selectedContext = 'inspect3d.fileSelectedForCompare';

const toWish = (uri: vscode.Uri): SideWish => ({ kind: 'file', uri });

/** The file that a menu speaks of: a file's address, or a change of source control. */
function fileOf(value: unknown): vscode.Uri | null {
  if (value instanceof vscode.Uri) return value;
  if (typeof value === 'object' && value !== null && 'resourceUri' in value && value.resourceUri instanceof vscode.Uri) return value.resourceUri;
  return null;
}

/** Of a change of the git extension, the group that it stands in (its api/git.d.ts: 1 is the index). */
function groupOf(value: unknown): ChangeGroup | null {
  if (typeof value !== 'object' || value === null || !('resourceGroupType' in value)) return null;
  return value.resourceGroupType === 1 ? 'index' : 'workingTree';
}

/** Tells that a file of source control holds nothing that can be compared here; any file may stand there. */
function isShown(file: vscode.Uri): boolean {
  if (formatOfName(file.path)) return true;
  void vscode.window.showInformationMessage(`${nameOf(file)} has none of the extensions of 3D files that can be compared.`);
  return false;
}

/**
 * Registers every way into a comparison. Each takes its files as arguments too; called with a list of two, it answers
 * with the report once the comparison is complete.
 */
export function registerComparisonCommands(comparisons: Comparisons, links: CameraLinks): vscode.Disposable {
  let selected: vscode.Uri | undefined;

  const open = async (wish: ComparisonWish, wait: boolean): Promise<Report | undefined> => {
    const panel = comparisons.open(wish);
    return wait ? panel.firstReport : undefined;
  };
  const choose = async (role: number): Promise<vscode.Uri | undefined> => chooseFile(compareDescriptor.inputs[role]);

  /** The first is compared with the second, as an explorer's selection has them. */
  const compareSelected = async (first: unknown, second: unknown): Promise<Report | undefined> => {
    const { files, called } = operationArguments(first, second);
    const compared = files.at(0) ?? (await choose(0));
    const reference = compared && (files.at(1) ?? (await choose(1)));
    return reference && open({ compared: toWish(compared), reference: toWish(reference) }, called);
  };

  const compareOpen = async (first: unknown, second: unknown): Promise<Report | undefined> => {
    const { files } = operationArguments(first, second);
    if (files.length >= 2) return compareSelected(first, second);
    const offered = [...files, ...shownFiles().filter((uri) => !files.some((file) => file.toString() === uri.toString()))];
    const compared = offered.at(0) ?? (await choose(0));
    const reference = compared && (offered.length === 2 ? offered[1] : await choose(1));
    return reference && open({ compared: toWish(compared), reference: toWish(reference) }, false);
  };

  const selectForCompare = async (first: unknown): Promise<void> => {
    selected = fileOf(first) ?? shownFiles().at(0);
    await vscode.commands.executeCommand('setContext', selectedContext, selected !== undefined);
  };

  const compareWithSelected = async (first: unknown, second: unknown): Promise<Report | undefined> => {
    const file = fileOf(first) ?? shownFiles().at(0);
    // Menus give more than the file; who opened the panel by one sees there what comes of it.
    const called = first instanceof vscode.Uri && second === undefined;
    // As for text: what was selected first is on the left, and what it is compared with is newer.
    return selected && file && open({ compared: toWish(file), reference: toWish(selected) }, called);
  };

  /** The change of a file under version control: of a diff that is open, or against the last commit. */
  const openComparison = async (first: unknown, second: unknown): Promise<Report | undefined> => {
    if (Array.isArray(first) && first.length >= 2) return compareSelected(first, second);
    const named = fileOf(Array.isArray(first) ? first.at(0) : first);
    if (named && !isShown(named)) return undefined;
    const group = groupOf(first);
    if (named && group) return open(await sidesOfChange(named, group), false);
    const diff = links.diffOf(named ?? undefined);
    if (diff) return open({ compared: toWish(diff[1].uri), reference: toWish(diff[0].uri) }, false);
    const file = named ?? shownFiles().at(0);
    if (!file) return undefined;
    const local = file.scheme === 'file' ? file : file.with({ scheme: 'file', query: '', fragment: '' });
    const wish = { compared: await present(local), reference: await committed(local) };
    return open(wish, Array.isArray(first) && wish.compared.kind === 'file' && wish.reference.kind === 'file');
  };

  const linkCameras = async (first: unknown): Promise<boolean> => {
    const editors = links.find(Array.isArray(first) ? first.filter((uri): uri is vscode.Uri => uri instanceof vscode.Uri) : []);
    const one = editors.find(({ panel }) => panel.active) ?? editors.at(0);
    const others = editors.filter((editor) => editor !== one);
    const other = one && (others.length === 1 ? others[0] : await links.choose(one));
    if (!one || !other) return false;
    const linked = links.toggle(one, other);
    vscode.window.setStatusBarMessage(`${nameOf(one.uri)} and ${nameOf(other.uri)} are ${linked ? 'linked' : 'no longer linked'}.`, 3000);
    return linked;
  };

  const commands: Readonly<Record<string, (first: unknown, second: unknown) => Promise<unknown>>> = {
    compareSelected,
    compareOpen,
    selectForCompare,
    compareWithSelected,
    openComparison,
    linkCameras,
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`inspect3d.${name}`, run)));
}
