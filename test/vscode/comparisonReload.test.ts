import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import * as vscode from 'vscode';
import { ShownComparison } from './support/comparison';
import { isStored, openQuickly, secondWindow, storedByExtension, storedTabs, storedTexts } from './support/secondWindow';
import { copySample } from './support/viewer';
import { closeAllEditors, connectWorkbench, until, webviewFrame } from './support/workbench';

type Camera = Readonly<Record<'position' | 'target' | 'screenUp', readonly number[]>>;

/** Both cameras as a comparison with a layout told them last; null while they are not stored. */
async function storedCameras(page: Page, layout: string): Promise<readonly Camera[] | null> {
  const camera = String.raw`("[a-z]+":\{"position":[^{}]*\})`;
  const pattern = new RegExp(String.raw`"layout":"${layout}"[^{}]*(?:\{[^{}]*\}[^{}]*)*\},"cameras":\{${camera},${camera}\}`);
  for (const text of await storedTexts(page, storedTabs)) {
    const found = pattern.exec(text);
    if (found) return Object.values(JSON.parse(`{${found[1]},${found[2]}}`) as Record<string, Camera>);
  }
  return null;
}

describe('a comparison in a reloaded window', () => {
  const names = ['kept-before.ply', 'kept-now.ply'] as const;
  let folder = '';
  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0];
    assert.ok(workspace, 'No folder is open.');
    folder = workspace.uri.fsPath;
    await copySample('ball-reference.ply', folder, names[0]);
    await copySample('ball-compared.ply', folder, names[1]);
  });
  afterEach(closeAllEditors);
  after(async () => {
    for (const name of names) await fileSystem.rm(path.join(folder, name), { force: true });
  });

  it('has its layout, cameras, colours, divider, clipping box and unlinking as they were', async function () {
    // A window starts twice here.
    this.timeout(240_000);
    if (!(await connectWorkbench()).url().startsWith('http')) this.skip();
    const page = await secondWindow();
    try {
      for (const name of names) {
        await openQuickly(page, 'Control+p', name);
        await (await webviewFrame({ text: name, page, milliseconds: 60_000 })).locator('canvas').first().waitFor();
      }
      await openQuickly(page, 'F1', '>Inspect 3D: Compare Side by Side');
      const find = async (): Promise<ShownComparison> => {
        const shown = await ShownComparison.find(/compared\s+kept-now\.ply[^]*reference\s+kept-before\.ply/, page);
        await shown.complete();
        return shown;
      };
      const first = await find();
      const { frame } = first;
      const pressed = (name: string, of = frame): Promise<string | null> => of.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');
      // As nobody left it, also where this is tried a second time.
      await frame.getByRole('button', { name: 'Side by side' }).click();
      // Each camera for itself, and one moved.
      if ((await pressed('Link cameras')) === 'true') await frame.getByRole('button', { name: 'Link cameras' }).click();
      await first.canvas('compared').focus();
      for (let i = 0; i < 5; i++) await first.canvas('compared').press('ArrowLeft');
      const greatest = 'Greatest x of the clipping box';
      if (!(await frame.getByRole('textbox', { name: greatest }).isVisible())) await first.canvas('compared').press('b');
      await frame.getByRole('textbox', { name: greatest }).fill('0.2');
      await frame.getByRole('textbox', { name: greatest }).press('Enter');
      await frame.getByRole('textbox', { name: 'Greatest value of the colours' }).fill('0.08');
      await frame.getByRole('textbox', { name: 'Greatest value of the colours' }).press('Enter');
      await frame.getByRole('button', { name: 'Swipe' }).click();
      const divider = frame.getByRole('separator', { name: /^Divider between/ });
      await divider.focus();
      await divider.press('Home');
      for (let i = 0; i < 20; i++) await divider.press('ArrowRight');
      assert.equal(await divider.getAttribute('aria-valuenow'), '40');
      await first.atRest();
      // The whole state is told at once, and the divider was moved last; the pair is kept by the host.
      await until('the view to be stored', () => isStored(page, storedTabs, /"layout":"swipe"[^}]*"divider":0\.(4|40{3}\d*|39{3}\d*)[,}]/), 60_000);
      await until('the pair to be stored', () => isStored(page, storedByExtension, /kept-now\.ply[^]*kept-before\.ply/), 60_000);
      const kept = await until('the cameras to be stored', () => storedCameras(page, 'swipe'), 60_000);
      await page.reload();
      const again = await find();
      assert.notEqual(again.frame, frame);
      assert.equal(await pressed('Swipe', again.frame), 'true');
      assert.equal(await again.frame.getByRole('separator', { name: /^Divider between/ }).getAttribute('aria-valuenow'), '40');
      await until('the clipping box', async () => (await again.frame.getByRole('textbox', { name: greatest }).inputValue()) === '0.2');
      assert.equal(await again.frame.getByRole('textbox', { name: 'Greatest value of the colours' }).inputValue(), '0.08');
      await again.frame.getByRole('button', { name: 'Side by side' }).click();
      assert.equal(await pressed('Link cameras', again.frame), 'false');
      // The page tells its state anew, and with it where its cameras are. Pixels would tell of the window's size, too.
      const restored = await until('the cameras to be stored again', () => storedCameras(page, 'side'), 60_000);
      const numbers = (cameras: readonly Camera[]): number[] => cameras.flatMap(({ position, target, screenUp }) => [...position, ...target, ...screenUp]);
      const [earlier, later] = [numbers(kept), numbers(restored)];
      assert.equal(earlier.length, 18);
      earlier.forEach((value, i) => assert.ok(Math.abs(value - later[i]) <= 1e-6, `Camera: ${later.join(' ')} is not ${earlier.join(' ')}.`));
    } finally {
      await page.close();
    }
  });
});
