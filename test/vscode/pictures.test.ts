import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { binaryLine } from './support/plyFiles';
import { SlowFiles } from './support/slowFiles';
import { copySample, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, screenshot, setTheme, setViewport, webviewFrame, type Theme } from './support/workbench';

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
  const sizes = [[1280, 800], [520, 760]] as const;
  for (const sample of ['street-scan.ply', 'knot-mesh.ply']) {
    it(`of ${sample} in ${themes.join(', ')}, wide and narrow`, async () => {
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      const editor = await ShownEditor.open(await copySample(sample, folder, sample));
      for (const [width, height] of sizes) {
        await setViewport(width, height);
        await editor.scene.press('f');
        for (const theme of themes) {
          await setTheme(theme);
          const picture = await editor.picture();
          const colours = new Set(Array.from({ length: picture.width * picture.height }, (_, i) => picture.data[picture.channels * i]));
          assert.ok(colours.size > 20, 'The scene is empty.');
          await screenshot(`${sample.replace('.ply', '')}-${theme}-${width}`);
        }
      }
    });
  }

  it('of a file that cannot be shown', async () => {
    await setViewport(1280, 800);
    const file = path.join(folder, 'broken.ply');
    await fileSystem.writeFile(file, 'ply\nformat ascii 1.0\nelement vertex 3\nproperty float128 x\nend_header\n');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    await (await webviewFrame({ text: 'float128' })).getByRole('alert').waitFor();
    for (const theme of themes) {
      await setTheme(theme);
      await screenshot(`card-${theme}-1280`);
    }
  });

  it('of a file on its way', async () => {
    const files = new SlowFiles(binaryLine(10));
    try {
      await vscode.commands.executeCommand('vscode.open', files.uri('scans/2026/on-its-way.ply'));
      await (await webviewFrame({ text: 'on-its-way.ply' })).getByRole('progressbar').first().waitFor();
      for (const theme of themes) {
        await setTheme(theme);
        await screenshot(`loading-${theme}-1280`);
      }
    } finally {
      files.release();
      files.dispose();
    }
  });
});
