import assert from 'node:assert/strict';
import { SurfacePace } from '../../../webview/grids/surfacePace';
import { addShell, beginSurface, createSurfaceStore, isSurfaceChanged, mostShells, moveShell, removeShell, resetSurface, savedSurface, setShellOpacity } from '../../../webview/stores/surfaceStore';

const shown = { vertices: 3, triangles: 1, holes: 0, step: 1, cells: 1e6, milliseconds: 10 };
const surface = { iso: 0, inside: 'below', reason: '0, since the field has both signs', cells: 1e6, shown } as const;
const values = { min: -2, max: 6, low: -1, high: 5, histogram: [1, 2], notFinite: 0 };

describe('the state of a surface', () => {
  it('begins with one opaque surface, moves within the values, and goes back', () => {
    const store = createSurfaceStore();
    beginSurface(store, surface, null);
    store.set({ values });
    assert.ok(!isSurfaceChanged(store.state));
    moveShell(store, 0, 99, true);
    assert.deepEqual([store.state.shells, store.state.moving, isSurfaceChanged(store.state)], [[{ iso: 6, opacity: 1 }], true, true]);
    moveShell(store, 0, NaN, false);
    assert.equal(store.state.shells[0].iso, 6);
    resetSurface(store);
    assert.ok(!isSurfaceChanged(store.state));
  });

  it('adds shells where there is room, so that all are seen, and takes them away', () => {
    const store = createSurfaceStore();
    beginSurface(store, surface, null);
    addShell(store);
    assert.equal(store.state.shells.length, 1, 'Nothing is known of the values yet.');
    store.set({ values });
    addShell(store);
    assert.deepEqual(store.state.shells, [{ iso: 0, opacity: 0.5 }, { iso: 2.5, opacity: 0.5 }]);
    for (let i = 0; i < 20; i++) addShell(store);
    assert.equal(store.state.shells.length, mostShells);
    assert.equal(new Set(store.state.shells.map(({ iso }) => iso)).size, mostShells);
    setShellOpacity(store, 1, 0);
    assert.equal(store.state.shells[1].opacity, 0.05);
    while (store.state.shells.length > 1) removeShell(store, 0);
    assert.deepEqual([store.state.shells[0].opacity, store.state.selected], [1, 0]);
    removeShell(store, 0);
    assert.equal(store.state.shells.length, 1);
  });

  it('is kept, and what was kept is checked against the file', () => {
    const store = createSurfaceStore();
    beginSurface(store, surface, { shells: [{ iso: 1, opacity: 0.5 }, { iso: 2, opacity: 1 }], inside: 'above', selected: 7, health: true });
    assert.deepEqual(savedSurface(store.state), { shells: [{ iso: 1, opacity: 0.5 }, { iso: 2, opacity: 1 }], inside: 'above', selected: 1, health: true });
    beginSurface(store, surface, { shells: [], inside: 'above', selected: 0, health: false });
    assert.equal(store.state.shells.length, 1);
    beginSurface(store, null, null);
    assert.equal(store.state.surface, null);
  });
});

describe('the pace of surfaces', () => {
  it('takes as many samples as are through within two frames', () => {
    const pace = new SurfacePace();
    assert.equal(pace.step(64 ** 3, 1), 1);
    for (let i = 0; i < 20; i++) pace.note({ milliseconds: 200, cells: 256 ** 3 }, 1);
    // 12 nanoseconds a cell: 200 ms whole, 25 ms at every second, 3 ms at every fourth.
    assert.equal(pace.step(256 ** 3, 1), 4);
    assert.equal(pace.step(128 ** 3, 1), 2);
    assert.equal(pace.step(512 ** 3, 6), 8);
    pace.note({ milliseconds: 1000, cells: 100 }, 1);
    assert.equal(pace.step(256 ** 3, 1), 4, 'Small ones are not heeded.');
  });
});
