import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectWorkbench, screenshot, setTheme, setViewport, until } from './support/workbench';

describe('workbench, as the tests see it', () => {
  it('sees it and takes pictures', async () => {
    const page = await connectWorkbench();
    await page.locator('.monaco-workbench').first().waitFor();
    await setViewport(900, 600);
    const picture = await screenshot('workbench');
    // A PNG's width and height stand at bytes 16 and 20.
    assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [900, 600]);
    await setViewport(1280, 900);
  });

  it('changes the theme', async () => {
    for (const theme of ['light', 'highContrast', 'highContrastLight', 'dark'] as const) await setTheme(theme);
    assert.equal(vscode.window.activeColorTheme.kind, vscode.ColorThemeKind.Dark);
  });

  it('opens the folder that the suite was given', async () => {
    const folder = await until('the workspace', () => vscode.workspace.workspaceFolders?.[0]);
    assert.equal(folder.name, 'workspace');
  });

  it('says what it waited for in vain', async () => {
    await assert.rejects(until('something that never comes', () => null, 120), /in vain for something that never comes/);
  });
});
