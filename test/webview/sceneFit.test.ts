import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { fitted, type Orbit } from '../../webview/scene/orbit';
import { length, subtract } from '../../webview/scene/vector';
import { projectedPlace, visibleAspects, type CanvasArea } from '../../webview/scene/sceneCamera';

const size = fc.oneof(fc.double({ min: 0.1, max: 1000, noNaN: true }), fc.constant(0));
const side = fc.double({ min: 2, max: 10, noNaN: true });
const place = fc.double({ min: -100, max: 100, noNaN: true });
const boxes = fc.tuple(place, place, place, size, size, size).map(([x, y, z, width, depth, height]): Bounds => ({
  min: [x, y, z],
  max: [x + width, y + depth, z + height],
}));
const orbits = fc
  .tuple(fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: -1.57, max: 1.57, noNaN: true }), fc.boolean())
  .map(([azimuth, elevation, perspective]): Orbit => ({
    target: [0, 0, 0],
    distance: 1,
    azimuth,
    elevation,
    upAxis: 'z',
    projection: perspective ? 'perspective' : 'orthographic',
  }));
const areas = fc
  .tuple(fc.integer({ min: 100, max: 2000 }), fc.integer({ min: 100, max: 1200 }), fc.integer({ min: 0, max: 30 }))
  .map(([width, height, inset]): CanvasArea => ({ width, height, insets: { left: 0, top: inset, right: 2 * inset, bottom: 0 } }));

/** Least and greatest share, -1...1 of the visible part, at which the corners of a box are seen. */
function shares(orbit: Orbit, bounds: Bounds, area: CanvasArea): { readonly x: readonly [number, number]; readonly y: readonly [number, number] } {
  const { width, height, insets } = area;
  const seen = Array.from({ length: 8 }, (_, i) => {
    const corner: Vector3 = [bounds[i & 1 ? 'max' : 'min'][0], bounds[i & 2 ? 'max' : 'min'][1], bounds[i & 4 ? 'max' : 'min'][2]];
    const at = projectedPlace(orbit, area, corner);
    assert.ok(at, 'A corner is behind the camera.');
    return {
      x: (2 * (at.x - insets.left)) / (width - insets.left - insets.right) - 1,
      y: (2 * (at.y - insets.top)) / (height - insets.top - insets.bottom) - 1,
    };
  });
  const range = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  return { x: range(seen.map(({ x }) => x)), y: range(seen.map(({ y }) => y)) };
}

describe('scene: fitting', () => {
  it('keeps every corner within the margin, for any box, view and canvas', () => {
    fc.assert(
      fc.property(orbits, boxes, areas, (orbit, bounds, area) => {
        const { aspectX, aspectY } = visibleAspects(area);
        const fit = fitted(orbit, bounds, aspectX, aspectY);
        const { x, y } = shares(fit, bounds, area);
        const tolerance = 1e-4;
        const most = Math.max(-x[0], x[1], -y[0], y[1]);
        assert.ok(most <= 1 / 1.05 + tolerance, `${most} of the visible part`);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('leaves no more room than the margin at one edge', () => {
    fc.assert(
      fc.property(orbits, fc.tuple(side, side, side), areas, (orbit, [width, depth, height], area) => {
        const bounds: Bounds = { min: [0, 0, 0], max: [width, depth, height] };
        const { aspectX, aspectY } = visibleAspects(area);
        const { x, y } = shares(fitted(orbit, bounds, aspectX, aspectY), bounds, area);
        const most = Math.max(-x[0], x[1], -y[0], y[1]);
        assert.ok(most > 0.949, `${most} of the visible part`);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it('is centred where nothing is widened: in orthographic views, and from above', () => {
    const area: CanvasArea = { width: 640, height: 480, insets: { left: 0, top: 0, right: 0, bottom: 0 } };
    const { aspectX, aspectY } = visibleAspects(area);
    const bounds: Bounds = { min: [3, 4, 5], max: [13, 8, 6] };
    for (const view of [
      { elevation: 0.4, projection: 'orthographic' },
      { elevation: Math.PI / 2, projection: 'perspective' },
    ] as const) {
      const fit = fitted({ target: [0, 0, 0], distance: 1, azimuth: 0.7, upAxis: 'z', ...view }, bounds, aspectX, aspectY);
      assert.ok(length(subtract(fit.target, [8, 6, 5.5])) < 1e-9, String(fit.target));
    }
  });

  it('gives one point a distance of its own', () => {
    const orbit: Orbit = { target: [0, 0, 0], distance: 5, azimuth: 1, elevation: 0.5, upAxis: 'z', projection: 'perspective' };
    const fit = fitted(orbit, { min: [1, 2, 3], max: [1, 2, 3] }, 1, 1);
    assert.deepEqual([fit.target, fit.distance], [[1, 2, 3], 1]);
  });
});
