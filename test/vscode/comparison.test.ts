import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import * as vscode from 'vscode';
import { ShownComparison } from './support/comparison';
import { copySample, temporaryFolder } from './support/viewer';
import { closeAllEditors, connectWorkbench, extensionId, screenshot, setViewport, until, webviewFrame } from './support/workbench';

const run = promisify(execFile);

interface Numbers {
  readonly numbers: Readonly<Record<string, number>>;
}

/** Runs the command line that the installed package has, by the Node that runs this. */
async function commandLine(...parameters: readonly string[]): Promise<Numbers> {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  const cli = path.join(extension.extensionUri.fsPath, 'dist', 'cli.js');
  const { stdout } = await run(process.execPath, [cli, ...parameters, '--json'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as Numbers;
}

/** In VS Code's own diff of a change, what moves in one editor moves in the other. */
async function linkedInDiff(changed: vscode.Uri): Promise<void> {
  const committed = changed.with({ scheme: 'git', query: JSON.stringify({ path: changed.fsPath, ref: 'HEAD' }) });
  await vscode.commands.executeCommand('vscode.diff', committed, changed, 'A change');
  const left = await webviewFrame({ text: 'changed.ply' });
  const right = await webviewFrame({ text: 'changed.ply', except: [left] });
  const canvases = [left, right].map((frame) => frame.locator('canvas').first());
  for (const canvas of canvases) await until('a picture', async () => (await canvas.getAttribute('data-at-rest')) === 'true');
  const before = await canvases[1].screenshot();
  await canvases[0].focus();
  // Two editors that were just opened are linked a moment later: whoever turned before that turns again.
  await until('the other camera of the diff', async () => {
    for (let i = 0; i < 3; i++) await canvases[0].press('ArrowLeft');
    return !(await canvases[1].screenshot()).equals(before);
  });
}

describe('comparing two files', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  const pair = async (stem: string): Promise<[vscode.Uri, vscode.Uri]> => [
    await copySample('ball-compared.ply', folder, `${stem}-now.ply`),
    await copySample('ball-reference.ply', folder, `${stem}-before.ply`),
  ];

  it('answers with the numbers of the command line, and shows them', async () => {
    const [compared, reference] = await pair('numbers');
    const report = await vscode.commands.executeCommand<Numbers>('inspect3d.compareSelected', [compared, reference], {});
    const files = [compared.fsPath, reference.fsPath];
    const [own, chamfer, hausdorff] = await Promise.all([commandLine('compare', ...files), commandLine('chamfer', ...files), commandLine('hausdorff', ...files)]);
    assert.deepEqual(report.numbers, own.numbers);
    for (const name of ['chamfer', 'forward', 'backward']) assert.equal(report.numbers[name], chamfer.numbers[name]);
    for (const name of ['hausdorff', 'p50', 'p99']) assert.equal(report.numbers[name], hausdorff.numbers[name]);
    const shown = await ShownComparison.find('numbers-now.ply');
    await shown.complete();
    assert.equal(await shown.fact('Hausdorff'), hausdorff.numbers['hausdorff']);
    await screenshot('comparison');
  });

  it('compares two grids cell by cell, with the numbers of the command line', async () => {
    const side = 8;
    const write = async (name: string, from: number): Promise<vscode.Uri> => {
      const cells = Uint8Array.from({ length: side ** 3 }, (_, i) => (i % side >= from && i % side < from + 4 ? 1 : 0));
      const file = path.join(folder, name);
      await fileSystem.writeFile(file, Buffer.concat([Buffer.from(`NRRD0004\ntype: uchar\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: raw\n\n`), Buffer.from(cells)]));
      return vscode.Uri.file(file);
    };
    const [compared, reference] = [await write('cells-now.nrrd', 3), await write('cells-before.nrrd', 1)];
    const report = await vscode.commands.executeCommand<Numbers>('inspect3d.compareSelected', [compared, reference], {});
    const files = [compared.fsPath, reference.fsPath];
    const [own, overlap] = await Promise.all([commandLine('compare', ...files), commandLine('voxel-iou', ...files)]);
    assert.deepEqual(report.numbers, { iou: 128 / 384, intersection: 128, union: 384, added: 128, removed: 128 });
    assert.deepEqual(own.numbers, report.numbers);
    const { iou, intersection, union } = report.numbers;
    assert.deepEqual(overlap.numbers, { iou, intersection, union });
    const shown = await ShownComparison.find('cells-now.nrrd');
    await shown.complete();
    assert.equal(await shown.fact('Added'), 128);
    const difference = await shown.picture('compared');
    await shown.frame.getByRole('checkbox', { name: 'Show added cells' }).uncheck();
    await until('a picture without the added cells', async () => !(await shown.picture('compared')).equals(difference));
    await shown.frame.getByRole('checkbox', { name: 'Show added cells' }).check();
    await until('the picture as it was', async () => (await shown.picture('compared')).equals(difference));
    await screenshot('comparison-grids');
  });

  it('moves both cameras together, and leaves another comparison alone', async () => {
    await vscode.commands.executeCommand('inspect3d.compareSelected', [...(await pair('first'))], {});
    const first = await ShownComparison.find('first-now.ply');
    await first.complete();
    const before = [await first.picture('compared'), await first.picture('reference')];
    await vscode.commands.executeCommand('inspect3d.compareSelected', [...(await pair('second'))], {});
    const second = await ShownComparison.find('second-now.ply');
    await second.complete();
    const still = await second.picture('compared');
    await second.drag('reference');
    assert.ok(!(await second.picture('compared')).equals(still), 'The other camera did not move.');
    await vscode.commands.executeCommand('workbench.action.previousEditor');
    await first.canvas('compared').waitFor({ state: 'visible' });
    assert.ok((await first.picture('compared')).equals(before[0]) && (await first.picture('reference')).equals(before[1]), 'The first comparison changed.');
  });

  it('compares a change under git with the last commit, and says that a new file has none', async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0];
    assert.ok(workspace);
    const repository = path.join(workspace.uri.fsPath, 'repository');
    await fileSystem.mkdir(repository);
    try {
      const git = (...parameters: readonly string[]) => run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...parameters], { cwd: repository });
      const changed = await copySample('ball-reference.ply', repository, 'changed.ply');
      await git('init', '--quiet');
      await git('add', '.');
      await git('commit', '--quiet', '-m', 'First');
      await copySample('ball-compared.ply', repository, 'changed.ply');
      const fresh = await copySample('ball-compared.ply', repository, 'fresh.ply');
      await vscode.commands.executeCommand('git.openRepository', repository);
      const report = await vscode.commands.executeCommand<Numbers>('inspect3d.openComparison', [changed]);
      const files = [path.join(folder, 'numbers-now.ply'), path.join(folder, 'numbers-before.ply')];
      await pair('numbers');
      assert.deepEqual(report.numbers, (await commandLine('compare', ...files)).numbers);
      await closeAllEditors();
      await linkedInDiff(changed);
      await closeAllEditors();
      // As source control's menu calls it.
      await vscode.commands.executeCommand('inspect3d.openComparison', { resourceUri: fresh });
      const shown = await ShownComparison.find('fresh.ply');
      await until('the absent side', async () => /reference is absent: the last commit has no such file/.test(await shown.frame.locator('.pane.reference').innerText()));
    } finally {
      await fileSystem.rm(repository, { recursive: true, force: true });
    }
  });

  it('links the cameras of two editors on request', async () => {
    const [one, other] = await pair('linked');
    await vscode.commands.executeCommand('vscode.open', one, { viewColumn: vscode.ViewColumn.One, preview: false });
    await vscode.commands.executeCommand('vscode.open', other, { viewColumn: vscode.ViewColumn.Two, preview: false });
    const frames = [await webviewFrame({ text: 'linked-now.ply' }), await webviewFrame({ text: 'linked-before.ply' })];
    const rest = (frame: Frame) => until('a picture', () => frame.evaluate(() => document.querySelector('canvas')?.dataset.atRest === 'true'));
    for (const frame of frames) await rest(frame);
    assert.equal(await vscode.commands.executeCommand('inspect3d.linkCameras', [one, other]), true);
    await (await connectWorkbench()).waitForTimeout(300);
    const before = await frames[1].locator('canvas').first().screenshot();
    await frames[0].locator('canvas').first().focus();
    for (let i = 0; i < 6; i++) await frames[0].locator('canvas').first().press('ArrowLeft');
    await until('the other camera', async () => !(await frames[1].locator('canvas').first().screenshot()).equals(before));
  });
});
