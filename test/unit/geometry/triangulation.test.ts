import assert from 'node:assert/strict';
import fc from 'fast-check';
import { polygonOutlines, triangulate, type FaceList } from '../../../src/geometry/triangulation';

function faceList(faces: readonly (readonly number[])[]): FaceList {
  const offsets = new Uint32Array(faces.length + 1);
  faces.forEach((face, index) => {
    offsets[index + 1] = offsets[index] + face.length;
  });
  return { count: faces.length, offsets, indices: Uint32Array.from(faces.flat()) };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_value, index) => index);
}

/** Signed area, along a normal, of triangles of points in space. */
function triangleAreas(positions: ArrayLike<number>, indices: Uint32Array, normal: readonly number[]): number[] {
  const areas: number[] = [];
  const at = (vertex: number): number[] => [0, 1, 2].map((axis) => positions[3 * vertex + axis]);
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [at(indices[i]), at(indices[i + 1]), at(indices[i + 2])];
    const u = b.map((value, axis) => value - a[axis]);
    const v = c.map((value, axis) => value - a[axis]);
    const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    areas.push((cross[0] * normal[0] + cross[1] * normal[1] + cross[2] * normal[2]) / 2);
  }
  return areas;
}

/** Area of a polygon in the x-y plane by the shoelace formula. */
function shoelace(points: readonly (readonly [number, number])[]): number {
  let sum = 0;
  points.forEach(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length];
    sum += x * nextY - y * nextX;
  });
  return sum / 2;
}

