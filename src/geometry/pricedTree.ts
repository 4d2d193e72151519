import type { PointIndexLayout } from './pointIndexLayout';

/**
 * Points that each have a price, for searches of the least distance + price: a node is bounded from below by the
 * distance to its box plus the least price in it. Points are meant by their place in the index that the tree was made
 * from. Prices only rise, so a least price that has not heard of a rise is still a bound: several threads may search
 * while one raises.
 */
export interface PricedTree {
  readonly count: number;
  /** A power of two: root 1, children of `k` at `2k` and `2k + 1`, leaf `i` at `leaves + i`. */
  readonly leaves: number;
  /** leaves + 1 ascending positions: leaf `i` holds the points `starts[i] ... starts[i + 1] - 1`, none perhaps. */
  readonly starts: Uint32Array<ArrayBufferLike>;
  /** 8 a node: min x, y, z, max x, y, z, least price, unused; an empty one is infinitely far. */
  readonly nodes: Float64Array<ArrayBufferLike>;
  /** 4 a point: x, y, z, price. */
  readonly points: Float64Array<ArrayBufferLike>;
}

/** A path from the root passes at most 32 nodes and leaves one sibling a node behind. */
const stackNodes = new Int32Array(64);
const stackBounds = new Float64Array(64);

/** A tree over the points of an index, every price 0. */
export function createPricedTree(index: PointIndexLayout, allocate: (bytes: number) => ArrayBufferLike): PricedTree {
  const { count, leaves } = index;
  const starts = new Uint32Array(allocate(4 * (leaves + 1)));
  const points = new Float64Array(allocate(32 * count));
  const nodes = new Float64Array(allocate(128 * leaves));
  starts.set(index.starts);
  for (let place = 0; place < count; place++) {
    for (let axis = 0; axis < 3; axis++) points[4 * place + axis] = index.points[4 * place + axis];
  }
  for (let node = 2 * leaves - 1; node > 0; node--) {
    const box = 8 * node;
    nodes.fill(Infinity, box, box + 3);
    nodes.fill(-Infinity, box + 3, box + 6);
    if (node < leaves) {
      for (let axis = 0; axis < 3; axis++) {
        nodes[box + axis] = Math.min(nodes[2 * box + axis], nodes[2 * box + 8 + axis]);
        nodes[box + 3 + axis] = Math.max(nodes[2 * box + 3 + axis], nodes[2 * box + 11 + axis]);
      }
      continue;
    }
    for (let place = starts[node - leaves]; place < starts[node - leaves + 1]; place++) {
      for (let axis = 0; axis < 3; axis++) {
        nodes[box + axis] = Math.min(nodes[box + axis], points[4 * place + axis]);
        nodes[box + 3 + axis] = Math.max(nodes[box + 3 + axis], points[4 * place + axis]);
      }
    }
  }
  const tree = { count, leaves, starts, nodes, points };
  summarisePrices(tree);
  return tree;
}

/** Computes the least price of every node anew. O(n). */
export function summarisePrices({ leaves, starts, nodes, points }: PricedTree): void {
  for (let leaf = 0; leaf < leaves; leaf++) {
    let least = Infinity;
    for (let place = starts[leaf]; place < starts[leaf + 1]; place++) {
      const price = points[4 * place + 3];
      if (price < least) least = price;
    }
    nodes[8 * (leaves + leaf) + 6] = least;
  }
  for (let node = leaves - 1; node > 0; node--) {
    const left = nodes[16 * node + 6];
    const right = nodes[16 * node + 14];
    nodes[8 * node + 6] = left < right ? left : right;
  }
}

/** The leaf of each point, for {@link raisePrice}. */
export function leavesOfPoints({ starts, leaves, count }: PricedTree): Uint32Array<ArrayBuffer> {
  const leafOf = new Uint32Array(count);
  for (let leaf = 0; leaf < leaves; leaf++) leafOf.fill(leaf, starts[leaf], starts[leaf + 1]);
  return leafOf;
}

