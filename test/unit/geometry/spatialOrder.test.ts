import assert from 'node:assert/strict';
import { spatialOrder } from '../../../src/geometry/spatialOrder';
import { cloudNames, makeCloud, sprinkle } from './clouds';

const allocate = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

/** How far points reach that follow one another, `size` at a time, along the three axes together: the median. */
function medianReach(positions: Float64Array, order: Uint32Array<ArrayBufferLike>, size: number): number {
  const reaches: number[] = [];
  for (let from = 0; from + size <= order.length; from += size) {
    let reach = 0;
    for (let axis = 0; axis < 3; axis++) {
      const values = [...order.subarray(from, from + size)].map((row) => positions[3 * row + axis]);
      reach += Math.max(...values) - Math.min(...values);
    }
    reaches.push(reach);
  }
  return reaches.sort((a, b) => a - b)[reaches.length >> 1];
}

describe('spatialOrder', () => {
  it('has every row once, whatever the cloud', () => {
    for (const name of cloudNames) {
      const cloud = makeCloud(name, 3000, 1);
      sprinkle(cloud, 2);
      const order = spatialOrder(cloud, allocate);
      assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 3000 }, (_, row) => row), name);
    }
    assert.equal(spatialOrder(new Float32Array(0), allocate).length, 0);
    assert.deepEqual([...spatialOrder(Float32Array.of(NaN, 0, 0), allocate)], [0]);
  });

  it('brings together what lies together, also beside outliers', () => {
    for (const name of ['a sphere', 'outliers far away'] as const) {
      const cloud = Float64Array.from(makeCloud(name, 20_000, 3));
      const asTheyAre = Uint32Array.from({ length: 20_000 }, (_, row) => row);
      const order = spatialOrder(cloud, allocate);
      assert.ok(medianReach(cloud, order, 200) < medianReach(cloud, asTheyAre, 200) / 4, name);
    }
  });
});
