import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import type { Frame } from 'playwright-core';
import * as vscode from 'vscode';
import { temporaryFolder } from './support/viewer';
import { closeAllEditors, screenshot, setViewport, until, webviewFrame } from './support/workbench';

const size = { width: 320, height: 240 } as const;

/** A plain picture with blocks where the objects are. */
function picture(blocks: readonly (readonly number[])[]): Uint8Array {
  const data = new Uint8Array(size.width * size.height * 3).fill(110);
  for (const [x, y, width, height] of blocks) {
    for (let row = y; row < y + height; row++) data.fill(210, 3 * (row * size.width + x), 3 * (row * size.width + x + width));
  }
  return encode({ ...size, channels: 3, depth: 8, data });
}

const objects = [
  [[20, 40, 80, 60], [180, 60, 60, 100]],
  [[100, 100, 90, 70]],
];
const images = objects.map((_, image) => ({ id: image + 1, file_name: `frame-${image + 1}.png`, ...size }));
const categories = [{ id: 1, name: 'car' }, { id: 2, name: 'person' }];

const truth = {
  images,
  categories,
  annotations: [
    { id: 1, image_id: 1, category_id: 1, bbox: objects[0][0] },
    { id: 2, image_id: 1, category_id: 2, bbox: objects[0][1] },
    { id: 3, image_id: 2, category_id: 1, bbox: objects[1][0] },
  ],
};
/** The second box is the first again; the last is of nothing. */
const found = {
  images,
  categories,
  annotations: [
    { id: 1, image_id: 1, category_id: 1, bbox: [22, 42, 80, 60], score: 0.9 },
    { id: 2, image_id: 1, category_id: 1, bbox: [24, 44, 80, 60], score: 0.6 },
    { id: 3, image_id: 1, category_id: 2, bbox: [182, 62, 60, 98], score: 0.8 },
    { id: 4, image_id: 2, category_id: 1, bbox: [230, 10, 60, 60], score: 0.7 },
  ],
};

const rows = (frame: Frame): Promise<string[]> =>
  frame.locator('.box-row').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('span:not(.box-swatch)')].map((each) => each.textContent).filter(Boolean).join(' ')));

const count = (frame: Frame, section: string, name: string): Promise<string> =>
  frame.locator(`[data-section=${section}] tr`).filter({ has: frame.locator('th', { hasText: new RegExp(`^${name}$`) }) }).innerText().then((text) => text.split('\t').slice(1).join(' '));

async function open(uri: vscode.Uri): Promise<Frame> {
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  const frame = await webviewFrame({ text: path.basename(uri.path) });
  await frame.locator('.box-row').first().waitFor();
  return frame;
}

