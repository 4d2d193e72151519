import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import * as vscode from 'vscode';
import { copySample, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, screenshot, setTheme, setViewport, type Theme } from './support/workbench';

/** Pictures to be looked at by people; what is asserted is only that there is something to see. */
describe('pictures of the editor', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
  });
  after(async () => {
    await closeAllEditors();
    await setTheme('dark');
    await setViewport(1280, 800);
    await fileSystem.rm(folder, { recursive: true, force: true });
  });

  const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];
  for (const sample of ['street-scan.ply', 'knot-mesh.ply']) {
    it(`of ${sample} in ${themes.join(', ')}, wide and narrow`, async () => {
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      for (const theme of themes) {
        await setTheme(theme);
        for (const [width, height] of [[1280, 800], [520, 760]] as const) {
          await setViewport(width, height);
          const editor = await ShownEditor.open(await copySample(sample, folder, sample));
          const picture = await editor.picture();
          const colours = new Set(Array.from({ length: picture.width * picture.height }, (_, i) => picture.data[picture.channels * i]));
          assert.ok(colours.size > 20, 'The scene is empty.');
          await screenshot(`${sample.replace('.ply', '')}-${theme}-${width}`);
        }
      }
    });
  }
});
