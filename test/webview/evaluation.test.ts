import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');

/** The report page of an evaluation of the tests' boxes. */
function withEvaluation(use: (page: Page, test: TestPage) => Promise<void>, protocol: 'voc2007' | 'coco' = 'voc2007', theme: 'dark' | 'light' | 'contrast' = 'dark', options: PageOptions = {}): Promise<void> {
  return withPage({ entry: 'test/webview/pages/report.page.ts', viewport: { width: 860, height: 1500 }, ...options }, async (test) => {
    const { page } = test;
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await page.evaluate((url) => window.reportTools.loadFont(url), font);
    await page.evaluate((name) => window.reportTools.open(name, { ...window.reportTools.start, operation: 'evaluate', options: {}, run: true }), theme);
    await page.waitForFunction(() => window.reportTools.run !== undefined);
    await page.evaluate((which) => window.reportTools.succeed(window.reportTools.evaluate(which)), protocol);
    await page.locator('.case-tab').first().waitFor();
    await page.locator('.evaluation-said').getByText('Precision').waitFor();
    await use(page, test);
  });
}

const cases = (page: Page): Promise<string[][]> => page.locator('.case-list tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
const tabs = (page: Page): Promise<string[]> => page.locator('.case-tab').allInnerTexts();

async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

describe('report of an evaluation', () => {
  it('has mAP large, its convention under it, AP per class as a table with bars', async () => {
    await withEvaluation(async (page) => {
      const headline = await page.locator('.headline-value').innerText();
      assert.ok(Number(headline) > 0 && Number(headline) < 1, headline);
      assert.match(await page.locator('.convention').innerText(), /VOC 2007, mean of eleven points/);
      const shares = await page.locator('.report-table .cell-bar').evaluateAll((bars) => bars.map((bar) => (bar instanceof HTMLElement ? bar.style.width : '')));
      assert.equal(shares.length, 3);
      assert.ok(shares.every((share) => /^[\d.]+%$/.test(share)), shares.join());
      await page.getByRole('columnheader', { name: 'ap' }).getByRole('button').click();
      const values = await page.locator('.report-table tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.children[1]?.textContent)));
      assert.deepEqual(values, [...values].sort((a, b) => a - b));
    });
  });

  it('says when a file has changed since, and runs again on a press', async () => {
    await withEvaluation(async (page, { screenshot }) => {
      const notice = page.locator('.report-page > .notice');
      assert.equal(await notice.isVisible(), false);
      await page.evaluate(() => window.reportTools.fileChanged('found.json', 'changed'));
      await notice.getByText('found.json changed since this report.').waitFor();
      await screenshot('evaluation-changed');
      await page.evaluate(() => (window.reportTools.run = undefined));
      await notice.getByRole('button', { name: 'Run Again' }).click();
      await page.waitForFunction(() => window.reportTools.run !== undefined);
      assert.equal(await notice.isVisible(), false);
      // What changes while it runs is told when it has ended.
      await page.evaluate(() => window.reportTools.fileChanged('truth.json', 'changed'));
      await page.evaluate(() => window.reportTools.succeed(window.reportTools.evaluate('voc2007')));
      await notice.getByText('truth.json changed since this report.').waitFor();
      await page.evaluate(() => window.reportTools.fileChanged('truth.json', 'deleted'));
      await notice.getByText('truth.json was deleted.').waitFor();
      assert.equal(await notice.getByRole('button', { name: 'Run Again' }).count(), 0);
      // A form has no report that could be old.
      await page.getByRole('button', { name: 'Change Options' }).click();
      await notice.waitFor({ state: 'hidden' });
    });
  });

  it('lists what is wrong, missed and right, and opens the image of one with its box', async () => {
    await withEvaluation(async (page) => {
      assert.deepEqual(await tabs(page), ['False positives 3', 'Missed 2', 'True positives 3']);
      assert.deepEqual((await cases(page)).map(([image, name, score]) => [image, name, score]), [
        ['street-2.png', 'car', '0.8'],
        ['street-1.png', 'car', '0.6'],
        ['street-1.png', 'dog', '0.35'],
      ]);
      await page.getByRole('button', { name: 'street-2.png' }).click();
      await page.getByRole('button', { name: 'Missed 2' }).click();
      assert.deepEqual(await cases(page), [['street-1.png', 'dog', '3'], ['street-2.png', 'car', '5']]);
      await page.getByRole('button', { name: 'street-1.png' }).click();
      await page.waitForFunction(() => window.reportTools.asked.filter(([name]) => name === 'showBox').length === 2);
      assert.deepEqual(await page.evaluate(() => window.reportTools.asked.filter(([name]) => name === 'showBox').map(([, value]) => value)), [{ of: 'detections', row: 6 }, { of: 'truth', row: 3 }]);
      assert.match(await page.locator('.evaluation-said').innerText(), /^All scores: 3 true positives, 3 false positives, 2 truths missed\. Precision 0\.5, recall 0\.6\.$/);
    });
  });

  it('follows a curve: the score along it sets the lists', async () => {
    await withEvaluation(async (page) => {
      await choose(page, 'Class', /^car/);
      await page.getByRole('group', { name: /^Precision over recall: car/ }).waitFor();
      assert.deepEqual(await tabs(page), ['False positives 2', 'Missed 1', 'True positives 2']);
      assert.deepEqual(await page.locator('.evaluation-curve .chart-key').allInnerTexts(), ['car', 'eleven points']);
      await page.getByRole('group', { name: /^Precision over recall: car/ }).focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await page.locator('.chart-reading').first().innerText(), 'car: Recall 0.333333, Precision 1, Score 0.95');
      await page.waitForFunction(() => document.querySelector('.evaluation-said')?.textContent?.startsWith('Score of at least 0.95'));
      assert.deepEqual(await tabs(page), ['False positives 0', 'Missed 2', 'True positives 1']);
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(() => document.querySelector('.evaluation-said')?.textContent?.startsWith('Score of at least 0.88'));
      assert.deepEqual(await tabs(page), ['False positives 0', 'Missed 1', 'True positives 2']);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.querySelector('.evaluation-said')?.textContent?.startsWith('All scores'));
      await page.getByRole('slider', { name: 'Score', exact: true }).fill('0.7');
      await page.waitForFunction(() => document.querySelector('.evaluation-said')?.textContent?.startsWith('Score of at least 0.7'));
      assert.deepEqual(await tabs(page), ['False positives 1', 'Missed 1', 'True positives 2']);
    });
  });

  it('shows several thresholds of COCO together', async () => {
    await withEvaluation(async (page) => {
      await choose(page, 'Class', /^car/);
      await choose(page, 'IoU', 'Several');
      await page.waitForFunction(() => document.querySelectorAll('.evaluation-curve .chart-key').length === 3);
      assert.deepEqual(await page.locator('.evaluation-curve .chart-key').allInnerTexts(), ['IoU 0.50', 'IoU 0.75', 'IoU 0.90']);
      await choose(page, 'IoU', '0.95');
      await page.waitForFunction(() => document.querySelectorAll('.evaluation-curve .chart-key').length === 2);
      assert.deepEqual((await tabs(page))[2], 'True positives 0');
    }, 'coco');
  });

  it('keeps its curves and scores in what is saved', async () => {
    await withEvaluation(async (page) => {
      await page.getByRole('button', { name: 'Save As' }).click();
      await page.getByRole('menuitem', { name: 'HTML…', exact: true }).click();
      await page.waitForFunction(() => window.reportTools.asked.some(([name]) => name === 'save'));
      const [saved] = (await page.evaluate(() => window.reportTools.asked.filter(([name]) => name === 'save').map(([, value]) => JSON.stringify(value))));
      assert.match(saved, /Precision over recall/);
      assert.match(saved, /Scores of right and wrong detections/);
      assert.doesNotMatch(saved, /<script/);
    });
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const width of [420, 860]) {
      it(`fits ${width} pixels in ${theme} colours`, async () => {
        await withEvaluation(
          async (page, test) => {
            assert.ok(await page.evaluate(() => [...document.querySelectorAll('.report-page')].every((each) => each.scrollWidth <= each.clientWidth)));
            assert.deepEqual(await page.evaluate(() => window.reportTools.nameless()), []);
            await test.screenshot(`evaluation-${theme}-${width}`);
          },
          'voc2007',
          theme,
          { viewport: { width, height: 1500 } },
        );
      });
    }
  }
});
