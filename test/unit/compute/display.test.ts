import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displayCentre, displayPoints } from '../../../src/compute/displayCopy';
import { displayOrder } from '../../../src/compute/displayOrder';
import { exactText } from '../../../src/compute/exactText';
import { scalarHistogram, scalarPiece, type ScalarColumn } from '../../../src/compute/scalars';
import type { PositionAttribute } from '../../../src/model/pointCloud';

function positions(data: Float32Array | Float64Array): PositionAttribute {
  return { kind: 'values', name: 'position', type: data instanceof Float32Array ? 'float32' : 'float64', components: 3, data };
}

describe('displayOrder', () => {
  it('is a permutation of every length, and the same one each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (length) => {
        const order = displayOrder(length);
        assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length }, (_, i) => i));
        assert.deepEqual(displayOrder(length), order);
      }),
      { numRuns: 60 },
    );
  });

  it('has a uniform sample in every leading part', () => {
    const length = 100_000;
    const order = displayOrder(length);
    for (const leading of [1000, 10_000, 50_000]) {
      const bins = new Array<number>(10).fill(0);
      for (let slot = 0; slot < leading; slot++) bins[Math.floor((order[slot] / length) * 10)]++;
      const expected = leading / 10;
      // Five standard deviations of a binomial count.
      for (const count of bins) assert(Math.abs(count - expected) < 5 * Math.sqrt(expected), `${count} of ${expected}`);
    }
  });
});

describe('displayPoints', () => {
  it('keeps millimetres at map coordinates', () => {
    const data = new Float64Array(3000);
    for (let i = 0; i < 1000; i++) data.set([500_000 + i * 0.001, 5_400_000 + i * 0.001, 300], 3 * i);
    const centre = displayCentre(data, 1000);
    const order = displayOrder(1000);
    const drawn = displayPoints({ positions: positions(data) }, 0, 1000, centre, order);
    for (let slot = 0; slot < 1000; slot++) {
      const row = order[slot];
      assert(Math.abs(drawn.positions[3 * slot] + centre[0] - data[3 * row]) < 1e-7);
      assert(Math.abs(drawn.positions[3 * slot + 1] + centre[1] - data[3 * row + 1]) < 1e-6);
    }
  });

  it('draws nothing for a point with one coordinate that is not finite', () => {
    const data = new Float32Array([0, 0, 0, 1, NaN, 1, Infinity, 2, 2]);
    const drawn = displayPoints({ positions: positions(data) }, 0, 3, [0, 0, 0], null).positions;
    assert.deepEqual([...drawn], [0, 0, 0, NaN, NaN, NaN, NaN, NaN, NaN]);
  });

  it('finds a centre among the points in spite of outliers, and one when there is none', () => {
    const data = new Float64Array(300);
    for (let i = 0; i < 100; i++) data.set(i === 0 ? [1e9, 1e9, 1e9] : [10 + i / 100, 20, 30], 3 * i);
    const [x, y, z] = displayCentre(data, 100);
    assert(x > 10 && x < 11 && y === 20 && z === 30);
    assert.deepEqual(displayCentre(new Float32Array([NaN, 0, 0]), 1), [0, 0, 0]);
    assert.deepEqual(displayCentre(new Float32Array(0), 0), [0, 0, 0]);
  });

  it('brings colours of every type to bytes', () => {
    const cloud = positions(new Float32Array(6));
    const colours = (data: Uint8Array | Uint16Array | Float32Array, components: 3 | 4) =>
      displayPoints({ positions: cloud, colours: { kind: 'values', name: 'colour', type: 'uint8', components, data } }, 0, 2, [0, 0, 0], null).colours;
    assert.deepEqual(colours(new Uint8Array([1, 2, 3, 4, 5, 6]), 3), new Uint8Array([1, 2, 3, 255, 4, 5, 6, 255]));
    assert.deepEqual(colours(new Uint16Array([65535, 0, 257, 4, 0, 65535, 1, 65535]), 4), new Uint8Array([255, 0, 1, 0, 0, 255, 0, 255]));
    assert.deepEqual(colours(new Float32Array([0, 0.5, 1, -1, 2, NaN]), 3), new Uint8Array([0, 128, 255, 255, 0, 255, 0, 255]));
  });
});

describe('scalars', () => {
  const column = (data: ScalarColumn['attribute']['data'], components = 1, component = 0): ScalarColumn => ({
    id: 'vertex.value',
    title: 'value',
    component,
    attribute: { kind: 'values', name: 'value', type: 'float64', components, data },
  });

  it('counts every finite value once', () => {
    const result = scalarHistogram(column(new Float64Array([1, 2, NaN, 3, Infinity, 3])), 6);
    assert.equal(result.min, 1);
    assert.equal(result.max, 3);
    assert.equal(result.histogram.reduce((a, b) => a + b, 0), 4);
    assert.equal(result.histogram[0], 1);
    assert.equal(result.histogram[255], 2);
    assert.deepEqual(scalarHistogram(column(new Float64Array([NaN])), 1).min, null);
    assert.equal(scalarHistogram(column(new BigInt64Array([5n, 5n])), 2).histogram[0], 2);
  });

  it('keeps differences of large values, such as time stamps', () => {
    const stamps = new Float64Array([1.6e9, 1.6e9 + 0.001, 1.6e9 + 0.002]);
    const { base, values } = scalarPiece(column(stamps), 0, 0, 3, null, 1.6e9);
    for (let i = 0; i < 3; i++) assert(Math.abs(base + values[i] - stamps[i]) < 1e-6);
  });

  it('takes the named component', () => {
    assert.deepEqual([...scalarPiece(column(new Float64Array([1, 2, 3, 4]), 2, 1), 0, 0, 2, null, 0).values], [2, 4]);
  });
});

describe('exactText', () => {
  it('is the shortest text that reads back as the same float32', () => {
    assert.equal(exactText(Math.fround(0.1), 'float32'), '0.1');
    assert.equal(exactText(Math.fround(16777216), 'float32'), '16777216');
    fc.assert(
      fc.property(fc.float(), (value) => {
        assert.equal(Math.fround(Number(exactText(value, 'float32'))), value + 0);
      }),
    );
    assert.equal(exactText(9007199254740993n, 'int64'), '9007199254740993');
  });
});
