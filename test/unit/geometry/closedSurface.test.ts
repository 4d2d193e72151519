import assert from 'node:assert/strict';
import fc from 'fast-check';
import { surfaceGaps } from '../../../src/geometry/closedSurface';
import { firstAtPlace } from '../../../src/geometry/firstAtPlace';

/** The same by the definition: for every pair of places, how often triangles go from one to the other and back. */
function plainGaps(positions: Float64Array, triangles: Uint32Array) {
  const balance = new Map<string, number>();
  const place = (row: number): string => [0, 1, 2].map((axis) => positions[3 * row + axis] + 0).join();
  triangles.forEach((row, i) => {
    const from = place(row);
    const to = place(triangles[i % 3 === 2 ? i - 2 : i + 1]);
    if (from === to) return;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    balance.set(key, (balance.get(key) ?? 0) + (from < to ? 1 : -1));
  });
  const excess = [...balance.values()].filter((value) => value !== 0);
  return { open: excess.filter((value) => value % 2 !== 0).length, turned: excess.filter((value) => value % 2 === 0).length };
}

const tetrahedron = [0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2];
const corners = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);

describe('firstAtPlace', () => {
  it('names the first row of each place (property)', () => {
    const value = fc.constantFrom(0, -0, 1, 0.1, NaN, Infinity, 1e300);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { maxLength: 60 }), (points) => {
        const found = firstAtPlace(Float64Array.from(points.flat()));
        points.forEach((point, row) => {
          const isFinite = point.every(Number.isFinite);
          const first = points.findIndex((other) => other.every((coordinate, axis) => coordinate === point[axis]));
          assert.equal(found[row], isFinite ? first : row);
        });
      }),
      { seed: 51, numRuns: 200 },
    );
  });
});

describe('surfaceGaps', () => {
  it('finds none in closed surfaces, also where triangles are stored apart, share an edge four times, or are nothing', () => {
    assert.deepEqual(surfaceGaps(corners, Uint32Array.from(tetrahedron)), { open: 0, turned: 0 });
    const apart = Float64Array.from(tetrahedron.flatMap((row) => [...corners.subarray(3 * row, 3 * row + 3)]));
    assert.deepEqual(surfaceGaps(apart, Uint32Array.from(tetrahedron.keys())), { open: 0, turned: 0 });
    assert.deepEqual(surfaceGaps(corners, Uint32Array.from([...tetrahedron, ...tetrahedron])), { open: 0, turned: 0 });
    assert.deepEqual(surfaceGaps(corners, Uint32Array.from([...tetrahedron, 1, 1, 1, 0, 0, 2])), { open: 0, turned: 0 });
    assert.deepEqual(surfaceGaps(corners, new Uint32Array(0)), { open: 0, turned: 0 });
  });

  it('tells holes from faces that are turned', () => {
    assert.deepEqual(surfaceGaps(corners, Uint32Array.from(tetrahedron.slice(3))), { open: 3, turned: 0 });
    assert.deepEqual(surfaceGaps(corners, Uint32Array.from([0, 1, 2, ...tetrahedron.slice(3)])), { open: 0, turned: 3 });
  });

  it('equals the definition for any triangles (property)', () => {
    const coordinate = fc.constantFrom(0, 1);
    const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(points, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 20 }), (chosen, faces) => {
        const positions = Float64Array.from(chosen.flat());
        const triangles = Uint32Array.from(faces.flat().map((corner) => corner % chosen.length));
        assert.deepEqual(surfaceGaps(positions, triangles), plainGaps(positions, triangles));
      }),
      { seed: 52, numRuns: 300 },
    );
  });
});
