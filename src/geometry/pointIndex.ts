import { preparePointIndex, sortPointIndex } from './pointIndexBuild';
import { layoutOf, rowOf, type Coordinates, type PointIndexLayout } from './pointIndexLayout';

/** A path from the root passes at most 32 nodes and leaves one sibling a node behind. */
const stackNodes = new Int32Array(64);
const stackSquares = new Float64Array(64);

/**
 * A balanced tree of boxes over the finite points of a cloud, in one buffer that can be transferred or shared. It
 * splits where the points are (at medians, along the widest extent), so outliers, clusters and duplicates cost nothing.
 * Distances are those of comparing every pair in float64. For many queries at once see `nearestDistances`.
 */
export class PointIndex {
  /** Distance to what the last {@link PointIndex.nearest} found, in the cloud's unit; Infinity when nothing was. */
  distance = Infinity;

  private constructor(readonly layout: PointIndexLayout) {}

  /** Builds the index of `positions`, 3 numbers a row, in O(n log n). */
  static build(positions: Coordinates, allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes)): PointIndex {
    const layout = preparePointIndex(positions, allocate);
    sortPointIndex(layout.buffer);
    return new PointIndex(layout);
  }

  /** The index in a buffer that another thread built. @throws RangeError when it holds none. */
  static from(buffer: ArrayBufferLike): PointIndex {
    return new PointIndex(layoutOf(buffer));
  }

  /** Points in the index: the finite ones. */
  get count(): number {
    return this.layout.count;
  }

  /**
   * The row of the point nearest to (x, y, z) among those nearer than `limit`, -1 when there is none; its distance is
   * in {@link PointIndex.distance}. Of equally near points any. Allocates nothing. O(log n) for points near the cloud.
   * @param except a row that does not count: the query's own.
   */
  nearest(x: number, y: number, z: number, limit = Infinity, except = -1): number {
    const { points, starts, leaves } = this.layout;
    let best = limit * limit;
    let nearest = -1;
    let waiting = push(this.layout, 1, x, y, z, best, 0);
    while (waiting > 0) {
      if (stackSquares[--waiting] >= best) continue;
      const node = stackNodes[waiting];
      if (node < leaves) {
        waiting = pushChildren(this.layout, node, x, y, z, best, waiting);
        continue;
      }
      for (let point = starts[node - leaves]; point < starts[node - leaves + 1]; point++) {
        const dx = points[4 * point] - x;
        const dy = points[4 * point + 1] - y;
        const dz = points[4 * point + 2] - z;
        const square = dx * dx + dy * dy + dz * dz;
        if (square < best) {
          const row = rowOf(this.layout, point);
          if (row === except) continue;
          best = square;
          nearest = row;
        }
      }
    }
    this.distance = nearest < 0 ? Infinity : Math.sqrt(best);
    return nearest;
  }

  /**
   * The `rows.length` nearest points, nearest first, written to `rows` and their distances to `distances`; answers how
   * many there are (fewer when the index holds fewer, or fewer are nearer than `limit`). Allocates nothing.
   */
  nearestOf(x: number, y: number, z: number, rows: Uint32Array, distances: Float64Array, limit = Infinity): number {
    const { points, starts, leaves } = this.layout;
    const most = Math.min(rows.length, distances.length);
    if (most === 0) return 0;
    let found = 0;
    let bound = limit * limit;
    let waiting = push(this.layout, 1, x, y, z, bound, 0);
    while (waiting > 0) {
      if (stackSquares[--waiting] >= bound) continue;
      const node = stackNodes[waiting];
      if (node < leaves) {
        waiting = pushChildren(this.layout, node, x, y, z, bound, waiting);
        continue;
      }
      for (let point = starts[node - leaves]; point < starts[node - leaves + 1]; point++) {
        const dx = points[4 * point] - x;
        const dy = points[4 * point + 1] - y;
        const dz = points[4 * point + 2] - z;
        const square = dx * dx + dy * dy + dz * dz;
        if (square >= bound) continue;
        // An insertion into a short sorted list: the squares until all is known.
        let at = found < most ? found++ : most - 1;
        for (; at > 0 && distances[at - 1] > square; at--) {
          distances[at] = distances[at - 1];
          rows[at] = rows[at - 1];
        }
        distances[at] = square;
        rows[at] = rowOf(this.layout, point);
        if (found === most) bound = distances[most - 1];
      }
    }
    for (let i = 0; i < found; i++) distances[i] = Math.sqrt(distances[i]);
    return found;
  }

  /** Calls `visit` with the row and the squared distance of every point at most `radius` away, in no order. */
  within(x: number, y: number, z: number, radius: number, visit: (row: number, squaredDistance: number) => void): void {
    const { points, starts, leaves } = this.layout;
    const bound = radius * radius;
    // A stack of its own, since `visit` may ask this or another index.
    const stack = [1];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (!(squareToBox(this.layout.boxes, 8 * node, x, y, z) <= bound)) continue;
      if (node < leaves) {
        stack.push(2 * node, 2 * node + 1);
        continue;
      }
      for (let point = starts[node - leaves]; point < starts[node - leaves + 1]; point++) {
        const dx = points[4 * point] - x;
        const dy = points[4 * point + 1] - y;
        const dz = points[4 * point + 2] - z;
        const square = dx * dx + dy * dy + dz * dz;
        if (square <= bound) visit(rowOf(this.layout, point), square);
      }
    }
  }
}

/** Squared distance from a point to a box of 8 numbers; 0 inside. */
function squareToBox(boxes: Coordinates, box: number, x: number, y: number, z: number): number {
  let part: number;
  // Twice max(a, 0) is a + |a|: no branch.
  let dx = (part = boxes[box] - x) + Math.abs(part);
  dx += (part = x - boxes[box + 4]) + Math.abs(part);
  let dy = (part = boxes[box + 1] - y) + Math.abs(part);
  dy += (part = y - boxes[box + 5]) + Math.abs(part);
  let dz = (part = boxes[box + 2] - z) + Math.abs(part);
  dz += (part = z - boxes[box + 6]) + Math.abs(part);
  return 0.25 * (dx * dx + dy * dy + dz * dz);
}

function push(layout: PointIndexLayout, node: number, x: number, y: number, z: number, bound: number, waiting: number): number {
  const square = squareToBox(layout.boxes, 8 * node, x, y, z);
  if (!(square < bound)) return waiting;
  stackNodes[waiting] = node;
  stackSquares[waiting] = square;
  return waiting + 1;
}

/** The nearer child goes on top. */
function pushChildren(layout: PointIndexLayout, node: number, x: number, y: number, z: number, bound: number, waiting: number): number {
  const left = squareToBox(layout.boxes, 16 * node, x, y, z);
  const right = squareToBox(layout.boxes, 16 * node + 8, x, y, z);
  const near = left <= right ? 2 * node : 2 * node + 1;
  const far = left <= right ? 2 * node + 1 : 2 * node;
  const farSquare = left <= right ? right : left;
  const nearSquare = left <= right ? left : right;
  if (farSquare < bound) {
    stackNodes[waiting] = far;
    stackSquares[waiting++] = farSquare;
  }
  if (nearSquare < bound) {
    stackNodes[waiting] = near;
    stackSquares[waiting++] = nearSquare;
  }
  return waiting;
}
