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

/** The file as it was committed last; absent for a new file, or where nothing is known of git. */
export async function committed(file: vscode.Uri): Promise<SideWish> {
  const name = `${nameOf(file)} (HEAD)`;
  const api = await git();
  if (!api) return { kind: 'absent', name, reason: 'VS Code knows of no git repository that this file is in.' };
  const uri = api.toGitUri(file, 'HEAD');
  // Some versions answer with nothing for a file that a commit does not have, others with an error.
  if ((await sizeOf(uri)) === 0) return { kind: 'absent', name, reason: 'the last commit has no such file; it is new.' };
  return { kind: 'file', uri };
}

/** The file as it is now; absent when it was deleted. */
export async function present(file: vscode.Uri): Promise<SideWish> {
  const there = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  return there ? { kind: 'file', uri: file } : { kind: 'absent', name: nameOf(file), reason: 'the file was deleted.' };
}
