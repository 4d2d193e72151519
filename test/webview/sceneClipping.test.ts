import assert from 'node:assert/strict';
import { intersection } from '../../webview/scene/clipping';
import { relativeBox } from '../../webview/comparison/linkedCameras';
import { clipOf, createClippingStore, moveFace } from '../../webview/stores/clippingStore';
import { withPage, type TestPage } from './support/browser';

const inScene = <Answer>(use: (page: TestPage) => Promise<Answer>): Promise<Answer> =>
  withPage({ entry: 'test/webview/pages/scene.page.ts', viewport: { width: 400, height: 300 } }, use);

describe('clipping box', () => {
  const room = { min: [0, 10, -5], max: [1, 20, 5] } as const;

  it('follows the room until a face is moved, and holds each face at the opposite one', () => {
    const clipping = createClippingStore();
    assert.equal(clipOf(clipping.state), null);
    clipping.set({ room });
    moveFace(clipping, 'min', 1, 12);
    moveFace(clipping, 'max', 0, -3);
    moveFace(clipping, 'max', 2, NaN);
    assert.deepEqual(clipping.state.box, { min: [0, 12, -5], max: [0, 20, 5] });
    assert.equal(clipOf(clipping.state), null, 'It is not on.');
  });

  it('is open where it reaches the end of the room, and nowhere else', () => {
    const clipping = createClippingStore();
    clipping.set({ room, on: true });
    const all = clipOf(clipping.state);
    assert.ok(all);
    for (const axis of [0, 1, 2]) assert.ok(all.min[axis] < room.min[axis] && all.max[axis] > room.max[axis]);
    moveFace(clipping, 'min', 1, 12);
    const clip = clipOf(clipping.state);
    assert.equal(clip?.min[1], 12);
    assert.ok(clip.max[1] > 20);
  });

  it('has what two boxes share, and corresponding shares of two boxes', () => {
    assert.deepEqual(intersection(room, { min: [-1, 15, 0], max: [0.5, 30, 1] }), { min: [0, 15, 0], max: [0.5, 20, 1] });
    assert.equal(intersection(room, { min: [2, 15, 0], max: [3, 30, 1] }), null);
    const to = { min: [100, 0, 0], max: [102, 0, 20] } as const;
    assert.deepEqual(relativeBox({ min: [0.25, 10, -5], max: [1, 20, 0] }, room, to), { min: [100.5, 0, 0], max: [102, 0, 10] });
  });
});

