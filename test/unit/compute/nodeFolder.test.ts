import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeFolder } from '../../../src/compute/nodeFolder';
import { run } from '../cli/harness';

describe('folders of this machine', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'inspect3d-folder-'));
  const outside = mkdtempSync(path.join(tmpdir(), 'inspect3d-outside-'));

  before(() => {
    mkdirSync(path.join(root, 'set', 'labels'), { recursive: true });
    writeFileSync(path.join(root, 'set', 'labels', 'b.txt'), '0 0.5 0.5 0.2 0.3 0.9\n');
    writeFileSync(path.join(root, 'set', 'labels', 'a.txt'), '1 0.5 0.5 0.2 0.3 0.8\n');
    writeFileSync(path.join(root, 'set', 'classes.txt'), 'cat\ndog\n');
    writeFileSync(path.join(root, 'set', '.hidden'), 'x');
    writeFileSync(path.join(outside, 'secret.txt'), '0 0.5 0.5 0.2 0.3\n');
    symlinkSync(path.join(outside, 'secret.txt'), path.join(root, 'set', 'labels', 'c.txt'));
    symlinkSync('labels/a.txt', path.join(root, 'set', 'labels-of-a.txt'));
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
    rmSync(outside, { recursive: true, force: true });
  });

  it('list their files by path, and follow no link that leads outside', async () => {
    const folder = await NodeFolder.open(path.join(root, 'set'), 'set/');
    assert.ok(folder);
    assert.equal(folder.name, 'set');
    assert.deepEqual(folder.files, ['classes.txt', 'labels-of-a.txt', 'labels/a.txt', 'labels/b.txt']);
    assert.equal(folder.outside, 1);
    assert.equal(new TextDecoder().decode(await folder.read('labels/a.txt', 3)), '1 0');
    assert.equal(folder.bytes, 3);
    assert.equal(await NodeFolder.open(path.join(root, 'set', 'classes.txt'), 'classes.txt'), null);
    assert.equal(await NodeFolder.open(path.join(root, 'none'), 'none'), null);
  });

  it('are taken by the command line as files are', async () => {
    const { code, output, errors } = await run(['info', path.join(root, 'set'), '--json']);
    assert.equal(code, 0, errors);
    const info = JSON.parse(output) as Record<string, unknown>;
    assert.deepEqual([info['format'], info['kind'], info['images'], info['categories'], info['boxes'], info['role']], ['yolo', 'detections', 2, 2, 2, 'detections']);
    const refused = await run(['info', path.join(root, 'set'), '--format', 'ply']);
    assert.equal(refused.code, 2);
    assert.match(refused.errors, /among voc, kitti/);
    const kept = path.join(root, 'kept.json');
    assert.equal((await run(['nms', path.join(root, 'set'), '-o', kept])).code, 0);
    assert.equal((await run(['info', kept])).code, 0);
  });
});
