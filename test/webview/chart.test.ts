import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { seriesColours } from '../../src/operations/chartLook';
import { reportHtml } from '../../src/operations/documents/reportHtml';
import type { Report } from '../../src/operations/operation';
import { charts, nearness, report } from './pages/reportContent';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');
const charted: Report = { ...report, charts, histograms: [] };

/** The report page with the charts of a report on it, under the policy of the extension. */
function withCharts(use: (page: Page, test: TestPage) => Promise<void>, theme: 'dark' | 'light' | 'contrast' = 'dark', options: PageOptions = {}): Promise<void> {
  return withPage({ entry: 'test/webview/pages/report.page.ts', viewport: { width: 820, height: 1200 }, ...options }, async (test) => {
    const { page } = test;
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await page.evaluate((url) => window.reportTools.loadFont(url), font);
    await page.evaluate((name) => window.reportTools.open(name, { ...window.reportTools.start, run: true }), theme);
    await page.waitForFunction(() => window.reportTools.run !== undefined);
    await page.evaluate((given) => window.reportTools.succeed(given), charted);
    await page.locator('.report-chart canvas').first().waitFor();
    await use(page, test);
  });
}

/** How many pixels of a chart's canvas have about a colour. */
function pixelsOf(page: Page, place: number, colour: string): Promise<number> {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return page.locator('.report-chart canvas').nth(place).evaluate((canvas, rgb) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    let found = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && rgb.every((channel, c) => Math.abs(channel - data[i + c]) < 12)) found++;
    return found;
  }, wanted);
}

const reading = (page: Page, place = 0): Promise<string> => page.locator('.chart-reading').nth(place).innerText();

/** Where a value of the first chart, whose axes go from 0 to 1, is on the page. */
async function placeOf(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('.report-chart .u-over').first().boundingBox();
  assert.ok(box);
  return { x: box.x + x * box.width, y: box.y + (1 - y) * box.height };
}

