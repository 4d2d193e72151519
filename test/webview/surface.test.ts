import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');

function withField(use: (page: Page, test: TestPage) => Promise<void>, options: PageOptions = {}): Promise<void> {
  return withPage({ entry: 'test/webview/pages/grid.page.ts', viewport: { width: 1280, height: 800 }, ...options }, async (test) => {
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await test.page.evaluate((url) => window.gridTools.loadFont(url), font);
    await use(test.page, test);
  });
}

const section = (page: Page) => page.locator('[data-section=surface]');
const made = (page: Page): Promise<string> => section(page).locator('.hint.figure').first().innerText();
const iso = (page: Page) => section(page).getByRole('slider', { name: /^Iso value/ });

async function settled(page: Page): Promise<void> {
  // Longer than the moment after which the whole surface takes a coarse one's place.
  await page.waitForTimeout(250);
  await page.evaluate(() => window.gridTools.settled());
}

async function triangles(page: Page): Promise<number> {
  return Number((await made(page)).split(' ')[0].replaceAll(',', ''));
}

const drawn = (page: Page): Promise<number> => page.evaluate(() => window.gridTools.frame.viewer.statistics.total);

/** Chooses from the toolbar's menu. */
async function colourBy(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Colour by' }).click();
  await page.getByRole('menuitemradio', { name: title, exact: true }).click();
}

describe('the surface of fields', () => {
  it('is there when a field opens, at 0 where it has both signs, in the middle of the slices\' colours', async () => {
    await withField(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('field'));
      assert.ok((await triangles(page)) > 1000);
      assert.equal(await drawn(page), await triangles(page));
      assert.match(await section(page).innerText(), /At 0, since the field has both signs\./);
      await test.screenshot('surface-dark');
    });
  });

  it('follows the slider, by hand and by keys, and the number', async () => {
    await withField(async (page) => {
      await page.evaluate(() => window.gridTools.open('field'));
      const before = await triangles(page);
      const camera = await page.evaluate(() => JSON.stringify(window.gridTools.frame.viewer.camera));
      const box = await section(page).locator('.iso-histogram').boundingBox();
      assert.ok(box);
      const handle = await iso(page).boundingBox();
      assert.ok(handle);
      await page.mouse.move(handle.x + handle.width / 2, box.y + 20);
      await page.mouse.down();
      const seen = new Set<number>();
      for (let i = 1; i <= 8; i++) {
        await page.mouse.move(handle.x + handle.width / 2 + 4 * i, box.y + 20);
        await page.waitForTimeout(60);
        seen.add(await drawn(page));
      }
      await page.mouse.up();
      await settled(page);
      assert.ok(seen.size >= 5, `${[...seen].join()}`);
      assert.ok((await triangles(page)) > before, 'Farther out the ball is larger.');
      assert.equal(await page.evaluate(() => JSON.stringify(window.gridTools.frame.viewer.camera)), camera, 'The camera moved with the surface.');
      assert.equal(await drawn(page), await triangles(page));
      await iso(page).focus();
      await page.keyboard.press('Home');
      await settled(page);
      assert.match(await made(page), /^No cell has values on both sides/);
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowRight');
      await settled(page);
      assert.ok((await triangles(page)) > 0);
      const field = section(page).getByRole('textbox', { name: 'Iso value 1' });
      await field.fill('2');
      await field.press('Enter');
      await settled(page);
      assert.equal(await iso(page).getAttribute('aria-valuenow'), '2');
      const state = await page.evaluate(() => window.gridTools.frame.getState());
      await page.evaluate((kept) => window.gridTools.open('field', 'dark', kept), state);
      await settled(page);
      assert.equal(await iso(page).getAttribute('aria-valuenow'), '2');
      await section(page).getByRole('button', { name: /Back to the surface/ }).click();
      await settled(page);
      assert.equal(await triangles(page), before);
    });
  });

  it('shows several values in one another, each with its opacity, and colours by the gradient', async () => {
    await withField(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('field'));
      const single = await triangles(page);
      await section(page).getByRole('button', { name: /Add an iso value/ }).click();
      await settled(page);
      assert.equal(await iso(page).count(), 2);
      assert.ok((await triangles(page)) > single);
      await test.screenshot('surface-shells-dark');
      await colourBy(page, '|gradient|');
      await settled(page);
      await iso(page).first().focus();
      await page.keyboard.press('PageUp');
      await settled(page);
      await test.screenshot('surface-gradient-dark');
      await section(page).getByRole('button', { name: 'Remove surface 2' }).click();
      await settled(page);
      assert.equal(await iso(page).count(), 1);
    });
  });

  it('marks cells whose gradient is off, and says how many', async () => {
    await withField(async (page, test) => {
      await page.evaluate(() => window.gridTools.open('field'));
      await section(page).getByRole('checkbox').check();
      await settled(page);
      const text = await section(page).locator('.hint.figure').last().innerText();
      // The wave along x takes the gradient away from 1 nearly everywhere.
      const [off, measured] = [...text.matchAll(/[\d,]+(?= cell)/g)].map(([number]) => Number(number.replaceAll(',', '')));
      assert.equal(measured, 46 * 30 * 22);
      assert.ok(off > 0.5 * measured && off < measured, text);
      await test.screenshot('surface-health-dark');
    });
  });

  for (const theme of ['light', 'contrast'] as const) {
    it(`is legible in ${theme}`, async () => {
      await withField(async (page, test) => {
        await page.evaluate((name) => window.gridTools.open('field', name), theme);
        await section(page).getByRole('button', { name: /Add an iso value/ }).click();
        await settled(page);
        await test.screenshot(`surface-${theme}`);
      });
    });
  }

  it('fits into a narrow window', async () => {
    await withField(
      async (page, test) => {
        await page.evaluate(() => window.gridTools.open('field'));
        const box = await section(page).locator('.section-body').boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= 420);
        await test.screenshot('surface-narrow');
      },
      { viewport: { width: 420, height: 760 } },
    );
  });
});
