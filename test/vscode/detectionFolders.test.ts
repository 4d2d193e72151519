import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import type { Frame } from 'playwright-core';
import * as vscode from 'vscode';
import { MemoryFiles } from './support/memoryFiles';
import { temporaryFolder } from './support/viewer';
import { closeAllEditors, connectWorkbench, screenshot, setViewport, until, webviewFrame } from './support/workbench';

const size = { width: 320, height: 240 } as const;
const picture = encode({ ...size, channels: 3, depth: 8, data: new Uint8Array(size.width * size.height * 3).fill(110) });

const rows = (frame: Frame): Promise<string[]> =>
  frame.locator('.box-row').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('span:not(.box-swatch)')].map((each) => each.textContent).filter(Boolean).join(' ')));

const count = (frame: Frame, section: string, name: string): Promise<string> =>
  frame.locator(`[data-section=${section}] tr`).filter({ has: frame.locator('th', { hasText: new RegExp(`^${name}$`) }) }).innerText().then((text) => text.split('\t').slice(1).join(' '));

const showsPicture = (frame: Frame): Promise<boolean> =>
  frame.locator('.picture-canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return false;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let ground = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] === 110 && data[i + 1] === 110 && data[i + 2] === 110) ground++;
    return ground > 1000;
  });

const open = (folder: vscode.Uri, wish?: object): Thenable<unknown> => vscode.commands.executeCommand('inspect3d.openDetectionFolder', folder, wish);

/** Ground around the scanner, and a block of points where the car is. */
function scan(): Uint8Array {
  const points: number[] = [];
  for (let x = -30; x <= 30; x++) for (let y = -30; y <= 30; y++) points.push(x, y, -1.6, 0.1);
  for (let i = 0; i < 1000; i++) points.push(18.5 + 3 * ((i * 0.618) % 1), -0.7 + 1.4 * ((i * 0.414) % 1), -0.9 + 1.3 * ((i * 0.732) % 1), 0.9);
  return new Uint8Array(Float32Array.from(points).buffer);
}

