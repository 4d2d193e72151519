import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { isStored, openQuickly, secondWindow, storedTabs } from './support/secondWindow';
import { copySample, difference, ShownEditor } from './support/viewer';
import { closeAllEditors, connectWorkbench, setViewport, until, webviewFrame } from './support/workbench';

describe('a reloaded window', () => {
  const name = 'reloaded.ply';
  let uri: vscode.Uri | undefined;
  before(async () => {
    await setViewport(1280, 800);
    const workspace = vscode.workspace.workspaceFolders?.[0];
    assert.ok(workspace, 'No folder is open.');
    uri = await copySample('knot-mesh.ply', workspace.uri.fsPath, name);
  });
  afterEach(closeAllEditors);
  after(async () => {
    if (uri) await fileSystem.rm(uri.fsPath, { force: true });
  });

  it('shows camera, colours, options and folded sections as they were', async function () {
    if (!(await connectWorkbench()).url().startsWith('http')) this.skip();
    const page = await secondWindow();
    try {
      const find = async (): Promise<ShownEditor> => {
        const frame = await webviewFrame({ text: name, page });
        const editor = new ShownEditor(frame, page);
        await frame.locator('[data-section="attributes"]').waitFor({ state: 'attached' });
        await editor.atRest();
        return editor;
      };
      await openQuickly(page, 'Control+p', name);
      const editor = await find();
      await editor.drag(140, -50);
      await editor.scene.press('c');
      await editor.scene.press(']');
      await editor.frame.getByRole('button', { name: 'Pick', exact: true }).click();
      const legend = 'Colours of Height';
      await editor.frame.getByRole('img', { name: legend }).waitFor();
      const before = await editor.picture();
      // The last change before the reload is folding; the whole state is told with it.
      await until('the view to be stored', () => isStored(page, storedTabs, /folded[^\]]*pick/), 60_000);
      await page.reload();
      const again = await find();
      assert.notEqual(again.frame, editor.frame);
      await again.frame.getByRole('img', { name: legend }).waitFor();
      await until('the same picture', async () => difference(before, await again.picture()) < 0.001);
      assert.equal(await again.frame.getByRole('button', { name: 'Pick', exact: true }).getAttribute('aria-expanded'), 'false');
      assert.equal(path.basename(await again.value('File', 'File')), name);
    } finally {
      await page.close();
    }
  });
});