/** Raises the price of a point and the bounds above it, as far up as they change. */
export function raisePrice({ leaves, starts, nodes, points }: PricedTree, place: number, leaf: number, price: number): void {
  const old = points[4 * place + 3];
  points[4 * place + 3] = price;
  let node = leaves + leaf;
  if (nodes[8 * node + 6] !== old) return;
  let least = price;
  for (let at = 4 * starts[leaf] + 3; at < 4 * starts[leaf + 1]; at += 4) if (points[at] < least) least = points[at];
  nodes[8 * node + 6] = least;
  while (least !== old && node > 1) {
    const sibling = nodes[8 * (node ^ 1) + 6];
    node >>= 1;
    if (nodes[8 * node + 6] !== old) return;
    if (sibling < least) least = sibling;
    nodes[8 * node + 6] = least;
  }
}

/** Where a search writes: `size` places and distances from `first` on. */
export interface CheapestPoints {
  readonly places: Int32Array<ArrayBufferLike>;
  readonly distances: Float64Array<ArrayBufferLike>;
}

const values = new Float64Array(256);

/**
 * The `size` (at most 256) points of least distance + price from (x, y, z), the least first, written from `first` on.
 * Answers what the value of every other point is at least: that of the last one written, or Infinity when there is no
 * other. With fewer points than `size` the rest is place 0 at an infinite distance. Allocates nothing.
 */
export function cheapestPoints(tree: PricedTree, x: number, y: number, z: number, { places, distances }: CheapestPoints, first: number, size: number): number {
  const { nodes, points, starts, leaves } = tree;
  let found = 0;
  let worst = Infinity;
  let waiting = 1;
  stackNodes[0] = 1;
  stackBounds[0] = -Infinity;
  let part: number;
  while (waiting > 0) {
    if (stackBounds[--waiting] >= worst) continue;
    let node = stackNodes[waiting];
    while (node < leaves) {
      // Twice max(a, 0) is a + |a|: no branch; hence half the root.
      const c = 16 * node;
      let dx = (part = nodes[c] - x) + Math.abs(part);
      dx += (part = x - nodes[c + 3]) + Math.abs(part);
      let dy = (part = nodes[c + 1] - y) + Math.abs(part);
      dy += (part = y - nodes[c + 4]) + Math.abs(part);
      let dz = (part = nodes[c + 2] - z) + Math.abs(part);
      dz += (part = z - nodes[c + 5]) + Math.abs(part);
      const left = 0.5 * Math.sqrt(dx * dx + dy * dy + dz * dz) + nodes[c + 6];
      dx = (part = nodes[c + 8] - x) + Math.abs(part);
      dx += (part = x - nodes[c + 11]) + Math.abs(part);
      dy = (part = nodes[c + 9] - y) + Math.abs(part);
      dy += (part = y - nodes[c + 12]) + Math.abs(part);
      dz = (part = nodes[c + 10] - z) + Math.abs(part);
      dz += (part = z - nodes[c + 13]) + Math.abs(part);
      const right = 0.5 * Math.sqrt(dx * dx + dy * dy + dz * dz) + nodes[c + 14];
      const rightFirst = Number(right < left);
      const near = rightFirst ? right : left;
      const far = rightFirst ? left : right;
      if (far < worst) {
        stackNodes[waiting] = 2 * node + 1 - rightFirst;
        stackBounds[waiting++] = far;
      }
      if (!(near < worst)) break;
      node = 2 * node + rightFirst;
    }
    if (node < leaves) continue;
    const end = 4 * starts[node - leaves + 1];
    for (let at = 4 * starts[node - leaves]; at < end; at += 4) {
      const room = worst - points[at + 3];
      const dx = points[at] - x;
      const dy = points[at + 1] - y;
      const dz = points[at + 2] - z;
      const square = dx * dx + dy * dy + dz * dz;
      // The root is taken of those alone that may be among the cheapest.
      if (!(room > 0) || square >= room * room) continue;
      const distance = Math.sqrt(square);
      const value = distance + points[at + 3];
      let to = found < size ? found++ : size - 1;
      for (; to > 0 && values[to - 1] > value; to--) {
        values[to] = values[to - 1];
        places[first + to] = places[first + to - 1];
        distances[first + to] = distances[first + to - 1];
      }
      values[to] = value;
      places[first + to] = at >> 2;
      distances[first + to] = distance;
      if (found === size) worst = values[size - 1];
    }
  }
  for (let to = found; to < size; to++) {
    places[first + to] = 0;
    distances[first + to] = Infinity;
  }
  return worst;
}
