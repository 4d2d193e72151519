import type { PointIndexLayout } from './pointIndexLayout';
import type { NeighbourSearch } from './neighbourSearch';
import { pointKernel, type PointKernel } from './pointKernel';
import { SharedPointKernel } from './sharedPointKernel';

/** What a run of queries adds up to; distances as they are, not squared, unless the name says otherwise. */
export interface DistanceTotals {
  /** Queries that were answered: the finite ones. */
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly maximum: number;
}

/** Where answers go: one place a query, by its row, or by its place in the order of the leaves from the first leaf asked for. */
export interface NeighbourArrays {
  readonly order: 'rows' | 'leaves';
  readonly distances: Float64Array<ArrayBufferLike> | null;
  /** Rows of the reference. */
  readonly indices: Uint32Array<ArrayBufferLike> | null;
}

/** Leaves that a group of queries may visit before its members go on alone: a group with an outlier in it is near everything. */
const mostVisitsOfGroup = 48;
const noNode = 0x7fffffff;

// The group of queries at hand, and what is known of each; a leaf that holds more is asked for in parts.
const mostInGroup = 64;
const groupX = new Float64Array(mostInGroup);
const groupY = new Float64Array(mostInGroup);
const groupZ = new Float64Array(mostInGroup);
const groupBest = new Float64Array(mostInGroup);
const groupFound = new Int32Array(mostInGroup);
/** A path from the root passes at most 32 nodes and leaves one sibling a node behind. */
const stackNodes = new Int32Array(64);
const stackSquares = new Float64Array(64);
/** The reference leaf that held the nearest point of a recent query: where the next group looks first. */
let recentLeaf = 0;

/**
 * The nearest reference point of each query in the leaves `fromLeaf ... toLeaf - 1` of `queries`; of equally near ones
 * any. Distances are computed in float64 from the stored values. Without a kernel, they are exactly those of comparing
 * every pair; with one, neighbours are compared in float32, and distances within 3e-7 of that.
 *
 * A leaf's queries lie together, so they go down the reference's tree together (as in Gray and Moore, "N-body problems
 * in statistical learning", 2000), and look only into leaves that are nearer than the worst they have. The reference
 * must not be empty.
 */
export function nearestOfLeaves(
  queries: PointIndexLayout,
  reference: PointIndexLayout,
  fromLeaf: number,
  toLeaf: number,
  answers: NeighbourArrays,
  kernel: PointKernel | null = pointKernel(),
): DistanceTotals {
  const shared = kernel ? SharedPointKernel.enter(queries, reference, fromLeaf, toLeaf) : null;
  try {
    return searchLeaves(queries, reference, fromLeaf, toLeaf, answers, shared ?? kernel?.prepare(queries, reference, fromLeaf, toLeaf) ?? null);
  } finally {
    shared?.leave();
  }
}

function searchLeaves(
  queries: PointIndexLayout,
  reference: PointIndexLayout,
  fromLeaf: number,
  toLeaf: number,
  answers: NeighbourArrays,
  fast: NeighbourSearch | null,
): DistanceTotals {
  const { starts, points, words } = queries;
  const referencePoints = reference.points;
  const referenceWords = reference.words;
  const { distances, indices } = answers;
  const byRow = answers.order === 'rows';
  const first = starts[fromLeaf];
  let sum = 0;
  let sumOfSquares = 0;
  let maximum = 0;
  // So that answers do not depend on what was asked before.
  recentLeaf = 0;
  for (let leaf = fromLeaf; leaf < toLeaf; leaf++) {
    const end = starts[leaf + 1];
    for (let from = starts[leaf]; from < end; from += mostInGroup) {
      const size = Math.min(mostInGroup, end - from);
      if (fast) searchGroupFast(fast, leaf, from, size);
      else searchGroup(queries, reference, leaf, from, size);
      for (let i = 0; i < size; i++) {
        const point = from + i;
        const at = 4 * point;
        const found = 4 * groupFound[i];
        const dx = referencePoints[found] - points[at];
        const dy = referencePoints[found + 1] - points[at + 1];
        const dz = referencePoints[found + 2] - points[at + 2];
        const square = dx * dx + dy * dy + dz * dz;
        const distance = Math.sqrt(square);
        sum += distance;
        sumOfSquares += square;
        if (distance > maximum) maximum = distance;
        const to = byRow ? (words ? words[at + 3] : points[at + 3]) : point - first;
        if (distances) distances[to] = distance;
        if (indices) indices[to] = referenceWords ? referenceWords[found + 3] : referencePoints[found + 3];
      }
    }
  }
  return { count: starts[toLeaf] - first, sum, sumOfSquares, maximum };
}

function searchGroupFast(kernel: NeighbourSearch, leaf: number, from: number, size: number): void {
  const nearest = kernel.search(leaf, from, size, mostVisitsOfGroup, recentLeaf);
  if (nearest >= 0) {
    recentLeaf = nearest;
    for (let i = 0; i < size; i++) groupFound[i] = kernel.found(i);
    return;
  }
  for (let i = 0; i < size; i++) {
    kernel.searchOne(from + i, recentLeaf);
    groupFound[i] = kernel.found(0);
  }
}

