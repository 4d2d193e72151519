import * as vscode from 'vscode';
import { nameOf } from '../openedFile';
import type { SideWish } from './comparisonPanel';

/** What is used of the interface that VS Code's git extension offers (its git.d.ts, version 1). */
interface GitInterface {
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
}

function hasMethod<Name extends string>(value: unknown, name: Name): value is Record<Name, (...parameters: readonly unknown[]) => unknown> {
  return typeof value === 'object' && value !== null && name in value && typeof Reflect.get(value, name) === 'function';
}

/** Null where there is no git extension, or it is switched off. */
async function git(): Promise<GitInterface | null> {
  const exports: unknown = await vscode.extensions.getExtension<unknown>('vscode.git')?.activate();
  if (!hasMethod(exports, 'getAPI')) return null;
  let found: unknown;
  try {
    found = exports.getAPI(1);
  } catch {
    return null;
  }
  if (!hasMethod(found, 'toGitUri')) return null;
  const offered = found;
  return {
    toGitUri: (uri, ref) => {
      const made = offered.toGitUri(uri, ref);
      if (made instanceof vscode.Uri) return made;
      throw new TypeError('The git extension gives no address.');
    },
  };
}

async function sizeOf(uri: vscode.Uri): Promise<number> {
  return vscode.workspace.fs.stat(uri).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Which earlier content is meant, as git names it. */
interface Revision {
  readonly ref: string;
  readonly title: string;
  readonly absence: string;
}

const head: Revision = { ref: 'HEAD', title: 'HEAD', absence: 'the last commit has no such file; it is new.' };
/** What is staged, or the last commit where nothing is: what VS Code's own diff of a change shows at the left. */
const staged: Revision = { ref: '~', title: 'index', absence: 'neither the last commit nor what is staged has such a file; it is new.' };
const index: Revision = { ref: '', title: 'index', absence: 'the file was deleted.' };

async function revision(file: vscode.Uri, { ref, title, absence }: Revision): Promise<SideWish> {
  const name = `${nameOf(file)} (${title})`;
  const api = await git();
  if (!api) return { kind: 'absent', name, reason: 'VS Code knows of no git repository that this file is in.' };
  const uri = api.toGitUri(file, ref);
  // Some versions answer with nothing for a file that a commit does not have, others with an error.
  if ((await sizeOf(uri)) === 0) return { kind: 'absent', name, reason: absence };
  return { kind: 'file', uri };
}

/** The file as it was committed last; absent for a new file, or where nothing is known of git. */
export function committed(file: vscode.Uri): Promise<SideWish> {
  return revision(file, head);
}

/** Where a change of source control stands: among what is staged, or in the files. */
export type ChangeGroup = 'index' | 'workingTree';

/** Both sides of a change, as VS Code's own diff of it shows them. */
export async function sidesOfChange(file: vscode.Uri, group: ChangeGroup): Promise<{ readonly compared: SideWish; readonly reference: SideWish }> {
  if (group === 'index') return { compared: await revision(file, index), reference: await revision(file, head) };
  return { compared: await present(file), reference: await revision(file, staged) };
}

/** The file as it is now; absent when it was deleted. */
export async function present(file: vscode.Uri): Promise<SideWish> {
  const there = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  return there ? { kind: 'file', uri: file } : { kind: 'absent', name: nameOf(file), reason: 'the file was deleted.' };
}
