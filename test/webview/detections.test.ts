import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');

function withDetections(use: (page: Page, test: TestPage) => Promise<void>, options: PageOptions = {}): Promise<void> {
  return withPage({ entry: 'test/webview/pages/detections.page.ts', viewport: { width: 1280, height: 800 }, ...options }, async (test) => {
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await test.page.evaluate((url) => window.detectionTools.loadFont(url), font);
    await use(test.page, test);
  });
}

/** Pixels of the picture's canvas of about a colour. */
function pixelsOf(page: Page, wanted: readonly [number, number, number]): Promise<number> {
  return page.locator('.picture-canvas').evaluate((canvas, rgb) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    let pixels = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && rgb.every((channel, c) => Math.abs(channel - data[i + c]) < 10)) pixels++;
    return pixels;
  }, wanted);
}

const open = async (page: Page, name = 'found'): Promise<void> => {
  await page.evaluate((set) => window.detectionTools.open('dark', set), name);
  await page.locator('.box-row').first().waitFor();
};

const compare = async (page: Page, other = 'truth'): Promise<void> => {
  await page.evaluate((name) => window.detectionTools.compare(name), other);
  await page.waitForFunction(() => window.detectionTools.frame?.detections.state.otherBoxes !== null && window.detectionTools.frame?.detections.state.totals?.match);
};

/** Rows of the list as words: "car 0.950 TP". */
const rows = (page: Page): Promise<string[]> => page.locator('.box-row').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('span:not(.box-swatch)')].map((each) => each.textContent).filter(Boolean).join(' ')));

const counts = (page: Page, section: string): Promise<Record<string, string[]>> =>
  page.locator(`[data-section=${section}] tbody tr`).evaluateAll((all) => Object.fromEntries(all.map((row) => [row.children[0]?.textContent ?? '', [...row.children].slice(1).map((cell) => cell.textContent ?? '')])));

/** Where a pixel of the picture is on the page. */
async function placeOf(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('.picture-canvas').boundingBox();
  assert.ok(box);
  const scale = Math.min((box.width - 32) / 640, (box.height - 32) / 480);
  return { x: box.x + (box.width - scale * 640) / 2 + scale * x, y: box.y + (box.height - scale * 480) / 2 + scale * y };
}

const orange = [230, 159, 0] as const;
const blue = [0, 114, 178] as const;