function searchGroup(queries: PointIndexLayout, reference: PointIndexLayout, leaf: number, first: number, size: number): void {
  const { starts, points, leaves } = reference;
  for (let i = 0; i < size; i++) {
    const at = 4 * (first + i);
    groupX[i] = queries.points[at];
    groupY[i] = queries.points[at + 1];
    groupZ[i] = queries.points[at + 2];
  }
  const firstLeaf = recentLeaf;
  const from = 4 * starts[firstLeaf];
  const to = 4 * starts[firstLeaf + 1];
  let bound = 0;
  for (let i = 0; i < size; i++) {
    const x = groupX[i];
    const y = groupY[i];
    const z = groupZ[i];
    let best = Infinity;
    let found = -1;
    for (let at = from; at < to; at += 4) {
      const dx = points[at] - x;
      const dy = points[at + 1] - y;
      const dz = points[at + 2] - z;
      const square = dx * dx + dy * dy + dz * dz;
      if (square < best) {
        best = square;
        found = at;
      }
    }
    groupBest[i] = best;
    groupFound[i] = found >> 2;
    if (best > bound) bound = best;
  }
  const { boxes } = queries;
  const box = 8 * (queries.leaves + leaf);
  const done = search(reference, 0, size, boxes[box], boxes[box + 1], boxes[box + 2], boxes[box + 4], boxes[box + 5], boxes[box + 6], bound, firstLeaf + leaves, mostVisitsOfGroup);
  if (done) return;
  for (let i = 0; i < size; i++) {
    const x = groupX[i];
    const y = groupY[i];
    const z = groupZ[i];
    search(reference, i, i + 1, x, y, z, x, y, z, groupBest[i], firstLeaf + leaves, Infinity);
  }
}

/**
 * Improves the queries `first ... end - 1` of the group, which lie in the given box, and none of which has a best
 * square above `bound`. Answers false when it gave up after `visits` leaves: what was found until then stays.
 */
function search(
  reference: PointIndexLayout,
  first: number,
  end: number,
  minX: number,
  minY: number,
  minZ: number,
  maxX: number,
  maxY: number,
  maxZ: number,
  bound: number,
  knownLeaf: number,
  visits: number,
): boolean {
  const { starts, points, boxes, leaves } = reference;
  let waiting = 0;
  let node = 1;
  let part: number;
  for (;;) {
    while (node < leaves) {
      // How far a box lies outside another along an axis: max(a, 0) + max(b, 0), of which one is 0. Twice that is
      // a + |a| + b + |b|, without a branch; hence the quarter of the squares.
      const c = 16 * node;
      let dx = (part = boxes[c] - maxX) + Math.abs(part);
      dx += (part = minX - boxes[c + 4]) + Math.abs(part);
      let dy = (part = boxes[c + 1] - maxY) + Math.abs(part);
      dy += (part = minY - boxes[c + 5]) + Math.abs(part);
      let dz = (part = boxes[c + 2] - maxZ) + Math.abs(part);
      dz += (part = minZ - boxes[c + 6]) + Math.abs(part);
      const left = 0.25 * (dx * dx + dy * dy + dz * dz);
      dx = (part = boxes[c + 8] - maxX) + Math.abs(part);
      dx += (part = minX - boxes[c + 12]) + Math.abs(part);
      dy = (part = boxes[c + 9] - maxY) + Math.abs(part);
      dy += (part = minY - boxes[c + 13]) + Math.abs(part);
      dz = (part = boxes[c + 10] - maxZ) + Math.abs(part);
      dz += (part = minZ - boxes[c + 14]) + Math.abs(part);
      const right = 0.25 * (dx * dx + dy * dy + dz * dz);
      const rightFirst = Number(right < left);
      const near = rightFirst ? right : left;
      const far = rightFirst ? left : right;
      if (far < bound) {
        stackNodes[waiting] = 2 * node + 1 - rightFirst;
        stackSquares[waiting++] = far;
      }
      node = near < bound ? 2 * node + rightFirst : noNode;
    }
    if (node !== noNode && node !== knownLeaf) {
      if (--visits < 0) return false;
      const leaf = node - leaves;
      const from = 4 * starts[leaf];
      const to = 4 * starts[leaf + 1];
      const c = 8 * node;
      const leafMinX = boxes[c];
      const leafMinY = boxes[c + 1];
      const leafMinZ = boxes[c + 2];
      const leafMaxX = boxes[c + 4];
      const leafMaxY = boxes[c + 5];
      const leafMaxZ = boxes[c + 6];
      bound = 0;
      for (let i = first; i < end; i++) {
        const x = groupX[i];
        const y = groupY[i];
        const z = groupZ[i];
        let best = groupBest[i];
        let dx = (part = leafMinX - x) + Math.abs(part);
        dx += (part = x - leafMaxX) + Math.abs(part);
        let dy = (part = leafMinY - y) + Math.abs(part);
        dy += (part = y - leafMaxY) + Math.abs(part);
        let dz = (part = leafMinZ - z) + Math.abs(part);
        dz += (part = z - leafMaxZ) + Math.abs(part);
        if (dx * dx + dy * dy + dz * dz < 4 * best) {
          let found = -1;
          for (let at = from; at < to; at += 4) {
            dx = points[at] - x;
            dy = points[at + 1] - y;
            dz = points[at + 2] - z;
            const square = dx * dx + dy * dy + dz * dz;
            if (square < best) {
              best = square;
              found = at;
            }
          }
          if (found >= 0) {
            groupBest[i] = best;
            groupFound[i] = found >> 2;
            recentLeaf = leaf;
          }
        }
        if (best > bound) bound = best;
      }
    }
    for (;;) {
      if (waiting === 0) return true;
      if (stackSquares[--waiting] < bound) break;
    }
    node = stackNodes[waiting];
  }
}
