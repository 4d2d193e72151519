import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Report } from '../../src/operations/operation';
import { reportHtml } from '../../src/operations/documents/reportHtml';
import { nearness, report } from './pages/reportContent';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');
const entry = 'test/webview/pages/report.page.ts';

/** A page with the report page's tools and codicons. */
function withReport(use: (page: Page, test: TestPage) => Promise<void>, options: PageOptions = {}): Promise<void> {
  return withPage({ entry, viewport: { width: 760, height: 1100 }, ...options }, async (test) => {
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await test.page.evaluate((url) => window.reportTools.loadFont(url), font);
    await use(test.page, test);
  });
}

const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate((wanted) => window.reportTools.asked.filter(([each]) => each === wanted).map(([, value]) => value), name);

const run = (page: Page): Promise<void> => page.getByRole('button', { name: 'Run', exact: true }).click();

async function showReport(page: Page, shown: Report = report): Promise<void> {
  await page.evaluate(() => window.reportTools.open());
  await run(page);
  await page.waitForFunction(() => window.reportTools.run !== undefined);
  await page.evaluate((given) => window.reportTools.succeed(given), shown);
  await page.getByRole('article').waitFor();
}

function cells(page: Page, table: string): Promise<string[][]> {
  return page.locator(`${table} tr`).evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

describe('report page', () => {
  describe('form', () => {
    it('is made from the descriptor: roles, options, defaults, definition', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => window.reportTools.open());
        assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), nearness.title);
        assert.ok((await page.locator('.definition').innerText()).includes(nearness.definition));
        const roles = await page.locator('.file-row').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('span')].map((each) => each.textContent).filter(Boolean)));
        assert.deepEqual(
          roles.map(([role, , name, place, size]) => [role, name, place, size]),
          [
            ['Compared', 'ball-compared.ply', 'scans/2024/ball-compared.ply', '240 KB'],
            ['Reference', 'ball-reference.ply', 'scans/2024/ball-reference.ply', '1.24 MB'],
          ],
        );
        assert.equal(await page.getByRole('textbox', { name: 'Threshold' }).inputValue(), '0.05');
        assert.equal(await page.locator('[data-option=reduction] vscode-single-select').evaluate((select) => ('value' in select ? select.value : null)), 'mean');
        assert.equal(await page.getByRole('checkbox', { name: 'Squared' }).isChecked(), false);
        assert.deepEqual(await page.evaluate(() => window.reportTools.nameless()), []);
        await page.getByText('Reset to Defaults').click();
        assert.equal(await page.getByRole('textbox', { name: 'Threshold' }).inputValue(), '');
        assert.equal(await page.getByText('Reset to Defaults').isVisible(), false);
      });
    });

    it('swaps the roles, and takes the file that the user chooses', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => window.reportTools.open());
        await page.getByRole('button', { name: 'Swap compared and reference' }).click();
        assert.match(await page.getByRole('group', { name: 'Compared' }).innerText(), /ball-reference\.ply/);
        await page.evaluate(() => {
          window.reportTools.nextChoice = { id: 7, name: 'third.ply', path: 'third.ply', bytes: 12 };
        });
        await page.getByRole('button', { name: 'Choose reference' }).click();
        await page.getByText('third.ply').waitFor();
        assert.deepEqual(await asked(page, 'chooseFile'), [{ input: 1 }]);
        await run(page);
        await page.waitForFunction(() => window.reportTools.run !== undefined);
        assert.deepEqual((await asked(page, 'run')).map((each) => JSON.stringify(each)), [
          '{"files":[1,7],"options":{"threshold":0.05,"reduction":"mean","squared":false,"limit":4294967296,"device":"auto"}}',
        ]);
      });
    });

    it('says what is missing or wrong beside it, in the words of the command line, and runs nothing', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => {
          const { reportTools } = window;
          return reportTools.open('dark', { ...reportTools.start, files: [reportTools.compared, null], options: {} });
        });
        await run(page);
        assert.equal(await page.locator('.file-row.invalid').count(), 1);
        await page.evaluate(() => {
          window.reportTools.nextChoice = window.reportTools.reference;
        });
        await page.getByRole('button', { name: 'Choose reference' }).click();
        const threshold = page.getByRole('textbox', { name: 'Threshold' });
        await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
        await run(page);
        await page.getByText('A value is needed.').waitFor();
        await threshold.fill('-1');
        await threshold.press('Enter');
        await page.getByText('Expected a number of at least 0, found -1.').waitFor();
        assert.equal(await threshold.getAttribute('aria-invalid'), 'true');
        await threshold.fill('0x10');
        await threshold.press('Enter');
        await page.getByText('Expected a number of at least 0, found "0x10".').waitFor();
        assert.deepEqual(await asked(page, 'run'), []);
        await threshold.fill('0,25');
        await threshold.press('Enter');
        await page.waitForFunction(() => window.reportTools.run?.options.threshold === 0.25);
      });
    });

    it('takes what fits of what was remembered', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => {
          const { reportTools } = window;
          return reportTools.open('dark', { ...reportTools.start, options: { reduction: 'median', squared: 'yes', threshold: 3, gone: 1 } });
        });
        assert.equal(await page.getByRole('textbox', { name: 'Threshold' }).inputValue(), '3');
        assert.equal(await page.getByRole('checkbox', { name: 'Squared' }).isChecked(), false);
        await run(page);
        await page.waitForFunction(() => window.reportTools.run?.options.reduction === 'sum');
      });
    });
  });

  describe('run', () => {
    it('shows progress after half a second, and cancels', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => window.reportTools.open());
        await run(page);
        await page.waitForFunction(() => window.reportTools.run !== undefined);
        assert.equal(await page.locator('.run-progress').isVisible(), false);
        const bar = page.getByRole('progressbar');
        await bar.waitFor();
        await page.evaluate(() => window.reportTools.run?.progress({ share: 0.42, activity: 'computing distances' }));
        await page.getByText('Computing distances').waitFor();
        assert.equal(await bar.getAttribute('aria-valuenow'), '42');
        assert.equal(await page.locator('.form-body').evaluate((body) => body.matches('[inert]')), true);
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('alert').filter({ hasText: 'Cancelled' }).waitFor();
        assert.equal(await page.evaluate(() => window.reportTools.run?.signal.aborted), true);
        assert.equal(await page.getByRole('textbox', { name: 'Threshold' }).inputValue(), '0.05');
        assert.equal(await page.locator('.run-progress').isVisible(), false);
        assert.equal((await asked(page, 'failed')).length, 1);
        assert.deepEqual(await asked(page, 'chosen'), []);
      });
    });

    it('that fails leaves the form as it was, and says why', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => window.reportTools.open());
        await run(page);
        await page.waitForFunction(() => window.reportTools.run !== undefined);
        await page.evaluate(() => window.reportTools.fail('ball-compared.ply: expected <b>points</b>, found none.'));
        const alert = page.getByRole('alert').filter({ hasText: 'expected' });
        assert.equal(await alert.innerText(), 'ball-compared.ply: expected <b>points</b>, found none.');
        assert.deepEqual(await asked(page, 'failed'), [{ message: 'ball-compared.ply: expected <b>points</b>, found none.' }]);
        assert.equal(await page.getByRole('button', { name: 'Run', exact: true }).isVisible(), true);
        // Told once: the next run begins with a clean page.
        await run(page);
        await page.waitForFunction(() => window.reportTools.asked.filter(([name]) => name === 'run').length === 2);
        assert.equal(await alert.count(), 0);
      });
    });

    it('begins by itself when everything was given, and refuses options that are not there', async () => {
      await withReport(async (page) => {
        await page.evaluate(() => window.reportTools.open('dark', { ...window.reportTools.start, run: true }));
        await page.waitForFunction(() => window.reportTools.run !== undefined);
        await page.evaluate(() => window.reportTools.succeed());
        await page.getByRole('article').waitFor();
        await page.waitForFunction(() => window.reportTools.asked.some(([name]) => name === 'completed'));
        assert.deepEqual(await asked(page, 'completed'), [{ report }]);
        assert.deepEqual(await asked(page, 'chosen'), [], 'What a program asks for is nobody\'s habit.');
        await page.evaluate(() => window.reportTools.open('dark', { ...window.reportTools.start, run: true, options: { treshold: 1 } }));
        await page.getByRole('alert').filter({ hasText: 'Did you mean --threshold?' }).waitFor();
        assert.deepEqual(await asked(page, 'run'), []);
        assert.equal((await asked(page, 'failed')).length, 1);
      });
    });
  });

  describe('report', () => {
    it('shows the number, its convention, the others, and tells the host', async () => {
      await withReport(async (page) => {
        await showReport(page);
        assert.equal(await page.locator('.headline-value').innerText(), '0.0427183');
        assert.equal(await page.locator('.convention').innerText(), report.convention);
        assert.equal(await page.locator('.headline-value').evaluate((value) => value === document.activeElement), true, 'The keys go on at the number.');
        assert.deepEqual(await cells(page, '.report-numbers'), [
          ['forward', '0.0215', "the file's unit", 'From the compared cloud to the reference.'],
          ['backward', '–', "the file's unit", 'From the reference to the compared cloud.'],
          ['near', '18,204', '', 'Points of the compared cloud closer than the threshold.'],
          ['share', '0.9102', '', 'Their share of the compared cloud.'],
        ]);
        assert.equal(await page.locator('.report-warnings li').innerText(), report.warnings[0]);
        assert.equal(await page.locator('#root img, .report b').count(), 0);
        assert.deepEqual(await asked(page, 'title'), [{ title: 'Nearness of Clouds: ball-compared.ply, ball-reference.ply' }]);
        assert.deepEqual(await asked(page, 'chosen'), [{ files: [0, 1], options: { threshold: 0.05, reduction: 'mean', squared: false } }]);
        assert.deepEqual(await asked(page, 'completed'), [{ report }]);
        assert.equal(await page.locator('.report-details').evaluate((fold) => fold.hasAttribute('open')), false);
        await page.getByText('Details', { exact: true }).click();
        assert.match(await page.locator('.report-details').innerText(), /CPU, 2 threads, in the process/);
        assert.deepEqual(await page.evaluate(() => window.reportTools.nameless()), []);
      });
    });

    it('begins at its number, however far the form was scrolled', async () => {
      await withReport(
        async (page) => {
          await page.evaluate(() => window.reportTools.open());
          await run(page);
          await page.waitForFunction(() => window.reportTools.run !== undefined);
          assert.ok(await page.evaluate(() => (document.querySelector('.report-page')?.scrollTop ?? 0) > 0), 'Run is out of sight at first.');
          await page.evaluate(() => window.reportTools.succeed());
          await page.getByRole('article').waitFor();
          assert.equal(await page.evaluate(() => document.querySelector('.report-page')?.scrollTop), 0);
        },
        { viewport: { width: 420, height: 500 } },
      );
    });

    it('copies all digits, Markdown and JSON, and saves each kind of document', async () => {
      await withReport(async (page) => {
        await showReport(page);
        await page.locator('.headline-value').click();
        await page.getByText('Copied', { exact: true }).waitFor();
        for (const entryName of ['Copy as Markdown', 'Copy as JSON']) {
          await page.getByRole('button', { name: 'Copy', exact: true }).click();
          await page.getByRole('menuitem', { name: entryName }).click();
        }
        for (const entryName of ['JSON…', 'CSV…', 'Markdown…', 'HTML…']) {
          await page.getByRole('button', { name: 'Save As' }).click();
          await page.getByRole('menuitem', { name: entryName, exact: true }).click();
        }
        await page.waitForFunction(() => window.reportTools.asked.filter(([name]) => name === 'save').length === 4);
        const [digits, markdown, json] = (await asked(page, 'copyText')).map((each) => JSON.stringify(each));
        assert.equal(digits, '{"text":"0.04271828182845905"}');
        assert.match(markdown, /## Nearness of Clouds/);
        assert.match(json, /\\"nearness\\": 0.04271828182845905/);
        const saved = (await asked(page, 'save')).map((each) => JSON.stringify(each));
        assert.deepEqual(saved.map((each) => /"kind":"(\w+)","name":"([^"]*)"/.exec(each)?.slice(1)), [
          ['json', 'nearness-ball-compared'],
          ['csv', 'nearness-ball-compared'],
          ['markdown', 'nearness-ball-compared'],
          ['html', 'nearness-ball-compared'],
        ]);
      });
    });

    it('sorts tables by numbers and words, what is nothing last', async () => {
      await withReport(async (page) => {
        await showReport(page);
        const column = async (index: number): Promise<string[]> => (await cells(page, '.report-table tbody')).map((row) => row[index] ?? '');
        const heading = (name: string) => page.getByRole('columnheader', { name });
        await heading('Mean distance').getByRole('button').click();
        assert.deepEqual(await column(2), ['0.00023', '0.0123457', '1.5', '–']);
        assert.equal(await heading('Mean distance').getAttribute('aria-sort'), 'ascending');
        await heading('Mean distance').getByRole('button').click();
        assert.deepEqual(await column(2), ['1.5', '0.0123457', '0.00023', '–']);
        await heading('Mean distance').getByRole('button').click();
        assert.deepEqual(await column(0), ['wall 10', 'wall 9', '=SUM(A1)', '<b>chair</b>']);
        await heading('Label').getByRole('button').click();
        assert.deepEqual((await column(0)).slice(-2), ['wall 9', 'wall 10']);
      });
    });

    it('draws a histogram as wide as its place, and says it in words and in a table', async () => {
      await withReport(async (page) => {
        await showReport(page);
        const svg = page.getByRole('img', { name: /Distances to the reference: .* values from 0 to 0.12/ });
        const width = (await svg.boundingBox())?.width ?? 0;
        assert.ok(width > 600, `${width} pixels wide.`);
        assert.equal(await page.locator('.histogram-bar').count(), report.histograms?.[0]?.counts.filter((each) => each > 0).length);
        await page.setViewportSize({ width: 420, height: 900 });
        await page.waitForFunction(() => (document.querySelector('.report-histogram svg')?.clientWidth ?? 900) < 400);
        assert.equal(await page.evaluate(() => document.querySelector('.report-page')?.scrollWidth === document.querySelector('.report-page')?.clientWidth), true, 'Nothing is wider than the page.');
        await page.getByText('As a table').click();
        await page.locator('.report-histogram tbody tr').first().waitFor();
        assert.equal((await cells(page, '.report-histogram tbody')).length, 48);
      });
    });

    it('runs again, and keeps the numbers when that fails', async () => {
      await withReport(async (page) => {
        await showReport(page);
        await page.getByRole('button', { name: 'Run Again' }).click();
        await page.getByRole('progressbar').waitFor();
        await page.evaluate(() => window.reportTools.fail('The file is gone.'));
        await page.getByRole('alert').filter({ hasText: 'The file is gone.' }).waitFor();
        assert.equal(await page.locator('.headline-value').innerText(), '0.0427183');
        await page.getByRole('button', { name: 'Run Again' }).click();
        await page.waitForFunction(() => window.reportTools.asked.filter(([name]) => name === 'run').length === 3);
        await page.evaluate(() => window.reportTools.succeed({ ...window.reportTools.report, numbers: { nearness: 7 } }));
        await page.waitForFunction(() => document.querySelector('.headline-value')?.textContent === '7');
        assert.equal(await page.getByRole('alert').filter({ hasText: 'gone' }).count(), 0);
      });
    });

    it('goes back to the form with what was asked, shows the cloud, opens the result', async () => {
      await withReport(async (page) => {
        await showReport(page);
        await page.getByRole('button', { name: 'Show on the Cloud' }).click();
        await page.getByRole('button', { name: 'Open Result' }).click();
        await page.waitForFunction(() => window.reportTools.asked.some(([name]) => name === 'showResult'));
        assert.deepEqual(await asked(page, 'showOnCloud'), [{ files: [0, 1] }]);
        await page.getByRole('button', { name: 'Change Options' }).click();
        assert.equal(await page.getByRole('textbox', { name: 'Threshold' }).inputValue(), '0.05');
        assert.match(await page.getByRole('group', { name: 'Compared' }).innerText(), /ball-compared\.ply/);
      });
    });

    it('without a value shows a dash and the warning', async () => {
      await withReport(async (page) => {
        await showReport(page, { ...report, numbers: { nearness: null }, warnings: ['nearness has no value.'], tables: [] });
        assert.equal(await page.locator('.headline-value').innerText(), '–');
        assert.equal(await page.locator('button.headline-value').count(), 0);
        assert.equal(await page.locator('.report-warnings').innerText(), 'nearness has no value.');
      });
    });

    it('draws long tables piece by piece', async () => {
      await withReport(async (page) => {
        const rows = Array.from({ length: 1300 }, (_, row) => [row, ...Array.from({ length: 80 }, () => 0.5)]);
        const columns = Array.from({ length: 81 }, (_, column) => `c${column}`);
        await showReport(page, { ...report, tables: [{ title: 'Matrix', columns, rows }] });
        assert.equal(await page.locator('.report-table tbody tr').count(), 200);
        await page.getByText('Show more (1,100 rows)').click();
        assert.equal(await page.locator('.report-table tbody tr').count(), 1200);
        await page.getByText('21 more columns in the saved report.').waitFor();
      });
    });
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const width of [400, 760, 1200]) {
      it(`fits ${width} pixels in ${theme} colours`, async () => {
        await withReport(
          async (page, test) => {
            const fits = (): Promise<boolean> =>
              page.evaluate(() => [...document.querySelectorAll('.report-page, .form-group, .report-actions, .report-numbers')].every((each) => each.scrollWidth <= each.clientWidth));
            await page.evaluate((name) => window.reportTools.open(name), theme);
            assert.ok(await fits());
            await test.screenshot(`report-form-${theme}-${width}`);
            await run(page);
            await page.waitForFunction(() => window.reportTools.run !== undefined);
            await page.evaluate(() => window.reportTools.succeed());
            await page.locator('.histogram-bar').first().waitFor();
            assert.ok(await fits());
            await test.screenshot(`report-${theme}-${width}`);
          },
          { viewport: { width, height: 1100 } },
        );
      });
    }
  }

  it('is the same as a page of its own, which loads and runs nothing', async () => {
    await withPage({}, async ({ page, publish, screenshot }) => {
      const requests: string[] = [];
      await page.goto(publish('report.html', reportHtml(report, nearness)));
      page.on('request', (request) => requests.push(request.url()));
      const text = await page.locator('body').innerText();
      for (const part of ['0.0427183', nearness.definition, '<b>chair</b>', '=SUM(A1)', report.warnings[0] ?? '', 'CPU, 2 threads']) {
        assert.ok(text.includes(part), part);
      }
      assert.equal(await page.locator('script, img, b, link, iframe').count(), 0);
      assert.equal(await page.locator('svg rect').count(), report.histograms?.[0]?.counts.filter((each) => each > 0).length);
      assert.equal(await page.locator('.value').evaluate((value) => getComputedStyle(value).fontSize), '44px', 'Its style holds.');
      assert.deepEqual(requests, []);
      await screenshot('report-exported');
    });
  });
});
