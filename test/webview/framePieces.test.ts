import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import { boundsFigure, byteSize, count, counted, figure, readFigure, ticks } from '../../webview/panels/figures';
import { infoText } from '../../webview/panels/infoText';
import { emptiness, summary } from '../../webview/panels/summary';
import type { ColourChoice } from '../../webview/stores/colouringStore';
import {
  choiceKey,
  choiceOfKey,
  createColouringStore,
  defaultMapping,
  heightRange,
  rangeOf,
  sceneColouring,
  setMapping,
} from '../../webview/stores/colouringStore';
import { createInspectorStore, inspectorLimits, resizeInspector, toggleFolded } from '../../webview/stores/inspectorStore';
import { readState, writeState, type SavedState } from '../../webview/stores/savedState';
import { Store } from '../../webview/stores/store';

describe('frame: figures', () => {
  it('shows six significant digits and parts thousands', () => {
    assert.equal(figure(1 / 3), '0.333333');
    assert.equal(figure(-1234567.891), '-1234570');
    assert.equal(figure(1.5), '1.5');
    assert.equal(figure(1e30), '1e+30');
    assert.equal(figure(0), '0');
    assert.equal(figure(NaN), 'NaN');
    assert.equal(figure(null), '–');
    assert.equal(count(1_000_000), '1,000,000');
    assert.equal(counted(1, 'point'), '1 point');
    assert.equal(counted(2, 'point'), '2 points');
    assert.equal(byteSize(999), '999 bytes');
    assert.equal(byteSize(1), '1 byte');
    assert.equal(byteSize(1_250_000), '1.25 MB');
    assert.equal(byteSize(999_999), '1 MB');
  });

  it('keeps a figure within half a unit of its sixth digit', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        assert.ok(Math.abs(Number(figure(value)) - value) <= 5.01e-6 * Math.abs(value) + Number.MIN_VALUE);
      }),
      { seed: 11 },
    );
  });

  it('shows coordinates to six digits of the extent, wherever they lie', () => {
    fastCheck.assert(
      fastCheck.property(
        fastCheck.double({ noNaN: true, min: -1e7, max: 1e7 }),
        fastCheck.double({ noNaN: true, min: 1e-2, max: 1e4 }),
        (from, extent) => {
          const bounds = { min: [from, 0, 0], max: [from + extent, 0, 0] } as const;
          assert.ok(Math.abs(Number(boundsFigure(from, bounds)) - from) <= 1e-5 * extent);
        },
      ),
      { seed: 12 },
    );
    const point = { min: [1.23456789, 0, 0], max: [1.23456789, 0, 0] } as const;
    assert.equal(boundsFigure(1.23456789, point), '1.23457');
  });

  it('puts ticks at round values within the range', () => {
    assert.deepEqual(ticks(0, 1, 5).map(({ text }) => text), ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    assert.deepEqual(ticks(-1, 1, 4).map(({ text }) => text), ['-1.0', '-0.5', '0.0', '0.5', '1.0']);
    assert.deepEqual(ticks(3, 3, 4), []);
    assert.deepEqual(ticks(NaN, 3, 4), []);
    fastCheck.assert(
      fastCheck.property(
        fastCheck.double({ noNaN: true, min: -1e6, max: 1e6 }),
        fastCheck.double({ noNaN: true, min: 1e-3, max: 1e6 }),
        fastCheck.integer({ min: 1, max: 8 }),
        (min, span, most) => {
          const found = ticks(min, min + span, most);
          assert.ok(found.length <= most + 1);
          for (const { value } of found) assert.ok(value >= min - 1e-6 * span && value <= min + span + 1e-6 * span);
        },
      ),
      { seed: 13 },
    );
  });

  it('reads what people type', () => {
    assert.equal(readFigure(' 1.5 '), 1.5);
    assert.equal(readFigure('-1,5'), -1.5);
    assert.equal(readFigure('1e3'), 1000);
    for (const text of ['', ' ', 'one', '1,000,000', 'Infinity', 'NaN']) assert.equal(readFigure(text), null, text);
  });
});

describe('frame: what is said of a file', () => {
  const info = {
    file: 'a.ply',
    format: 'ply',
    kind: 'pointCloud',
    bytes: 10,
    points: 2,
    bounds: { min: [0, 0, 0], max: [1, 2, 0.1] },
    notFinite: 0,
    attributes: [{ element: 'vertex', name: 'x', type: 'float64', components: 1, min: 0.1, max: 0.30000000000000004 }],
    comments: ['hello'],
    warnings: ['odd'],
  } as const;

  it('is one line for the status bar and all digits for the clipboard', () => {
    assert.equal(summary(info), '2 points · 1 × 2 × 0.1');
    assert.equal(
      infoText(info),
      'File\ta.ply\nFormat\tply\nKind\tPoint cloud\nBytes\t10\nPoints\t2\nNot finite\t0\nBounds\tmin\tmax\tsize\nx\t0\t1\t1\ny\t0\t2\t2\nz\t0\t0.1\t0.1\n' +
        'Attribute\telement\ttype\tcomponents\tmin\tmax\nx\tvertex\tfloat64\t1\t0.1\t0.30000000000000004\nComment\thello\nWarning\todd\n',
    );
  });

  it('names what is empty', () => {
    assert.equal(emptiness(info), null);
    assert.equal(emptiness({ ...info, points: 0, bounds: null }), 'This file holds no points.');
    assert.equal(emptiness({ ...info, kind: 'mesh', points: 0, bounds: null }), 'This file holds no points and no faces.');
    assert.equal(emptiness({ ...info, points: 3, bounds: null }), 'This file holds 3 points, but none with finite coordinates.');
  });
});

