import assert from 'node:assert/strict';
import { InsideKernel, leastFloat32From } from '../../../src/geometry/insideKernel';
import { markInside, wordsOfRow } from '../../../src/geometry/isosurface/insideBits';
import { seededNumbers } from './clouds';

describe('bits of samples in WebAssembly', () => {
  it('are those of plain code, for rows of all lengths and every kind of number', () => {
    const kernel = InsideKernel.create();
    assert.ok(kernel);
    const next = seededNumbers(5);
    const special = [0, -0, 1e-45, -1e-45, 0.1, Math.fround(0.1), Infinity, -Infinity, 3.4e38, -3.4e38];
    for (const [rowLength, rows] of [[1, 3], [2, 5], [31, 7], [32, 6], [33, 9], [64, 700], [200, 400], [1000, 70], [40000, 3]]) {
      const data = Float32Array.from({ length: rowLength * rows }, () => (next() < 0.2 ? special[Math.floor(next() * special.length)] : 2 * next() - 1));
      for (const iso of [0, 0.1, Math.fround(0.1), -0.3, 1e-46, -1e-46, 1e300, -1e300]) {
        const [expected, found] = [new Int32Array(wordsOfRow(rowLength) * rows), new Int32Array(wordsOfRow(rowLength) * rows).fill(-1)];
        markInside(data, iso, rowLength, 0, rows, expected);
        kernel.mark(data, iso, rowLength, 0, rows, found);
        assert.deepEqual(found, expected, `${rowLength} x ${rows} at ${iso}`);
      }
    }
  });

  it('compares with the least float32 that is not below the value', () => {
    for (const value of [0, 0.1, -0.1, 1 / 3, -1 / 3, 1e-46, -1e-46, 1e39, 16777217, -16777217]) {
      const limit = leastFloat32From(value);
      assert.ok(limit >= value && Math.fround(limit) === limit);
    }
    assert.equal(leastFloat32From(1e39), Infinity);
    assert.equal(leastFloat32From(1e-46), 2 ** -149);
    assert.ok(leastFloat32From(-1e39) === -Math.fround(3.4028234663852886e38));
  });
});
