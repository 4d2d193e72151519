import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');

function withGrid(use: (page: Page, test: TestPage) => Promise<void>, options: PageOptions = {}): Promise<void> {
  return withPage({ entry: 'test/webview/pages/grid.page.ts', viewport: { width: 1280, height: 800 }, ...options }, async (test) => {
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await test.page.evaluate((url) => window.gridTools.loadFont(url), font);
    await use(test.page, test);
  });
}

/** What the panel says of the cell under the pointer: index, value, position. */
function readings(page: Page): Promise<string[]> {
  return page.locator('.slices-fact dd').allTextContents();
}

const settled = (page: Page): Promise<void> => page.evaluate(() => window.gridTools.settled());

/** How many colours a picture has. */
function colours(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('This is no canvas.');
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const found = new Set<number>();
    for (let i = 0; i < pixels.length; i += 4) found.add(pixels[i] * 65536 + pixels[i + 1] * 256 + pixels[i + 2]);
    return found.size;
  });
}

/** Shows the three planes of a field in the scene, and nothing of its surface. */
async function planesAlone(page: Page): Promise<void> {
  for (const axis of ['x', 'y', 'z']) await page.getByRole('checkbox', { name: `Plane across ${axis} in the scene` }).check();
  await page.getByRole('button', { name: 'Shading' }).click();
  await page.getByRole('menuitemradio', { name: 'Slices alone' }).click();
  await settled(page);
}