describe('the editor of detections', () => {
  let folder = '';
  const file = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
  before(async () => {
    folder = await temporaryFolder();
    await fileSystem.mkdir(path.join(folder, 'images'));
    for (const [image, blocks] of objects.entries()) await fileSystem.writeFile(path.join(folder, 'images', `frame-${image + 1}.png`), picture(blocks));
    await fileSystem.writeFile(path.join(folder, 'truth.detections.json'), JSON.stringify(truth));
    // A file is opened as it was left: what one test slides must not be what another begins with.
    for (const name of ['found.det.json', 'slid.det.json']) await fileSystem.writeFile(path.join(folder, name), JSON.stringify(found));
    await setViewport(1400, 900);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('opens with a click: picture from the folder beside it, boxes, counts', async () => {
    const frame = await open(file('found.det.json'));
    assert.deepEqual(await rows(frame), ['car 0.900', 'person 0.800', 'car 0.600']);
    await until('the picture', () =>
      frame.locator('.picture-canvas').evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return false;
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let ground = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i] === 110 && data[i + 1] === 110 && data[i + 2] === 110) ground++;
        return ground > 1000;
      }),
    );
    await until('the counts', async () => (await count(frame, 'boxes', 'Boxes')) === '3 4');
    await screenshot('detections');
  });

  it('slides the suppression and reads the count', async () => {
    const frame = await open(file('slid.det.json'));
    await frame.getByRole('slider', { name: 'NMS IoU', exact: true }).fill('0.4');
    await until('one removed', async () => (await count(frame, 'boxes', 'Removed')) === '1 1');
    await frame.getByRole('slider', { name: 'NMS IoU', exact: true }).fill('0.99');
    await until('none removed', async () => (await count(frame, 'boxes', 'Removed')) === '0 0');
  });

  it('opens as it was left, also when the tab is closed right after the last change', async () => {
    await fileSystem.copyFile(file('slid.det.json').fsPath, file('left.det.json').fsPath);
    const frame = await open(file('left.det.json'));
    await frame.getByRole('slider', { name: 'NMS IoU', exact: true }).fill('0.35');
    await closeAllEditors();
    const again = await open(file('left.det.json'));
    await until('the slider', async () => (await again.getByRole('slider', { name: 'NMS IoU', exact: true }).inputValue()) === '0.35');
  });

  it('lands on a box of another image, compared with the truth', async () => {
    await vscode.commands.executeCommand('inspect3d.showDetection', file('found.det.json'), { row: 3, compareWith: file('truth.detections.json') });
    const frame = await webviewFrame({ text: 'found.det.json' });
    await until('the second image', async () => (await frame.locator('.image-name').innerText()) === 'frame-2.png');
    await until('the verdict', async () => (await frame.locator('.box-row.selected').innerText()).includes('FP'));
    await until('the counts', async () => (await count(frame, 'compare', 'False positives')) === '1 2');
    assert.equal(await count(frame, 'compare', 'True positives'), '0 2');
    assert.equal(await count(frame, 'compare', 'Missed'), '1 1');
    await screenshot('detections-compared');
    // An editor that is open goes there too.
    await vscode.commands.executeCommand('inspect3d.showDetection', file('found.det.json'), { row: 0 });
    await until('the first image', async () => (await frame.locator('.image-name').innerText()) === 'frame-1.png');
  });

  it('evaluates two files, and leads from a false positive to its image', async () => {
    await vscode.commands.executeCommand('inspect3d.evaluate', [file('truth.detections.json'), file('found.det.json')], { protocol: 'voc2010' });
    const report = await webviewFrame({ text: /Evaluate Detections[^]*False positives/ });
    // One of two cars found by the first of two, the person found: (0.5 + 1) / 2.
    assert.equal(await report.locator('.headline-value').innerText(), '0.75');
    assert.match(await report.locator('.convention').innerText(), /VOC 2010/);
    assert.match(await report.locator('.evaluation-said').innerText(), /2 true positives, 2 false positives, 1 truth missed/);
    await screenshot('evaluation');
    await report.getByRole('button', { name: 'frame-2.png' }).click();
    const frame = await webviewFrame({ text: 'found.det.json', except: [report] });
    await until('its image', async () => (await frame.locator('.image-name').innerText()) === 'frame-2.png');
    await until('its box', async () => (await frame.locator('.box-row.selected').innerText()).includes('FP'));
  });

  it('says that a file of a report has changed, and evaluates again on a press', async () => {
    await fileSystem.copyFile(file('slid.det.json').fsPath, file('changing.det.json').fsPath);
    await vscode.commands.executeCommand('inspect3d.evaluate', [file('truth.detections.json'), file('changing.det.json')], { protocol: 'voc2010' });
    const report = await webviewFrame({ text: /Evaluate Detections[^]*False positives/ });
    assert.equal(await report.locator('.headline-value').innerText(), '0.75');
    const annotations = found.annotations.map((each) => (each.id === 4 ? { ...each, bbox: [101, 101, 90, 70] } : each));
    await fileSystem.writeFile(file('changing.det.json').fsPath, JSON.stringify({ ...found, annotations }));
    await report.getByText('changing.det.json changed since this report.').waitFor();
    await screenshot('evaluation-changed');
    await report.locator('.notice').getByRole('button', { name: 'Run Again' }).click();
    // The duplicate has the lowest score of its class, below all that are right.
    await until('the new mAP', async () => (await report.locator('.headline-value').innerText()) === '1');
    await until('the new counts', async () => /3 true positives, 1 false positive, 0 truths missed/.test(await report.locator('.evaluation-said').innerText()));
  });

  for (const [name, text, says] of [
    ['broken.det.json', '{"images": [], "annotations": [{"bbox": [1, 2', /This file cannot be shown[^]*Expected/],
    ['wrong.det.json', '{"images": 5, "annotations": {"a": 1}, "categories": "none"}', /This file cannot be shown[^]*Expected/],
  ] as const) {
    it(`says what is wrong with ${name}`, async () => {
      await fileSystem.writeFile(path.join(folder, name), text);
      await vscode.commands.executeCommand('vscode.open', file(name), { preview: false });
      const frame = await webviewFrame({ text: /This file cannot be shown/ });
      assert.match(await frame.locator('body').innerText(), says);
      assert.equal(await frame.getByRole('button', { name: 'Open as Text' }).count(), 1);
      await screenshot(`detections-${name}`);
    });
  }
});
