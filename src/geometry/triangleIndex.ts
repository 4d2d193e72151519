import { closest, closestOnTriangle, triangleFeatures, type TriangleFeature } from './closestOnTriangle';
import type { Coordinates } from './pointIndexLayout';
import { triangleLayoutOf, type TriangleIndexLayout } from './triangleIndexLayout';
import { buildTriangleIndex } from './triangleIndexBuild';

/**
 * A tree of boxes over the triangles of a mesh, in one buffer that can be transferred or shared. Answers are left in
 * fields of the index, so that asking allocates nothing. Coordinates are kept exactly, computing is in float64.
 */
export class TriangleIndex {
  /** After {@link TriangleIndex.nearest}: the distance; after {@link TriangleIndex.firstHit}: along the ray, in lengths of its direction. */
  distance = Infinity;
  /** The nearest point, or the one that the ray hit. */
  x = NaN;
  y = NaN;
  z = NaN;
  private feature = 0;
  /** Where the last query ended: the next one is probably near. A place in the index, not a number of the mesh. */
  private recent = 0;
  private stack = new Int32Array(64);
  private stackSquares = new Float64Array(64);

  private constructor(readonly layout: TriangleIndexLayout) {}

  /**
   * @param positions 3 numbers a vertex.
   * @param triangles 3 vertex rows each; those that name no vertex or one that is not finite are left out.
   */
  static build(
    positions: Coordinates,
    triangles: Uint32Array<ArrayBufferLike>,
    allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
  ): TriangleIndex {
    return new TriangleIndex(buildTriangleIndex(positions, triangles, allocate));
  }

  /** The index in a buffer that another thread built. @throws RangeError when it holds none. */
  static from(buffer: ArrayBufferLike): TriangleIndex {
    return new TriangleIndex(triangleLayoutOf(buffer));
  }

  /** Triangles in the index. */
  get count(): number {
    return this.layout.count;
  }

  /** The part of the triangle where the nearest point lies. A point of a shared edge or vertex belongs to all who share it. */
  get nearestFeature(): TriangleFeature {
    return triangleFeatures[this.feature];
  }

  /** {@link TriangleIndex.nearestFeature} as its place in {@link triangleFeatures}. */
  get nearestFeatureCode(): number {
    return this.feature;
  }

  /** Forgets where the last query ended, so that answers to ties do not depend on what was asked before. */
  forget(): void {
    this.recent = 0;
  }

  /**
   * The number of the triangle nearest to (x, y, z), -1 when there is none; the point, its distance and its feature
   * are left in the fields. Of equally near ones any. Fastest when the last query was near.
   */
  nearest(x: number, y: number, z: number): number {
    const { boxes, links, corners, numbers, count } = this.layout;
    this.distance = Infinity;
    if (count === 0) return -1;
    let best = Infinity;
    let found = this.recent;
    const take = (triangle: number): void => {
      closestOnTriangle(corners, 9 * triangle, x, y, z);
      if (closest.square >= best) return;
      best = closest.square;
      found = triangle;
      this.x = closest.x;
      this.y = closest.y;
      this.z = closest.z;
      this.feature = closest.feature;
    };
    take(found);
    this.stack[0] = 0;
    this.stackSquares[0] = squareToBox(boxes, 0, x, y, z);
    let waiting = 1;
    while (waiting > 0) {
      if (this.stackSquares[--waiting] >= best) continue;
      const node = this.stack[waiting];
      const first = links[2 * node];
      const inLeaf = links[2 * node + 1];
      if (inLeaf > 0) {
        for (let triangle = first; triangle < first + inLeaf; triangle++) take(triangle);
        continue;
      }
      const left = squareToBox(boxes, 6 * first, x, y, z);
      const right = squareToBox(boxes, 6 * first + 6, x, y, z);
      const nearer = Number(right < left);
      if (waiting + 2 > this.stack.length) this.growStack();
      this.stack[waiting] = first + 1 - nearer;
      this.stackSquares[waiting++] = nearer ? left : right;
      this.stack[waiting] = first + nearer;
      this.stackSquares[waiting++] = nearer ? right : left;
    }
    this.recent = found;
    this.distance = Math.sqrt(best);
    return numbers[found];
  }

  /**
   * The number of the first triangle that a ray meets at most `limit` lengths of its direction away, from either side,
   * -1 when there is none. Where it is and how far is left in the fields.
   */
  firstHit(x: number, y: number, z: number, dx: number, dy: number, dz: number, limit = Infinity): number {
    let number = -1;
    let distance = limit;
    this.hits(x, y, z, dx, dy, dz, (triangle, along) => {
      if (along > distance || (along === distance && number >= 0 && triangle > number)) return distance;
      number = triangle;
      distance = along;
      return distance;
    }, limit);
    this.distance = number < 0 ? Infinity : distance;
    this.x = x + this.distance * dx;
    this.y = y + this.distance * dy;
    this.z = z + this.distance * dz;
    return number;
  }

