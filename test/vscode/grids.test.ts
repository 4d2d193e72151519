import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, screenshot } from './support/workbench';

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
});