describe('scene: clipping box', function () {
  this.timeout(60_000);

  it('leaves out points outside, keeps those on its faces, in map coordinates too', async () => {
    await inScene(async ({ page }) => {
      const answers = await page.evaluate(async () => {
        const { scene: tools } = window;
        const found: { centre: number; seen: boolean[]; picked: boolean[]; all: boolean[] }[] = [];
        for (const centre of [0, 5_000_000]) {
          const viewer = tools.create('dark', { pointSize: 9, projection: 'orthographic' });
          const places = [0, 0.001, 0.002, 0.003, 0.004];
          await tools.show([tools.points([centre, centre, centre], places.map((x) => [x, 0, 0]))]);
          viewer.view('front');
          viewer.fit(false);
          await viewer.whenAtRest();
          const at = (x: number): { x: number; y: number } => viewer.project([centre + x, centre, centre]) ?? { x: 0, y: 0 };
          const isSeen = (x: number): boolean => tools.colour(at(x).x, at(x).y).some((byte) => byte !== 30);
          // Faces at 0.001 and 0.003, in float64 about the centre as the points are in float32.
          const face = (x: number): number => centre + Math.fround(x);
          viewer.setClip({ min: [face(0.001), centre - 1, centre - 1], max: [face(0.003), centre + 1, centre + 1] });
          await viewer.whenAtRest();
          const seen = places.map(isSeen);
          const picked: boolean[] = [];
          for (const x of places) picked.push((await viewer.pick(at(x).x, at(x).y)) !== null);
          viewer.setClip(null);
          await viewer.whenAtRest();
          found.push({ centre, seen, picked, all: places.map(isSeen) });
        }
        return found;
      });
      for (const { centre, seen, picked, all } of answers) {
        // Far away the faces themselves are rounded by a nanometre, so there only what is well inside is told.
        const wanted = centre === 0 ? [false, true, true, true, false] : [false, seen[1], true, seen[3], false];
        assert.deepEqual(seen, wanted);
        assert.deepEqual(picked, wanted);
        assert.deepEqual(all, [true, true, true, true, true]);
      }
    });
  });

  it('cuts surfaces and lines through, for the eye, the pointer and the picture', async () => {
    await inScene(async ({ page }) => {
      const answer = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('light', { projection: 'orthographic' });
        const [vertices, triangles, lines] = tools.boxMesh([10, 20, 30]);
        await tools.show([vertices, triangles, lines]);
        viewer.view('front');
        viewer.fit(false);
        viewer.setClip({ min: [10.5, 0, 0], max: [100, 100, 100] });
        const background = [255, 255, 255];
        const place = (x: number, z: number): { x: number; y: number } => viewer.project([x, 19, z]) ?? { x: 0, y: 0 };
        const isSeen = (x: number, z: number): boolean => {
          const { x: left, y } = place(x, z);
          return tools.colour(left, y).some((byte, channel) => byte !== background[channel]);
        };
        await viewer.whenAtRest();
        const surface = [9.2, 10.4, 10.6, 10.9].map((x) => isSeen(x, 30.2));
        const picks: (string | null)[] = [];
        for (const x of [10.2, 10.8]) {
          const at = place(x, 30.2);
          const hit = await viewer.pick(at.x, at.y);
          picks.push(hit?.kind ?? null);
        }
        const png = await viewer.capture({ width: 300, height: 300, background: 'transparent' });
        const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }));
        const context = new OffscreenCanvas(300, 300).getContext('2d');
        if (!context) throw new Error('No 2D canvas.');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, 300, 300);
        let captured = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] > 0) captured++;
        viewer.setClip(null);
        const whole = await viewer.capture({ width: 300, height: 300, background: 'transparent' });
        const wholeBitmap = await createImageBitmap(new Blob([whole], { type: 'image/png' }));
        context.clearRect(0, 0, 300, 300);
        context.drawImage(wholeBitmap, 0, 0);
        const before = context.getImageData(0, 0, 300, 300).data;
        let all = 0;
        for (let i = 3; i < before.length; i += 4) if (before[i] > 0) all++;
        viewer.setShading('wireframe');
        viewer.setClip({ min: [10.5, 0, 0], max: [100, 100, 100] });
        await viewer.whenAtRest();
        const near = (x: number, z: number): boolean => [-1, 0, 1].some((step) => {
          const at = place(x, z);
          return tools.colour(at.x, at.y + step).some((byte) => byte < 220);
        });
        return { surface, picks, share: captured / all, lines: [near(9.5, 31), near(10.4, 31), near(10.7, 31)] };
      });
      assert.deepEqual(answer.surface, [false, false, true, true]);
      assert.deepEqual(answer.picks, [null, 'triangle']);
      assert.ok(Math.abs(answer.share - 0.25) < 0.02, `${answer.share} of the picture is left`);
      assert.deepEqual(answer.lines, [false, false, true]);
    });
  });

  it('fits to what it leaves, shows its edges, and holds for a second layer', async () => {
    await inScene(async ({ page }) => {
      const answer = await page.evaluate(async () => {
        const { scene: tools } = window;
        const viewer = tools.create('dark', { pointSize: 9, projection: 'orthographic' });
        await tools.show([tools.points([0, 0, 0], [[0, 0, 0], [4, 0, 0]])]);
        viewer.secondLayer.setColouring({ kind: 'uniform', colour: '#ff0000' });
        viewer.secondLayer.add(tools.points([100, 0, 0], [[-99, 0, 0], [-97, 0, 0]]));
        viewer.view('front');
        viewer.fit(false);
        await viewer.whenAtRest();
        const red = (x: number): boolean => {
          const at = viewer.project([x, 0, 0]);
          return at !== null && tools.colour(at.x, at.y)[0] === 255;
        };
        const before = [red(1), red(3)];
        viewer.setClip({ min: [2, -1, -1], max: [5, 1, 1] });
        await viewer.whenAtRest();
        const after = [red(1), red(3)];
        const outline = document.querySelector('[data-part=clipping-box]');
        const shown = [outline?.getAttribute('visibility'), (outline?.getAttribute('d') ?? '').split('M').length - 1];
        viewer.fit(false);
        const { target } = viewer.camera;
        return { before, after, shown, target };
      });
      assert.deepEqual(answer.before, [true, true]);
      assert.deepEqual(answer.after, [false, true]);
      assert.deepEqual(answer.shown, ['visible', 12]);
      assert.ok(Math.abs(answer.target[0] - 3) < 1e-9, String(answer.target));
    });
  });
});
