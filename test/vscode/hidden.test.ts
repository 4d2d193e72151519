import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { asciiLine } from './support/plyFiles';
import { copySample, difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, setViewport, until, webviewFrame } from './support/workbench';

const setting = 'hiddenEditorsMemory';

async function setBudget(megabytes: number | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('inspect3d').update(setting, megabytes, vscode.ConfigurationTarget.Global);
}

const showOther = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.files.newUntitledFile');

/** Waits until a page's document is gone: its frame, or what was in it. */
async function untilFreed(editor: ShownEditor): Promise<void> {
  await until('the page to be freed', async () => {
    if (editor.frame.isDetached()) return true;
    return editor.frame.evaluate(() => document.querySelector('canvas') === null).catch(() => true);
  });
}

describe('an editor in a hidden tab', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
    await setViewport(1280, 800);
  });
  afterEach(async () => {
    await closeAllEditors();
    await setBudget(undefined);
  });
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('is kept within the budget, and back at once', async () => {
    const uri = await copySample('knot-mesh.ply', folder, 'kept.ply');
    const editor = await ShownEditor.open(uri, { preview: false });
    await editor.drag(120, -60);
    const before = await editor.picture();
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      await showOther();
      const holder = await editor.frame.parentFrame()?.frameElement();
      await until('the hidden page', async () => holder?.isVisible().then((visible) => !visible));
      // No frame is drawn while the page is hidden: this waits for the first two after it is shown again.
      const drawn = editor.frame.evaluate(
        () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
      );
      const started = performance.now();
      await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
      await drawn;
      times.push(performance.now() - started);
    }
    console.log(`A kept tab is back after ${times.map((time) => Math.round(time)).join(', ')} ms.`);
    assert.ok(Math.min(...times) < 300, `${Math.min(...times)} ms`);
    const again = await ShownEditor.find('kept.ply');
    assert.equal(again.frame, editor.frame, 'The page was made anew.');
    assert.ok(difference(await again.picture(), before) < 0.001, 'The picture changed.');
  });

  it('is freed past the budget, and the same when it is shown again', async () => {
    await setBudget(0);
    const uri = await copySample('knot-mesh.ply', folder, 'freed.ply');
    const editor = await ShownEditor.open(uri, { preview: false });
    await editor.drag(120, -60);
    await editor.scene.press('c');
    await editor.frame.getByRole('img', { name: /Colours of Height/ }).waitFor();
    const before = await editor.picture();
    await showOther();
    await untilFreed(editor);
    await vscode.commands.executeCommand('vscode.open', uri);
    const again = await ShownEditor.find('freed.ply', [editor.frame]);
    await again.frame.getByRole('img', { name: /Colours of Height/ }).waitFor();
    const after = await again.picture();
    assert.ok(difference(after, before) < 0.001, 'The view is another one.');
  });

  it('is not freed while it reads, only when it has', async () => {
    await setBudget(0);
    const file = path.join(folder, 'busy.ply');
    const count = 300_000;
    await fileSystem.writeFile(file, asciiLine(count));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { preview: false });
    const frame = await webviewFrame({ text: 'busy.ply' });
    await showOther();
    // Found in the hidden page: the number of points is known there only when all of it was read.
    await webviewFrame({ text: count.toLocaleString('en'), visible: false });
    await untilFreed(new ShownEditor(frame));
  });

  it('is freed when the budget is lowered', async () => {
    const uri = await copySample('knot-mesh.ply', folder, 'lowered.ply');
    const editor = await ShownEditor.open(uri, { preview: false });
    await showOther();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(editor.frame.isDetached(), false);
    await setBudget(0);
    await untilFreed(editor);
  });

  it('shows the newest version of its file when it changed meanwhile', async () => {
    await setBudget(0);
    const file = path.join(folder, 'newer.ply');
    await fileSystem.writeFile(file, asciiLine(10));
    const editor = await ShownEditor.open(vscode.Uri.file(file), { preview: false });
    await showOther();
    await untilFreed(editor);
    await fileSystem.writeFile(file, asciiLine(20));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const again = await ShownEditor.find('newer.ply', [editor.frame]);
    assert.equal(await again.value('File', 'Points'), '20');
  });
});