describe('frame: colouring', () => {
  it('has one key a choice, and reads it back', () => {
    const choices: ColourChoice[] = [{ by: 'file' }, { by: 'height' }, { by: 'uniform' }, { by: 'scalar', scalar: 'height' }, { by: 'scalar', scalar: '__proto__' }];
    for (const choice of choices) assert.deepEqual(choiceOfKey(choiceKey(choice)), choice);
    assert.equal(new Set(choices.map(choiceKey)).size, choices.length);
    assert.equal(choiceOfKey('toString'), null);
  });

  it('centres values of both signs on zero, but not coordinates', () => {
    const values = { min: -1, max: 3 };
    assert.deepEqual(defaultMapping({ by: 'scalar', scalar: 'vertex.deviation' }, values), { map: 'diverging', range: { min: -3, max: 3 } });
    assert.deepEqual(defaultMapping({ by: 'scalar', scalar: 'vertex.x' }, values), { map: 'viridis', range: null });
    assert.deepEqual(defaultMapping({ by: 'height' }, values), { map: 'viridis', range: null });
  });

  it('keeps map and range of each choice apart', () => {
    const store = createColouringStore();
    store.set({ choice: { by: 'scalar', scalar: 'a' }, values: { min: 0, max: 10 } });
    setMapping(store, { range: { min: 2, max: 3 } });
    store.set({ choice: { by: 'height' }, values: { min: 5, max: 6 } });
    assert.deepEqual(rangeOf(store.state), { min: 5, max: 6 });
    store.set({ choice: { by: 'scalar', scalar: 'a' }, values: { min: 0, max: 10 } });
    assert.deepEqual(sceneColouring(store.state), { kind: 'scalar', scalar: 'a', map: 'viridis', range: { min: 2, max: 3 } });
    setMapping(store, { map: 'diverging', range: null });
    assert.deepEqual(rangeOf(store.state), { min: -10, max: 10 });
    store.set({ values: null, mappings: new Map() });
    assert.deepEqual(sceneColouring(store.state), { kind: 'uniform', colour: null }, 'Without a finite value there is no range.');
  });

  it('measures height along the up axis', () => {
    const bounds = { min: [1, 2, 3], max: [4, 6, 8] } as const;
    assert.deepEqual(heightRange(bounds, 'y'), { min: 2, max: 6 });
    assert.deepEqual(heightRange(bounds, '-z'), { min: -8, max: -3 });
    assert.equal(heightRange(null, 'z'), null);
  });
});

describe('frame: stores', () => {
  it('tells a change once, and nothing when nothing changed', () => {
    const store = new Store({ a: 1, b: 2 });
    const heard: number[] = [];
    const subscription = store.subscribe((state) => heard.push(state.a));
    store.set({ a: 1 });
    store.set({ a: 2, b: 3 });
    subscription.dispose();
    store.set({ a: 4 });
    assert.deepEqual(heard, [2]);
  });

  it('tells everybody the newest state when a listener sets anew', () => {
    const store = new Store({ a: 0, b: 0 });
    const heard: unknown[] = [];
    store.subscribe(({ a }) => {
      if (a === 1) store.set({ a: 2 });
    });
    store.subscribe((state, previous) => heard.push([previous, state]));
    store.set({ a: 1, b: 1 });
    assert.deepEqual(heard, [[{ a: 0, b: 0 }, { a: 2, b: 1 }]]);
  });

  it('holds the inspector within its limits and folds sections', () => {
    const inspector = createInspectorStore();
    resizeInspector(inspector, 'width', -5);
    assert.equal(inspector.state.width, inspectorLimits.width.least);
    resizeInspector(inspector, 'height', 1e9);
    assert.equal(inspector.state.height, inspectorLimits.height.most);
    toggleFolded(inspector, 'file');
    assert.deepEqual(inspector.state.folded, ['file']);
    toggleFolded(inspector, 'file');
    assert.deepEqual(inspector.state.folded, []);
  });
});

describe('frame: state', () => {
  const state: SavedState = {
    version: 1,
    camera: { position: [1, 2, 3], target: [0, 0, 0], screenUp: [0, 0, 1], upAxis: '-y', projection: 'orthographic' },
    view: { shading: 'wireframe', normals: 'smooth', projection: 'orthographic', upAxis: '-y', pointSize: 5, background: 'white' },
    clipping: { on: true, box: { min: [0, 1, 2], max: [3, 4, 5] } },
    lines: 12,
    colouring: { choice: 'scalar vertex.intensity', mappings: [{ choice: 'height', map: 'viridis', range: { min: 0, max: 1 } }] },
    inspector: { visible: false, width: 300, height: 200, folded: ['file'] },
  };

  it('is read as it was written', () => {
    assert.deepEqual(readState(writeState(state)), state);
    // As an earlier version wrote it.
    assert.deepEqual(readState(JSON.stringify({ ...state, clipping: undefined }))?.clipping, { on: false, box: null });
    assert.equal(readState(JSON.stringify({ ...state, lines: undefined }))?.lines, null);
  });

  it('is refused when it is not whole and sound', () => {
    assert.equal(readState(''), null);
    assert.equal(readState('{"version":1}'), null);
    assert.equal(readState(JSON.stringify({ ...state, version: 2 })), null);
    assert.equal(readState(JSON.stringify({ ...state, view: { ...state.view, pointSize: 1e9 } })), null);
    assert.equal(readState(JSON.stringify({ ...state, camera: { ...state.camera, position: [0, null, 0] } })), null);
    fastCheck.assert(
      fastCheck.property(fastCheck.json(), (json) => {
        assert.equal(readState(json), null);
      }),
      { seed: 14 },
    );
  });
});