describe('the view of grids', () => {
  it('shows three slices of a field, in the scene and as pictures, with the value where they meet', async () => {
    await withGrid(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('field'));
      // The middle of 48 x 32 x 24 cells; their centres are half a unit apart from (100, 200, 300) on.
      const value = Math.fround(Math.hypot(23 - 24, 15 - 16, 11 - 12) - 9 + 2 * Math.sin(23 / 4));
      assert.deepEqual(await readings(page), ['23, 15, 11', String(Number(value.toPrecision(6))), '111.5, 207.5, 305.5']);
      for (const axis of ['x', 'y', 'z']) assert.ok((await colours(page, `[data-axis=${axis}] canvas`)) > 30, axis);
      await test.screenshot('grid-field-dark');
    });
  });

  it('reports how many faces are drawn, and once the view was turned how long a frame takes', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      await settled(page);
      const total = await page.evaluate(() => window.gridTools.total);
      assert.ok(total > 0);
      const wanted = ` · ${total.toLocaleString('en-US')} faces · `;
      await page.waitForFunction((part) => String(window.gridTools.asked.filter(([name]) => name === 'setStatus').at(-1)?.[1]).includes(part), wanted);
      const told = await page.evaluate(() => window.gridTools.asked.filter(([name]) => name === 'setStatus').map(([, text]) => String(text)));
      assert.ok(!told.some((text) => / ms · /.test(text)), 'Nothing was turned yet.');
      await page.locator('canvas').first().focus();
      for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowLeft');
      await page.waitForFunction(() => window.gridTools.asked.some(([name, text]) => name === 'setStatus' && / faces · [\d.]+ ms · [CG]PU/.test(String(text))));
    });
  });

  it('reads the value under the pointer and moves the other slices with a click', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('field'));
      const box = await page.locator('[data-axis=z] .slice-place').boundingBox();
      assert.ok(box);
      // The slice across z is 48 by 32 cells, drawn as large as it fits, in the middle.
      const cell = Math.min(box.width / 48, box.height / 32);
      const at = (x: number, y: number): [number, number] => [box.x + box.width / 2 + (x + 0.5 - 24) * cell, box.y + box.height / 2 - (y + 0.5 - 16) * cell];
      await page.mouse.move(...at(5, 28));
      const value = Math.fround(Math.hypot(5 - 24, 28 - 16, 11 - 12) - 9 + 2 * Math.sin(5 / 4));
      assert.deepEqual(await readings(page), ['5, 28, 11', String(Number(value.toPrecision(6))), '102.5, 214, 305.5']);
      await page.mouse.click(...at(5, 28));
      await page.mouse.move(5, 5);
      await settled(page);
      assert.deepEqual((await readings(page))[0], '5, 28, 11');
      assert.match((await page.locator('[data-axis=x] .slice-title').textContent()) ?? '', /^x 5$/);
      assert.match((await page.locator('[data-axis=y] .slice-title').textContent()) ?? '', /^y 28$/);
      await page.mouse.move(...at(5, 28));
      await page.mouse.wheel(0, -80);
      await settled(page);
      assert.match((await page.locator('[data-axis=z] .slice-title').textContent()) ?? '', /^z 13$/);
    });
  });

  it('moves slices by keys, held within the grid, and remembers where they were', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('field'));
      const place = page.getByRole('slider', { name: 'Slice across y' }).last();
      await place.focus();
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowUp');
      assert.equal(await place.getAttribute('aria-valuenow'), '31');
      await page.keyboard.press('PageDown');
      assert.equal(await place.getAttribute('aria-valuenow'), '21');
      await settled(page);
      const state = await page.evaluate(() => window.gridTools.frame.getState());
      await page.evaluate((kept) => window.gridTools.open('field', 'dark', kept), state);
      assert.equal((await readings(page))[0], '23, 21, 11');
    });
  });

  it('drags a plane by its knob in the scene', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('field'));
      await planesAlone(page);
      const knob = page.locator('[data-part=slice-handle-x]');
      const before = await knob.boundingBox();
      assert.ok(before);
      const from = [before.x + before.width / 2, before.y + before.height / 2] as const;
      await page.mouse.move(...from);
      await page.mouse.down();
      await page.mouse.move(from[0] + 60, from[1] + 20, { steps: 4 });
      await page.mouse.up();
      await settled(page);
      const index = Number(await knob.getAttribute('aria-valuenow'));
      assert.ok(index > 25 && index < 48, String(index));
      assert.equal((await readings(page))[0].split(', ')[0], String(index));
      await knob.focus();
      await page.keyboard.press('ArrowLeft');
      await settled(page);
      assert.equal(await knob.getAttribute('aria-valuenow'), String(index - 1));
    });
  });

  it('picks the cell of a plane that is clicked in the scene', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('field'));
      await planesAlone(page);
      const box = await page.locator('.scene canvas').boundingBox();
      assert.ok(box);
      await page.mouse.click(box.x + box.width / 2 - 30, box.y + box.height / 2 + 10);
      await page.locator('.picked th', { hasText: 'cell' }).waitFor();
      const rows = await page.locator('.picked tr').evaluateAll((all) => Object.fromEntries(all.map((row) => [row.children[0].textContent, row.children[1].textContent])));
      const cell = String(rows.cell).split(', ').map(Number);
      assert.equal(cell.length, 3);
      const value = Math.fround(Math.hypot(cell[0] - 24, cell[1] - 16, cell[2] - 12) - 9 + 2 * Math.sin(cell[0] / 4));
      assert.ok(Math.abs(Number(rows.value) - value) < 1e-5, JSON.stringify(rows));
      assert.deepEqual([Number(rows.x), Number(rows.y), Number(rows.z)], [100 + cell[0] / 2, 200 + cell[1] / 2, 300 + cell[2] / 2]);
    });
  });

  it('asks for each slice once, and not at all for pictures that nobody sees', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      const slices = (): Promise<number> => page.evaluate(() => window.gridTools.asked.filter(([name]) => name === 'slice').length);
      assert.equal(await slices(), 3);
      await page.getByRole('button', { name: /pictures under the scene/ }).click();
      await page.getByRole('slider', { name: 'Layer across x' }).fill('3');
      await settled(page);
      assert.equal(await slices(), 3);
      assert.equal(await page.locator('.slices').isVisible(), false);
    });
  });

  it('switches labels in the legend: what they covered is seen, in the scene and in the slices', async () => {
    await withGrid(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      const legend = page.locator('[data-section=labels] .label-row');
      assert.deepEqual(await legend.locator('.label-text').allTextContents(), ['3', '7', '12']);
      const counts = (await legend.locator('.figure').allTextContents()).map((text) => Number(text.replace(',', '')));
      const occupied = await page.evaluate(() => window.gridTools.occupied);
      assert.equal(counts.reduce((sum, count) => sum + count, 0), occupied);
      const before = await page.evaluate(() => window.gridTools.frame.viewer.statistics.total);
      await page.getByRole('checkbox', { name: /^Label 12/ }).uncheck();
      await settled(page);
      const after = await page.evaluate(() => window.gridTools.frame.viewer.statistics.total);
      assert.notEqual(after, before);
      await test.screenshot('grid-labels-switched');
      await page.getByRole('button', { name: 'Show Label 7 alone, or all again' }).click();
      await settled(page);
      const alone = await page.evaluate(() => window.gridTools.frame.viewer.statistics.total);
      assert.ok(alone < after);
      // Its slices are empty where it is not.
      assert.ok((await colours(page, '[data-axis=x] canvas')) < 20);
      const state = await page.evaluate(() => window.gridTools.frame.getState());
      await page.evaluate((kept) => window.gridTools.open('labels', 'dark', kept), state);
      await settled(page);
      assert.equal(await page.evaluate(() => window.gridTools.frame.viewer.statistics.total), alone);
      await page.getByRole('button', { name: 'Show all labels' }).click();
      await settled(page);
      assert.equal(await page.evaluate(() => window.gridTools.frame.viewer.statistics.total), before);
    });
  });

  it('shows what the values were taken for, and takes them otherwise', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      const section = page.locator('[data-section=reading]');
      assert.match((await section.locator('.hint').textContent()) ?? '', /3 different uint8 values besides 0/);
      await section.locator('vscode-single-select').first().click();
      await page.getByRole('option', { name: 'Field' }).click();
      await page.locator('[data-section=slices] .histogram').waitFor({ state: 'visible' });
      await settled(page);
      assert.match((await page.locator('[data-section=file]').textContent()) ?? '', /Scalar grid/);
      const state = await page.evaluate(() => window.gridTools.frame.getState());
      await page.evaluate((kept) => window.gridTools.open('labels', 'dark', kept), state);
      assert.match((await page.locator('[data-section=file]').textContent()) ?? '', /Scalar grid/);
      await page.getByRole('button', { name: 'Read as the file says' }).click();
      await page.locator('[data-section=labels] .label-row').first().waitFor({ state: 'visible' });
      await settled(page);
      assert.match((await page.locator('[data-section=file]').textContent()) ?? '', /Voxel grid/);
    });
  });

  it('draws cells as faces, with edges, smooth, and as points, each another picture', async () => {
    await withGrid(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      const pictures = new Map<string, string>();
      for (const shading of ['surface', 'surfaceWithEdges', 'smooth', 'points'] as const) {
        await page.evaluate((chosen) => window.gridTools.shade(chosen), shading);
        await settled(page);
        await test.screenshot(`grid-shading-${shading}`);
        pictures.set(shading, await page.locator('.scene canvas').evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : '')));
      }
      assert.equal(new Set(pictures.values()).size, 4);
      assert.equal(await page.evaluate(() => window.gridTools.frame.viewer.statistics.total), await page.evaluate(() => window.gridTools.surfaceCells));
    });
  });

  it('picks the cell whose face was clicked, with its index, centre and value', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      const box = await page.locator('.scene canvas').boundingBox();
      assert.ok(box);
      for (const [x, y] of [[-20, -30], [25, 40], [0, 0]]) {
        await page.keyboard.press('Escape');
        await page.locator('.picked').waitFor({ state: 'detached' });
        await page.mouse.click(box.x + box.width / 2 + x, box.y + box.height / 2 + y);
        await page.locator('.picked th', { hasText: 'cell' }).waitFor();
        const rows = await page.locator('.picked tr').evaluateAll((all) => Object.fromEntries(all.map((row) => [row.children[0].textContent, row.children[1].textContent])));
        const cell = String(rows.cell).split(', ').map(Number);
        assert.deepEqual([Number(rows.x), Number(rows.y), Number(rows.z)], cell);
        const value = await page.evaluate(([i, j, k]) => window.gridTools.valueAt(i, j, k), cell);
        assert.ok(value > 0, JSON.stringify(rows));
        assert.equal(Number(rows.value), value);
      }
    });
  });

  it('is cut open by the clipping box', async () => {
    await withGrid(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('labels'));
      const picture = (): Promise<string> => page.locator('.scene canvas').evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));
      const whole = await picture();
      await page.evaluate(() => window.gridTools.frame.viewer.setClip({ min: [0, 0, 0], max: [16, 31, 31] }));
      await settled(page);
      assert.notEqual(await picture(), whole);
      await test.screenshot('grid-clipped');
      // What was cut away cannot be clicked: the rest of the ball lies at x <= 16.
      const hit = await page.evaluate(async () => {
        const { viewer } = window.gridTools.frame;
        const place = viewer.project([28, 15, 15]);
        return place && viewer.pick(place.x, place.y);
      });
      assert.ok(hit === null || hit.position[0] <= 16, JSON.stringify(hit));
    });
  });

  it('draws coarser cells while the view moves, and all of them at rest', async () => {
    await withGrid(async (page) => {
      await page.evaluate(() => window.gridTools.open('sparse'));
      const rest = await page.evaluate(() => window.gridTools.frame.viewer.statistics);
      assert.ok(rest.total > 900_000);
      assert.equal(rest.drawn, rest.total);
      // Two words a face, besides a row's rest in each of the few blocks.
      assert.ok(rest.bytes < 9 * rest.total * 1.6, String(rest.bytes / rest.total));
      const moving = await page.evaluate(async () => {
        const { viewer } = window.gridTools.frame;
        viewer.setArtificialFrameCost(100);
        const told: number[] = [];
        const heard = viewer.on('statistics', ({ drawn }) => told.push(drawn));
        for (let i = 0; i < 12; i++) {
          viewer.canvas.focus();
          viewer.handleKey(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        heard.dispose();
        viewer.setArtificialFrameCost(0);
        return told;
      });
      assert.ok(moving.length > 0 && moving.some((drawn) => drawn < rest.total / 3), moving.join(' '));
      await settled(page);
      assert.equal(await page.evaluate(() => window.gridTools.frame.viewer.statistics.drawn), rest.total);
    });
  });

  for (const theme of ['light', 'contrast'] as const) {
    it(`looks right in ${theme}`, async () => {
      await withGrid(async (page, test) => {
        await page.evaluate((name) => window.gridTools.open('labels', name), theme);
        await test.screenshot(`grid-labels-${theme}`);
        await page.evaluate((name) => window.gridTools.open('field', name), theme);
        await test.screenshot(`grid-field-${theme}`);
        assert.ok((await colours(page, '[data-axis=x] canvas')) > 30);
      });
    });
  }

  it('keeps its parts apart in a narrow window', async () => {
    await withGrid(
      async (page, test) => {
        await page.evaluate(() => window.gridTools.open('field'));
        await test.screenshot('grid-field-narrow');
        const boxes = await page.locator('.slice-place').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
        assert.ok(boxes.every((width) => width > 60), String(boxes));
      },
      { viewport: { width: 480, height: 700 } },
    );
  });
});
