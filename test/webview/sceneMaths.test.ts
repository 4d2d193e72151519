import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Vector3 } from '../../src/model/bounds';
import { heightRange } from '../../webview/scene/appearance';
import { categoryColours, categoryOf, colourAt, colourMapTable, colourOfValue, rangeAboutZero } from '../../webview/scene/colourMaps';
import { luminance, parseCssColour, sceneTones } from '../../webview/scene/cssColour';
import { boundsOf, union } from '../../webview/scene/localBounds';
import { addTriangleNormals, packNormals } from '../../webview/scene/meshNormals';
import { outsideness } from '../../webview/scene/meshPicking';
import { frameOf, nearestTurn, orbitOf, positionOf, stateOf, type Orbit } from '../../webview/scene/orbit';
import { bestPixel } from '../../webview/scene/picker';
import { placeInTargetPlane, projectedPlace, rayThrough } from '../../webview/scene/sceneCamera';
import { upAxes } from '../../webview/scene/sceneApi';
import { cross, dot, length, subtract } from '../../webview/scene/vector';
import { ViewHistory } from '../../webview/scene/viewHistory';

const close = (a: Vector3, b: Vector3, tolerance: number): void => {
  assert.ok(length(subtract(a, b)) <= tolerance, `${a.join()} is not ${b.join()}`);
};

const within = (limit: number): fc.Arbitrary<number> => fc.double({ min: -limit, max: limit, noNaN: true });

const orbits: fc.Arbitrary<Orbit> = fc.record({
  target: fc.tuple(within(1e6), within(6e6), within(1e3)),
  distance: fc.double({ min: 1e-2, max: 1e5, noNaN: true }),
  azimuth: fc.double({ min: -10, max: 10, noNaN: true }),
  elevation: fc.oneof(fc.double({ min: -1.5, max: 1.5, noNaN: true }), fc.constantFrom(-Math.PI / 2, Math.PI / 2)),
  upAxis: fc.constantFrom(...upAxes),
  projection: fc.constantFrom('perspective' as const, 'orthographic' as const),
});

describe('scene: colour maps', () => {
  it("has matplotlib's viridis", () => {
    // Values of matplotlib 3: cm.viridis([0, 64, 128, 192, 255], bytes=True).
    const anchors: readonly (readonly [number, Vector3])[] = [[0, [68, 1, 84]], [64, [58, 82, 139]], [128, [32, 144, 140]], [192, [94, 201, 97]], [255, [253, 231, 36]]];
    for (const [entry, colour] of anchors) close(colourAt('viridis', entry / 255) ?? [0, 0, 0], colour, 1.8);
    assert.equal(colourMapTable('viridis').length, 768);
    const light = Array.from({ length: 256 }, (_, i) => luminance(colourAt('viridis', i / 255) ?? [0, 0, 0]));
    assert.ok(light.every((value, i) => i === 0 || value >= light[i - 1] - 1e-3), 'Grows lighter all the way.');
  });

  it('goes from blue over a neutral middle to orange, about zero', () => {
    assert.deepEqual(rangeAboutZero({ min: -1, max: 3 }), { min: -3, max: 3 });
    const [low, middle, high] = [-3, 0, 3].map((value) => colourOfValue('diverging', value, { min: -3, max: 3 }) ?? [0, 0, 0]);
    assert.ok(low[2] > low[0] + 60 && high[0] > high[2] + 60);
    assert.ok(Math.max(...middle) - Math.min(...middle) < 20);
  });

  it('repeats twelve different colours for categories', () => {
    assert.equal(new Set(categoryColours.map(String)).size, 12);
    assert.deepEqual([0, 11, 12, -1, 2.4].map(categoryOf), [0, 11, 0, 11, 2]);
    assert.deepEqual(colourOfValue('categories', 14, { min: 0, max: 1 }), categoryColours[2]);
    for (const map of ['viridis', 'diverging', 'categories'] as const) assert.equal(colourOfValue(map, NaN, { min: 0, max: 1 }), null);
    assert.deepEqual(colourOfValue('viridis', 5, { min: 5, max: 5 }), colourAt('viridis', 0.5));
  });

  it("reads the theme's colours and keeps things legible on any ground", () => {
    assert.deepEqual(['#fff', '#12345678', 'rgb(1, 2, 3)', 'rgba(4 5 6 / 0.5)', '#12345', 'nothing'].map(parseCssColour), [[255, 255, 255], [18, 52, 86], [1, 2, 3], [4, 5, 6], null, null]);
    for (const palette of [{ background: '#1e1e1e', foreground: '#ccc' }, { background: '#fff', foreground: '#333' }, { background: '#000', foreground: '#fff' }]) {
      for (const ground of ['theme', 'white', 'black'] as const) {
        const tones = sceneTones({ ...palette, accent: '#0078d4', selection: '#264f78' }, ground);
        const contrast = (colour: Vector3): number => {
          const [a, b] = [luminance(colour), luminance(tones.background)].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        };
        for (const axis of tones.axes) assert.ok(contrast(axis) > 4, `${ground} on ${palette.background}: ${contrast(axis)}`);
        assert.ok(contrast(tones.plain) > 2.3, `${contrast(tones.plain)}`);
        assert.ok(contrast(tones.neutral) > 1.5);
      }
    }
  });
});

