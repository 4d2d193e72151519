import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import * as vscode from 'vscode';
import type { Report } from '../../src/operations/operation';
import { numberText } from '../../src/operations/figures';
import { copySample, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, extensionId, screenshot, setViewport, until, webviewFrame } from './support/workbench';

/** What the installed extension's own command line answers. */
async function commandLine(...parameters: string[]): Promise<Report> {
  const program = path.join(vscode.extensions.getExtension(extensionId)?.extensionPath ?? '', 'dist', 'cli.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...parameters, '--json'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return JSON.parse(stdout) as Report;
}

/** What a report command answers when it is called with everything. */
async function asked(command: string, files: readonly vscode.Uri[], options: Record<string, unknown> = {}): Promise<Report> {
  return vscode.commands.executeCommand<Report>(`inspect3d.${command}`, files, options);
}

const formFrame = (title: string): Promise<Frame> => webviewFrame({ text: new RegExp(`${title}[^]*Choose`) });

async function run(frame: Frame): Promise<void> {
  await frame.getByRole('button', { name: 'Run', exact: true }).click();
  await frame.locator('.headline-value').waitFor();
}

describe('reports', () => {
  let folder = '';
  let compared: vscode.Uri;
  let reference: vscode.Uri;
  before(async () => {
    folder = await temporaryFolder();
    compared = await copySample('ball-compared.ply', folder, 'compared.ply');
    reference = await copySample('ball-reference.ply', folder, 'reference.ply');
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('a form filled from the open editors gives the number that the command and the command line give', async () => {
    await vscode.commands.executeCommand('vscode.open', reference, { preview: false });
    await vscode.commands.executeCommand('vscode.open', compared, { preview: false });
    await vscode.commands.executeCommand('inspect3d.chamfer');
    const frame = await formFrame('Chamfer Distance');
    assert.match(await frame.getByRole('group', { name: 'Compared' }).innerText(), /compared\.ply/);
    assert.match(await frame.getByRole('group', { name: 'Reference' }).innerText(), /reference\.ply/);
    await screenshot('report-form');
    await run(frame);
    await screenshot('report');

    const byCommandLine = await commandLine('chamfer', compared.fsPath, reference.fsPath);
    const { chamfer, forward } = byCommandLine.numbers;
    assert.ok(chamfer !== null && chamfer > 0);
    assert.equal(await frame.locator('.headline-value').innerText(), numberText(chamfer));
    const forwardRow = frame.getByRole('row', { name: /^forward/ });
    assert.equal(await forwardRow.locator('.figure').innerText(), numberText(forward));
    assert.equal(await forwardRow.locator('.figure').getAttribute('title'), String(forward));

    await frame.locator('.headline-value').click();
    await until('all digits in the clipboard', async () => (await vscode.env.clipboard.readText()) === String(chamfer));

    const byCommand = await asked('chamfer', [compared, reference]);
    assert.deepEqual(byCommand.numbers, byCommandLine.numbers);
    assert.deepEqual(byCommand.histograms, byCommandLine.histograms);
  });

  it('measures from the inspector of an open editor, with the other open file, and shows the report beside', async () => {
    await vscode.commands.executeCommand('vscode.open', reference, { preview: false });
    const editor = await ShownEditor.open(compared, { preview: false });
    const entry = editor.section('Measure').locator('[data-operation=hausdorff]');
    if (!(await entry.locator('summary').first().isVisible())) await editor.frame.getByRole('button', { name: 'Measure', exact: true }).last().click();
    await entry.locator('summary').first().click();
    const form = entry.getByRole('region', { name: 'Hausdorff Distance' });
    await until('both files in the form', async () => /compared\.ply[^]*reference\.ply/.test(await form.innerText()));
    await form.getByText('Run', { exact: true }).click();
    const { hausdorff } = (await commandLine('hausdorff', compared.fsPath, reference.fsPath)).numbers;
    await until('the number in the form', async () => (await entry.getByRole('status').allInnerTexts()).some((text) => text.includes(numberText(hausdorff))));
    const report = await webviewFrame({ text: /Hausdorff Distance/, except: [editor.frame] });
    assert.equal(await report.locator('.headline-value').innerText(), numberText(hausdorff));
  });

  it('a command that is called with its files heeds no choice of the form', async () => {
    await vscode.commands.executeCommand('vscode.open', reference, { preview: false });
    await vscode.commands.executeCommand('vscode.open', compared, { preview: false });
    await vscode.commands.executeCommand('inspect3d.chamfer');
    const frame = await formFrame('Chamfer Distance');
    await frame.locator('vscode-checkbox', { hasText: 'Squared' }).click();
    await run(frame);
    const squared = await commandLine('chamfer', compared.fsPath, reference.fsPath, '--squared');
    assert.equal(await frame.locator('.headline-value').innerText(), numberText(squared.numbers.chamfer));
    await closeAllEditors();

    await vscode.commands.executeCommand('inspect3d.chamfer');
    const again = await formFrame('Chamfer Distance');
    await until('the choice of the last time', () => again.getByRole('checkbox', { name: 'Squared' }).isChecked());
    assert.match(await again.getByRole('group', { name: 'Compared' }).innerText(), /No file chosen/);
    const plain = await asked('chamfer', [compared, reference]);
    assert.deepEqual(plain.numbers, (await commandLine('chamfer', compared.fsPath, reference.fsPath)).numbers);
    assert.equal((await asked('chamfer', [compared, reference], { squared: true })).numbers.chamfer, squared.numbers.chamfer);
  });

  it('what cannot be read or asked for is said, on the page and to the caller', async () => {
    const broken = path.join(folder, 'broken.ply');
    await fileSystem.writeFile(broken, 'ply\nformat ascii 1.0\nelement vertex oops\nend_header\n');
    await assert.rejects(asked('chamfer', [vscode.Uri.file(broken), reference]), /broken\.ply, line 3/);
    const frame = await webviewFrame({ text: /broken\.ply, line 3/ });
    assert.match(await frame.getByRole('alert').filter({ hasText: 'broken' }).innerText(), /line 3/);
    await assert.rejects(asked('fscore', [compared, reference]), /needs --threshold/);
    await assert.rejects(asked('chamfer', [compared, reference], { sqared: true }), /Did you mean --squared/);
  });

  it('shows the distances on the cloud, and opens what was sampled', async () => {
    await asked('hausdorff', [compared, reference]);
    const report = await webviewFrame({ text: /Hausdorff[^]*Show on the Cloud/ });
    await report.getByRole('button', { name: 'Show on the Cloud' }).click();
    const coloured = await ShownEditor.find('compared-distances.ply');
    assert.match(await coloured.section('Attributes').innerText(), /distance/);
    await coloured.section('Colour').getByTitle('distance', { exact: true }).waitFor();
    await closeAllEditors();

    await asked('sample', [compared], { n: 100 });
    const sample = await webviewFrame({ text: /Sample Points[^]*Open Result/ });
    await sample.getByRole('button', { name: 'Open Result' }).click();
    const opened = await ShownEditor.find('compared-sample.ply');
    assert.equal(await opened.value('File', 'Points'), '100');
  });
});
