import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../src/operations/operation';
import { difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, screenshot, setViewport, until, webviewFrame } from './support/workbench';

const columns = 16;

/** A NumPy file of float32 rows in modes about 0 and, where `two`, about 8, with one row that is not finite. */
function featureFile(rows: number, seed: number, two: boolean): Buffer {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648 - 0.5;
  };
  const values = Float32Array.from({ length: rows * columns }, (_, at) => next() * (1 + (at % columns)) * 0.3 + (two && Math.floor(at / columns) % 2 === 1 ? 8 : 0));
  values[columns + 1] = NaN;
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  return Buffer.concat([start, Buffer.from(padded), Buffer.from(values.buffer)]);
}

describe('feature sets', () => {
  let folder = '';
  let real: vscode.Uri;
  let generated: vscode.Uri;
  before(async () => {
    folder = await temporaryFolder();
    const write = async (name: string, bytes: Buffer): Promise<vscode.Uri> => {
      await fileSystem.writeFile(path.join(folder, name), bytes);
      return vscode.Uri.file(path.join(folder, name));
    };
    real = await write('real.npy', featureFile(400, 1, true));
    generated = await write('generated.npy', featureFile(300, 2, false));
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('open by Open With, in figures and along their principal components, in two or three dimensions', async () => {
    await vscode.commands.executeCommand('vscode.openWith', real, 'inspect3d.npy');
    const editor = await ShownEditor.find('real.npy');
    const features = await editor.section('Features').innerText();
    for (const said of [/Rows\s+400/, /Dimensions\s+16/, /Rows not finite\s+1/, /Constant columns\s+0/, /First \(x\)\s+[89]\d\.\d %/, /Together\s+9\d\.\d %/]) assert.match(features, said);
    const deep = await editor.picture();
    await screenshot('features-three');
    await editor.section('Features').getByRole('button', { name: /^2-D/ }).click();
    await until('the first two components', async () => difference(deep, await editor.picture()) > 0.005);
    await screenshot('features-two');
  });

  it('show on common axes, coloured by set, what one of them lacks', async () => {
    const report = await vscode.commands.executeCommand<Report>('inspect3d.frechet', [real, generated]);
    assert.ok(Number(report.numbers.fid) > 200, `${report.numbers.fid}`);
    assert.match(report.warnings.join('\n'), /1 of 400 rows/);
    const page = await webviewFrame({ text: /Fréchet[^]*Open Result/ });
    assert.match(await page.locator('article').innerText(), /Principal components of both sets together/);
    await page.getByRole('heading', { name: /first two principal components/i }).first().waitFor();
    await screenshot('frechet-report');
    await page.getByRole('button', { name: 'Open Result' }).click();
    const editor = await ShownEditor.find('real-frechet.ply');
    assert.equal(await editor.value('File', 'Points'), '698');
    assert.match(await editor.section('Attributes').innerText(), /\bset\b/);
    await screenshot('features-common');
  });
});