describe('detection editor', () => {
  it('draws the boxes of an image over its picture, in the colours of their categories', async () => {
    await withDetections(async (page) => {
      await open(page);
      assert.ok((await pixelsOf(page, [157, 184, 204])) > 50_000, 'The sky of the picture.');
      assert.ok((await pixelsOf(page, blue)) > 400, 'Cars.');
      assert.ok((await pixelsOf(page, orange)) > 200, 'People.');
      assert.deepEqual(await rows(page), ['car 0.950', 'car 0.880', 'person <b> 0.710', 'person <b> 0.650', 'car 0.600', 'dog 0.350']);
      assert.equal(await page.locator('#root b').count(), 0, 'Names are text.');
      assert.deepEqual(await page.evaluate(() => window.detectionTools.nameless()), []);
      assert.match(await page.locator('.picture-canvas').getAttribute('aria-label') ?? '', /street-1\.png: 6 boxes/);
    });
  });

  it('goes through the images by button, key and number', async () => {
    await withDetections(async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Next image' }).click();
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.boxes?.count === 1);
      assert.equal(await page.locator('.image-name').innerText(), 'street-2.png');
      await page.locator('.picture-canvas').focus();
      await page.keyboard.press('ArrowRight');
      await page.getByText('No boxes in this image.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Next image' }).isDisabled(), true);
      await page.keyboard.press('Home');
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.boxes?.count === 6);
      const field = page.getByRole('textbox', { name: 'Image number' });
      await field.fill('2');
      await field.press('Enter');
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.boxes?.count === 1);
      await field.fill('99');
      await field.press('Enter');
      assert.equal(await field.inputValue(), '3');
      const pictures = await page.evaluate(() => window.detectionTools.asked.filter(([name]) => name === 'picture').map(([, image]) => image));
      assert.deepEqual(pictures, [0, 1, 2, 0, 1, 2]);
    });
  });

  it('tells all values of a clicked box, and clears them', async () => {
    await withDetections(async (page) => {
      await open(page);
      const at = await placeOf(page, 360, 280);
      await page.mouse.click(at.x, at.y);
      await page.locator('[data-section=pick] tbody tr').first().waitFor();
      const values = await page.locator('[data-section=pick] tbody tr').evaluateAll((all) => Object.fromEntries(all.map((row) => [row.children[0]?.textContent ?? '', row.children[1]?.textContent ?? ''])));
      assert.deepEqual(values, { row: '2', id: '102', category: 'car', score: '0.88', x: '305', y: '240', width: '118', height: '92' });
      assert.equal(await page.locator('.box-row.selected').innerText().then((text) => text.includes('0.880')), true);
      await page.getByRole('button', { name: 'Copy values of the box' }).click();
      assert.match(String(await page.evaluate(() => window.detectionTools.asked.find(([name]) => name === 'copyText')?.[1])), /^row\t2\nid\t102\n/);
      await page.keyboard.press('Escape');
      await page.getByText('Click a box to read its values.').waitFor();
    });
  });

  it('takes the smallest box where several lie over each other', async () => {
    await withDetections(async (page) => {
      await open(page);
      const at = await placeOf(page, 140, 280);
      await page.mouse.click(at.x, at.y);
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.selected?.index === 0);
    });
  });

  it('follows the score with list, picture and counts', async () => {
    await withDetections(async (page) => {
      await open(page);
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.totals);
      assert.deepEqual(await counts(page, 'boxes'), { Boxes: ['6', '7'], 'At the score': ['6', '7'] });
      await page.getByRole('slider', { name: 'Score', exact: true }).fill('0.7');
      await page.waitForFunction(() => document.querySelectorAll('.box-row').length === 3);
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.totals?.aboveScore === 4);
      assert.deepEqual(await counts(page, 'boxes'), { Boxes: ['6', '7'], 'At the score': ['3', '4'] });
      const field = page.getByRole('textbox', { name: 'Score, number' });
      await field.fill('0,9');
      await field.press('Enter');
      await page.waitForFunction(() => document.querySelectorAll('.box-row').length === 1);
    });
  });

  it('fades what is suppressed, with which box did it at what overlap', async () => {
    await withDetections(async (page) => {
      await open(page);
      const before = await pixelsOf(page, blue);
      await page.getByText('Suppress overlaps (NMS)', { exact: true }).click();
      await page.locator('.box-row.faded').waitFor();
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.totals?.removed === 1);
      assert.deepEqual(await counts(page, 'boxes'), { Boxes: ['6', '7'], 'At the score': ['6', '7'], Kept: ['5', '6'], Removed: ['1', '1'] });
      assert.ok((await pixelsOf(page, blue)) < before);
      await page.locator('.box-row.faded').click();
      await page.locator('.box-relation', { hasText: /^Suppressed by the box in row 0, at an IoU of 0\.807425\./ }).waitFor();
      await page.getByText('Show it').click();
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.selected?.index === 0);
      // Above their overlap nothing is removed.
      await page.getByRole('slider', { name: 'NMS IoU', exact: true }).fill('0.9');
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.totals?.removed === 0);
      assert.deepEqual((await counts(page, 'boxes')).Removed, ['0', '0']);
    });
  });

  it('tells right, wrong and missed by word, sign and colour when the truth is there', async () => {
    await withDetections(async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Compare with truth…' }).click();
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.totals?.match);
      assert.deepEqual(await rows(page), ['car 0.950 TP', 'car 0.880 TP', 'person <b> 0.710 TP', 'person <b> 0.650 –', 'car 0.600 FP', 'dog 0.350 FP', 'car GT', 'car GT', 'person <b> GT', 'dog FN', 'person <b> –']);
      assert.deepEqual(await counts(page, 'compare'), { 'True positives': ['3', '3'], 'False positives': ['2', '3'], Missed: ['1', '2'], 'Not counted': ['1', '1'] });
      for (const [sign, many] of [['circle', 3], ['cross', 2], ['triangle', 1]] as const) assert.equal(await page.locator(`.box-row .sign-${sign}`).count(), many, sign);
      assert.ok((await pixelsOf(page, [0, 158, 115])) > 300);
      assert.ok((await pixelsOf(page, [213, 94, 0])) > 100);
      await page.getByRole('combobox', { name: 'Show', exact: true }).click();
      await page.getByRole('option', { name: 'Missed', exact: true }).click();
      await page.waitForFunction(() => document.querySelectorAll('.box-row').length === 1);
      assert.deepEqual(await rows(page), ['dog FN']);
      assert.equal(await pixelsOf(page, [213, 94, 0]), 0, 'The picture follows the filter.');
      await page.getByRole('button', { name: 'Evaluate…' }).click();
      await page.waitForFunction(() => window.detectionTools.asked.some(([name]) => name === 'evaluate'));
      await page.getByRole('button', { name: 'Remove' }).click();
      await page.waitForFunction(() => document.querySelectorAll('.box-row').length === 6);
    });
  });

  it('is the same when the truth was opened and the detections are laid beside it', async () => {
    await withDetections(async (page) => {
      await open(page, 'truth');
      assert.equal(await page.getByRole('button', { name: 'Compare with detections…' }).count(), 1);
      await compare(page, 'found');
      assert.deepEqual(await counts(page, 'compare'), { 'True positives': ['3', '3'], 'False positives': ['2', '3'], Missed: ['1', '2'], 'Not counted': ['1', '1'] });
    });
  });

  it('tells all values of the box under the pointer, and what became of it', async () => {
    await withDetections(async (page, { screenshot }) => {
      await open(page);
      await compare(page);
      const line = page.locator('.hover-line');
      assert.equal(await line.isVisible(), false);
      const [x, y, width, height] = await page.evaluate(() => [...(window.detectionTools.frame?.detections.state.boxes?.rectangles.subarray(0, 4) ?? [])]);
      const at = await placeOf(page, x + width / 2, y + height / 2);
      await page.mouse.move(at.x, at.y);
      await line.waitFor();
      const text = await line.innerText();
      assert.match(text, /^car/);
      assert.match(text, /(True positive|False positive): IoU|row 0/);
      for (const name of ['row', 'x', 'y', 'width', 'height', 'score']) assert.match(text, new RegExp(`(^|\\s)${name} [\\d.]`), name);
      await screenshot('detections-hover');
      const corner = await placeOf(page, 1, 1);
      await page.mouse.move(corner.x - 8, corner.y - 8);
      await line.waitFor({ state: 'hidden' });
    });
  });

  it('draws masks of polygons and of run lengths, and turned boxes', async () => {
    await withDetections(async (page) => {
      await page.evaluate(() => {
        window.detectionTools.pictures = false;
      });
      await open(page, 'masks');
      await page.evaluate(() => window.detectionTools.frame?.detections.set({ labels: false }));
      await page.waitForTimeout(100);
      const filled = async (x: number, y: number): Promise<string> => {
        const at = await placeOf(page, x, y);
        return page.locator('.picture-canvas').evaluate((canvas, place) => {
          if (!(canvas instanceof HTMLCanvasElement)) return '';
          const { left, top } = canvas.getBoundingClientRect();
          return [...(canvas.getContext('2d')?.getImageData(Math.round(place.x - left), Math.round(place.y - top), 1, 1).data ?? [])].slice(0, 3).join();
        }, at);
      };
      const ground = await filled(20, 20);
      assert.notEqual(await filled(200, 250), ground, 'Inside the triangle.');
      assert.equal(await filled(115, 115), ground, 'Its box, beside it.');
      assert.notEqual(await filled(450, 150), ground, 'Inside the runs.');
      await page.keyboard.press('m');
      await page.waitForTimeout(100);
      assert.equal(await filled(200, 250), ground);
      // A corner of the turned box lies where no upright one would have it.
      const at = await placeOf(page, 390, 318);
      await page.mouse.click(at.x, at.y);
      await page.waitForFunction(() => window.detectionTools.frame?.detections.state.selected === null);
    });
  });

  it('without a picture draws on a ground of its size, says so, and asks for the folder once', async () => {
    await withDetections(async (page) => {
      await page.evaluate(() => {
        window.detectionTools.pictures = false;
      });
      await open(page);
      await page.locator('.picture-note').getByText('No picture was found beside the file.').waitFor();
      assert.ok((await pixelsOf(page, blue)) > 400);
      await page.getByRole('button', { name: 'Next image' }).click();
      await page.getByRole('button', { name: 'Choose the Folder of the Pictures…' }).click();
      await page.waitForFunction(() => document.querySelector('.notice')?.hasAttribute('hidden'));
      assert.ok((await pixelsOf(page, [157, 184, 204])) > 50_000);
    });
  });

  it('zooms to the pointer, moves, fits, and reveals a box that is chosen in the list', async () => {
    await withDetections(async (page) => {
      await open(page);
      const sky = await pixelsOf(page, [157, 184, 204]);
      const at = await placeOf(page, 140, 280);
      await page.mouse.move(at.x, at.y);
      for (let i = 0; i < 8; i++) await page.mouse.wheel(0, -200);
      await page.waitForTimeout(100);
      assert.ok((await pixelsOf(page, [157, 184, 204])) < sky / 4);
      await page.locator('.box-row').nth(2).click();
      await page.waitForTimeout(100);
      assert.ok((await pixelsOf(page, [45, 107, 64])) > 500, 'The person is in view.');
      await page.locator('.picture-canvas').focus();
      await page.keyboard.press('f');
      await page.waitForTimeout(100);
      assert.equal(await pixelsOf(page, [157, 184, 204]) > sky * 0.9, true);
    });
  });

  it('lists thousands of boxes with as many rows as are in sight', async () => {
    await withDetections(async (page) => {
      await open(page, 'many');
      assert.equal(await page.locator('.box-count').innerText(), '5,000 boxes');
      assert.ok((await page.locator('.box-row').count()) < 60);
      await page.locator('.box-list').focus();
      await page.keyboard.press('End');
      await page.waitForFunction(() => document.querySelector('.box-row.selected')?.getAttribute('aria-posinset') === '5000');
      assert.ok((await page.locator('.box-row').count()) < 60);
      await page.keyboard.press('ArrowUp');
      await page.waitForFunction(() => document.querySelector('.box-row.selected')?.getAttribute('aria-posinset') === '4999');
    });
  });

  it('begins in space for a scan that names no picture, and in the picture that is named', async () => {
    await withDetections(async (page) => {
      await page.evaluate(() => (window.detectionTools.pictures = false));
      await open(page, 'unseen');
      await page.waitForFunction(() => document.querySelector('.space-view')?.hasAttribute('hidden') === false);
      await page.waitForFunction(() => window.detectionTools.asked.some(([name]) => name === 'picture'));
      const offer = page.getByRole('button', { name: 'Choose the Folder of the Pictures…' });
      assert.equal(await offer.count(), 0, 'A picture that nobody looks at is missed.');
      await page.getByRole('button', { name: 'Boxes in space' }).click();
      await offer.waitFor();
    });
    await withDetections(async (page) => {
      await open(page, 'seen');
      await page.waitForFunction(() => document.querySelector('.space-view')?.hasAttribute('hidden') === true);
    });
  });

  it('leaves the scene its place beside an inspector, and words theirs beside actions', async () => {
    await withDetections(
      async (page, test) => {
        await page.evaluate(() => (window.detectionTools.pictures = false));
        await open(page, 'found');
        const [scene, side, words] = await Promise.all(['.stage', '.box-side', '.notice-text'].map((name) => page.locator(name).first().boundingBox()));
        assert.ok(scene && side && words);
        assert.ok(scene.width > 250 && scene.height > 250, `${scene.width} x ${scene.height}`);
        assert.ok(side.y >= scene.y + scene.height, 'The list is not under the scene.');
        assert.ok(words.width > 150 && words.height < 60, `${words.width} x ${words.height}`);
        await test.screenshot('detections-split');
      },
      { viewport: { width: 612, height: 760 } },
    );
  });

  it('shows boxes in space with the cloud, counts the points inside, and selects by a click', async () => {
    await withDetections(async (page, test) => {
      await open(page, 'scan');
      await page.locator('.space-view .picture-note').getByText('1,700 points, 100 points in 2 boxes').waitFor();
      await page.waitForTimeout(300);
      await page.locator('.box-row').first().click();
      await page.getByRole('row', { name: /points inside/ }).waitFor();
      assert.match(await page.getByRole('row', { name: /points inside/ }).innerText(), /100$/);
      await test.screenshot('detections-space');
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: "Bird's-eye view" }).click();
      await page.waitForTimeout(600);
      await test.screenshot('detections-birdseye');
      await page.getByRole('button', { name: 'Boxes in space' }).click();
      await page.waitForFunction(() => document.querySelector('.space-view')?.hasAttribute('hidden'));
    });
  });

  it('answers about an image of two hundred thousand boxes without blocking the page', async () => {
    await withDetections(async (page) => {
      await open(page, 'hoard');
      assert.equal(await page.locator('.box-count').innerText(), '200,000 boxes');
      await page.getByText('Drawn are the 10,000 most confident of 200,000 boxes; the list has all.').waitFor();
      assert.ok((await page.locator('.box-row').count()) < 60);
    });
  });

  it('comes back as it was left', async () => {
    await withDetections(async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Next image' }).click();
      await page.evaluate(() => window.detectionTools.frame?.detections.set({ suppression: true, suppressionIou: 0.3, labels: false }));
      await page.waitForFunction(() => window.detectionTools.state.includes('"suppressionIou":0.3'));
      await open(page);
      const state = await page.evaluate(() => {
        const { image, suppression, suppressionIou, labels } = window.detectionTools.frame?.detections.state ?? {};
        return { image, suppression, suppressionIou, labels };
      });
      assert.deepEqual(state, { image: 1, suppression: true, suppressionIou: 0.3, labels: false });
    });
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const width of [480, 900, 1280] as const) {
      it(`fits ${width} pixels in ${theme} colours`, async () => {
        await withDetections(
          async (page, test) => {
            await page.evaluate((name) => window.detectionTools.open(name), theme);
            await page.evaluate(() => window.detectionTools.compare('truth'));
            await page.waitForTimeout(400);
            await page.locator('.box-row').nth(1).click();
            await page.waitForTimeout(200);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
            assert.ok((await pixelsOf(page, [0, 158, 115])) > 100);
            await test.screenshot(`detections-${theme}-${width}`);
          },
          { viewport: { width, height: 800 } },
        );
      });
    }
  }
});
