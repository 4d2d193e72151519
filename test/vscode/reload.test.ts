import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import * as vscode from 'vscode';
import { copySample, difference, ShownEditor } from './support/viewer';
import { closeAllEditors, connectWorkbench, setViewport, until, webviewFrame } from './support/workbench';

/**
 * Reloading the window would end the extension host that runs these tests: a second window of the same VS Code opens
 * the same folder and is reloaded instead. That can be had where VS Code runs in a browser.
 */
async function secondWindow(): Promise<Page> {
  const page = await connectWorkbench();
  const address = new URL(page.url());
  address.searchParams.delete('payload');
  // Opened by the first, in whose browser context it gets the server's cookie.
  const opening = page.context().waitForEvent('page');
  await page.evaluate((href) => void window.open(href), address.href);
  const second = await opening;
  await second.setViewportSize({ width: 1280, height: 800 });
  await second.locator('.monaco-workbench').first().waitFor();
  return second;
}

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
      // As a person would: by its name, since the explorer may be folded.
      const quickOpen = page.locator('.quick-input-widget input').first();
      await until('the list of files', async () => {
        await page.keyboard.press('Control+p');
        return quickOpen.isVisible();
      });
      await quickOpen.fill(name);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
      const editor = await find();
      await editor.drag(140, -50);
      await editor.scene.press('c');
      await editor.scene.press(']');
      await editor.frame.getByRole('button', { name: 'Pick', exact: true }).click();
      const legend = 'Colours of Height';
      await editor.frame.getByRole('img', { name: legend }).waitFor();
      const before = await editor.picture();
      // A VS Code in a browser writes what it keeps every five seconds.
      await page.waitForTimeout(8000);
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