describe('scene: camera mathematics', () => {
  it('has a right-handed frame whose views are as named', () => {
    fc.assert(fc.property(orbits, (orbit) => {
      const { right, up, back } = frameOf(orbit);
      close(cross(right, up), back, 1e-12);
      assert.ok(Math.abs(length(up) - 1) < 1e-12);
    }), { seed: 1 });
    const front: Orbit = { target: [0, 0, 0], distance: 1, azimuth: 0, elevation: 0, upAxis: 'z', projection: 'perspective' };
    close(positionOf(front), [0, -1, 0], 1e-12);
    close(positionOf({ ...front, azimuth: Math.PI / 2 }), [1, 0, 0], 1e-12);
    close(positionOf({ ...front, upAxis: 'y' }), [0, 0, 1], 1e-12);
  });

  it('comes back from its plain state, looking straight down and up too', () => {
    fc.assert(fc.property(orbits, (orbit) => {
      const back = orbitOf(stateOf(orbit));
      assert.ok(back);
      const size = Math.max(orbit.distance, length(orbit.target) * 1e-9);
      close(positionOf(back), positionOf(orbit), 1e-5 * size);
      // Where the target is far from the origin, the direction is known to what float64 leaves of the distance.
      close(frameOf(back).up, frameOf(orbit).up, 1e-5 + (1e-8 * length(orbit.target)) / orbit.distance);
    }), { seed: 2, numRuns: 500 });
    const state = stateOf({ target: [0, 0, 0], distance: 1, azimuth: 0, elevation: 0, upAxis: 'z', projection: 'perspective' });
    assert.equal(orbitOf({ ...state, position: state.target }), null);
    assert.equal(orbitOf({ ...state, position: [NaN, 0, 0] }), null);
  });

  it('finds places again that it projected', () => {
    const area = { width: 640, height: 480, insets: { left: 0, top: 30, right: 120, bottom: 0 } };
    fc.assert(fc.property(orbits, fc.double({ min: 0, max: 640, noNaN: true }), fc.double({ min: 0, max: 480, noNaN: true }), (orbit, x, y) => {
      const place = placeInTargetPlane(orbit, area, x, y);
      const back = projectedPlace(orbit, area, place);
      assert.ok(back);
      const tolerance = 1e-6 + (1e-9 * length(orbit.target) * 480) / orbit.distance;
      assert.ok(Math.hypot(back.x - x, back.y - y) < tolerance);
      const { from, direction } = rayThrough(orbit, area, x, y);
      const along = dot(subtract(place, from), direction);
      close(cross(subtract(place, from), direction), [0, 0, 0], 1e-6 * along + 1e-7 * length(orbit.target));
    }), { seed: 3 });
  });

  it('turns the short way and keeps a line of views', () => {
    assert.ok(Math.abs(nearestTurn(0.1, 2 * Math.PI) - (2 * Math.PI + 0.1)) < 1e-12);
    const history = new ViewHistory<number>((a, b) => a === b, 3);
    assert.equal(history.undo(), null);
    for (const view of [1, 2, 2, 3]) history.record(view);
    assert.deepEqual([history.undo(), history.undo(), history.undo(), history.redo()], [2, 1, null, 2]);
    history.record(9);
    assert.equal(history.canRedo, false);
    for (const view of [10, 11]) history.record(view);
    assert.deepEqual([history.undo(), history.undo(), history.undo()], [10, 9, null]);
  });
});

describe('scene: small geometry', () => {
  it('bounds finite points alone, in file coordinates', () => {
    const bounds = boundsOf(Float32Array.of(1, 2, 3, NaN, NaN, NaN, -1, 0, 5), [5e5, 5e6, 0]);
    assert.deepEqual(bounds, { min: [499_999, 5_000_000, 3], max: [500_001, 5_000_002, 5] });
    assert.equal(boundsOf(Float32Array.of(NaN, NaN, NaN), [0, 0, 0]), null);
    assert.equal(boundsOf(new Float32Array(0), [0, 0, 0]), null);
    assert.deepEqual(union(null, bounds), bounds);
    assert.deepEqual(heightRange({ min: [0, 1, 2], max: [3, 4, 9] }, [0, 0, -1]), { min: -9, max: -2 });
  });

  it('adds up normals as the definition says', () => {
    const positions = Float32Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, NaN, NaN, NaN);
    const normals = new Float32Array(15);
    addTriangleNormals(positions, Uint32Array.of(0, 1, 2, 0, 2, 3, 0, 1, 4), 0, 3, normals);
    const packed = new Int16Array(15);
    packNormals(normals, 0, 5, packed);
    assert.deepEqual([...packed], [0, 0, 32767, 0, 0, 32767, 0, 0, 32767, 0, 0, 32767, 0, 0, 0]);
  });

  it('tells inside from outside of a triangle', () => {
    const corners: [Vector3, Vector3, Vector3] = [[0, 0, 0], [4, 0, 0], [0, 4, 0]];
    assert.ok(Math.abs(outsideness([1, 1, 0], ...corners)) < 1e-12);
    assert.ok(outsideness([3, 3, 0], ...corners) > 0.5);
    assert.equal(outsideness([0, 0, 0], [0, 0, 0], [1, 1, 1], [2, 2, 2]), Infinity);
  });

  it('takes the hit next to the pointer, then the one in front', () => {
    const found = new Uint32Array(4 * 9);
    const depths = new Float32Array(found.buffer);
    const put = (pixel: number, object: number, depth: number): void => {
      found[4 * pixel] = object;
      depths[4 * pixel + 2] = depth;
    };
    assert.equal(bestPixel(found, 3), -1);
    put(0, 1, 0.1);
    put(1, 2, 0.9);
    put(3, 3, 0.5);
    assert.equal(bestPixel(found, 3), 3);
    put(4, 4, 0.99);
    assert.equal(bestPixel(found, 3), 4);
  });
});
