import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { withPage, type PageOptions, type TestPage } from './support/browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');
const entry = 'test/webview/pages/frame.page.ts';

/** A page with the frame's tools and codicons. */
function withFrame(use: (page: Page, test: TestPage) => Promise<void>, options: PageOptions = {}): Promise<void> {
  return withPage({ entry, ...options }, async (test) => {
    const font = test.publish('codicon.ttf', await readFile(codiconFont));
    await test.page.evaluate((url) => window.frameTools.loadFont(url), font);
    await use(test.page, test);
  });
}

const wide: PageOptions = { viewport: { width: 1280, height: 800 } };
const narrow: PageOptions = { viewport: { width: 480, height: 700 } };

/** Terms and values of the File section, as a reader finds them. */
function facts(page: Page): Promise<Record<string, string>> {
  return page.locator('[data-section=file] .fact').evaluateAll((rows) =>
    Object.fromEntries(rows.map((row) => [row.querySelector('dt')?.textContent ?? '', row.querySelector('dd')?.textContent ?? ''])),
  );
}

function cells(page: Page, table: string): Promise<string[][]> {
  return page.locator(`${table} tr`).evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

const asked = (page: Page, name: string): Promise<unknown[][]> =>
  page.evaluate((wanted) => window.frameTools.asked.filter(([each]) => each === wanted).map((each) => [...each]), name);

/** The accessible name and role of what has the focus, through shadow roots. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return 'nothing';
    return active.getAttribute('aria-label') ?? active.textContent?.trim() ?? active.tagName;
  });
}

describe('frame', () => {
  it('says in the inspector what the file holds', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      assert.deepEqual(await facts(page), {
        File: 'scans/hall.ply',
        Format: 'ply',
        Kind: 'Point cloud',
        Bytes: '840,312',
        Points: '60,000',
        'Not finite': '2',
      });
      assert.deepEqual(await cells(page, '.bounds'), [
        ['Bounds', 'Min', 'Max', 'Size'],
        ['x', '-1.43987', '1.43988', '2.87975'],
        ['y', '-1.43921', '1.439', '2.87821'],
        ['z', '-0.5699', '0.570123', '1.14002'],
      ]);
      assert.equal(await page.locator('.bounds tr:nth-child(3) td:nth-child(3)').getAttribute('title'), '0.5701234567');
      assert.deepEqual(await cells(page, '.attributes'), [
        ['Name', 'Type', 'Min', 'Max'],
        ['vertex'],
        ['x', 'float32', '-1.43987', '1.43988'],
        ['y', 'float32', '-1.43921', '1.439'],
        ['z', 'float32', '-0.5699', '0.570123'],
        ['intensity', 'uint16', '0', '1000'],
        ['deviation', 'float32', '-0.25', '0.75'],
      ]);
      assert.equal(await page.getByRole('button', { name: /^Warnings/ }).locator('.badge').textContent(), '1');
      assert.match((await page.locator('.warnings').textContent()) ?? '', /2 points are not finite/);
      assert.match(String((await asked(page, 'setStatus')).at(-1)?.[1]), /^60,000 points · 2\.88 × 2\.88 × 1\.14 · [CG]PU: WebGL2 /);
      await page.getByRole('button', { name: 'Copy file information' }).click();
      const copied = String((await asked(page, 'copyText'))[0]?.[1]);
      assert.match(copied, /^Points\t60000$/m);
      assert.match(copied, /^z\t-0\.5699\t0\.5701234567\t/m);
    }, wide);
  });

  it('shows what a file says as text and never as markup', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => {
        const { cloudInfo } = window.frameTools;
        const name = '<img src=x onerror=alert(1)>';
        const attributes = [{ element: name, name, type: 'uint8', components: 1, min: 0, max: 1 }] as const;
        return window.frameTools.openCloud('dark', { ...cloudInfo, file: name, attributes, warnings: [name] });
      });
      assert.deepEqual(await page.locator('.comments li').allTextContents(), ['made by a scanner', '<b onclick="alert(1)">bold</b> & <img src=x>']);
      assert.equal(await page.locator('#root img, #root b').count(), 0);
      assert.equal((await facts(page)).File, '<img src=x onerror=alert(1)>');
      assert.equal(await page.locator('.warnings li').textContent(), '<img src=x onerror=alert(1)>');
    }, wide);
  });

  it('shows coordinates far from the origin to six digits of the extent', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => {
        const { frameTools } = window;
        return frameTools.openCloud('dark', { ...frameTools.cloudInfo, bounds: { min: [4_835_123.125, 0, 0], max: [4_835_133.25, 1, 1] } });
      });
      assert.deepEqual((await cells(page, '.bounds'))[1], ['x', '4835123.125', '4835133.25', '10.125']);
    }, wide);
  });

  it('gives every control a name and every section a region', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openMesh());
      assert.deepEqual(await page.evaluate(() => window.frameTools.nameless()), []);
      assert.ok((await page.getByRole('toolbar', { name: 'Scene' }).getByRole('button').count()) <= 7);
      for (const section of ['File', 'Colour', 'Pick', 'Attributes', 'View']) {
        await page.getByRole('region', { name: new RegExp(`^${section}`) }).waitFor();
      }
      assert.equal(await page.getByRole('region', { name: /^Warnings/ }).count(), 0, 'A file without warnings has no such section.');
      for (const label of ['Shading', 'Projection', 'Up axis', 'Background', 'By']) {
        await page.getByRole('combobox', { name: label, exact: true }).waitFor();
      }
      assert.match((await page.getByRole('button', { name: 'Fit to view' }).getAttribute('title')) ?? '', /\(F\)/);
    }, wide);
  });

  it('is walked through by Tab: toolbar, scene, sash, inspector', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const walked: string[] = [];
      for (let step = 0; step < 20; step++) {
        await page.keyboard.press('Tab');
        walked.push(await focused(page));
      }
      assert.equal(walked[0], 'Fit to view');
      assert.match(walked[1] ?? '', /scene/i);
      // The scene's axes, which are buttons for views, lie between it and the sash.
      const sash = walked.indexOf('Resize inspector');
      assert.ok(sash >= 2);
      assert.deepEqual(walked.slice(sash, sash + 10), [
        'Resize inspector',
        'Hide inspector',
        'File',
        'Copy file information',
        'Colour',
        'By',
        'Map',
        'Least value',
        'Greatest value',
        'Least value of the colours',
      ]);
      await page.getByRole('button', { name: 'Fit to view' }).focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await focused(page), 'Views');
    }, wide);
  });

  it('lights surfaces face by face or smoothly, and clouds not at all', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      assert.ok(await page.getByRole('combobox', { name: 'Lighting' }).isHidden());
      await page.evaluate(() => window.frameTools.openMesh());
      assert.equal(await page.evaluate(() => window.frameTools.frame.viewer.getState().normals), 'flat');
      await page.getByRole('combobox', { name: 'Lighting' }).click();
      await page.getByRole('option', { name: 'Smooth' }).click();
      assert.equal(await page.evaluate(() => window.frameTools.frame.viewer.getState().normals), 'smooth');
    }, wide);
  });

  it('opens menus that the keyboard can use', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openMesh());
      await page.getByRole('button', { name: 'Shading' }).focus();
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.getByRole('menu', { name: 'Shading' }).getByRole('menuitemradio').count(), 4);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => window.frameTools.frame.viewer.shading), 'wireframe');
      await page.waitForFunction(() => window.frameTools.asked.some(([name]) => name === 'requestLines'));
      assert.equal(await focused(page), 'Shading');
      await page.keyboard.press('Enter');
      assert.equal(await page.getByRole('menuitemradio', { name: 'Wireframe' }).getAttribute('aria-checked'), 'true');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('menu').count(), 0);
    }, wide);
  });

  it('colours by a scalar over the range that is typed, dragged or reset', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const colouring = (): Promise<unknown> => page.evaluate(() => window.frameTools.frame.viewer.colouring);
      assert.deepEqual(await colouring(), { kind: 'height', map: 'viridis', range: { min: -0.5699, max: 0.5701234567 } });

      await page.getByRole('combobox', { name: 'By', exact: true }).click();
      await page.getByRole('option', { name: 'intensity' }).click();
      await page.waitForFunction(() => document.querySelector('[data-section=colour]')?.getAttribute('aria-busy') === 'false');
      assert.deepEqual(await asked(page, 'requestScalars'), [['requestScalars', 'vertex.intensity']]);
      assert.deepEqual(await colouring(), { kind: 'scalar', scalar: 'vertex.intensity', map: 'viridis', range: { min: 0, max: 1000 } });
      assert.equal(await page.getByRole('img', { name: 'Colours of intensity from 0 to 1000' }).count(), 1);

      await page.getByRole('textbox', { name: 'Greatest value' }).fill('400');
      await page.keyboard.press('Enter');
      assert.deepEqual(await colouring(), { kind: 'scalar', scalar: 'vertex.intensity', map: 'viridis', range: { min: 0, max: 400 } });
      await page.getByRole('textbox', { name: 'Greatest value' }).fill('nonsense');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('textbox', { name: 'Greatest value' }).inputValue(), '400');

      await page.getByRole('slider', { name: 'Least value of the colours' }).focus();
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowRight');
      assert.equal(await page.getByRole('slider', { name: 'Least value of the colours' }).getAttribute('aria-valuetext'), '110');
      const handle = await page.getByRole('slider', { name: 'Greatest value of the colours' }).boundingBox();
      const picture = await page.locator('.histogram').boundingBox();
      assert.ok(handle && picture);
      await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
      await page.mouse.down();
      await page.mouse.move(picture.x + picture.width / 2, handle.y + 4);
      await page.mouse.up();
      assert.deepEqual(await colouring(), { kind: 'scalar', scalar: 'vertex.intensity', map: 'viridis', range: { min: 110, max: 500 } });

      await page.getByRole('button', { name: 'Reset colour map and range' }).click();
      assert.deepEqual(await colouring(), { kind: 'scalar', scalar: 'vertex.intensity', map: 'viridis', range: { min: 0, max: 1000 } });

      await page.evaluate(() => window.frameTools.frame.command('nextColouring'));
      await page.waitForFunction(() => window.frameTools.frame.viewer.colouring.kind === 'scalar');
      assert.deepEqual(
        await colouring(),
        { kind: 'scalar', scalar: 'vertex.deviation', map: 'diverging', range: { min: -0.75, max: 0.75 } },
        'Values of both signs are centred on zero.',
      );
    }, wide);
  });

  it('drops the values of a scalar that is no longer wanted', async () => {
    await withFrame(async (page) => {
      await page.evaluate(async () => {
        const { frameTools } = window;
        await frameTools.openCloud();
        frameTools.scalarsReady = frameTools.milliseconds(50);
        frameTools.frame.command('nextColouring');
        frameTools.frame.command('nextColouring');
        frameTools.frame.command('nextColouring');
        await frameTools.milliseconds(150);
      });
      assert.equal((await asked(page, 'requestScalars')).length, 2);
      assert.deepEqual(await page.evaluate(() => window.frameTools.frame.viewer.colouring), { kind: 'uniform', colour: null });
      assert.equal(await page.locator('.colour-bar').isVisible(), false);
    }, wide);
  });

  it('shows what was picked, copies it and clears it with Escape', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const place = await page.evaluate(() => {
        const { viewer } = window.frameTools.frame;
        const box = viewer.canvas.getBoundingClientRect();
        const at = viewer.project([0, -1.4, 0]) ?? { x: 0, y: 0 };
        return { x: box.left + at.x, y: box.top + at.y };
      });
      await page.mouse.click(place.x, place.y);
      await page.locator('.picked').waitFor();
      await page.waitForFunction(() => document.querySelectorAll('.picked tr').length === 5);
      assert.deepEqual(await cells(page, '.picked'), [
        ['index', '12,345'],
        ['x', '0.123456789012345'],
        ['y', '-1.5'],
        ['z', '0.25'],
        ['intensity', '512'],
      ]);
      await page.getByRole('button', { name: 'Copy picked values' }).click();
      assert.equal((await asked(page, 'copyText'))[0]?.[1], 'index\t12345\nposition\t0.123456789012345 -1.5 0.25\nx\t0.123456789012345\ny\t-1.5\nz\t0.25\nintensity\t512\n');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.picked').count(), 0);
    }, wide);
  });

  it('remembers what is folded, the inspector, the view and the colours', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      await page.getByRole('button', { name: /^Attributes/ }).click();
      await page.getByRole('separator', { name: 'Resize inspector' }).focus();
      await page.keyboard.press('ArrowLeft');
      await page.locator('.scene canvas').focus();
      await page.keyboard.press('p');
      await page.keyboard.press(']');
      await page.keyboard.press('c');
      await page.keyboard.press('4');
      await page.waitForFunction(() => window.frameTools.asked.some(([name]) => name === 'stateChanged'));
      assert.ok((await asked(page, 'remember')).some(([, value]) => JSON.stringify(value) === '{"projection":"orthographic"}'));
      const state = await page.evaluate(async () => {
        await window.frameTools.frame.viewer.whenAtRest();
        return window.frameTools.frame.getState();
      });
      const camera = await page.evaluate(() => window.frameTools.frame.viewer.camera);

      await page.evaluate((kept) => window.frameTools.openCloud('dark', window.frameTools.cloudInfo, kept), state);
      assert.equal(await page.getByRole('button', { name: /^Attributes/ }).getAttribute('aria-expanded'), 'false');
      assert.equal(await page.locator('.attributes').isVisible(), false);
      assert.equal(await page.getByRole('separator').getAttribute('aria-valuenow'), '336');
      const after = await page.evaluate(() => {
        const { viewer } = window.frameTools.frame;
        return { camera: viewer.camera, projection: viewer.projection, pointSize: viewer.pointSize };
      });
      assert.equal(after.projection, 'orthographic');
      assert.equal(after.pointSize, 4);
      assert.deepEqual(after.camera, camera);
      await page.waitForFunction(() => window.frameTools.frame.viewer.colouring.kind === 'scalar');
    }, wide);
  });

  it('clips by a box whose faces are typed or dragged, and remembers it', async () => {
    await withFrame(async (page, { screenshot }) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const clip = () => page.evaluate(() => window.frameTools.frame.viewer.clip);
      const box = page.getByRole('group', { name: 'Clipping box' });
      await page.locator('canvas').first().focus();
      await page.keyboard.press('b');
      assert.equal(await page.getByLabel('Clipping box', { exact: true }).first().isChecked(), true);
      assert.ok(await clip());
      await box.getByRole('textbox', { name: 'Least x of the clipping box' }).fill('0,25');
      await page.keyboard.press('Enter');
      assert.equal((await clip())?.min[0], 0.25);
      await box.getByRole('textbox', { name: 'Greatest x of the clipping box' }).fill('-7');
      await page.keyboard.press('Enter');
      assert.equal(await box.getByRole('textbox', { name: 'Greatest x of the clipping box' }).inputValue(), '0.25', 'Held at the opposite face.');
      await box.getByRole('slider', { name: 'Greatest x of the clipping box' }).focus();
      await page.keyboard.press('End');
      assert.ok(Number((await clip())?.max[0]) > 1.43987);
      await box.getByRole('slider', { name: 'Greatest z of the clipping box' }).focus();
      await page.keyboard.press('ArrowLeft');
      const { max } = (await clip()) ?? { max: [0, 0, NaN] };
      assert.ok(max[2] < 0.5701 && max[2] > 0.568, String(max));
      await screenshot('clipping-dark');
      const state = await page.evaluate(() => window.frameTools.frame.getState());
      await page.evaluate((kept) => window.frameTools.openCloud('dark', undefined, kept), state);
      assert.deepEqual(await clip().then((restored) => restored && [restored.min[0], restored.max[2]]), [0.25, max[2]]);
      await page.getByRole('button', { name: 'Reset the clipping box' }).click();
      assert.ok(Number((await clip())?.min[0]) < -1.43987);
      await page.getByLabel('Clipping box', { exact: true }).first().uncheck();
      assert.equal(await clip(), null);
      assert.equal(await box.isHidden(), true);
    }, wide);
  });

  it('measures by forms of the inspector: defaults, the other file, progress that can be cancelled, the number', async () => {
    await withFrame(async (page, { screenshot }) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const measure = page.getByRole('region', { name: 'Measure', exact: true });
      const titles = await measure.locator('summary').allInnerTexts();
      for (const title of ['Chamfer Distance', 'Hausdorff Distance', 'Cloud Statistics']) assert.ok(titles.includes(title), titles.join());
      assert.ok(!titles.includes('Voxel IoU'), 'What takes no cloud is not offered.');
      const chamfer = measure.locator('[data-operation=chamfer]');
      await chamfer.locator('summary').first().click();
      const form = chamfer.getByRole('region', { name: 'Chamfer Distance' });
      await form.waitFor();
      assert.match(await form.innerText(), /Compared\s+hall\.ply[^]*Reference\s+No file chosen/);
      await form.getByText('Run', { exact: true }).click();
      assert.equal((await asked(page, 'measure')).length, 0, 'Without the reference nothing runs.');
      await form.getByLabel('Choose reference').click();
      await page.waitForFunction(() => window.frameTools.asked.some(([name]) => name === 'measureChoose'));
      assert.deepEqual((await asked(page, 'measureChoose'))[0], ['measureChoose', 'chamfer', 1]);
      await page.evaluate(() => {
        window.frameTools.measured = new Promise(() => undefined);
      });
      await form.getByText('truth.ply', { exact: true }).waitFor();
      await screenshot('measure-form-dark');
      await form.getByText('Run', { exact: true }).click();
      await form.getByText('Finding nearest neighbours').waitFor();
      assert.match(await form.innerText(), /40 %/);
      await screenshot('measure-running-dark');
      await form.getByText('Cancel', { exact: true }).click();
      await chamfer.getByRole('status').filter({ hasText: 'Cancelled' }).waitFor();
      const [, operation, files] = (await asked(page, 'measure'))[0];
      assert.deepEqual([operation, files], ['chamfer', [0, 1]]);
      await page.evaluate(() => {
        window.frameTools.measured = Promise.resolve();
      });
      await form.getByText('Run', { exact: true }).click();
      await chamfer.getByRole('status').filter({ hasText: /: 1\.5/ }).waitFor();
      await measure.locator('[data-operation=statistics] summary').first().click();
      await measure.locator('[data-operation=statistics] .operation-form').waitFor();
      assert.equal(await measure.locator('[data-operation=statistics] .file-row').count(), 0, 'The one file is the one that is open.');
    }, wide);
  });

  it('ignores a state that it did not write', async () => {
    await withFrame(async (page) => {
      for (const state of ['', 'null', '{"version":2}', '{"version":1,"camera":{"position":["a"]}}', '<b>']) {
        await page.evaluate((text) => window.frameTools.openCloud('dark', window.frameTools.cloudInfo, text), state);
        assert.equal(await page.locator('.inspector').isVisible(), true);
      }
    }, wide);
  });

  it('hides the inspector with one key, but not while a field has the focus', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      await page.keyboard.press('i');
      assert.equal(await page.locator('.inspector').isVisible(), false);
      await page.keyboard.press('I');
      assert.equal(await page.locator('.inspector').isVisible(), true);
      await page.getByRole('textbox', { name: 'Least value' }).focus();
      await page.keyboard.press('i');
      assert.equal(await page.locator('.inspector').isVisible(), true);
    }, wide);
  });

  it('shows its keys in a dialog that keeps the focus', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      await page.locator('.scene canvas').focus();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keys' });
      assert.match((await dialog.textContent()) ?? '', /Next colouring/);
      for (let step = 0; step < 3; step++) {
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog')?.contains(document.activeElement)), true);
      }
      await page.keyboard.press('Escape');
      assert.equal(await dialog.count(), 0);
      assert.match(await focused(page), /scene/i);
    }, wide);
  });

  it('shows progress, lets it be cancelled, and gives way to the first points', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => {
        const frame = window.frameTools.create();
        frame.loading({ name: `${'a-long-name-'.repeat(20)}.ply`, bytes: 160_000_321 });
        frame.progress(0.42, 'reading vertices');
      });
      const name = page.locator('.loading-name');
      assert.ok(await name.evaluate((each) => each.scrollWidth > each.clientWidth), 'A long name is cut short,');
      assert.equal(await name.getAttribute('title'), `${'a-long-name-'.repeat(20)}.ply`, 'and told in full by its tooltip.');
      assert.match((await page.locator('.loading').textContent()) ?? '', /160 MB.*Reading vertices.*42 %.*Cancel/s);
      assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '42');
      await page.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await asked(page, 'cancelLoading')).length, 1);

      const before = await page.locator('.scene').boundingBox();
      await page.evaluate(async () => {
        for (const piece of window.frameTools.cloud()) window.frameTools.frame.addPiece(piece);
        await window.frameTools.frame.viewer.whenAtRest();
      });
      await page.locator('.strip').waitFor();
      assert.equal(await page.locator('.loading').isVisible(), false);
      assert.deepEqual(await page.locator('.scene').boundingBox(), before, 'Nothing jumps.');
    });
  });

  it('puts a card in place of the scene when the file cannot be shown', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => {
        const frame = window.frameTools.create();
        frame.loading({ name: 'broken.ply', bytes: 1600 });
        const details = { file: 'scans/broken.ply', place: { kind: 'byte', offset: 132 }, expected: '12 bytes', found: '<i>the end</i>', advice: 'Write the file again.' } as const;
        frame.failed({ kind: 'format', details });
      });
      const card = page.getByRole('alert');
      assert.match((await card.textContent()) ?? '', /scans\/broken\.ply.*Where.*Byte 132.*Expected.*12 bytes.*Found.*<i>the end<\/i>.*Write the file again\./s);
      await card.getByRole('button', { name: 'Open as Text' }).click();
      await card.getByRole('button', { name: 'Try Again' }).click();
      assert.equal((await asked(page, 'openAsText')).length, 1);
      assert.equal((await asked(page, 'retry')).length, 1);
      await page.evaluate(async () => {
        const { frame, cloud, cloudInfo, result, scalars } = window.frameTools;
        frame.loading({ name: 'broken.ply', bytes: 1600 });
        for (const piece of cloud()) frame.addPiece(piece);
        frame.opened(result(cloudInfo, scalars));
        await frame.viewer.whenAtRest();
      });
      assert.equal(await page.getByRole('alert').count(), 0);
      assert.equal((await facts(page)).Points, '60,000');
    });
  });

  it('says that reading was cancelled, and begins anew without what was drawn', async () => {
    await withFrame(async (page) => {
      await page.evaluate(async () => {
        window.frameTools.create();
        const { frame, cloud } = window.frameTools;
        frame.loading({ name: 'hall.ply', bytes: 1600 });
        for (const piece of cloud()) frame.addPiece(piece);
        await frame.viewer.whenAtRest();
        frame.failed({ kind: 'cancelled' });
      });
      assert.match((await page.getByRole('alert').textContent()) ?? '', /^Reading was cancelled.*hall\.ply.*Try Again/s);
      await page.evaluate(async () => {
        const { frame, cloud, cloudInfo, result } = window.frameTools;
        frame.loading({ name: 'hall.ply', bytes: 1600 });
        for (const piece of cloud(30_000)) frame.addPiece(piece);
        // A file that changed while it was read is read from its start.
        frame.loading({ name: 'hall.ply', bytes: 1600 });
        for (const piece of cloud(30_000)) frame.addPiece(piece);
        frame.opened(result({ ...cloudInfo, points: 30_000 }));
        await frame.viewer.whenAtRest();
      });
      assert.equal(await page.evaluate(() => window.frameTools.frame.viewer.statistics.total), 30_000);
    }, wide);
  });

  it('keeps the old view when a new version cannot be read, and says so', async () => {
    await withFrame(async (page) => {
      await page.evaluate(async () => {
        await window.frameTools.openCloud();
        const { frame } = window.frameTools;
        frame.changed();
        frame.loading({ name: 'hall.ply', bytes: 10 });
        frame.failed({ kind: 'message', message: 'It is empty.' });
      });
      assert.match((await page.locator('.notice').textContent()) ?? '', /new version cannot be shown: It is empty\./);
      assert.equal((await facts(page)).Points, '60,000');
      assert.equal(await page.getByRole('alert').count(), 0);
      await page.locator('.notice').getByRole('button', { name: 'Try Again' }).click();
      assert.equal((await asked(page, 'retry')).length, 1);
      await page.evaluate(async () => {
        const { frame, cloud, cloudInfo, result, scalars } = window.frameTools;
        frame.loading({ name: 'hall.ply', bytes: 20 });
        for (const piece of cloud(30_000)) frame.addPiece(piece);
        frame.opened(result({ ...cloudInfo, points: 30_000 }, scalars));
        await frame.viewer.whenAtRest();
      });
      assert.equal((await facts(page)).Points, '30,000');
      assert.equal(await page.locator('.notice').isVisible(), false);
      assert.equal(await page.evaluate(() => window.frameTools.frame.viewer.statistics.total), 30_000);
    }, wide);
  });

  it('says what is empty', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => {
        const { frameTools } = window;
        const frame = frameTools.create();
        frame.loading({ name: 'empty.ply', bytes: 100 });
        frame.opened(frameTools.result({ ...frameTools.cloudInfo, points: 0, bounds: null, notFinite: 0, attributes: [] }));
      });
      assert.equal(await page.locator('.empty').textContent(), 'This file holds no points.');
      assert.equal((await facts(page)).Bounds, 'none');
    });
  });

  it('saves a picture with its colour bar', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Save picture…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Save Picture' });
      await dialog.getByRole('textbox', { name: 'Width in pixels' }).fill('320');
      await dialog.getByRole('textbox', { name: 'Height in pixels' }).fill('200');
      await dialog.getByRole('button', { name: 'Save…' }).click();
      await page.waitForFunction(() => window.frameTools.asked.some(([name]) => name === 'saveImage'));
      assert.deepEqual((await asked(page, 'saveImage'))[0], ['saveImage', 'hall.png', [0x89, 0x50, 0x4e, 0x47]]);
      assert.equal(await dialog.count(), 0);
    }, wide);
  });

  it('puts the inspector under the scene where the window is narrow', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const scene = await page.locator('.scene-column').boundingBox();
      const inspector = await page.locator('.inspector').boundingBox();
      assert.ok(scene && inspector);
      assert.ok(inspector.y >= scene.y + scene.height, 'It never lies over the scene.');
      assert.equal(inspector.width, 480);
      const sash = page.getByRole('separator', { name: 'Resize inspector' });
      assert.equal(await sash.getAttribute('aria-orientation'), 'horizontal');
      await sash.focus();
      await page.keyboard.press('ArrowUp');
      const taller = await page.locator('.inspector').boundingBox();
      assert.equal(taller?.height, inspector.height + 16);
    }, narrow);
  });

  it('follows the theme while it is open', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud('dark'));
      const corner = (): Promise<number[]> =>
        page.evaluate(async () => {
          await window.frameTools.milliseconds(50);
          await window.frameTools.frame.viewer.whenAtRest();
          const context = window.frameTools.frame.viewer.canvas.getContext('webgl2');
          const pixel = new Uint8Array(4);
          context?.readPixels(2, context.drawingBufferHeight - 3, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel);
          return [...pixel.subarray(0, 3)];
        });
      assert.deepEqual(await corner(), [0x1f, 0x1f, 0x1f]);
      await page.evaluate(() => window.frameTools.applyTheme('light'));
      assert.deepEqual(await corner(), [255, 255, 255]);
      await page.evaluate(() => window.frameTools.applyTheme('contrast'));
      assert.deepEqual(await corner(), [0, 0, 0]);
    }, wide);
  });

  it('has nothing cut off or overlapping in any theme or width', async () => {
    for (const viewport of [wide, narrow]) {
      await withFrame(async (page, test) => {
        for (const theme of ['dark', 'light', 'contrast'] as const) {
          await page.evaluate((name) => window.frameTools.openCloud(name), theme);
          const cut = await page.evaluate(() =>
            [...document.querySelectorAll('.field-label, .section-title, .bounds th, .bounds td, .attributes td, .colour-bar-title, .inspector-title, .number-field')]
              .filter((each) => each instanceof HTMLElement && each.offsetParent !== null && each.scrollWidth > each.clientWidth)
              .map((each) => each.textContent),
          );
          assert.deepEqual(cut, [], `${theme}: cut-off text`);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
          await test.screenshot(`frame-${viewport === wide ? 'wide' : 'narrow'}-${theme}`);
        }
      }, viewport);
    }
  }).timeout(60_000);
});