  /**
   * Calls `visit` for every triangle that a ray meets, in no order, with its number, how far along the ray, and on
   * which side: true where the ray goes against the triangle's normal, into the body. `visit` may answer a new limit.
   * Watertight: a ray cannot pass between two triangles that share an edge (Woop, Benthin and Wald, "Watertight
   * ray/triangle intersection", 2013). Triangles seen edge on are not met.
   */
  hits(
    x: number,
    y: number,
    z: number,
    dx: number,
    dy: number,
    dz: number,
    visit: (triangle: number, distance: number, entering: boolean) => number | void,
    limit = Infinity,
  ): void {
    const { boxes, links, corners, numbers, count } = this.layout;
    const direction = [dx, dy, dz];
    const steepest = Math.abs(dx) >= Math.abs(dy) && Math.abs(dx) >= Math.abs(dz) ? 0 : Math.abs(dy) >= Math.abs(dz) ? 1 : 2;
    const main = direction[steepest];
    if (count === 0 || main === 0) return;
    // Keeps the winding: a ray against its axis swaps the other two.
    const u = (steepest + (main > 0 ? 1 : 2)) % 3;
    const v = (steepest + (main > 0 ? 2 : 1)) % 3;
    const shearU = direction[u] / main;
    const shearV = direction[v] / main;
    const origin = [x, y, z];
    this.stack[0] = 0;
    let waiting = 1;
    while (waiting > 0) {
      const node = this.stack[--waiting];
      if (!meetsBox(boxes, 6 * node, origin, direction, limit)) continue;
      const first = links[2 * node];
      const inLeaf = links[2 * node + 1];
      if (inLeaf === 0) {
        if (waiting + 2 > this.stack.length) this.growStack();
        this.stack[waiting++] = first;
        this.stack[waiting++] = first + 1;
        continue;
      }
      for (let triangle = first; triangle < first + inLeaf; triangle++) {
        const at = 9 * triangle;
        const az = corners[at + steepest] - origin[steepest];
        const bz = corners[at + 3 + steepest] - origin[steepest];
        const cz = corners[at + 6 + steepest] - origin[steepest];
        const au = corners[at + u] - origin[u] - shearU * az;
        const av = corners[at + v] - origin[v] - shearV * az;
        const bu = corners[at + 3 + u] - origin[u] - shearU * bz;
        const bv = corners[at + 3 + v] - origin[v] - shearV * bz;
        const cu = corners[at + 6 + u] - origin[u] - shearU * cz;
        const cv = corners[at + 6 + v] - origin[v] - shearV * cz;
        const a = cu * bv - cv * bu;
        const b = au * cv - av * cu;
        const c = bu * av - bv * au;
        if ((a < 0 || b < 0 || c < 0) && (a > 0 || b > 0 || c > 0)) continue;
        const determinant = a + b + c;
        if (determinant === 0) continue;
        const along = (a * az + b * bz + c * cz) / (determinant * main);
        if (along < 0 || along > limit) continue;
        // The sheared triangle turns one way from the front and the other from behind.
        limit = visit(numbers[triangle], along, determinant > 0) ?? limit;
      }
    }
  }

  private growStack(): void {
    const stack = new Int32Array(2 * this.stack.length);
    const squares = new Float64Array(2 * this.stack.length);
    stack.set(this.stack);
    squares.set(this.stackSquares);
    this.stack = stack;
    this.stackSquares = squares;
  }
}

/** Squared distance from a point to a box of 6 numbers; 0 inside. Twice max(a, 0) is a + |a|: no branch. */
function squareToBox(boxes: Coordinates, box: number, x: number, y: number, z: number): number {
  let part: number;
  let dx = (part = boxes[box] - x) + Math.abs(part);
  dx += (part = x - boxes[box + 3]) + Math.abs(part);
  let dy = (part = boxes[box + 1] - y) + Math.abs(part);
  dy += (part = y - boxes[box + 4]) + Math.abs(part);
  let dz = (part = boxes[box + 2] - z) + Math.abs(part);
  dz += (part = z - boxes[box + 5]) + Math.abs(part);
  return 0.25 * (dx * dx + dy * dy + dz * dz);
}

/** Whether a ray meets a box within the limit, with a little to spare for rounding. */
function meetsBox(boxes: Coordinates, box: number, origin: readonly number[], direction: readonly number[], limit: number): boolean {
  let near = 0;
  let far = limit;
  for (let axis = 0; axis < 3; axis++) {
    const low = boxes[box + axis] - origin[axis];
    const high = boxes[box + 3 + axis] - origin[axis];
    if (direction[axis] === 0) {
      if (low > 0 || high < 0) return false;
      continue;
    }
    const a = low / direction[axis];
    const b = high / direction[axis];
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far * (1 + 1e-12) + 1e-300;
}
