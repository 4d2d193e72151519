import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import * as vscode from 'vscode';
import { ShownComparison } from './support/comparison';
import { copySample } from './support/viewer';
import { closeAllEditors, connectWorkbench, setViewport, until, webviewFrame } from './support/workbench';

const run = promisify(execFile);

/** Chooses an entry of the menu that is open: in a browser VS Code draws its menus itself. */
async function choose(page: Page, entry: string): Promise<void> {
  const items = page.locator('.monaco-menu .action-item .action-label');
  const item = items.filter({ hasText: entry }).first();
  await item.waitFor({ timeout: 10_000 }).catch(async () => {
    throw new Error(`The menu has no "${entry}" but: ${(await items.allInnerTexts()).join(', ')}`);
  });
  // A menu does nothing with a click in its first moments, lest the click that opened it chooses.
  await page.waitForTimeout(300);
  await item.click();
}

describe('comparing by menus', function () {
  this.timeout(120_000);
  const names = { now: 'menu-now.ply', before: 'menu-before.ply' } as const;
  let folder = '';
  before(async function () {
    if (!(await connectWorkbench()).url().startsWith('http')) this.skip();
    const workspace = vscode.workspace.workspaceFolders?.[0];
    assert.ok(workspace, 'No folder is open.');
    folder = workspace.uri.fsPath;
    await setViewport(1280, 800);
    await copySample('ball-compared.ply', folder, names.now);
    await copySample('ball-reference.ply', folder, names.before);
  });
  afterEach(closeAllEditors);
  after(async () => {
    for (const name of Object.values(names)) await fileSystem.rm(path.join(folder, name), { force: true });
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });

  const row = async (name: string): Promise<Locator> => {
    const page = await connectWorkbench();
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand('workbench.files.action.refreshFilesExplorer');
    const found = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    await until(name, async () => {
      if (await found.isVisible()) return true;
      await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(path.join(folder, name)));
      return found.isVisible();
    });
    return found;
  };

  it('compares two that are selected in the explorer, the first clicked with the second', async () => {
    const page = await connectWorkbench();
    const rows = [await row(names.now), await row(names.before)];
    await rows[0].click();
    await webviewFrame({ text: names.now });
    await rows[1].click({ modifiers: ['ControlOrMeta'] });
    await until('both to be selected', async () => (await page.locator('.explorer-folders-view .monaco-list-row.selected').count()) === 2);
    await rows[1].click({ button: 'right' });
    await choose(page, 'Compare Selected in 3D');
    const shown = await ShownComparison.find(/menu-now\.ply[^]*menu-before\.ply|menu-before\.ply[^]*menu-now\.ply/);
    await shown.complete();
  });

  it('selects one for a comparison, and compares another with it', async () => {
    const page = await connectWorkbench();
    await (await row(names.before)).click();
    await (await row(names.before)).click({ button: 'right' });
    await choose(page, 'Select for 3D Compare');
    await (await row(names.now)).click();
    await (await row(names.now)).click({ button: 'right' });
    await choose(page, 'Compare with Selected in 3D');
    const shown = await ShownComparison.find(/compared\s+menu-now\.ply[^]*reference\s+menu-before\.ply/);
    await shown.complete();
  });

  it('opens from a change of source control, and from VS Code\'s own diff of it by a button', async () => {
    const page = await connectWorkbench();
    const repository = path.join(folder, 'menu-repository');
    await fileSystem.mkdir(repository);
    try {
      const git = (...parameters: readonly string[]) => run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...parameters], { cwd: repository });
      const changed = await copySample('ball-reference.ply', repository, 'altered.ply');
      await git('init', '--quiet');
      await git('add', '.');
      await git('commit', '--quiet', '-m', 'First');
      await copySample('ball-compared.ply', repository, 'altered.ply');
      await vscode.commands.executeCommand('git.openRepository', repository);
      await vscode.commands.executeCommand('workbench.view.scm');
      await vscode.commands.executeCommand('git.refresh', vscode.Uri.file(repository));
      const change = page.locator('.scm-view .monaco-list-row', { hasText: 'altered.ply' }).first();
      await change.waitFor({ timeout: 40_000 });
      await change.click({ button: 'right' });
      await choose(page, 'Open 3D Comparison');
      const first = await ShownComparison.find(/compared\s+altered\.ply[^]*reference\s+altered\.ply/);
      await first.complete();
      await closeAllEditors();

      await change.click();
      await until('both editors of the diff', async () => {
        const left = await webviewFrame({ text: 'altered.ply', milliseconds: 5000 });
        return webviewFrame({ text: 'altered.ply', except: [left], milliseconds: 5000 });
      }, 40_000);
      await page.locator('.editor-actions a.action-label[aria-label^="Open 3D Comparison"]').first().click();
      const second = await ShownComparison.find(/compared\s+altered\.ply[^]*reference\s+altered\.ply/);
      await second.complete();
      assert.ok(changed);
    } finally {
      await closeAllEditors();
      await fileSystem.rm(repository, { recursive: true, force: true });
    }
  });

  it('compares what is staged with the last commit, and says which side of a deleted file is absent', async () => {
    const page = await connectWorkbench();
    const repository = path.join(folder, 'staged-repository');
    await fileSystem.mkdir(repository);
    try {
      const git = (...parameters: readonly string[]) => run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...parameters], { cwd: repository });
      await copySample('ball-reference.ply', repository, 'staged.ply');
      const deleted = await copySample('ball-reference.ply', repository, 'deleted.ply');
      await copySample('ball-reference.ply', repository, 'dropped.ply');
      await git('init', '--quiet');
      await git('add', '.');
      await git('commit', '--quiet', '-m', 'First');
      await copySample('ball-compared.ply', repository, 'staged.ply');
      await git('add', 'staged.ply');
      await git('rm', '--quiet', 'dropped.ply');
      // In the folder the file is again as it was committed: whoever compared it would find no difference.
      await copySample('ball-reference.ply', repository, 'staged.ply');
      await fileSystem.rm(deleted.fsPath);
      await vscode.commands.executeCommand('git.openRepository', repository);
      await vscode.commands.executeCommand('workbench.view.scm');
      await vscode.commands.executeCommand('git.refresh', vscode.Uri.file(repository));
      const open = async (name: string): Promise<void> => {
        // What is staged comes first.
        const change = page.locator('.scm-view .monaco-list-row', { hasText: name }).first();
        await change.waitFor({ timeout: 40_000 });
        await change.click({ button: 'right' });
        await choose(page, 'Open 3D Comparison');
      };
      await open('staged.ply');
      const shown = await ShownComparison.find(/compared\s+staged\.ply[^]*reference\s+staged\.ply/);
      await shown.complete();
      const known = await vscode.commands.executeCommand<{ readonly numbers: Readonly<Record<string, number>> }>('inspect3d.hausdorff', [names.now, names.before].map((name) => vscode.Uri.file(path.join(folder, name))), {});
      assert.ok(known.numbers['hausdorff'] > 0);
      assert.equal(await shown.fact('Hausdorff'), known.numbers['hausdorff']);
      for (const name of ['deleted.ply', 'dropped.ply']) {
        await closeAllEditors();
        await open(name);
        const absent = await ShownComparison.find(new RegExp(`compared\\s+${name.replace('.', '\\.')}`));
        await until(`the absent side of ${name}`, async () => /compared is absent: the file was deleted/.test(await absent.frame.locator('.pane.compared').innerText()));
        await until('the side that is there', async () => (await absent.canvas('reference').getAttribute('data-at-rest')) === 'true');
      }
    } finally {
      await closeAllEditors();
      await fileSystem.rm(repository, { recursive: true, force: true });
    }
  });
});
