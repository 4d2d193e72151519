import assert from 'node:assert/strict';
import { commonShare, Detail } from '../../webview/scene/detail';
import { FrameCost } from '../../webview/scene/frameCost';
import { withPage } from './support/browser';

const entry = 'test/webview/pages/scene.page.ts';

describe('scene: level of detail', function () {
  this.timeout(120_000);

  it('draws fewer points under a load while the view moves, and all of them once it is still', async () => {
    const { free, loaded, still, waited, total } = await withPage({ entry, viewport: { width: 200, height: 150 } }, ({ page }) =>
      page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark', { pointSize: 1 });
        const total = 400_000;
        await tools.show(tools.surfaceCloud(total, 100_000, [0, 0, 0]));
        // The middle of the sizes of the frames while the view moves; the first few still learn.
        const drawnWhileMoving = async (): Promise<number> => {
          const sizes: number[] = [];
          const listening = viewer.on('statistics', ({ drawn }) => sizes.push(drawn));
          // One movement a frame, so that no frame finds the view still and fills in.
          const turn = viewer.on('statistics', () => viewer.handleKey(new KeyboardEvent('keydown', { key: 'ArrowRight' })));
          viewer.handleKey(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
          while (sizes.length < 20) await tools.milliseconds(20);
          turn.dispose();
          listening.dispose();
          return sizes.slice(6).sort((a, b) => a - b)[7];
        };
        // A machine that is busy with other things draws the least there is without any load: it is asked again then.
        let free = await drawnWhileMoving();
        for (let more = 0; free < 12_000 && more < 10; more++) {
          await tools.milliseconds(2000);
          free = await drawnWhileMoving();
        }
        // Two seconds for all points, on top of what drawing takes.
        viewer.setArtificialFrameCost(5000);
        const loaded = await drawnWhileMoving();
        const start = performance.now();
        viewer.setArtificialFrameCost(0);
        const { drawn: still } = await viewer.whenAtRest();
        return { free, loaded, still, waited: performance.now() - start, total };
      }),
    );
    console.log(`      drawn while moving: ${free} free, ${loaded} under load; all ${still} after ${Math.round(waited)} ms of stillness`);
    assert.ok(loaded < free * 0.8 && loaded < total / 10, `${loaded} of ${total} under a load of 5 s a million, ${free} without`);
    assert.equal(still, total);
  });

  it('has everything drawn half a second after the last input', async () => {
    const { drawn, total } = await withPage({ entry, viewport: { width: 200, height: 150 } }, ({ page }) =>
      page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark', { pointSize: 1 });
        await tools.show(tools.surfaceCloud(60_000, 20_000, [0, 0, 0]));
        // Under this load a frame of the moving view has a fifth of the points.
        viewer.setArtificialFrameCost(1500);
        for (let i = 0; i < 10; i++) {
          viewer.handleKey(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
          await tools.milliseconds(30);
        }
        await tools.milliseconds(500);
        return viewer.statistics;
      }),
    );
    assert.equal(drawn, total);
  });

  it('takes 3 million points without holding the page for 50 ms', async () => {
    const runs = await withPage({ entry }, ({ page }) =>
      page.evaluate(async () => {
        const { scene: tools } = window;
        const original = window.requestAnimationFrame.bind(window);
        const runs: { longest: number; uploads: number; first: number }[] = [];
        // On a machine that is busy elsewhere any task can be held up; one undisturbed run in three is the scene's own time.
        for (let run = 0; run < 3 && !runs.some(({ longest }) => longest < 50); run++) {
          const viewer = tools.create('dark', { pointSize: 1 });
          await viewer.whenAtRest();
          const pieces = tools.surfaceCloud(3_000_000, 500_000, [0, 0, 0]);
          await tools.milliseconds(100);
          // Everything that the scene does in answer to pieces: the calls of add, and its frames with their uploads.
          const seen = { longest: 0, uploads: 0, first: 0 };
          viewer.on('uploaded', () => seen.uploads++);
          viewer.on('statistics', ({ drawn }) => (seen.first ||= drawn));
          const timed = (task: () => void): void => {
            const start = performance.now();
            task();
            seen.longest = Math.max(seen.longest, performance.now() - start);
          };
          window.requestAnimationFrame = (callback) => original((now) => timed(() => callback(now)));
          for (const piece of pieces) timed(() => viewer.add(piece));
          while (seen.uploads < pieces.length) await tools.milliseconds(20);
          window.requestAnimationFrame = original;
          runs.push(seen);
        }
        return runs;
      }),
    );
    console.log(`      longest task of the scene: ${runs.map(({ longest }) => longest.toFixed(1)).join(', ')} ms`);
    for (const { uploads, first } of runs) {
      assert.equal(uploads, 6);
      assert.ok(first > 0 && first <= 500_000, 'The first picture waits for no second piece.');
    }
    assert.ok(Math.min(...runs.map(({ longest }) => longest)) < 50);
  });

  it('uploads what has come before it fills in, and fills in seldom while more is to come', async () => {
    const { uploads, before, drawn, total, arriving } = await withPage({ entry }, ({ page }) =>
      page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark', { pointSize: 1 });
        await viewer.whenAtRest();
        const pieces = tools.surfaceCloud(200_000, 20_000, [0, 0, 0]);
        const last = pieces.at(-1);
        if (!last) throw new Error('There are no pieces.');
        let uploads = 0;
        let frames = 0;
        let before = -1;
        viewer.on('uploaded', ({ pending }) => {
          uploads++;
          if (pending === 0 && before < 0) before = frames;
        });
        viewer.on('statistics', () => frames++);
        // As from a file that is still read: the last piece is missing.
        for (const piece of pieces.slice(0, -1)) viewer.add(piece);
        const { drawn: arriving } = await viewer.whenAtRest();
        viewer.add(last);
        const { drawn, total } = await viewer.whenAtRest();
        return { uploads, before, drawn, total, arriving };
      }),
    );
    assert.equal(uploads, 10);
    assert.equal(arriving, 180_000, 'What has come is drawn even if no more comes.');
    assert.deepEqual([drawn, total], [200_000, 200_000]);
    // A frame that must be drawn anew as the bounds grow is allowed; one after each upload is not.
    assert.ok(before < 9, `${before} frames were drawn before the last of 9 uploads`);
  });

  it('rests: no frame runs without a reason', async () => {
    const frames = await withPage({ entry }, ({ page }) =>
      page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create();
        await tools.show(tools.surfaceCloud(1000, 1000, [0, 0, 0]));
        await tools.milliseconds(400);
        let frames = 0;
        const original = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (callback) => {
          frames++;
          return original(callback);
        };
        await tools.milliseconds(500);
        const idle = frames;
        viewer.setPointSize(4);
        await viewer.whenAtRest();
        return [idle, frames];
      }),
    );
    assert.equal(frames[0], 0);
    assert.ok(frames[1] > 0);
  });

  it('shares a budget evenly over sampled pieces and draws the others whole', () => {
    const unit = (count: number, drawn: number, sampled = true) => ({ count, drawn, sampled });
    assert.equal(commonShare([unit(100, 0), unit(300, 0)], 400), 1);
    assert.ok(Math.abs(commonShare([unit(100, 0), unit(300, 0)], 200) - 0.5) < 1e-6);
    // A piece that came late catches up before the others go on.
    assert.ok(Math.abs(commonShare([unit(100, 50), unit(100, 0)], 50) - 0.5) < 1e-6);
    assert.ok(Math.abs(commonShare([unit(100, 50), unit(100, 0)], 70) - 0.6) < 1e-6);
    assert.equal(commonShare([unit(100, 0, false)], 0), 1);
  });

  it('tells the cost of elements from that of the frame itself', () => {
    for (const [fixed, perMillion] of [[0, 8], [12, 30], [50, 900]]) {
      const cost = new FrameCost();
      for (let i = 0; i < 30; i++) {
        const elements = 100_000 * (1 + (i % 3));
        cost.add(elements, fixed + (perMillion * elements) / 1e6);
      }
      assert.ok(Math.abs(cost.fixed - fixed) < 0.01 * fixed + 0.01, `${cost.fixed} for ${fixed}`);
      assert.ok(Math.abs(cost.perMillion / perMillion - 1) < 0.01, `${cost.perMillion} for ${perMillion}`);
    }
  });

  it('never gives up its least budget, whatever was measured', () => {
    const detail = new Detail();
    for (const milliseconds of [0, 1e9, 0.001, NaN, -5, Infinity, 40]) detail.measured(1000, milliseconds, true);
    assert.ok(detail.budget(true) >= 5000);
    detail.measured(0, 10, false);
    assert.ok(Number.isFinite(detail.budget(false)));
  });
});
