import assert from 'node:assert/strict';
import { beginParts, endParts, partsOfIndex, preparePointIndex, sortPart, sortPointIndex } from '../../../src/geometry/pointIndexBuild';
import { PointIndex } from '../../../src/geometry/pointIndex';
import { bruteForceDistances, cloudNames, makeCloud, sprinkle } from './clouds';

describe('PointIndex', () => {
  for (const name of cloudNames) {
    for (const count of [1, 2, 11, 500]) {
      it(`finds what comparing every pair finds: ${count} of ${name}`, () => {
        const cloud = makeCloud(name, count, 1);
        const index = PointIndex.build(cloud);
        const queries = makeCloud(name, 60, 2);
        const expected = bruteForceDistances(queries, cloud);
        for (let row = 0; row < 60; row++) {
          const [x, y, z] = queries.subarray(3 * row, 3 * row + 3);
          const squares: { readonly row: number; readonly square: number }[] = [];
          for (let other = 0; other < count; other++) {
            squares.push({ row: other, square: (cloud[3 * other] - x) ** 2 + (cloud[3 * other + 1] - y) ** 2 + (cloud[3 * other + 2] - z) ** 2 });
          }
          const nearest = index.nearest(x, y, z);
          assert.equal(index.distance, expected[row]);
          assert.equal(Math.sqrt(squares[nearest].square), expected[row]);

          // Only what is nearer than the limit counts, and the excepted row does not.
          assert.equal(index.nearest(x, y, z, expected[row] * 0.999), -1);
          assert.equal(index.distance, Infinity);
          if (expected[row] > 0) assert.equal(index.nearest(x, y, z, expected[row] * 1.001), nearest);
          index.nearest(x, y, z, Infinity, nearest);
          const others = squares.filter((other) => other.row !== nearest).map(({ square }) => square);
          assert.equal(index.distance, Math.sqrt(others.reduce((a, b) => Math.min(a, b), Infinity)));

          const sorted = squares.map(({ square }) => square).sort((a, b) => a - b);
          const rows = new Uint32Array(7);
          const distances = new Float64Array(7);
          assert.equal(index.nearestOf(x, y, z, rows, distances), Math.min(7, count));
          assert.deepEqual([...distances.subarray(0, count)], sorted.slice(0, 7).map(Math.sqrt));
          assert.equal(new Set(rows.subarray(0, count)).size, Math.min(7, count));
          for (let k = 0; k < Math.min(7, count); k++) assert.equal(Math.sqrt(squares[rows[k]].square), distances[k]);

          const radius = Math.sqrt(sorted[Math.floor(count / 3)]);
          const visited: number[] = [];
          index.within(x, y, z, radius, (other, square) => {
            assert.equal(square, squares[other].square);
            visited.push(other);
          });
          const inside = squares.filter(({ square }) => square <= radius * radius).map((other) => other.row);
          assert.deepEqual(visited.sort((a, b) => a - b), inside);
        }
      });
    }
  }

  it('leaves out points that are not finite and keeps the rows of the others', () => {
    const cloud = makeCloud('a cube', 400, 3);
    sprinkle(cloud, 4);
    const index = PointIndex.build(cloud);
    let finite = 0;
    for (let row = 0; row < 400; row++) {
      const [x, y, z] = cloud.subarray(3 * row, 3 * row + 3);
      if (!Number.isFinite(x + y + z)) continue;
      finite++;
      assert.equal(index.nearest(x, y, z), row);
      assert.equal(index.distance, 0);
    }
    assert.equal(index.count, finite);
  });

  it('finds nothing in an empty cloud', () => {
    const index = PointIndex.build(new Float32Array(0));
    assert.equal(index.nearest(0, 0, 0), -1);
    assert.equal(index.nearestOf(0, 0, 0, new Uint32Array(2), new Float64Array(2)), 0);
    index.within(0, 0, 0, Infinity, () => assert.fail('There is no point.'));
  });

  it('keeps float32 as float32 and float64 exact', () => {
    const bytes = (positions: Float32Array | Float64Array) => PointIndex.build(positions).layout.points.BYTES_PER_ELEMENT;
    assert.equal(bytes(new Float32Array(makeCloud('a cube', 50, 5))), 4);
    assert.equal(bytes(new Float64Array(new Float32Array(makeCloud('a cube', 50, 5)))), 4);
    assert.equal(bytes(makeCloud('map coordinates', 50, 5)), 8);
  });

  it('comes back from its buffer and refuses others', () => {
    const cloud = makeCloud('a sphere', 300, 6);
    const { buffer } = PointIndex.build(cloud).layout;
    const index = PointIndex.from(structuredClone(buffer));
    assert.equal(index.nearest(cloud[30], cloud[31], cloud[32]), 10);
    assert.throws(() => PointIndex.from(new ArrayBuffer(8)), /Got 8 bytes/);
    assert.throws(() => PointIndex.from(new ArrayBuffer(64)), /Got a point index of version 0 when expected 1/);
    assert.throws(() => PointIndex.from(buffer.slice(0, 200)), /Got 200 bytes when an index of 300 points/);
  });

  it('is the same in parts as sorted at once', () => {
    for (const name of ['a sweep', 'half in one place'] as const) {
      const cloud = Float32Array.from(makeCloud(name, 1_100_000, 5));
      const whole = preparePointIndex(cloud, (bytes) => new ArrayBuffer(bytes)).buffer;
      const cut = whole.slice(0);
      sortPointIndex(whole);
      const parts = partsOfIndex(1_100_000, 100);
      assert.equal(parts, 4);
      beginParts(cut, parts);
      for (const part of [2, 0, 3, 1]) sortPart(cut, part, parts);
      endParts(cut, parts);
      assert.ok(Buffer.from(cut).equals(Buffer.from(whole)), name);
    }
    assert.equal(partsOfIndex(500_000, 8), 1);
    assert.equal(partsOfIndex(10_000_000, 2), 2);
  });

  it('splits so that no leaf is much larger than the others', () => {
    for (const name of cloudNames) {
      const { starts, leaves } = PointIndex.build(makeCloud(name, 40_000, 7)).layout;
      for (let leaf = 0; leaf < leaves; leaf++) assert.ok(starts[leaf + 1] - starts[leaf] <= 64, name);
    }
  });
});
