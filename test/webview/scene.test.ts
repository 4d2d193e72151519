import assert from 'node:assert/strict';
import { withPage, type TestPage } from './support/browser';

const entry = 'test/webview/pages/scene.page.ts';
const small = { width: 400, height: 300 };
const inScene = <Answer>(use: (page: TestPage) => Promise<Answer>, viewport = small): Promise<Answer> => withPage({ entry, viewport }, use);

describe('scene: what is drawn', function () {
  this.timeout(60_000);

  it('shows a cloud, in other pixels once it is turned', async () => {
    await inScene(async ({ page }) => {
      const { before, after, empty } = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await viewer.whenAtRest();
        const empty = tools.pixels();
        await tools.show(tools.surfaceCloud(20_000, 8_000, [0, 0, 0]));
        const before = tools.pixels();
        viewer.handleKey(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
        await viewer.whenAtRest();
        return { empty, before, after: tools.pixels() };
      });
      assert.equal(empty.covered, 0);
      assert.ok(before.covered > 3000, `${before.covered} pixels`);
      assert.ok(after.covered > 3000);
      assert.notEqual(after.checksum, before.checksum);
    });
  });

  it('has the colours of the maps at the values, and the neutral tone for NaN', async () => {
    await inScene(async ({ page }) => {
      const samples = await page.evaluate(async () => {
        const { scene: tools } = window;
        const answers: { map: string; value: number; shown: readonly number[]; expected: readonly number[] | null }[] = [];
        const values = [-3, -1.5, 0, 0.4, 2, 3, 3.7, NaN];
        for (const map of tools.colourMapNames) {
          const viewer = tools.create('dark', { pointSize: 9, projection: 'orthographic' });
          // The base is far larger than the differences: they must not be lost in float32.
          const base = 12_000_000;
          const range = { min: base - 3, max: base + 3 };
          viewer.setColouring({ kind: 'scalar', scalar: 'vertex.value', map, range });
          viewer.addScalars({ piece: 0, base, values: Float32Array.from(values) });
          await tools.show([tools.points([0, 0, 0], values.map((_, i) => [i, 0, 0]))]);
          viewer.view('front');
          viewer.fit(false);
          await viewer.whenAtRest();
          values.forEach((value, i) => {
            const place = viewer.project([i, 0, 0]);
            if (!place) throw new Error('Not in view.');
            const expected = tools.colourOfValue(map, base + value, range);
            answers.push({ map, value, shown: tools.colour(place.x, place.y), expected });
          });
        }
        return answers;
      });
      assert.equal(samples.length, 24);
      for (const { map, value, shown, expected } of samples) {
        // mix(#1e1e1e, #cccccc, 0.45), as sceneTones has it for dark themes.
        const wanted = expected ?? [108, 108, 108];
        shown.forEach((byte, channel) => {
          assert.ok(Math.abs(byte - wanted[channel]) <= 2, `${map} at ${value}: ${shown.join()} instead of ${wanted.join()}`);
        });
      }
    });
  });

  it("shows the file's colours, height and one colour", async () => {
    await inScene(async ({ page }) => {
      const shown = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('light', { pointSize: 12 });
        await tools.show([tools.points([0, 0, 0], [[0, 0, -1], [0, 0, 1]], [[200, 40, 10], [10, 90, 250]])]);
        viewer.view('front');
        const read = async (): Promise<readonly (readonly number[])[]> => {
          await viewer.whenAtRest();
          return [-1, 1].map((z) => {
            const place = viewer.project([0, 0, z]);
            return place ? tools.colour(place.x, place.y) : [];
          });
        };
        const file = await read();
        const kind = viewer.colouring.kind;
        viewer.setColouring({ kind: 'height', map: 'viridis', range: null });
        const height = await read();
        viewer.setColouring({ kind: 'uniform', colour: '#123456' });
        return { kind, file, height, uniform: await read() };
      });
      assert.equal(shown.kind, 'file', 'A file with colours is shown in them.');
      assert.deepEqual(shown.file, [[200, 40, 10], [10, 90, 250]]);
      assert.deepEqual(shown.height, [[68, 1, 84], [253, 231, 37]]);
      assert.deepEqual(shown.uniform, [[18, 52, 86], [18, 52, 86]]);
    });
  });

  it('shows points of any size round and leaves out those that are not finite', async () => {
    await inScene(async ({ page }) => {
      const covered = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark');
        await tools.show([tools.points([0, 0, 0], [[0, 0, 0], [NaN, NaN, NaN]])]);
        const answers: number[] = [];
        for (const size of [2, 10, 40]) {
          viewer.setPointSize(size);
          await viewer.whenAtRest();
          answers.push(tools.pixels().covered);
        }
        return answers;
      });
      const area = (size: number): number => (Math.PI * size ** 2) / 4;
      assert.equal(covered[0], 4);
      assert.ok(Math.abs(covered[1] - area(10)) < 10, String(covered[1]));
      assert.ok(Math.abs(covered[2] - area(40)) < 40, String(covered[2]));
    });
  });

  it('keeps millimetres of map coordinates steady in the picture', async () => {
    await inScene(async ({ page }) => {
      const pictures = await page.evaluate(async () => {
        const { scene: tools } = window;
        const place = async (centre: readonly [number, number, number]): Promise<{ covered: number; checksum: number }> => {
          const viewer = tools.create('dark', { pointSize: 3 });
          const grid = Array.from({ length: 400 }, (_, i): readonly [number, number, number] => [(i % 20) * 0.001, Math.floor(i / 20) * 0.001, (i % 7) * 0.001]);
          await tools.show([tools.points(centre, grid)]);
          viewer.fit(false);
          await viewer.whenAtRest();
          return tools.pixels();
        };
        return [await place([0, 0, 0]), await place([500_000, 5_000_000, 123.456])];
      });
      assert.ok(pictures[0].covered > 1000);
      assert.deepEqual(pictures[1].covered, pictures[0].covered, 'A cloud far from the origin looks the same.');
    });
  });

  it('shows polygons without their diagonals', async () => {
    await inScene(async ({ page }) => {
      const { asked, diagonal, edge, middle } = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('light', { projection: 'orthographic' });
        let asked = 0;
        viewer.on('needsLines', () => asked++);
        viewer.setShading('wireframe');
        const [vertices, triangles, lines] = tools.boxMesh();
        await tools.show([vertices, triangles]);
        await tools.show([lines]);
        viewer.view('front');
        await viewer.whenAtRest();
        const dark = (x: number, y: number, z: number): boolean => {
          const place = viewer.project([x, y, z]);
          if (!place) return false;
          for (let i = -1; i <= 1; i++) {
            for (let j = -1; j <= 1; j++) if (tools.colour(place.x + i, place.y + j)[0] < 220) return true;
          }
          return false;
        };
        const diagonal = [0.25, 0.5, -0.5].some((t) => dark(t, -1, t) || dark(t, -1, -t));
        const edge = dark(1, -1, 0.3) && dark(-1, -1, 0.3) && dark(0.3, -1, 1);
        viewer.setShading('surface');
        await viewer.whenAtRest();
        return { asked, diagonal, edge, middle: dark(0.3, -1, 0.5) };
      });
      assert.equal(asked, 1, 'Outlines are asked for once.');
      assert.equal(diagonal, false);
      assert.equal(edge, true);
      assert.equal(middle, true, 'The surface covers what the wireframe leaves open.');
    });
  });

  it('fills in shading, smooth normals included', async () => {
    await inScene(async ({ page }) => {
      const checksums = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark');
        await tools.show(tools.torusMesh(24, 12));
        const answers: number[] = [];
        for (const shading of ['surface', 'surfaceWithEdges', 'wireframe', 'points'] as const) {
          viewer.setShading(shading);
          await viewer.whenAtRest();
          answers.push(tools.pixels().checksum);
        }
        viewer.setShading('surface');
        viewer.setNormals('smooth');
        for (let i = 0; i < 50 && answers.length < 5; i++) {
          await viewer.whenAtRest();
          await tools.milliseconds(20);
          const { checksum } = tools.pixels();
          if (!answers.includes(checksum)) answers.push(checksum);
        }
        return answers;
      });
      assert.equal(new Set(checksums).size, 5);
    });
  });

  it('goes on after a lost context', async () => {
    await inScene(async ({ page }) => {
      const { events, before, after } = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        const events: string[] = [];
        viewer.on('contextLost', () => events.push('contextLost'));
        await tools.show(tools.surfaceCloud(5000, 5000, [0, 0, 0]));
        const before = tools.pixels();
        const extension = viewer.canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
        if (!extension) throw new Error('WEBGL_lose_context is not there.');
        const restored = new Promise<void>((resolve) => viewer.on('needsDisplay', () => {
          events.push('needsDisplay');
          resolve();
        }));
        extension.loseContext();
        await tools.milliseconds(50);
        const hit = await viewer.pick(100, 100);
        events.push(hit === null ? 'no hit' : 'hit');
        extension.restoreContext();
        await restored;
        await tools.show(tools.surfaceCloud(5000, 5000, [0, 0, 0]));
        return { events, before, after: tools.pixels() };
      });
      assert.deepEqual(events, ['contextLost', 'no hit', 'needsDisplay']);
      assert.deepEqual(after, before);
    });
  });

  it('keeps the old content until the new one is there', async () => {
    await inScene(async ({ page }) => {
      const totals = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await tools.show(tools.surfaceCloud(3000, 3000, [0, 0, 0]));
        const answers = [viewer.statistics.total];
        viewer.beginReplacement();
        await tools.show(tools.surfaceCloud(7000, 3500, [0, 0, 0]));
        answers.push(viewer.statistics.total);
        viewer.endReplacement();
        answers.push((await viewer.whenAtRest()).total);
        viewer.beginReplacement();
        await tools.show(tools.surfaceCloud(100, 100, [0, 0, 0]));
        viewer.cancelReplacement();
        answers.push((await viewer.whenAtRest()).total);
        viewer.clear();
        answers.push((await viewer.whenAtRest()).total);
        return answers;
      });
      assert.deepEqual(totals, [3000, 3000, 7000, 7000, 0]);
    });
  });

  it('captures a PNG of its own size, transparent where nothing is', async () => {
    await inScene(async ({ page }) => {
      const pictures = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await tools.show(tools.surfaceCloud(20_000, 20_000, [0, 0, 0]));
        const before = tools.pixels();
        const read = async (background: 'transparent' | 'white' | 'theme'): Promise<{ width: number; height: number; corner: number[]; opaque: number }> => {
          const bytes = await viewer.capture({ width: 640, height: 360, background });
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          if (!context) throw new Error('No 2D canvas.');
          context.drawImage(bitmap, 0, 0);
          const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
          let opaque = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i] === 255) opaque++;
          return { width: bitmap.width, height: bitmap.height, corner: [...data.subarray(0, 4)], opaque };
        };
        const answers = [await read('transparent'), await read('white'), await read('theme')];
        await viewer.whenAtRest();
        const after = tools.pixels();
        return { answers, same: before.checksum === after.checksum };
      });
      const [transparent, white, theme] = pictures.answers;
      for (const picture of pictures.answers) assert.deepEqual([picture.width, picture.height], [640, 360]);
      assert.deepEqual(transparent.corner, [0, 0, 0, 0]);
      assert.ok(transparent.opaque > 5000 && transparent.opaque < 640 * 360);
      assert.deepEqual(white.corner, [255, 255, 255, 255]);
      assert.deepEqual(theme.corner, [30, 30, 30, 255]);
      assert.ok(pictures.same, 'The canvas is as it was.');
    });
  });
});