describe('folders of detections', () => {
  let root = '';
  const folder = (name: string): vscode.Uri => vscode.Uri.file(path.join(root, name));
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    const file = path.join(root, name);
    await fileSystem.mkdir(path.dirname(file), { recursive: true });
    await fileSystem.writeFile(file, content);
  };
  before(async () => {
    root = await temporaryFolder();
    await write('toy/groundtruths/a.txt', 'cat 20 40 80 60\ndog 180 60 60 100\n');
    await write('toy/groundtruths/b.txt', 'cat 100 100 90 70\n');
    await write('toy/detections/a.txt', 'cat 0.9 22 42 80 60\ndog 0.8 182 62 60 98\n');
    await write('toy/detections/b.txt', 'cat 0.7 230 10 60 60\n');
    await write('toy/images/a.png', picture);
    await write('toy/images/b.png', picture);
    // A car 20 m ahead of a scanner whose camera is where it is: 700 pixels of focal length.
    await write('kitti/label_2/000000.txt', 'Car 0 0 -1.57 565 140 635 215 1.5 1.6 4 0 1 20 -1.57\nDontCare -1 -1 -10 0 0 10 10 -1 -1 -1 -1000 -1000 -1000 -10\n');
    await write('kitti/calib/000000.txt', 'P2: 700 0 600 0 0 700 170 0 0 0 1 0\nR0_rect: 1 0 0 0 1 0 0 0 1\nTr_velo_to_cam: 0 -1 0 0 0 0 -1 0 1 0 0 0\n');
    await write('kitti/velodyne/000000.bin', scan());
    await write('nothing/readme.md', 'Nothing to see.');
    await setViewport(1400, 900);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(root, { recursive: true, force: true }));

  it('shows what the parts are taken for, lets them be changed, and opens detections beside their truth', async () => {
    const opened = open(folder('toy'));
    const page = await connectWorkbench();
    const list = page.locator('.quick-input-widget');
    const says = (text: RegExp): Promise<unknown> => until(String(text), async () => (await list.isVisible()) && text.test((await list.innerText()).replace(/\s+/g, ' ')));
    await says(/Layout\s*Padilla Folder.*Boxes\s*groundtruths.*Detections to Compare with\s*detections.*Pictures\s*images/);
    await screenshot('detection-folder-parts');
    await page.keyboard.type('Pictures');
    await says(/^(?!.*Layout).*Pictures/);
    await page.keyboard.press('Enter');
    await says(/images\s*2 files.*None/);
    await page.keyboard.type('None');
    await says(/^(?!.*images).*None/);
    await page.keyboard.press('Enter');
    await says(/Pictures\s*none/);
    await page.keyboard.press('Enter');
    await opened;
    const frame = await webviewFrame({ text: 'toy · detections' });
    await until('the counts', async () => (await count(frame, 'compare', 'Missed')) === '0 1');
    await until('the verdicts', async () => (await rows(frame)).join().includes('TP'));
    assert.deepEqual((await rows(frame)).slice(0, 2), ['cat 0.900 TP', 'dog 0.800 TP']);
    // What was chosen is what the next time begins with.
    const again = open(folder('toy'));
    await says(/Pictures\s*none/);
    await page.keyboard.press('Escape');
    await again;
  });

  it('takes layout and parts as arguments, reads again what changes inside, and evaluates', async () => {
    await open(folder('toy'), { roles: { pictures: 'images' } });
    const frame = await webviewFrame({ text: 'toy · detections' });
    await until('the picture', () => showsPicture(frame));
    await until('the counts', async () => (await count(frame, 'compare', 'True positives')) === '2 2');
    await frame.getByRole('button', { name: 'Evaluate' }).click();
    const report = await webviewFrame({ text: /Evaluate Detections[^]*mAP/, except: [frame] });
    // Of two cats one is found, of one dog one: (6 / 11 + 1) / 2 by eleven points.
    await until('mAP', async () => (await report.locator('.headline-value').innerText()).startsWith('0.7727'));
    await write('toy/detections/b.txt', 'cat 0.7 101 101 90 70\n');
    await until('the new box', async () => (await count(frame, 'compare', 'True positives')) === '2 3');
    await screenshot('detection-folder');
  });

  it('opens boxes of KITTI in their cloud, selects one by a click, and opens the points in its frustum', async () => {
    await open(folder('kitti'), {});
    const frame = await webviewFrame({ text: 'kitti · label_2' });
    await frame.locator('.box-row').first().waitFor();
    // Where there is no picture, space comes first.
    await until('the space', async () => (await frame.getByRole('button', { name: 'Boxes in space' }).getAttribute('aria-pressed')) === 'true');
    await until('the points inside', async () => /4,?721 points, 1,?000 points in 1 box/.test(await frame.locator('.space-view .picture-note').innerText()));
    const canvas = frame.locator('.space-scene canvas');
    // The view is fitted to the boxes: the car is in the middle.
    await until('a click that selects', async () => {
      await canvas.click();
      return (await frame.locator('.box-row.selected').count()) === 1;
    });
    await until('the points of the box', async () => /points inside\s*1,?000/.test(await frame.locator('[data-section=pick]').innerText()));
    await screenshot('detections-kitti-space');
    await frame.getByRole('button', { name: 'Points in Frustum' }).click();
    const cloud = await webviewFrame({ text: /000000-frustum\.ply[^]*Points/, except: [frame] });
    await until('the points', async () => /Points\s*1,?0\d\d\b/.test(await cloud.locator('[data-section=file]').innerText()));
    await screenshot('detections-frustum');
    // The command does the same, and says so when there is nothing selected.
    await closeAllEditors();
    await open(folder('kitti'), {});
    const again = await webviewFrame({ text: 'kitti · label_2' });
    await again.locator('.box-row').first().waitFor();
    await until('the notice', async () => {
      await vscode.commands.executeCommand('inspect3d.pointsInFrustum');
      return /Select a box first/.test(await again.locator('body').innerText());
    });
  });

  it('evaluates two folders by their paths', async () => {
    const report: unknown = await vscode.commands.executeCommand('inspect3d.evaluate', [folder('toy/groundtruths'), folder('toy/detections')], { protocol: 'voc2010' });
    assert.ok(typeof report === 'object' && report !== null && 'numbers' in report);
    assert.deepEqual(report.numbers, { mAP: 1 });
  });

  it('reads a folder of a virtual file system, names and sizes of pictures too', async () => {
    const text = (content: string): Uint8Array => new TextEncoder().encode(content);
    const files = new MemoryFiles(new Map([['set/data.yaml', text('names: [cat, dog]')], ['set/labels/a.txt', text('1 0.5 0.5 0.25 0.5\n')], ['set/images/a.png', picture]]));
    try {
      await open(files.uri('set'), {});
      const frame = await webviewFrame({ text: 'set' });
      await until('the box', async () => (await rows(frame)).join() === 'dog');
      await frame.locator('.box-row').first().click();
      // Half of the picture's height, in pixels.
      await until('its size', async () => /80[^]*120/.test(await frame.locator('[data-section=pick]').innerText()));
      await until('the picture', () => showsPicture(frame));
    } finally {
      await closeAllEditors();
      files.dispose();
    }
  });

  it('says what it looked for where nothing is recognised', async () => {
    await open(folder('nothing'), {});
    const frame = await webviewFrame({ text: /This folder cannot be shown/ });
    assert.match(await frame.locator('body').innerText(), /a folder of detections[^]*1 file of another kind[^]*Choose the parts/);
    assert.equal(await frame.getByRole('button', { name: 'Parts of the Folder…' }).count(), 1);
    await screenshot('detection-folder-nothing');
  });

  it('refuses parts that lie outside of the folder', async () => {
    await assert.rejects(async () => open(folder('toy'), { layout: 'padilla', roles: { labels: '../nothing' } }));
    await assert.rejects(async () => open(folder('toy'), { layout: 'something' }));
    await assert.rejects(async () => open(folder('missing'), {}), /missing/);
  });
});
