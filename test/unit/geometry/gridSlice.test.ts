import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contourLines } from '../../../src/geometry/contourLines';
import { gridSlice, sliceAxes } from '../../../src/geometry/gridSlice';
import { gridValues, labelCounts } from '../../../src/geometry/gridValues';
import type { Axis } from '../../../src/model/grid';
import { cellAt, voxelGrid, voxelGrids } from './grids';

describe('gridSlice', () => {
  it('holds the cells of its layer, whatever the order of the axes in memory', () => {
    fc.assert(
      fc.property(voxelGrids(5), fc.constantFrom<Axis>(0, 1, 2), fc.nat(), (grid, axis, at) => {
        const index = at % grid.dimensions[axis];
        const { width, height, values } = gridSlice(grid, axis, index);
        const [u, v] = sliceAxes(axis);
        assert.deepEqual([width, height], [grid.dimensions[u], grid.dimensions[v]]);
        for (let j = 0; j < height; j++) {
          for (let i = 0; i < width; i++) {
            const cell: [number, number, number] = [0, 0, 0];
            cell[axis] = index;
            cell[u] = i;
            cell[v] = j;
            assert.equal(values[i + width * j], cellAt(grid, ...cell));
          }
        }
      }),
    );
  });

  it('keeps what float32 cannot hold, and picks components or their magnitude', () => {
    const grid = voxelGrid([2, 1, 1], [0, 0]);
    const wide = { ...grid, values: { ...grid.values, type: 'float64' as const, components: 2, data: Float64Array.of(3, 4, 16_777_217, 0) } };
    assert.deepEqual([...gridSlice(wide, 1, 0).values], [3, 16_777_217]);
    assert.deepEqual([...gridSlice(wide, 1, 0, 1).values], [4, 0]);
    assert.deepEqual([...gridSlice(wide, 1, 0, 'magnitude').values], [5, 16_777_217]);
    assert.throws(() => gridSlice(wide, 0, 2), /no layer 2 of 2/);
    assert.throws(() => gridSlice(wide, 0, -1), RangeError);
    assert.throws(() => gridSlice(wide, 0, 0, 2), /no value 2 of 2/);
  });
});

describe('gridValues', () => {
  it('counts finite values in bins and tells the common range', () => {
    const grid = voxelGrid([5, 1, 1], [0, 0, 0, 0, 0]);
    const field = { ...grid, values: { ...grid.values, type: 'float32' as const, data: Float32Array.of(-1, 0, NaN, 3, Infinity) } };
    const { min, max, low, high, histogram, notFinite } = gridValues(field);
    assert.deepEqual([min, max, low, high, notFinite], [-1, 3, -1, 3, 2]);
    assert.deepEqual([histogram[0], histogram[64], histogram[255]], [1, 1, 1]);
    assert.equal(histogram.reduce((sum, bin) => sum + bin, 0), 3);
  });

  it('answers for grids without a finite value, and of one value', () => {
    const grid = voxelGrid([2, 1, 1], [7, 7]);
    assert.deepEqual(gridValues({ ...grid, values: { ...grid.values, data: Float32Array.of(NaN, NaN) } }).min, null);
    const same = gridValues(grid);
    assert.deepEqual([same.min, same.max, same.low, same.high, same.histogram[0]], [7, 7, 7, 7, 2]);
  });

  it('leaves an outlier out of the common range', () => {
    const data = Float32Array.from({ length: 10_000 }, (_, i) => i / 10_000);
    data[1234] = 1e30;
    const grid = voxelGrid([100, 100, 1], new Uint8Array(10_000));
    const { max, high } = gridValues({ ...grid, values: { ...grid.values, data } });
    assert.equal(max, Math.fround(1e30));
    assert.ok(high !== null && high < 1);
  });

  it('counts labels as a plain count does', () => {
    fc.assert(
      fc.property(voxelGrids(6), (grid) => {
        const plain = new Map<number, number>();
        for (const value of grid.values.data) plain.set(value, (plain.get(value) ?? 0) + 1);
        assert.deepEqual(labelCounts(grid), [...plain].sort(([a], [b]) => a - b));
      }),
    );
  });
});

describe('contourLines', () => {
  it('follows a circle, closed, at the radius where the field is 0', () => {
    const side = 41;
    const field = Float32Array.from({ length: side * side }, (_, i) => Math.hypot((i % side) - 20, Math.floor(i / side) - 20) - 12.3);
    const lines = contourLines(field, side, side, 0);
    assert.ok(lines.length > 0);
    const ends = new Map<string, number>();
    for (let i = 0; i < lines.length; i += 2) {
      assert.ok(Math.abs(Math.hypot(lines[i] - 20, lines[i + 1] - 20) - 12.3) < 0.02);
      const key = `${lines[i].toFixed(4)} ${lines[i + 1].toFixed(4)}`;
      ends.set(key, (ends.get(key) ?? 0) + 1);
    }
    assert.ok([...ends.values()].every((count) => count === 2));
  });

  it('passes every edge whose ends differ once, in all sixteen cases', () => {
    for (let sides = 0; sides < 16; sides++) {
      const [a, b, d, c] = [0, 1, 3, 2].map((bit) => ((sides >> bit) & 1 ? 1 : -1));
      const lines = contourLines(Float32Array.of(a, b, d, c), 2, 2, 0);
      const differing = [a !== b, b !== c, c !== d, d !== a].filter(Boolean).length;
      assert.equal(lines.length / 2, differing, `case ${sides}`);
      assert.equal(new Set(Array.from({ length: lines.length / 2 }, (_, i) => `${lines[2 * i]} ${lines[2 * i + 1]}`)).size, differing);
    }
  });

  it('counts a sample equal to the value as above, and leaves out what is not finite', () => {
    assert.equal(contourLines(Float32Array.of(0, 0, 0, 0), 2, 2, 0).length, 0);
    assert.deepEqual([...contourLines(Float32Array.of(0, -1, 0, -1), 2, 2, 0)], [0, 1, 0, 0]);
    assert.equal(contourLines(Float32Array.of(NaN, -1, 1, -1), 2, 2, 0).length, 0);
    assert.equal(contourLines(Float32Array.of(1), 1, 1, 0).length, 0);
  });
});
