import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Report } from '../../src/operations/operation';
import { numberText } from '../../src/operations/figures';
import { difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, extensionId, screenshot, setViewport, until, webviewFrame } from './support/workbench';

const points = 300;

/** Points of a ball's surface in a spiral, moved and turned by a little for every number. */
function spiral(number: number): string {
  const rows = Array.from({ length: points }, (_, i) => {
    const height = 1 - (2 * i + 1) / points;
    const angle = 2.399963 * i + 0.3 * number;
    const ring = Math.sqrt(1 - height * height);
    return `${(ring * Math.cos(angle) + 0.2 * number).toFixed(6)} ${(ring * Math.sin(angle)).toFixed(6)} ${height.toFixed(6)}`;
  });
  return `ply\nformat ascii 1.0\nelement vertex ${points}\nproperty float x\nproperty float y\nproperty float z\nend_header\n${rows.join('\n')}\n`;
}

describe('the Earth Mover\'s Distance in the editor', () => {
  let folder = '';
  let first: vscode.Uri;
  let second: vscode.Uri;
  before(async () => {
    folder = await temporaryFolder();
    const write = async (number: number): Promise<vscode.Uri> => {
      const file = path.join(folder, `spiral-${number}.ply`);
      await fileSystem.writeFile(file, spiral(number));
      return vscode.Uri.file(file);
    };
    first = await write(0);
    second = await write(1);
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('is what the command line says, and shows its pairs as lines, as many of the longest as are wanted', async () => {
    const program = path.join(vscode.extensions.getExtension(extensionId)?.extensionPath ?? '', 'dist', 'cli.js');
    const table = path.join(folder, 'pairs.csv');
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'emd', first.fsPath, second.fsPath, '-o', table, '--json'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
    const byCommandLine = JSON.parse(stdout) as Report;
    const report = await vscode.commands.executeCommand<Report>('inspect3d.emd', [first, second]);
    assert.deepEqual(report.numbers, byCommandLine.numbers);
    assert.ok(Number(report.numbers.relativeGap) <= 1e-9);

    const [header, ...rows] = (await fileSystem.readFile(table, 'utf8')).trimEnd().split('\r\n').map((line) => line.split(','));
    assert.deepEqual(header, ['row_a', 'row_b', 'distance', 'x_a', 'y_a', 'z_a', 'x_b', 'y_b', 'z_b']);
    assert.equal(rows.length, points);
    const lengths = rows.map((row) => Number(row[2]));
    assert.deepEqual(lengths, [...lengths].sort((a, b) => b - a));
    assert.ok(Math.abs(lengths.reduce((sum, length) => sum + length, 0) - Number(report.numbers.emd)) < 1e-9);
    assert.equal(new Set(rows.map((row) => row[1])).size, points);

    const page = await webviewFrame({ text: /Earth Mover[^]*Open Result/ });
    assert.equal(await page.locator('.headline-value').innerText(), numberText(report.numbers.emd));
    await page.getByRole('button', { name: 'Open Result' }).click();
    const editor = await ShownEditor.find('spiral-0-emd.ply');
    assert.equal(await editor.value('File', 'Points'), String(2 * points));
    const lines = editor.section('Lines');
    assert.match(await lines.innerText(), /of 300 lines, the longest first/);
    await editor.section('Colour').getByTitle('distance', { exact: true }).waitFor();
    const all = await editor.picture();
    await screenshot('matching');

    const field = lines.getByRole('textbox', { name: 'Number of lines shown' });
    assert.equal(await field.inputValue(), '300');
    await field.fill('20');
    await field.press('Enter');
    await until('fewer lines', async () => difference(all, await editor.picture()) > 0.01);
    const twenty = await editor.picture();
    await screenshot('matching-longest');
    const slider = lines.getByRole('slider', { name: 'Lines shown' });
    assert.equal(await slider.getAttribute('aria-valuetext'), '20 of 300');
    await slider.focus();
    await slider.press('Home');
    assert.equal(await slider.getAttribute('aria-valuetext'), '0 of 300');
    await until('no lines', async () => difference(twenty, await editor.picture()) > 0);
    await slider.press('End');
    await until('all lines again', async () => difference(all, await editor.picture()) < 0.002);
  });

  it('says that unequal numbers of points need a sample', async () => {
    const few = path.join(folder, 'few.ply');
    await fileSystem.writeFile(few, spiral(0).replace(`vertex ${points}`, `vertex ${points - 1}`).split('\n').slice(0, -2).join('\n') + '\n');
    await assert.rejects(async () => vscode.commands.executeCommand('inspect3d.emd', [first, vscode.Uri.file(few)]), /300 in spiral-0\.ply and 299 in few\.ply.*--sample/);
    const sampled = await vscode.commands.executeCommand<Report>('inspect3d.emd', [first, vscode.Uri.file(few)], { sample: 'farthest', n: 100 });
    assert.match(sampled.convention ?? '', /100 farthest points of each/);
  });
});
