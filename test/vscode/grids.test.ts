import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../src/operations/operation';
import { copySample, difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, connectWorkbench, screenshot, until, webviewFrame } from './support/workbench';

const side = 24;

/** A ball of cells in a cube, run by run, as binvox writes it (patrick min's format, version 1). */
function binvoxBall(): Buffer {
  const runs: number[] = [];
  let value = -1;
  let count = 0;
  const push = (next: number): void => {
    if (next === value && count < 255) {
      count++;
      return;
    }
    if (count > 0) runs.push(value, count);
    value = next;
    count = 1;
  };
  const centre = (side - 1) / 2;
  for (let x = 0; x < side; x++) {
    for (let z = 0; z < side; z++) {
      for (let y = 0; y < side; y++) push(Math.hypot(x - centre, y - centre, z - centre) < side / 2 - 2 ? 1 : 0);
    }
  }
  push(-1);
  return Buffer.concat([Buffer.from(`#binvox 1\ndim ${side} ${side} ${side}\ntranslate 0 0 0\nscale 1\ndata\n`), Buffer.from(runs)]);
}

/** The distance to a ball's surface, as NRRD with raw float32 values. */
function nrrdBall(): Buffer {
  const values = new Float32Array(side ** 3);
  const centre = (side - 1) / 2;
  for (let i = 0; i < values.length; i++) {
    const x = i % side;
    const y = Math.floor(i / side) % side;
    const z = Math.floor(i / side / side);
    values[i] = Math.hypot(x - centre, y - centre, z - centre) - 8;
  }
  const header = `NRRD0004\ntype: float\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: raw\nendian: little\nspacings: 1 1 1\n\n`;
  return Buffer.concat([Buffer.from(header), Buffer.from(values.buffer)]);
}

/** Two labels in nested cubes, of which the outer one hides the inner. */
function nrrdLabels(): Buffer {
  const values = Uint8Array.from({ length: side ** 3 }, (_, i) => {
    const reach = Math.max(...[i % side, Math.floor(i / side) % side, Math.floor(i / side / side)].map((place) => Math.abs(place - 11.5)));
    return reach < 5 ? 2 : reach < 8 ? 5 : 0;
  });
  return Buffer.concat([Buffer.from(`NRRD0004\ntype: uchar\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: raw\n\n`), Buffer.from(values)]);
}

describe('the editor of grids', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  for (const [name, bytes, says] of [
    ['ball.binvox', binvoxBall, /Voxel grid/],
    ['ball.nrrd', nrrdBall, /Scalar grid/],
  ] as const) {
    it(`shows ${name}`, async () => {
      const file = path.join(folder, name);
      await fileSystem.writeFile(file, bytes());
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
      const editor = await ShownEditor.find(name);
      assert.match(await editor.text(), says);
      const picture = await editor.picture();
      const shades = new Set(Array.from({ length: picture.width * picture.height }, (_, i) => picture.data[picture.channels * i]));
      assert.ok(shades.size > 10, 'The scene is empty.');
      await screenshot(`grid-${name}`);
    });
  }
  it('reads the value under the pointer in the slices of a field, and moves them', async () => {
    const file = path.join(folder, 'read.nrrd');
    await fileSystem.writeFile(file, nrrdBall());
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const editor = await ShownEditor.find('read.nrrd');
    const { frame } = editor;
    const page = await connectWorkbench();
    const box = await frame.locator('[data-axis=z] .slice-place').boundingBox();
    assert.ok(box);
    // 24 by 24 cells, as large as they fit, in the middle.
    const cell = Math.min(box.width, box.height) / side;
    await page.mouse.move(box.x + box.width / 2 + (3.5 - side / 2) * cell, box.y + box.height / 2 - (20.5 - side / 2) * cell);
    await until('the cell under the pointer', async () => (await frame.locator('.slices-fact dd').first().textContent()) === '3, 20, 11');
    const value = Math.fround(Math.hypot(3 - 11.5, 20 - 11.5, 11 - 11.5) - 8);
    assert.equal(await frame.locator('.slices-fact dd').nth(1).textContent(), String(Number(value.toPrecision(6))));
    await page.mouse.wheel(0, -80);
    await until('another layer', async () => /^z 13$/.test((await frame.locator('[data-axis=z] .slice-title').textContent()) ?? ''));
    await screenshot('grid-slices');
  });

  it('switches labels in the legend, and picks the cell that is clicked', async () => {
    const file = path.join(folder, 'labels.nrrd');
    await fileSystem.writeFile(file, nrrdLabels());
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const editor = await ShownEditor.find('labels.nrrd');
    const { frame } = editor;
    assert.deepEqual(await frame.locator('.label-row .label-text').allTextContents(), ['2', '5']);
    const whole = await editor.picture();
    await frame.getByRole('checkbox', { name: /^Label 5/ }).uncheck();
    await until('another picture', async () => difference(whole, await editor.picture()) > 0.01);
    await screenshot('grid-labels');
    const scene = await editor.scene.boundingBox();
    assert.ok(scene);
    await (await connectWorkbench()).mouse.click(scene.x + scene.width / 2, scene.y + scene.height / 2);
    await frame.locator('.picked th', { hasText: 'cell' }).waitFor();
    assert.equal(await editor.value('Pick', 'value'), '2');
  });

  it('measures occupancy with its curve, and opens what was made of a mesh', async () => {
    const grid = path.join(folder, 'measured.binvox');
    await fileSystem.writeFile(grid, binvoxBall());
    const report = await vscode.commands.executeCommand<Report>('inspect3d.occupancy', [vscode.Uri.file(grid)], {});
    assert.equal(report.numbers.cells, side ** 3);
    assert.equal(report.numbers.components, 1);
    assert.equal(report.charts?.[0].series.length, 2);
    await webviewFrame({ text: /Occupancy[^]*Share of occupied cells against resolution/ });
    await screenshot('grid-occupancy');
    const mesh = await copySample('knot-mesh.ply', folder, 'knot.ply');
    const made = await vscode.commands.executeCommand<Report>('inspect3d.voxelize', [mesh], { resolution: 32 });
    assert.ok(Number(made.numbers.occupied) > 0);
    const frame = await webviewFrame({ text: /Voxelize[^]*Open Result/ });
    await frame.getByRole('button', { name: 'Open Result' }).click();
    const opened = await ShownEditor.find('knot-voxelize.nrrd');
    assert.match(await opened.text(), /Voxel grid/);
    assert.equal((await opened.value('File', 'Occupied')).replaceAll(',', ''), String(made.numbers.occupied));
    await screenshot('grid-voxelized');
  });
});
