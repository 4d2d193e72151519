import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { withPage } from './support/browser';
import { asked, atRest, fact, opened, region, widePage, withComparison } from './support/comparisonPage';

function ascii(points: readonly (readonly number[])[], extra = ''): string {
  return `ply\nformat ascii 1.0\nelement vertex ${points.length}\nproperty float x\nproperty float y\nproperty float z\n${extra}end_header\n${points.map((point) => point.join(' ')).join('\n')}\n`;
}

async function shot(page: Page, side: 'compared' | 'reference'): Promise<Buffer> {
  await atRest(page);
  return page.locator(`.pane-place.${side} canvas`).screenshot();
}

/** Points on a line, the compared ones raised by known heights. */
const heights = [0, 0.1, 0.2, 0.3, 0.4];
const lifted = ascii(heights.map((height, i) => [i, 0, height]));
const flat = ascii(heights.map((_, i) => [i, 0, 0]));

/** Without the last digits, in which a view told and set again may differ. */
function rounded<Value>(value: Value): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) => (typeof each === 'number' ? Math.round(each * 1e9) / 1e9 : each));
}

describe('comparison page', () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    it(`looks as it should in ${theme}`, async () => {
      await withComparison({ theme }, async (page, { screenshot }) => {
        await screenshot(`comparison-${theme}`);
        if (theme !== 'dark') return;
        const side = await shot(page, 'compared');
        await page.getByRole('button', { name: 'Overlaid' }).click();
        await page.waitForTimeout(500);
        assert.notDeepEqual(await shot(page, 'compared'), side);
        await screenshot('comparison-overlay');
        await page.getByRole('button', { name: 'Swipe' }).click();
        await page.waitForTimeout(300);
        await atRest(page);
        await screenshot('comparison-swipe');
      });
    });
  }

  it('gives a point the colour of its distance, in both scenes', async () => {
    await withComparison({ compared: lifted, reference: flat }, async (page) => {
      await page.getByRole('textbox', { name: 'Greatest value of the colours' }).fill('0.5');
      await page.keyboard.press('Enter');
      await page.getByRole('slider', { name: 'Point size' }).fill('12');
      await page.waitForTimeout(200);
      await atRest(page);
      const seen = await page.evaluate((values) => {
        const tools = window.comparisonTools;
        const { page: shown } = tools;
        return values.map((height, i) => {
          const at = shown.frame.panes.compared.viewer.project([i, 0, height]);
          return { drawn: at && tools.colour('compared', at.x, at.y), expected: tools.colourOfValue('viridis', height, { min: 0, max: 0.5 }) };
        });
      }, heights);
      for (const { drawn, expected } of seen) {
        assert.ok(drawn && expected);
        drawn.forEach((value, channel) => assert.ok(Math.abs(value - expected[channel]) <= 2, `${String(drawn)} is not ${String(expected)}`));
      }
      assert.equal(await fact(page, 'Summary', 'Hausdorff'), String(Math.fround(0.4)));
    });
  });

  it('gives points of a planted bump the colours of its known heights over a plane', async () => {
    // Over an open surface the distance is the height: 0.4 exp(-4 r²) over the plane z = 0, which reaches far enough.
    const height = (x: number, y: number): number => 0.4 * Math.exp(-4 * (x * x + y * y));
    const side = 41;
    const grid = Array.from({ length: side * side }, (_, i) => {
      const [x, y] = [((i % side) - 20) / 20, (Math.floor(i / side) - 20) / 20];
      return [x, y, height(x, y)];
    });
    const plane = 'ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n-3 -3 0\n3 -3 0\n3 3 0\n-3 3 0\n4 0 1 2 3\n';
    await withComparison({ compared: ascii(grid), reference: plane }, async (page) => {
      await page.getByRole('textbox', { name: 'Greatest value of the colours' }).fill('0.4');
      await page.keyboard.press('Enter');
      await page.getByRole('slider', { name: 'Point size' }).fill('5');
      await page.evaluate(() => {
        const { panes } = window.comparisonTools.page.frame;
        panes.compared.viewer.view('top');
        panes.compared.viewer.fit(false, { min: [-1, -1, 0], max: [1, 1, 0.4] });
      });
      await page.waitForTimeout(500);
      await atRest(page);
      const stated = [[0, 0], [0.25, 0], [0, -0.5], [0.5, 0.5], [-0.75, 0.25], [1, 1]].map(([x, y]) => [x, y, height(x, y)]);
      const seen = await page.evaluate((points) => {
        const tools = window.comparisonTools;
        return points.map(([x, y, z]) => {
          const at = tools.page.frame.panes.compared.viewer.project([x, y, z]);
          return { drawn: at && tools.colour('compared', at.x, at.y), expected: tools.colourOfValue('viridis', z, { min: 0, max: 0.4 }) };
        });
      }, stated);
      for (const { drawn, expected } of seen) {
        assert.ok(drawn && expected);
        drawn.forEach((value, channel) => assert.ok(Math.abs(value - expected[channel]) <= 2, `${String(drawn)} is not ${String(expected)}`));
      }
      assert.ok(Math.abs(Number(await fact(page, 'Summary', 'Maximum')) - 0.4) < 1e-7);
    });
  });

  it('links by fit where the boxes differ much: each is seen about its own, and clipped alike', async () => {
    const shape = Array.from({ length: 400 }, (_, i) => [((i * 37) % 101) / 100, ((i * 53) % 97) / 96, ((i * 29) % 89) / 88]);
    const far = ascii(shape.map(([x, y, z]) => [50 * x + 1000, 50 * y, 50 * z]));
    await withComparison({ compared: ascii(shape), reference: far }, async (page) => {
      assert.match(await page.locator('.pane.reference').innerText(), /seen about its own box/);
      const drawn = () => page.evaluate(() => {
        const { panes } = window.comparisonTools.page.frame;
        return ([['compared', [0.5, 0.5, 0.5]], ['compared', [1, 0, 1]], ['reference', [1025, 25, 25]], ['reference', [1050, 0, 50]]] as const).map(([side, place]) => panes[side].viewer.project(place));
      });
      const same = async (): Promise<void> => {
        const [middle, corner, otherMiddle, otherCorner] = await drawn();
        for (const [one, other] of [[middle, otherMiddle], [corner, otherCorner]]) {
          assert.ok(one && other && Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1, JSON.stringify([one, other]));
        }
      };
      await same();
      const [, before] = await drawn();
      await page.locator('.pane-place.reference canvas').focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
      await page.waitForTimeout(500);
      await atRest(page);
      const [, after] = await drawn();
      assert.ok(before && after && Math.hypot(before.x - after.x, before.y - after.y) > 5, 'The compared was turned with it.');
      await same();
      await page.keyboard.press('b');
      await page.getByRole('textbox', { name: 'Greatest x of the clipping box' }).fill('0.5');
      await page.keyboard.press('Enter');
      const clips = await page.evaluate(() => (['compared', 'reference'] as const).map((side) => window.comparisonTools.page.frame.panes[side].viewer.clip?.max[0]));
      assert.ok(Math.abs(Number(clips[0]) - 0.5) < 1e-6 && Math.abs(Number(clips[1]) - 1025) < 1e-3, String(clips));
    });
  });

  it('moves one camera with the other until they are unlinked', async () => {
    await withComparison({}, async (page) => {
      const cameras = () => page.evaluate(() => (['compared', 'reference'] as const).map((side) => window.comparisonTools.page.frame.panes[side].viewer.camera));
      const drag = async (side: string) => {
        const box = await page.locator(`.pane-place.${side} canvas`).boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height / 2 + 30, { steps: 3 });
        await page.mouse.up();
      };
      const [before] = await cameras();
      const pixels = await shot(page, 'compared');
      await drag('reference');
      const [first, second] = await cameras();
      assert.notDeepEqual(first, before);
      assert.deepEqual(rounded(first), rounded(second));
      assert.notDeepEqual(await shot(page, 'compared'), pixels);
      await page.getByRole('button', { name: 'Link cameras' }).click();
      await drag('reference');
      const [still, moved] = await cameras();
      assert.deepEqual(still, first);
      assert.notDeepEqual(moved, second);
    });
  });

  it('selects an interval by a drag over the histogram, and shows only what is beyond a threshold', async () => {
    await withComparison({ compared: lifted, reference: flat }, async (page) => {
      const box = await page.getByRole('slider', { name: 'Interval of distances' }).boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 0.4 * box.width, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.8 * box.width, box.y + 20, { steps: 4 });
      await page.mouse.up();
      assert.match(await region(page, 'Difference').innerText(), /2 compared points from 0\.1[56]\d* to 0\.3[12]/);
      const emphasised = await shot(page, 'compared');
      await page.getByLabel('Show only the selected').check();
      await page.waitForTimeout(200);
      assert.notDeepEqual(await shot(page, 'compared'), emphasised);
      await page.getByRole('textbox', { name: 'Threshold' }).fill('0.25');
      await page.keyboard.press('Enter');
      assert.match(await region(page, 'Difference').innerText(), /Beyond 0\.25: 2 of 5 compared points, 2 of 5 reference points|Beyond 0\.25: 2 of 5 compared points/);
      assert.equal(await fact(page, 'Summary', 'Precision'), '0.6');
      await page.getByLabel('Show only those beyond').check();
      await page.waitForTimeout(300);
      await atRest(page);
      const shown = await page.evaluate(async (values) => {
        const { viewer } = window.comparisonTools.page.frame.panes.compared;
        const hits: (number | null)[] = [];
        for (const [i, height] of values.entries()) {
          const at = viewer.project([i, 0, height]);
          const hit = at && (await viewer.pick(at.x, at.y));
          hits.push(hit ? window.comparisonTools.page.frame.panes.compared.rows.rowOf(hit.piece, hit.slot) : null);
        }
        return hits;
      }, heights);
      assert.deepEqual(shown, [null, null, null, 3, 4]);
    });
  });

  it('lists the worst points, and looks at one in both scenes on a click', async () => {
    await withComparison({ compared: lifted, reference: flat }, async (page) => {
      const worst = region(page, 'Worst points').getByRole('list', { name: 'Worst compared points' }).getByRole('button');
      assert.equal(await worst.count(), 4);
      assert.match(await worst.first().innerText(), /^4\s+4, 0, 0\.4\s+0\.4$/);
      await worst.first().click();
      await page.waitForTimeout(400);
      const targets = await page.evaluate(() => (['compared', 'reference'] as const).map((side) => window.comparisonTools.page.frame.panes[side].viewer.camera.target));
      for (const target of targets) [4, 0, 0.4].forEach((value, axis) => assert.ok(Math.abs(target[axis] - value) < 1e-6));
    });
  });

  it('moves the compared only when it is asked to, and says how', async () => {
    const shape = Array.from({ length: 200 }, (_, i) => [(i * 37) % 11, (i * 53) % 7, (i * 29) % 5 + 0.3 * ((i * 37) % 11)]);
    const shifted = ascii(shape.map(([x, y, z]) => [x + 20, y, z]));
    await withComparison({ compared: shifted, reference: ascii(shape) }, async (page) => {
      assert.match(await region(page, 'Alignment').innerText(), /measured and drawn as they are/);
      const bounds = () => page.evaluate(() => window.comparisonTools.page.frame.panes.compared.viewer.bounds?.min[0]);
      assert.equal(await bounds(), 20);
      await page.evaluate(() => window.comparisonTools.page.frame.stores.view.set({ align: 'center' }));
      await page.waitForFunction(() => document.querySelector('.pane.compared .pane-note')?.textContent !== '');
      await page.waitForTimeout(300);
      assert.ok(Math.abs(Number(await bounds())) < 1e-4, String(await bounds()));
      assert.ok(Number(await fact(page, 'Alignment', 'Residual (RMSE)')) < 1e-4);
      assert.match(await region(page, 'Alignment').innerText(), /measured and drawn moved/);
      await page.getByRole('button', { name: 'Copy transform' }).click();
      await page.waitForFunction(() => window.comparisonTools.asked.some(([name]) => name === 'copyText'));
      assert.match(String((await asked(page, 'copyText')).at(-1)), /^1 0 0 -20\S*\n/);
    });
  });

  it('says which side is absent, and shows the other', async () => {
    await withComparison({ reference: null }, async (page) => {
      assert.match(await page.locator('.pane.reference').innerText(), /The reference is absent: it is new\./);
      assert.match(await page.locator('.notice').innerText(), /Only one side is there/);
      assert.equal((await asked(page, 'compare')).length, 0);
    });
  });

  it('shows a card for a side that cannot be read: a Git LFS pointer', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
    await withComparison({ reference: pointer }, async (page) => {
      await page.locator('.pane.reference [role=alert]').waitFor();
      assert.match(await page.locator('.pane.reference [role=alert]').innerText(), /Git LFS pointer/);
      assert.match(String(JSON.stringify(await asked(page, 'failed'))), /Git LFS pointer/);
    });
  });

  it('offers a sample where all would not fit, and says so when it is taken', async () => {
    await withPage({ entry: 'test/webview/pages/comparison.page.ts', ...widePage }, async (test) => {
      const { page } = test;
      await page.evaluate(() => {
        window.comparisonTools.limit = 1_000_000;
      });
      await opened(test, { early: true });
      assert.match(await page.locator('.notice').innerText(), /memoryLimit/);
      assert.equal((await asked(page, 'compare')).length, 0);
      await page.evaluate(() => window.comparisonTools.page.frame.stores.view.set({ sample: 500 }));
      await page.waitForFunction(() => window.comparisonTools.report !== null);
      assert.match(await region(page, 'Summary').innerText(), /500 of 20000 points were drawn/);
      assert.match(await page.locator('.notice').innerText(), /at most 500 points of each/);
    });
  });

  it('stays interactive while distances are computed, and can be cancelled', async () => {
    await withPage({ entry: 'test/webview/pages/comparison.page.ts', ...widePage }, async (test) => {
      const { page } = test;
      await page.evaluate(() => {
        window.comparisonTools.gate = new Promise(() => undefined);
      });
      await opened(test, { early: true });
      await page.waitForFunction(() => window.comparisonTools.asked.some(([name]) => name === 'compare'));
      await atRest(page);
      const before = await shot(page, 'compared');
      await page.keyboard.press('5');
      await page.waitForTimeout(400);
      assert.notDeepEqual(await shot(page, 'compared'), before);
      await page.getByRole('toolbar', { name: 'Comparison' }).getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.notice', { hasText: 'was cancelled' }).waitFor();
    });
  });

  it('comes back after a reload as it was: layout, cameras, range, options', async () => {
    await withPage({ entry: 'test/webview/pages/comparison.page.ts', ...widePage }, async (test) => {
      const { page } = test;
      await opened(test);
      await page.getByRole('button', { name: 'Swipe' }).click();
      await page.getByRole('textbox', { name: 'Greatest value of the colours' }).fill('0.08');
      await page.keyboard.press('Enter');
      await page.locator('.pane-place.compared canvas').focus();
      await page.keyboard.press('ArrowLeft');
      await page.waitForTimeout(1200);
      const state = () => page.evaluate(() => window.comparisonTools.page.frame.getState());
      const before = await state();
      const kept: unknown = JSON.parse(await page.evaluate(() => window.comparisonTools.kept));
      assert.ok(typeof kept === 'object' && kept !== null && 'id' in kept && kept.id === 'pair 1');
      await page.evaluate(() => window.comparisonTools.asked.splice(0));
      await opened(test);
      assert.deepEqual(rounded(JSON.parse(await state())), rounded(JSON.parse(before)));
    });
  });

  it('exchanges the roles, and saves the summary with both pictures', async () => {
    await withComparison({ compared: lifted, reference: flat }, async (page) => {
      await page.getByRole('button', { name: 'Save and copy' }).click();
      await page.getByRole('menuitem', { name: /HTML/ }).click();
      await page.waitForFunction(() => window.comparisonTools.asked.some(([name]) => name === 'saveReport'));
      const [saved] = (await asked(page, 'saveReport')) as { kind: string; text: string }[];
      assert.equal(saved.text.match(/<img alt="(compared|reference): [^"]*" src="data:image\/png;base64,/g)?.length, 2);
      await page.getByRole('button', { name: 'Swap compared and reference' }).click();
      await page.waitForFunction(() => window.comparisonTools.asked.filter(([name]) => name === 'compare').length === 2);
      await page.locator('.pane.compared .pane-name', { hasText: 'reference.ply' }).waitFor();
    });
  });
});