describe('charts of a report', () => {
  it('draw every series in its colour, and hide those whose name is pressed', async () => {
    await withCharts(async (page) => {
      assert.equal(await page.locator('.report-chart').count(), 3);
      assert.deepEqual(await page.locator('.report-chart h2').allInnerTexts(), charts.map(({ title }) => title));
      for (const colour of seriesColours.dark.slice(0, 3)) assert.ok((await pixelsOf(page, 0, colour)) > 60, colour);
      assert.ok((await pixelsOf(page, 2, seriesColours.dark[0])) > 3000, 'Bars are filled.');
      await page.getByRole('button', { name: 'car' }).click();
      await page.waitForFunction(() => document.querySelector('.chart-key')?.getAttribute('aria-pressed') === 'false');
      await page.waitForTimeout(50);
      assert.equal(await pixelsOf(page, 0, seriesColours.dark[0]), 0);
      assert.equal(await page.locator('.chart-legend').nth(2).isVisible(), false, 'One series is named by its axis.');
      assert.equal(await page.locator('.report b').count(), 0);
    });
  });

  it('read the nearest value out under the pointer, with all that is told beside it', async () => {
    await withCharts(async (page) => {
      const at = await placeOf(page, 0.5, 0.92);
      await page.mouse.move(at.x + 1, at.y);
      await page.waitForFunction(() => document.querySelector('.chart-reading')?.textContent !== '');
      assert.match(await reading(page), /^car: Recall 0\.5, Precision 0\.9\d*, Score 0\.5$/);
      await page.mouse.move(at.x, at.y - 400);
      await page.waitForFunction(() => document.querySelector('.chart-reading')?.textContent === '');
    });
  });

  it('are read by keys: along a series, to the next one, to its ends', async () => {
    await withCharts(async (page) => {
      const place = page.getByRole('group', { name: /^Precision over recall: Precision from 0 to 1, over Recall from 0 to 1/ });
      await place.focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await reading(page), 'car: Recall 0, Precision 1, Score 1');
      await page.keyboard.press('ArrowRight');
      assert.equal(await reading(page), 'car: Recall 0, Precision 0.98, Score 1');
      await page.keyboard.press('End');
      assert.match(await reading(page), /^car: Recall 0\.99, /);
      await page.keyboard.press('ArrowDown');
      assert.match(await reading(page), /^pedestrian <b>: Recall 0\.99, /);
      await page.keyboard.press('Home');
      assert.match(await reading(page), /^pedestrian <b>: Recall 0, Precision 0\.8$/);
      await page.keyboard.press('Escape');
      assert.equal(await reading(page), '');
    });
  });

  it('show a part larger when it is dragged over, and all of it after a double click', async () => {
    await withCharts(async (page) => {
      const ticks = (): Promise<number> => pixelsOf(page, 0, seriesColours.dark[2]);
      const before = await ticks();
      const from = await placeOf(page, 0.1, 0.5);
      const to = await placeOf(page, 0.2, 0.1);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.mouse.up();
      await page.waitForTimeout(100);
      // No point of the third series lies in that part.
      assert.ok((await ticks()) < before / 4, `${await ticks()} of ${before}`);
      await page.mouse.dblclick(to.x, to.y);
      await page.mouse.move(to.x, to.y - 500);
      await page.waitForTimeout(100);
      // The pointer's way leaves a pixel more or less of a marker under another.
      assert.ok(Math.abs((await ticks()) - before) < before * 0.15, `${await ticks()} of ${before}`);
    });
  });

  it('are tables too', async () => {
    await withCharts(async (page) => {
      const figure = page.locator('.report-chart').nth(1);
      await figure.getByText('As a table').click();
      await figure.locator('tbody tr').first().waitFor();
      assert.deepEqual(await figure.locator('thead th').allInnerTexts(), ['Cells along an edge', 'spread, lower', 'spread, upper', 'mean']);
      assert.deepEqual(await figure.locator('tbody tr').first().locator('td').allInnerTexts(), ['2', '40', '60', '50']);
      const first = page.locator('.report-chart').first();
      await first.getByText('As a table').click();
      await first.locator('tbody tr').first().waitFor();
      assert.equal(await first.locator('tbody tr').count(), 200);
      await first.getByText('Show more (607 rows)').click();
      assert.equal(await first.locator('tbody tr').count(), 400);
      assert.deepEqual(await page.evaluate(() => window.reportTools.nameless()), []);
    });
  });

  it('take the colours of a theme that comes while they are shown', async () => {
    await withCharts(async (page) => {
      await page.evaluate(() => window.reportTools.applyTheme('light'));
      await page.waitForTimeout(100);
      assert.equal(await pixelsOf(page, 0, seriesColours.dark[1]), 0);
      assert.ok((await pixelsOf(page, 0, seriesColours.light[1])) > 60);
    });
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const width of [400, 820]) {
      it(`fit ${width} pixels in ${theme} colours`, async () => {
        await withCharts(
          async (page, test) => {
            assert.ok(await page.evaluate(() => [...document.querySelectorAll('.report-page, .report-chart, .chart-place')].every((each) => each.scrollWidth <= each.clientWidth)));
            const at = await placeOf(page, 0.6, 0.8);
            await page.mouse.move(at.x, at.y);
            await page.locator('.report-chart').first().evaluate((figure) => figure.scrollIntoView());
            await page.waitForTimeout(50);
            await test.screenshot(`charts-${theme}-${width}`);
          },
          theme,
          { viewport: { width, height: 1200 } },
        );
      });
    }
  }

  it('are pictures in an exported page, without a script', async () => {
    await withPage({ viewport: { width: 820, height: 1400 } }, async ({ page, publish, screenshot }) => {
      await page.goto(publish('report.html', reportHtml(charted, nearness)));
      assert.equal(await page.locator('figure > svg').count(), 3);
      assert.equal(await page.locator('script, b').count(), 0);
      const stroked = await page.locator(`path[stroke="${seriesColours.light[0]}"]`).first().boundingBox();
      assert.ok((stroked?.width ?? 0) > 300, 'The curve is seen.');
      assert.match(await page.locator('figure').first().innerText(), /pedestrian <b>/);
      await page.locator('figure').first().evaluate((figure) => figure.scrollIntoView());
      await screenshot('charts-exported');
    });
  });
});
