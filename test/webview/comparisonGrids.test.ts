import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { asked, atRest, fact, region, withComparison } from './support/comparisonPage';

const side = 6;

/** A grid as NRRD in text: a value for each cell x, y, z, with x listed fastest. */
function nrrd(valueOf: (x: number, y: number, z: number) => number, { type = 'uint8', header = '' } = {}): string {
  const values: number[] = [];
  for (let z = 0; z < side; z++) for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) values.push(valueOf(x, y, z));
  return `NRRD0004\ntype: ${type}\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: ascii\n${header}\n${values.join(' ')}\n`;
}

const within = (x: number, y: number, from: number, to: number): number => (x >= from && x <= to && y >= from && y <= to ? 1 : 0);
/** Two plates one beside the other: a layer in common along x. */
const before = nrrd((x, y, z) => (z < 2 && x < 4 ? within(x, y, 0, 5) : 0));
const now = nrrd((x, y, z) => (z < 2 && x > 1 ? within(x, y, 0, 5) : 0));

const rgb = { added: [217, 130, 43], removed: [63, 127, 191] } as const;

/** How many pixels of a scene have a hue, lit or in shade. */
async function pixelsOf(page: Page, pane: 'compared' | 'reference', colour: readonly number[]): Promise<number> {
  await atRest(page);
  return page.evaluate(
    ([wantedPane, wanted]) => window.comparisonTools.pixelsLike(wantedPane, wanted),
    [pane, [...colour]] as const,
  );
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('comparison page of two grids', () => {
  const grids = { compared: now, reference: before, extension: 'nrrd' } as const;

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    it(`looks as it should in ${theme}`, async () => {
      await withComparison({ ...grids, theme }, async (page, { screenshot }) => {
        await screenshot(`comparison-grids-${theme}`);
        if (theme !== 'dark') return;
        await page.getByRole('button', { name: 'Overlaid' }).click();
        await page.getByRole('slider', { name: 'Opacity of the compared' }).fill('0.5');
        await page.waitForTimeout(300);
        await atRest(page);
        await screenshot('comparison-grids-overlay');
      });
    });
  }

  it('counts what was added and removed, and draws each in its scene and colour', async () => {
    await withComparison(grids, async (page) => {
      assert.deepEqual(await Promise.all(['IoU', 'In both', 'In either', 'Added', 'Removed'].map((name) => fact(page, 'Summary', name))), [String(24 / 72), '24', '72', '24', '24']);
      await until('the added cells in the compared alone', async () => (await pixelsOf(page, 'compared', rgb.added)) > 200 && (await pixelsOf(page, 'reference', rgb.added)) === 0);
      await until('the removed cells in the reference alone', async () => (await pixelsOf(page, 'reference', rgb.removed)) > 200 && (await pixelsOf(page, 'compared', rgb.removed)) === 0);
      // Alignment moves points; a grid that was moved would have other cells.
      assert.equal(await page.locator('[data-section=alignment]').isVisible(), false);
    });
  });

  it('lays both over each other, and leaves out what is switched off', async () => {
    await withComparison(grids, async (page) => {
      await page.getByRole('button', { name: 'Overlaid' }).click();
      await until('both colours in one scene', async () => (await pixelsOf(page, 'compared', rgb.added)) > 200 && (await pixelsOf(page, 'compared', rgb.removed)) > 200);
      await region(page, 'Difference').getByRole('checkbox', { name: 'Show removed cells' }).uncheck();
      await until('no removed cells', async () => (await pixelsOf(page, 'compared', rgb.removed)) === 0 && (await pixelsOf(page, 'compared', rgb.added)) > 200);
      await region(page, 'Difference').getByRole('button', { name: 'Show removed cells alone' }).click();
      await until('removed cells alone', async () => (await pixelsOf(page, 'compared', rgb.removed)) > 200 && (await pixelsOf(page, 'compared', rgb.added)) === 0);
      await page.getByRole('combobox', { name: 'Colour by' }).click();
      await page.getByRole('option', { name: 'File colours' }).click();
      await until("the file's own cells", async () => (await pixelsOf(page, 'compared', rgb.removed)) === 0);
    });
  });

  it('exchanges the roles: what was added is what was removed', async () => {
    const larger = nrrd((x, y, z) => (z < 2 && x > 0 ? within(x, y, 0, 5) : 0));
    await withComparison({ ...grids, compared: larger }, async (page) => {
      const counts = (): Promise<string[]> => Promise.all(['Added', 'Removed'].map((name) => fact(page, 'Summary', name)));
      assert.deepEqual(await counts(), ['24', '12']);
      await page.getByRole('button', { name: 'Swap compared and reference' }).click();
      await page.waitForFunction(() => window.comparisonTools.asked.filter(([name]) => name === 'compare').length === 2);
      await until('the counts of the other roles', async () => (await counts()).join() === '12,24');
      await until('the added cells in the compared alone', async () => (await pixelsOf(page, 'compared', rgb.added)) > 100 && (await pixelsOf(page, 'reference', rgb.added)) === 0);
      await until('the removed cells in the reference alone', async () => (await pixelsOf(page, 'reference', rgb.removed)) > 100 && (await pixelsOf(page, 'compared', rgb.removed)) === 0);
    });
  });

  it('shows labels in the colours of categories, and what was relabelled in one of its own', async () => {
    const labels = (shift: number): string => nrrd((x) => (x < 2 ? 0 : x < 4 ? 3 : 6 - shift));
    await withComparison({ compared: labels(0), reference: labels(1), extension: 'nrrd' }, async (page, { screenshot }) => {
      await until('the relabelled cells', async () => (await pixelsOf(page, 'compared', [204, 96, 167])) > 200);
      await page.getByRole('button', { name: 'Swipe' }).click();
      await atRest(page);
      await screenshot('comparison-grids-swipe');
      await page.getByRole('button', { name: 'Side by side' }).click();
      await page.getByRole('combobox', { name: 'Colour by' }).click();
      await page.getByRole('option', { name: 'File colours' }).click();
      // Labels 6 and 5: yellow in the compared, vermilion in the reference.
      await until('the colour of label 6', async () => (await pixelsOf(page, 'compared', [240, 228, 66])) > 200 && (await pixelsOf(page, 'reference', [240, 228, 66])) === 0);
      await until('the colour of label 5', async () => (await pixelsOf(page, 'reference', [213, 94, 0])) > 200);
    });
  });

  it('tells a picked cell with the values of both', async () => {
    await withComparison(grids, async (page) => {
      const place = await page.evaluate(() => {
        const { viewer } = window.comparisonTools.page.frame.panes.compared;
        viewer.view('top');
        return viewer.whenAtRest().then(() => viewer.project([5, 2, 1]));
      });
      assert.ok(place);
      await atRest(page);
      const box = await page.locator('.pane-place.compared canvas').boundingBox();
      assert.ok(box);
      await page.mouse.click(box.x + place.x, box.y + place.y);
      const row = (name: string) => region(page, 'Pick').locator('tr', { has: page.locator('th', { hasText: new RegExp(`^${name}$`) }) }).locator('td').innerText();
      await until('the values of the cell', async () => (await region(page, 'Pick').locator('th', { hasText: 'compared value' }).count()) === 1);
      assert.deepEqual([await row('cell'), await row('difference'), await row('compared value'), await row('reference value')], ['5, 2, 1', 'added', '1', '0']);
    });
  });

  it('lists the largest changes, and flies to one', async () => {
    await withComparison(grids, async (page) => {
      const list = page.getByRole('list', { name: 'Largest added parts' });
      assert.match(await list.innerText(), /^24\s+4\.5, 2\.5, 0\.5\s+6$/);
      const camera = () => page.evaluate(() => window.comparisonTools.page.frame.panes.compared.viewer.camera.target);
      const earlier = await camera();
      await list.getByRole('button').click();
      await until('the camera at the part', async () => {
        const [x, y, z] = await camera();
        return Math.hypot(x - 4.5, y - 2.5, z - 0.5) < 1e-6;
      });
      assert.notDeepEqual(await camera(), earlier);
    });
  });

  it('compares labels and fields, and says why two grids cannot be compared', async () => {
    await withComparison({ compared: nrrd((x) => x), reference: nrrd((x, y) => (y === 0 ? x : Math.min(x, 4))), extension: 'nrrd' }, async (page) => {
      assert.equal(await fact(page, 'Summary', 'Relabelled'), '30');
      assert.match(await region(page, 'Summary').getByRole('table', { name: 'Labels' }).innerText(), /5\s+0\.166667\s+36\s+6\s+6/);
    });
    const field = (shift: number): string => nrrd((x) => x + shift, { type: 'float' });
    await withComparison({ compared: field(1.5), reference: field(1.25), extension: 'nrrd' }, async (page) => {
      assert.equal(await fact(page, 'Summary', 'Largest difference'), '0.25');
      assert.match(await region(page, 'Difference').innerText(), /Nothing says which cells are occupied/);
      assert.match(await region(page, 'Summary').innerText(), /No cells were compared/);
    });
    await withComparison({ compared: now, reference: before.replace('6 6 6', '6 3 12'), extension: 'nrrd' }, async (page) => {
      assert.match(await page.getByRole('status').filter({ hasText: 'expected' }).first().innerText(), /expected 6 x 6 x 6 cells.*found 6 x 3 x 12/);
      assert.equal((await asked(page, 'failed')).length, 1);
    });
  });

  it('saves the summary and the cells', async () => {
    await withComparison(grids, async (page) => {
      for (const kind of ['JSON', 'Markdown', 'HTML with pictures']) {
        await page.getByRole('button', { name: 'Save and copy' }).click();
        await page.getByRole('menuitem', { name: `Save summary as ${kind}…` }).click();
      }
      await until('three documents', async () => (await asked(page, 'saveReport')).length === 3);
      const saved = (await asked(page, 'saveReport')) as { readonly kind: string; readonly text: string }[];
      const text = (kind: string): string => saved.find((each) => each.kind === kind)?.text ?? '';
      const report = JSON.parse(text('json')) as { numbers: Record<string, number> };
      assert.deepEqual(report.numbers, { iou: 24 / 72, intersection: 24, union: 72, added: 24, removed: 24 });
      assert.match(text('markdown'), /removed.*24/i);
      assert.match(text('html'), /grey common, blue removed/);
      await page.getByRole('button', { name: 'Save and copy' }).click();
      await page.getByRole('menuitem', { name: 'Save cells of the difference…' }).click();
      await until('the cells', async () => (await asked(page, 'saveCompared')).length === 1);
      assert.deepEqual(await asked(page, 'saveCompared'), [{ options: { align: 'none' }, kind: 'cells' }]);
    });
  });
});
