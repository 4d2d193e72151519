import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BufferAttribute, BufferGeometry, DoubleSide, Ray, Triangle, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import { TriangleIndex } from '../../../src/geometry/triangleIndex';
import { seededNumbers } from './clouds';
import { makeBall, makeSoup, moved, type Surface } from './surfaces';

const corner = ({ positions, triangles }: Surface, triangle: number, which: number): Vector3 =>
  new Vector3(...positions.subarray(3 * triangles[3 * triangle + which], 3 * triangles[3 * triangle + which] + 3));

/** Distance to a triangle by the definition of its parts: the inside of the face if the foot is there, or else the edges. */
function distanceTo(a: Vector3, b: Vector3, c: Vector3, point: Vector3): number {
  const toEdge = (from: Vector3, to: Vector3): number => {
    const along = to.clone().sub(from);
    const share = along.lengthSq() === 0 ? 0 : Math.min(1, Math.max(0, point.clone().sub(from).dot(along) / along.lengthSq()));
    return from.clone().addScaledVector(along, share).distanceTo(point);
  };
  const least = Math.min(toEdge(a, b), toEdge(b, c), toEdge(c, a));
  const normal = b.clone().sub(a).cross(c.clone().sub(a));
  if (normal.length() <= 1e-11 * b.distanceTo(a) * c.distanceTo(a)) return least;
  normal.normalize();
  const height = point.clone().sub(a).dot(normal);
  const foot = point.clone().addScaledVector(normal, -height);
  const isLeft = (from: Vector3, to: Vector3): boolean => to.clone().sub(from).cross(foot.clone().sub(from)).dot(normal) >= 0;
  return isLeft(a, b) && isLeft(b, c) && isLeft(c, a) ? Math.min(least, Math.abs(height)) : least;
}

function checkNearest(surface: Surface, queries: readonly (readonly [number, number, number])[], tolerance: number): void {
  const index = TriangleIndex.build(surface.positions, surface.triangles);
  for (const query of queries) {
    const point = new Vector3(...query);
    const triangle = index.nearest(...query);
    const distances = [];
    for (let other = 0; other < surface.triangles.length / 3; other++) {
      distances.push(distanceTo(corner(surface, other, 0), corner(surface, other, 1), corner(surface, other, 2), point));
    }
    const expected = Math.min(...distances);
    assert.ok(Math.abs(index.distance - expected) <= tolerance * (1 + expected), `${index.distance} instead of ${expected}`);
    assert.ok(Math.abs(distances[triangle] - expected) <= tolerance * (1 + expected));
    const found = new Vector3(index.x, index.y, index.z);
    assert.ok(Math.abs(found.distanceTo(point) - index.distance) <= tolerance * (1 + expected));
    // The point lies where the feature says.
    const [a, b, c] = [0, 1, 2].map((which) => corner(surface, triangle, which));
    const onEdge = (from: Vector3, to: Vector3) => Math.abs(from.distanceTo(found) + found.distanceTo(to) - from.distanceTo(to)) <= 10 * tolerance;
    switch (index.nearestFeature) {
      case 'face':
        assert.ok(distanceTo(a, b, c, found) <= tolerance);
        break;
      case 'edge01':
        assert.ok(onEdge(a, b));
        break;
      case 'edge12':
        assert.ok(onEdge(b, c));
        break;
      case 'edge20':
        assert.ok(onEdge(c, a));
        break;
      case 'vertex0':
        assert.ok(found.equals(a));
        break;
      case 'vertex1':
        assert.ok(found.equals(b));
        break;
      case 'vertex2':
        assert.ok(found.equals(c));
        break;
    }
  }
}

function queriesAround(count: number, seed: number, scale = 3, offset: readonly [number, number, number] = [0, 0, 0]) {
  const next = seededNumbers(seed);
  return Array.from({ length: count }, () => {
    const [x, y, z] = [next(), next(), next()].map((value, axis) => offset[axis] + scale * (value - 0.5));
    return [x, y, z] as const;
  });
}

