import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxOverlap } from '../../../src/detection/iou/boxOverlap';
import { decodeBox, encodeBox, type Rectangle } from '../../../src/detection/iou/boxCode';
import { solidIou } from '../../../src/detection/iou/cuboidIou';
import { cuboidCorners } from '../../../src/detection/cuboidCorners';
import { rotatedCorners } from '../../../src/detection/rotatedCorners';
import { Random } from '../../../src/geometry/random';
import { resultsOf, rotatedResultsOf, setOf, uprightResultsOf } from './detectionSets';

/** Area that two convex polygons share, by an edge-by-edge cut in the plane as it stands. */
function sharedArea(subject: [number, number][], cutter: [number, number][]): number {
  let polygon = subject;
  cutter.forEach(([ax, ay], place) => {
    const [bx, by] = cutter[(place + 1) % cutter.length];
    const side = ([x, y]: [number, number]): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    polygon = polygon.flatMap((corner, at): [number, number][] => {
      const before = polygon[(at + polygon.length - 1) % polygon.length];
      const [s, t] = [side(before), side(corner)];
      const cut: [number, number] = [before[0] + (s / (s - t)) * (corner[0] - before[0]), before[1] + (s / (s - t)) * (corner[1] - before[1])];
      return [...(s >= 0 !== t >= 0 ? [cut] : []), ...(t >= 0 ? [corner] : [])];
    });
  });
  return Math.abs(polygon.reduce((sum, [x, y], at) => sum + x * polygon[(at + 1) % polygon.length][1] - polygon[(at + 1) % polygon.length][0] * y, 0)) / 2;
}

function cornersOf([x, y, w, h, angle]: readonly number[]): [number, number][] {
  const corners = new Float64Array(8);
  rotatedCorners(x - w / 2, y - h / 2, w, h, angle, corners);
  return [0, 1, 2, 3].map((corner) => [corners[2 * corner], corners[2 * corner + 1]]);
}

const near = (found: number, expected: number, tolerance = 1e-9): void => assert.ok(Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);

