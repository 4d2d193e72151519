import assert from 'node:assert/strict';
import { chooseLines, createLinesStore, linesAt, shownLines, sliderSteps, stepOf } from '../../webview/stores/linesStore';
import { withPage } from './support/browser';

describe('scene: a file of lines', function () {
  this.timeout(60_000);

  it('draws as many of the first lines as are asked for, over their ends', async () => {
    await withPage({ entry: 'test/webview/pages/scene.page.ts', viewport: { width: 400, height: 300 } }, async ({ page }) => {
      const covered = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark', { pointSize: 3, projection: 'orthographic' });
        const count = 40;
        const positions = Float32Array.from({ length: 6 * count }, (_, at) => {
          const [end, axis] = [Math.floor(at / 3) % 2, at % 3];
          return axis === 0 ? 20 * end : axis === 1 ? Math.floor(at / 6) : 0;
        });
        const bare = { centre: [0, 0, 0] as [number, number, number], colours: null };
        await tools.show([
          { kind: 'vertices', piece: 0, first: 0, total: 2 * count, last: true, count: 2 * count, positions, ...bare },
          { kind: 'triangles', piece: 0, indices: new Uint32Array(0), faces: new Uint32Array(0), last: true },
          { kind: 'lines', role: 'pairs', indices: Uint32Array.from({ length: 2 * count }, (_, at) => at) },
        ]);
        viewer.view('top');
        viewer.fit(false);
        const answers: number[] = [];
        for (const lines of [0, 10, 20, Infinity, 40]) {
          viewer.setShownLines(lines);
          await viewer.whenAtRest();
          answers.push(tools.pixels().covered);
        }
        viewer.setShading('points');
        await viewer.whenAtRest();
        answers.push(tools.pixels().covered);
        return answers;
      });
      const [none, ten, twenty, all, again, points] = covered;
      assert.ok(none > 0 && ten > none && twenty > ten && all > twenty, covered.join(', '));
      assert.equal(again, all);
      assert.equal(points, none);
      assert.ok(Math.abs(twenty - none - 2 * (ten - none)) < 0.2 * (twenty - none), covered.join(', '));
    });
  });
});

describe('frame: how many lines', () => {
  it('are 2,000 unless it was chosen, and never more than there are', () => {
    const store = createLinesStore();
    assert.equal(shownLines(store.state), 0);
    store.set({ lines: { count: 50, longestFirst: true } });
    assert.equal(shownLines(store.state), 50);
    store.set({ lines: { count: 100_000, longestFirst: true } });
    assert.equal(shownLines(store.state), 2000);
    chooseLines(store, 12.4);
    assert.equal(shownLines(store.state), 12);
    chooseLines(store, NaN);
    assert.equal(shownLines(store.state), 12);
    chooseLines(store, 1e9);
    assert.equal(shownLines(store.state), 100_000);
    chooseLines(store, -3);
    assert.equal(shownLines(store.state), 0);
  });

  it('have a place on the slider from none to all', () => {
    for (const count of [1, 2, 7, 1000, 100_000]) {
      assert.equal(linesAt(0, count), 0);
      assert.equal(linesAt(sliderSteps, count), count);
      assert.equal(stepOf(0, count), 0);
      assert.equal(stepOf(count, count), sliderSteps);
      for (let step = 1; step <= sliderSteps; step++) {
        assert.ok(linesAt(step, count) >= Math.max(1, linesAt(step - 1, count)));
        assert.equal(linesAt(stepOf(linesAt(step, count), count), count), linesAt(step, count));
      }
    }
  });
});
