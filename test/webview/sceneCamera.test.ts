import assert from 'node:assert/strict';
import { withPage, type TestPage } from './support/browser';

const entry = 'test/webview/pages/scene.page.ts';
const viewport = { width: 400, height: 300 };
const inScene = <Answer>(use: (page: TestPage) => Promise<Answer>): Promise<Answer> => withPage({ entry, viewport }, use);

describe('scene: camera and picking', function () {
  this.timeout(60_000);

  it('fits all points for every view, projection, up axis and inset', async () => {
    await inScene(async ({ page }) => {
      const outside = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        const random = tools.seededRandom(5);
        const centre = [1000, -2000, 50] as const;
        const local = Array.from({ length: 200 }, (): readonly [number, number, number] => [random() * 5, random() * 0.4, random() * 2]);
        await tools.show([tools.points(centre, local)]);
        const wrong: string[] = [];
        for (const insets of [{ left: 0, top: 0, right: 0, bottom: 0 }, { left: 0, top: 40, right: 150, bottom: 0 }]) {
          viewer.setInsets(insets);
          for (const projection of ['perspective', 'orthographic'] as const) {
            viewer.setProjection(projection);
            for (const axis of ['z', 'y', 'x', '-z', '-y', '-x'] as const) {
              viewer.setUpAxis(axis);
              for (const view of ['front', 'back', 'left', 'right', 'top', 'bottom'] as const) {
                viewer.view(view);
                viewer.fit(false);
                const places = local.map((p) => viewer.project([p[0] + centre[0], p[1] + centre[1], p[2] + centre[2]]));
                const inside = places.every((p) => p && p.x >= insets.left && p.x <= 400 - insets.right && p.y >= insets.top && p.y <= 300);
                const xs = places.map((p) => p?.x ?? 0);
                const ys = places.map((p) => p?.y ?? 0);
                const share = Math.max((Math.max(...xs) - Math.min(...xs)) / (400 - insets.right), (Math.max(...ys) - Math.min(...ys)) / (300 - insets.top));
                if (!inside || share < 0.6) wrong.push(`${axis} ${view} ${projection} ${share}`);
              }
            }
          }
        }
        return wrong;
      });
      assert.deepEqual(outside, []);
    });
  });

  it('keeps the size at the target between perspective and orthographic', async () => {
    await inScene(async ({ page }) => {
      const spans = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await tools.show([tools.points([0, 0, 0], [[-1, 0, 0], [1, 0, 0]])]);
        viewer.view('front');
        await viewer.whenAtRest();
        return ['perspective', 'orthographic'].map((projection) => {
          viewer.setProjection(projection === 'perspective' ? 'perspective' : 'orthographic');
          return (viewer.project([1, 0, 0])?.x ?? 0) - (viewer.project([-1, 0, 0])?.x ?? 0);
        });
      });
      assert.ok(spans[0] > 100);
      assert.ok(Math.abs(spans[0] - spans[1]) < 1e-6);
    });
  });

  it('turns by dragging, moves with Shift, zooms to the pointer, and takes it all back', async () => {
    await inScene(async ({ page }) => {
      await page.evaluate(() => {
        const { scene: tools } = window;
        tools.create();
        return tools.show(tools.surfaceCloud(2000, 2000, [0, 0, 0]));
      });
      const camera = () => page.evaluate(() => window.scene.scene.camera);
      const settle = () => page.waitForTimeout(600);
      await settle();
      const first = await camera();
      await page.mouse.move(200, 150);
      await page.mouse.down();
      await page.mouse.move(260, 150, { steps: 3 });
      await page.mouse.up();
      await settle();
      const turned = await camera();
      assert.deepEqual(turned.target, first.target);
      assert.notDeepEqual(turned.position, first.position);

      const under = await page.evaluate(() => window.scene.scene.project([0.9, 0.2, 0.1]));
      assert.ok(under);
      await page.keyboard.down('Shift');
      await page.mouse.down();
      await page.mouse.move(280, 170, { steps: 4 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await settle();
      const moved = await camera();
      assert.notDeepEqual(moved.target, turned.target);

      await page.mouse.move(300, 100);
      const kept = await page.evaluate(() => {
        const viewer = window.scene.scene;
        viewer.setProjection('orthographic');
        // A point that is seen under the pointer: along the way from where it is now.
        const { target } = viewer.camera;
        return { target, place: viewer.project(target) };
      });
      await page.mouse.wheel(0, -200);
      await page.waitForTimeout(300);
      const zoomed = await page.evaluate((target) => window.scene.scene.project(target), kept.target);
      assert.ok(kept.place && zoomed);
      const factor = Math.exp(200 * 0.0016);
      assert.ok(Math.abs(zoomed.x - (300 + (kept.place.x - 300) * factor)) < 0.01, 'What is under the pointer stays there.');
      assert.ok(Math.abs(zoomed.y - (100 + (kept.place.y - 100) * factor)) < 0.01);
      await settle();

      await page.evaluate(() => {
        const viewer = window.scene.scene;
        for (let i = 0; i < 10 && viewer.canUndoView; i++) viewer.undoView();
      });
      await settle();
      const undone = await camera();
      first.position.forEach((value, axis) => assert.ok(Math.abs(value - undone.position[axis]) < 1e-6));
      assert.equal(await page.evaluate(() => window.scene.scene.canRedoView), true);
    });
  });

  it('gives back the state it was given', async () => {
    await inScene(async ({ page }) => {
      const { first, second, quietEvents } = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await tools.show(tools.surfaceCloud(2000, 2000, [5e5, 5e6, 0]));
        viewer.setUpAxis('-y');
        viewer.view('top');
        viewer.setPointSize(5);
        viewer.setShading('wireframe');
        viewer.setProjection('orthographic');
        viewer.setColouring({ kind: 'height', map: 'diverging', range: { min: -1, max: 2 } });
        await viewer.whenAtRest();
        const first = JSON.stringify(viewer.getState());
        const other = tools.create('light');
        let quietEvents = 0;
        other.on('camera', () => quietEvents++);
        const parsed = viewer.getState();
        other.setCamera(parsed.camera, { quiet: true });
        await tools.milliseconds(400);
        const events = quietEvents;
        other.setState(parsed);
        await tools.show(tools.surfaceCloud(2000, 2000, [5e5, 5e6, 0]));
        return { first, second: JSON.stringify(other.getState()), quietEvents: events };
      });
      assert.equal(quietEvents, 0);
      const numbers = (text: string): number[] => [...text.matchAll(/-?\d+(\.\d+)?(e-?\d+)?/g)].map(([number]) => Number(number));
      assert.equal(second.replaceAll(/-?\d+(\.\d+)?(e-?\d+)?/g, '#'), first.replaceAll(/-?\d+(\.\d+)?(e-?\d+)?/g, '#'));
      numbers(first).forEach((value, i) => assert.ok(Math.abs(value - numbers(second)[i]) < 1e-6, `${first}\n${second}`));
    });
  });

  it('picks the planted point, in any piece, and nothing beside it', async () => {
    await inScene(async ({ page }) => {
      const answers = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        const centre = [500_000, 5_000_000, 100] as const;
        const pieces = tools.surfaceCloud(3000, 1000, centre);
        const piece = pieces[1];
        if (piece.kind !== 'points') throw new Error('Not a cloud.');
        // In the middle of the ring's hole, so that no other point is near.
        piece.positions.set([0, 0.0625, 0.5], 3 * 777);
        await tools.show(pieces);
        viewer.view('top');
        viewer.fit(false);
        await viewer.whenAtRest();
        const place = viewer.project([500_000, 5_000_000.0625, 100.5]);
        if (!place) throw new Error('Not in view.');
        return {
          hit: await viewer.pick(place.x, place.y),
          near: await viewer.pick(place.x + 3, place.y - 2),
          nothing: await viewer.pick(3, 3),
        };
      });
      const expected = { kind: 'point', piece: 1, slot: 777, position: [500_000, 5_000_000.0625, 100.5] };
      assert.deepEqual(answers.hit, expected);
      assert.deepEqual(answers.near, expected);
      assert.equal(answers.nothing, null);
    });
  });

  it('picks a face and its nearest corner, and marks it on a click', async () => {
    await inScene(async ({ page }) => {
      const { hit, place } = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await tools.show(tools.boxMesh([100, 200, 300]).slice(0, 2));
        viewer.view('front');
        viewer.fit(false);
        await viewer.whenAtRest();
        const place = viewer.project([100.4, 199, 300.7]);
        if (!place) throw new Error('Not in view.');
        return { place, hit: await viewer.pick(place.x, place.y) };
      });
      assert.equal(hit?.kind, 'triangle');
      if (hit?.kind !== 'triangle') return;
      // Above the diagonal from vertex 0 to 5. The face toward -y is the third; its corner at (+x, -y, +z) is vertex 5.
      assert.equal(hit.face, 2);
      assert.deepEqual([hit.piece, hit.slot], [0, 5]);
      assert.deepEqual(hit.position, [101, 199, 301]);
      assert.deepEqual([...hit.vertices].sort(), [0, 4, 5]);
      hit.surface.forEach((value, axis) => assert.ok(Math.abs(value - [100.4, 199, 300.7][axis]) < 0.05));

      await page.mouse.click(place.x, place.y);
      await page.waitForFunction(() => document.querySelector('[data-part=pick-ring]')?.getAttribute('visibility') === 'visible');
      await page.evaluate(() => window.scene.scene.handleKey(new KeyboardEvent('keydown', { key: 'Escape' })));
      assert.equal(await page.locator('[data-part=pick-ring]').getAttribute('visibility'), 'hidden');
    });
  });

  it('looks along an axis when its end is chosen', async () => {
    await inScene(async ({ page }) => {
      await page.evaluate(() => {
        window.scene.create();
        return window.scene.show(window.scene.surfaceCloud(1000, 1000, [0, 0, 0]));
      });
      for (const [label, axis] of [['x', 0], ['y', 1], ['z', 2]] as const) {
        await page.getByRole('button', { name: `View from ${label}`, exact: true }).press('Enter');
        await page.waitForTimeout(700);
        const direction = await page.evaluate(() => {
          const { position, target } = window.scene.scene.camera;
          const offset = position.map((value, i) => value - target[i]);
          return offset.map((value) => value / Math.hypot(...offset));
        });
        direction.forEach((value, i) => assert.ok(Math.abs(value - (i === axis ? 1 : 0)) < 1e-6, `${label}: ${direction.join()}`));
      }
    });
  });
});