/** A star-shaped outline: radii at even angles; simple whatever the radii, and concave nearly always. */
function star(radii: readonly number[]): [number, number][] {
  return radii.map((radius, index) => {
    const angle = (2 * Math.PI * index) / radii.length;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

describe('triangulate', () => {
  it('passes triangles through', () => {
    const positions = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]);
    const { indices, faces, skipped } = triangulate(positions, faceList([[0, 1, 2], [3, 2, 1]]));
    assert.deepEqual([...indices], [0, 1, 2, 3, 2, 1]);
    assert.deepEqual([...faces], [0, 1]);
    assert.equal(skipped, 0);
  });

  it('gives corners - 2 triangles a face and none for lines and points', () => {
    const positions = new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, -0.5, 0.5, 0]);
    const { indices, faces } = triangulate(positions, faceList([[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]]));
    assert.equal(indices.length, 3 * 6);
    assert.deepEqual([...faces], [3, 4, 4, 5, 5, 5]);
  });

  it('leaves out faces with corners that do not exist or are not finite, and counts them', () => {
    const positions = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, NaN, 0, 0, Infinity, 0, 0]);
    const { indices, skipped } = triangulate(positions, faceList([[0, 1, 2], [0, 1, 3], [0, 4, 2], [0, 1, 0xffffffff], [0, 1, 2, 5]]));
    assert.deepEqual([...indices], [0, 1, 2]);
    assert.equal(skipped, 4);
  });

  it('takes the diagonal that lies inside an arrowhead, wherever its notch is', () => {
    const arrow: readonly [number, number][] = [[0, 0], [2, -1], [0.5, 0.2], [0, 2]];
    for (let turn = 0; turn < 4; turn++) {
      const corners = [...arrow.slice(turn), ...arrow.slice(0, turn)];
      const positions = Float64Array.from(corners.flatMap(([x, y]) => [x + 1e6, y - 1e6, 3]));
      const { indices } = triangulate(positions, faceList([range(4)]));
      const areas = triangleAreas(positions, indices, [0, 0, 1]);
      assert.ok(areas.every((area) => area > 0), `turned by ${turn}: ${areas.join(', ')}`);
      assert.ok(Math.abs(areas.reduce((sum, area) => sum + area) - shoelace(corners)) < 1e-6);
    }
  });

  it('covers any star-shaped outline exactly once, in any direction in space', () => {
    const radius = fc.double({ min: 0.1, max: 10, noNaN: true });
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(radius, { minLength: 4, maxLength: 150 }), angle, angle, (radii, yaw, pitch) => {
        const outline = star(radii);
        // Columns of a rotation; the third is the outline's normal.
        const u = [Math.cos(yaw), Math.sin(yaw), 0];
        const v = [-Math.sin(yaw) * Math.cos(pitch), Math.cos(yaw) * Math.cos(pitch), Math.sin(pitch)];
        const n = [Math.sin(yaw) * Math.sin(pitch), -Math.cos(yaw) * Math.sin(pitch), Math.cos(pitch)];
        const positions = Float64Array.from(outline.flatMap(([x, y]) => [0, 1, 2].map((axis) => x * u[axis] + y * v[axis] + 100)));
        const { indices } = triangulate(positions, faceList([range(radii.length)]));
        const areas = triangleAreas(positions, indices, n);
        assert.equal(areas.length, radii.length - 2);
        const total = areas.reduce((sum, area) => sum + Math.abs(area), 0);
        const expected = shoelace(outline);
        // Folded triangles would make the sum of sizes larger than the outline.
        assert.ok(Math.abs(total - expected) <= 1e-9 * expected, `${total} for ${expected}`);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('accepts outlines that are not quite flat, cross themselves or have no area', () => {
    const coordinate = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 3, maxLength: 100 }), (points) => {
        const { indices, skipped } = triangulate(Float32Array.from(points.flat()), faceList([range(points.length)]));
        assert.equal(skipped, 0);
        assert.equal(indices.length, 3 * (points.length - 2));
        assert.ok(indices.every((index) => index < points.length));
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('handles a comb of 100,000 corners without quadratic time', function () {
    this.timeout(10000);
    const teeth = 50000;
    const points: [number, number][] = [];
    for (let i = 0; i < teeth; i++) points.push([i, 0], [i + 0.5, 1 + (i % 7)]);
    points.push([teeth, 0], [teeth, -1], [0, -1]);
    // Counter-clockwise from above: the comb's outline was drawn clockwise.
    points.reverse();
    const positions = Float64Array.from(points.flatMap(([x, y]) => [x, y, 0]));
    const started = performance.now();
    const { indices } = triangulate(positions, faceList([range(points.length)]));
    assert.ok(performance.now() - started < 5000);
    const total = triangleAreas(positions, indices, [0, 0, 1]).reduce((sum, area) => sum + Math.abs(area), 0);
    assert.ok(Math.abs(total - shoelace(points)) < 1e-6 * total);
  });
});

describe('polygonOutlines', () => {
  it('gives every border once', () => {
    const lines = polygonOutlines(faceList([[0, 1, 2, 3], [3, 2, 4], [5], [6, 7]]), 8);
    const pairs: number[][] = [];
    for (let i = 0; i < lines.length; i += 2) pairs.push([lines[i], lines[i + 1]]);
    assert.deepEqual(pairs, [[0, 1], [0, 3], [1, 2], [2, 3], [2, 4], [3, 4], [6, 7]]);
  });

  it('agrees with a set of pairs, whatever the faces name', () => {
    const faces = fc.array(fc.array(fc.oneof(fc.nat(12), fc.constant(0xffffffff)), { maxLength: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(faces, fc.nat(10), (list, vertexCount) => {
        const expected = new Set<string>();
        for (const face of list) {
          face.forEach((corner, index) => {
            const next = face[(index + 1) % face.length];
            if (corner < vertexCount && next < vertexCount && corner !== next) expected.add(`${Math.min(corner, next)} ${Math.max(corner, next)}`);
          });
        }
        const lines = polygonOutlines(faceList(list), vertexCount);
        const found: string[] = [];
        for (let i = 0; i < lines.length; i += 2) found.push(`${lines[i]} ${lines[i + 1]}`);
        assert.equal(new Set(found).size, found.length);
        assert.deepEqual(new Set(found), expected);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
