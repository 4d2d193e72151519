import * as vscode from 'vscode';
import type { EditorCommand } from '../compute/editorProtocol';
import { Disposables } from './disposables';
import type { Editor } from './editor';

/** The tabs that are open, which of them is active, and the status bar that speaks for it. */
export class OpenEditors extends Disposables {
  private readonly editors = new Set<Editor>();
  private readonly statusItem = this.own(vscode.window.createStatusBarItem('inspect3d.status', vscode.StatusBarAlignment.Right, 90));

  constructor() {
    super();
    this.statusItem.name = 'Inspect 3D';
  }

  get active(): Editor | undefined {
    return [...this.editors].find((editor) => editor.panel.active);
  }

  add(editor: Editor): void {
    this.editors.add(editor);
    editor.own(editor.onDidChangeStatus(() => this.showStatus()));
    editor.own({
      dispose: () => {
        this.editors.delete(editor);
        this.showStatus();
      },
    });
    this.showStatus();
  }

  /** Passes a command to the active tab; without one there is nothing it could act on. */
  command(command: EditorCommand): void {
    this.active?.command('command', { command });
  }

  /** Saves the surface that the active tab shows: to `target`, or where the user says. Gives where it went. */
  async saveSurface(target: unknown): Promise<vscode.Uri | null> {
    const { active } = this;
    if (!active) {
      void vscode.window.showInformationMessage('Open a field in 3D first: its surface is what is saved.');
      return null;
    }
    const saved = await active.saveSurface(target instanceof vscode.Uri ? target : undefined);
    return saved;
  }

  private showStatus(): void {
    const status = this.active?.status;
    if (!status || status.text === '') {
      this.statusItem.hide();
      return;
    }
    this.statusItem.text = status.text;
    this.statusItem.tooltip = status.tooltip;
    this.statusItem.show();
  }
}