describe('IoU', () => {
  it('of turned rectangles is that of the polygons', async () => {
    const side = fc.double({ min: 0.1, max: 20, noNaN: true });
    const place = fc.double({ min: -10, max: 10, noNaN: true });
    const box = fc.tuple(place, place, side, side, fc.double({ min: -7, max: 7, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(box, box, async (a, b) => {
        const set = await rotatedResultsOf([a, b], []);
        const shared = sharedArea(cornersOf(a), cornersOf(b));
        near(boxOverlap(set, set, 'rotated').iou(0, 1), shared / (a[2] * a[3] + b[2] * b[3] - shared));
      }),
    );
  });

  it('holds where boxes touch, coincide, lie within each other, have no area or lie far out', async () => {
    for (const offset of [0, 1e6, 1e12]) {
      const boxes = [[0, 0, 4, 2, 0.3], [0, 0, 4, 2, 0.3], [0, 0, 2, 1, 0.3], [0, 0, 4, 2, 0.3 + Math.PI], [0, 0, 0, 2, 0.3], [4 * Math.cos(0.3), 4 * Math.sin(0.3), 4, 2, 0.3]].map(([x, y, w, h, angle]) => [x + offset, y + offset, w, h, angle]);
      const set = await rotatedResultsOf(boxes, []);
      const { iou } = boxOverlap(set, set, 'rotated');
      near(iou(0, 1), 1, 0);
      near(iou(0, 2), 0.25, offset === 1e12 ? 1e-3 : 1e-9);
      near(iou(0, 3), 1, 1e-12);
      near(iou(0, 4), 0, 0);
      near(iou(4, 4), 0, 0);
      near(iou(0, 5), 0, offset === 1e12 ? 1e-3 : 1e-9);
    }
    const flat = await resultsOf([[0, 0, 0, 0], [NaN, 0, 1, 1], [0, 0, -5, -5], [0, 0, 1, 1]].map((box) => box.map((value) => (Number.isNaN(value) ? 0 : value))), []);
    const { iou } = boxOverlap(flat, flat, 'axis');
    near(iou(0, 0), 0, 0);
    near(iou(2, 2), 0, 0);
    near(iou(2, 3), 0, 0);
    near(boxOverlap(flat, flat, 'axis', 'inclusive').iou(0, 0), 1, 0);
  });

  it('of upright boxes is the same by both ways, and of solids by a third', async () => {
    const random = new Random(9);
    const number = (scale: number): number => scale * random.uniform();
    const boxes = Array.from({ length: 40 }, () => [number(4), number(4), number(2), 1 + number(3), 1 + number(3), 1 + number(2), number(7)]);
    const set = await uprightResultsOf(boxes, []);
    const ground = boxOverlap(set, set, 'yaw3d');
    const solid = boxOverlap(set, set, 'full3d');
    const corners = boxes.map((_, row) => {
      const flat = new Float64Array(24);
      assert.ok(set.cuboids);
      cuboidCorners(set.cuboids, row, flat);
      return Array.from({ length: 8 }, (__, corner) => [...flat.subarray(3 * corner, 3 * corner + 3)]);
    });
    for (let a = 0; a < 40; a++) {
      for (let b = 0; b < 40; b++) {
        near(ground.iou(a, b), solid.iou(a, b));
        near(solidIou(corners[a], corners[b]).iou, solid.iou(a, b));
      }
    }
  });

  it('of solids is symmetric, 1 with itself, and that of a turned pair', async () => {
    const random = new Random(11);
    const number = (): number => 2 * random.uniform() - 1;
    const boxes = Array.from({ length: 30 }, () => ({ center: [number(), number(), number()], size: [1 + number() / 2, 1 + number() / 2, 1 + number() / 2], quaternion: [number(), number(), number(), number()] }));
    const set = await setOf(boxes.map((bbox3d) => ({ image_id: 1, category_id: 1, bbox3d })));
    const { iou } = boxOverlap(set, set, 'full3d');
    for (let a = 0; a < 30; a++) {
      near(iou(a, a), 1, 1e-12);
      for (let b = 0; b < 30; b++) near(iou(a, b), iou(b, a), 1e-12);
    }
    // Volume in common by counting points.
    const inside = (row: number, point: number[]): boolean => {
      assert.ok(set.cuboids);
      const [x, y, z, length, width, height, w, i, j, k] = set.cuboids.subarray(10 * row, 10 * row + 10);
      const d = [point[0] - x, point[1] - y, point[2] - z];
      const own = [
        (1 - 2 * (j * j + k * k)) * d[0] + 2 * (i * j + w * k) * d[1] + 2 * (i * k - w * j) * d[2],
        2 * (i * j - w * k) * d[0] + (1 - 2 * (i * i + k * k)) * d[1] + 2 * (j * k + w * i) * d[2],
        2 * (i * k + w * j) * d[0] + 2 * (j * k - w * i) * d[1] + (1 - 2 * (i * i + j * j)) * d[2],
      ];
      return Math.abs(own[0]) <= length / 2 && Math.abs(own[1]) <= width / 2 && Math.abs(own[2]) <= height / 2;
    };
    for (let b = 1; b < 4; b++) {
      let both = 0;
      let either = 0;
      for (let draw = 0; draw < 60000; draw++) {
        const point = [3 * number(), 3 * number(), 3 * number()];
        const [isInA, isInB] = [inside(0, point), inside(b, point)];
        if (isInA && isInB) both++;
        if (isInA || isInB) either++;
      }
      near(iou(0, b), either === 0 ? 0 : both / either, 0.05);
    }
  });

  it('codes boxes against anchors and back', () => {
    const box: Rectangle = [10, 20, 30, 40];
    const anchor: Rectangle = [0, 0, 16, 32];
    const code = encodeBox(box, anchor);
    near(code[0], (25 - 8) / 16, 1e-15);
    near(code[3], Math.log(40 / 32), 1e-15);
    decodeBox(code, anchor).forEach((value, at) => near(value, box[at], 1e-12));
  });
});
