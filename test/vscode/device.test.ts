import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import * as vscode from 'vscode';
import type { Report } from '../../src/operations/operation';
import { copySample, temporaryFolder } from './support/viewer';
import { closeAllEditors, webviewFrame } from './support/workbench';

describe('the device that operations run on', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    await vscode.workspace.getConfiguration('inspect3d').update('device', undefined, vscode.ConfigurationTarget.Global);
    await closeAllEditors();
  });
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  async function chamfer(device: string): Promise<Report> {
    await vscode.workspace.getConfiguration('inspect3d').update('device', device, vscode.ConfigurationTarget.Global);
    const files = [await copySample('ball-compared.ply', folder, 'a.ply'), await copySample('ball-reference.ply', folder, 'b.ply')];
    return vscode.commands.executeCommand<Report>('inspect3d.chamfer', files, {});
  }

  it('is the GPU of the page when that is asked for, by a kernel of GPU.js, and the report says which', async () => {
    const onGpu = await chamfer('gpu');
    assert.equal(onGpu.device.kind, 'gpu', onGpu.device.reason);
    assert.equal(onGpu.device.place, 'page');
    assert.match(onGpu.device.name, /webgl2|webgpu/);
    assert.deepEqual(onGpu.warnings, []);
    const frame = await webviewFrame({ text: 'Chamfer Distance' });
    await frame.getByText(onGpu.device.name).first().waitFor({ state: 'attached' });
    const onCpu = await chamfer('cpu');
    assert.equal(onCpu.device.kind, 'cpu');
    assert.equal(onCpu.device.place, 'process');
    for (const name of ['chamfer', 'forward', 'backward']) {
      const [a, b] = [onGpu.numbers[name] ?? NaN, onCpu.numbers[name] ?? NaN];
      assert.ok(Math.abs(a - b) <= 1e-5 * b, `${name}: ${a} on the GPU, ${b} on the CPU`);
    }
  });

  it('is the CPU where the only GPU is made of software, and the report says why', async () => {
    const report = await chamfer('auto');
    if (report.device.kind === 'cpu') assert.match(report.device.reason, /software|SwiftShader|no |sooner/i);
    else assert.doesNotMatch(report.device.name, /software|SwiftShader/i);
  });
});