describe('TriangleIndex', () => {
  describe('nearest', () => {
    it('equals measuring every triangle', () => {
      checkNearest(makeSoup(300, 1), queriesAround(200, 2), 1e-12);
      checkNearest(makeBall(9, 12), queriesAround(200, 3), 1e-12);
    });

    it('keeps its digits at map coordinates', () => {
      const offset = [5e6, 4e5, 100] as const;
      checkNearest(moved(makeSoup(200, 4), ...offset), queriesAround(100, 5, 3, offset), 4e-9);
    });

    it('measures triangles that are segments, points, slivers, or there twice', () => {
      const coordinate = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(1e-9, 1 + 1e-9, 1e-160));
      const vertex = fc.tuple(coordinate, coordinate, coordinate);
      fc.assert(
        fc.property(fc.array(vertex, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(), { minLength: 3, maxLength: 60 }), vertex, (vertices, corners, query) => {
          const triangles = new Uint32Array(corners.length - (corners.length % 3)).map((_, i) => corners[i] % vertices.length);
          checkNearest({ positions: new Float64Array(vertices.flat()), triangles }, [query], 1e-9);
        }),
        { seed: 6, numRuns: 500 },
      );
    });

    it('names the feature', () => {
      const index = TriangleIndex.build(new Float32Array([0, 0, 0, 4, 0, 0, 0, 4, 0]), new Uint32Array([0, 1, 2]));
      const feature = (x: number, y: number, z: number) => {
        assert.equal(index.nearest(x, y, z), 0);
        return index.nearestFeature;
      };
      assert.equal(feature(1, 1, 2), 'face');
      assert.deepEqual([index.x, index.y, index.z, index.distance], [1, 1, 0, 2]);
      assert.deepEqual([feature(2, -1, 0), feature(3, 3, 0), feature(-1, 2, 1)], ['edge01', 'edge12', 'edge20']);
      assert.deepEqual([feature(-1, -1, 0), feature(9, 0, 0), feature(0, 5, 1)], ['vertex0', 'vertex1', 'vertex2']);
    });
  });

  describe('beside three-mesh-bvh', () => {
    const surface = makeSoup(3000, 7);
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(surface.positions), 3));
    const bvh = new MeshBVH(geometry, { indirect: true });
    const index = TriangleIndex.build(new Float32Array(surface.positions), surface.triangles);

    it('finds the same distances', () => {
      for (const query of queriesAround(500, 8)) {
        index.nearest(...query);
        const other = bvh.closestPointToPoint(new Vector3(...query));
        assert.ok(other && Math.abs(other.distance - index.distance) < 1e-6 * (1 + index.distance));
      }
    });

    it('meets the same triangles with rays', () => {
      let met = 0;
      const from = queriesAround(500, 9);
      const to = queriesAround(500, 10, 1, [0.5, 0.5, 0.5]);
      from.forEach((origin, i) => {
        const direction = new Vector3(...to[i]).sub(new Vector3(...origin)).normalize();
        const [x, y, z] = direction.toArray();
        const all = new Map<number, number>();
        index.hits(...origin, x, y, z, (triangle, distance) => void all.set(triangle, distance));
        const others = bvh.raycast(new Ray(new Vector3(...origin), direction), DoubleSide);
        const expected = new Set(others.map((hit) => hit.faceIndex));
        // float32 corners on their side, so a ray along an edge may differ: none of these 500 does.
        assert.deepEqual(new Set(all.keys()), expected);
        const nearest = index.firstHit(...origin, x, y, z);
        if (all.size === 0) {
          assert.equal(nearest, -1);
          return;
        }
        met++;
        assert.equal(all.get(nearest), Math.min(...all.values()));
        assert.equal(index.distance, all.get(nearest));
        const triangle = new Triangle(...([0, 1, 2].map((which) => corner(surface, nearest, which)) as [Vector3, Vector3, Vector3]));
        const foot = triangle.closestPointToPoint(new Vector3(index.x, index.y, index.z), new Vector3());
        assert.ok(foot.distanceTo(new Vector3(index.x, index.y, index.z)) < 1e-6);
        assert.equal(index.firstHit(...origin, x, y, z, index.distance * 0.999), -1);
      });
      assert.ok(met > 100);
    });
  });

  describe('rays', () => {
    it('enter and leave a closed body equally often, also through edges and vertices', () => {
      const ball = makeBall(8, 8);
      const index = TriangleIndex.build(ball.positions, ball.triangles);
      const targets = [...Array(ball.positions.length / 3).keys()].map((row) => ball.positions.subarray(3 * row, 3 * row + 3));
      for (const [x, y, z] of queriesAround(40, 11, 0.4)) {
        for (const target of targets) {
          let sides = 0;
          let met = 0;
          // From inside through a vertex: some triangle is met, and all that are met are left.
          index.hits(x, y, z, target[0] - x, target[1] - y, target[2] - z, (_, __, entering) => {
            met++;
            sides += entering ? 1 : -1;
          });
          assert.ok(met >= 1);
          assert.equal(sides, -met);
        }
      }
    });

    it('along an axis pass between no two triangles', () => {
      // A square of 2 x 20 x 20 triangles whose edges the rays hit exactly.
      const positions = [];
      for (let x = 0; x <= 20; x++) for (let y = 0; y <= 20; y++) positions.push(x, y, 0.25 * x - 0.5 * y);
      const triangles = [];
      for (let x = 0; x < 20; x++) for (let y = 0; y < 20; y++) {
        const a = 21 * x + y;
        triangles.push(a, a + 21, a + 22, a, a + 22, a + 1);
      }
      const index = TriangleIndex.build(new Float32Array(positions), new Uint32Array(triangles));
      for (let x = 0; x <= 20; x += 0.5) for (let y = 0; y <= 20; y += 0.5) {
        assert.notEqual(index.firstHit(x, y, 50, 0, 0, -1), -1);
        assert.ok(Math.abs(index.z - (0.25 * x - 0.5 * y)) < 1e-12);
        assert.notEqual(index.firstHit(x, y, -50, 0, 0, 2), -1);
      }
      assert.equal(index.firstHit(21, 3, 50, 0, 0, -1), -1);
      assert.equal(index.firstHit(3, 3, 50, 0, 0, 1), -1);
      assert.equal(index.firstHit(3, 3, 50, 0, 0, 0), -1);
    });
  });

  it('leaves out triangles without finite corners', () => {
    const positions = new Float64Array([0, 0, 0, 1, 0, 0, 0, 1, 0, NaN, 0, 0, Infinity, 0, 0]);
    const index = TriangleIndex.build(positions, new Uint32Array([0, 1, 3, 0, 1, 4, 0, 1, 4_294_967_295, 0, 1, 2]));
    assert.equal(index.count, 1);
    assert.equal(index.nearest(0, 0, 1), 3);
    assert.equal(index.distance, 1);
  });

  it('finds nothing where there is nothing', () => {
    const index = TriangleIndex.build(new Float32Array(0), new Uint32Array(0));
    assert.equal(index.nearest(0, 0, 0), -1);
    assert.equal(index.distance, Infinity);
    assert.equal(index.firstHit(0, 0, 0, 1, 0, 0), -1);
  });

  it('comes back from its buffer and refuses others', () => {
    const ball = makeBall(6, 7);
    const { buffer } = TriangleIndex.build(ball.positions, ball.triangles).layout;
    const index = TriangleIndex.from(structuredClone(buffer));
    index.nearest(0, 0, 5);
    assert.equal(index.distance, 4);
    assert.throws(() => TriangleIndex.from(new ArrayBuffer(8)), /Got 8 bytes/);
    assert.throws(() => TriangleIndex.from(buffer.slice(0, 500)), /Got 500 bytes when an index of/);
  });
});
