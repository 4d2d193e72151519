import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Editor } from '../editor';
import { nameOf } from '../openedFile';

/**
 * Keeps the cameras of editors together, through the host: pairs that were asked for, and the two editors of one of VS
 * Code's own diffs, which show the same path from two places.
 */
export class CameraLinks extends Disposables {
  private readonly editors = new Set<Editor>();
  /** Groups that were linked on request. */
  private readonly groups: Set<Editor>[] = [];

  add(editor: Editor): void {
    this.editors.add(editor);
    editor.own(
      editor.onDidMoveCamera((camera) => {
        for (const peer of this.peers(editor)) peer.command('camera', { camera });
      }),
    );
    editor.own(
      editor.panel.onDidChangeViewState(() => this.tell()),
    );
    editor.own({
      dispose: () => {
        this.editors.delete(editor);
        for (const group of this.groups) group.delete(editor);
        this.tell();
      },
    });
    this.tell();
  }

  /** The two editors of a diff that is to be seen; the one from version control first. */
  diffOf(file?: vscode.Uri): readonly [Editor, Editor] | null {
    for (const editor of this.editors) {
      if (!editor.panel.visible || editor.uri.scheme !== 'file' || (file && file.path !== editor.uri.path)) continue;
      const other = this.otherHalf(editor);
      if (other) return [other, editor];
    }
    return null;
  }

  /** Links two editors, or parts them when they are linked; the second begins where the first is. Answers whether they are linked now. */
  toggle(first: Editor, second: Editor): boolean {
    const group = this.groups.find((candidate) => candidate.has(first) && candidate.has(second));
    if (group) this.groups.splice(this.groups.indexOf(group), 1);
    else this.groups.push(new Set([first, second]));
    this.tell();
    return !group;
  }

  /** Editors of files, or of the open tabs where none is named. */
  find(files: readonly vscode.Uri[]): Editor[] {
    if (files.length === 0) return [...this.editors].filter(({ panel }) => panel.visible);
    return files.flatMap((file) => [...this.editors].find(({ uri }) => uri.toString() === file.toString()) ?? []);
  }

  /** Lets the user choose an editor to link with another. */
  async choose(except: Editor): Promise<Editor | undefined> {
    const others = [...this.editors].filter((editor) => editor !== except);
    const items = others.map((editor) => ({ label: nameOf(editor.uri), description: vscode.workspace.asRelativePath(editor.uri), editor }));
    return (await vscode.window.showQuickPick(items, { title: `Link the camera of ${nameOf(except.uri)} with` }))?.editor;
  }

  private peers(editor: Editor): Set<Editor> {
    const half = this.otherHalf(editor);
    const linked = this.groups.filter((group) => group.has(editor)).flatMap((group) => [...group]);
    const peers = new Set([...linked, ...(half ? [half] : [])]);
    peers.delete(editor);
    return peers;
  }

  private otherHalf(editor: Editor): Editor | null {
    const isHalf = ({ uri, panel }: Editor): boolean => panel.visible && uri.path === editor.uri.path && uri.scheme !== editor.uri.scheme;
    return editor.panel.visible ? ([...this.editors].find(isHalf) ?? null) : null;
  }

  /** Pages tell where their cameras are only while somebody follows. */
  private tell(): void {
    for (const editor of this.editors) editor.command('linked', { linked: this.peers(editor).size > 0 });
  }
}
