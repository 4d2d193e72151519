import { createLayout, layoutOf, pointIndexBytes, type Coordinates, type PointIndexLayout } from './pointIndexLayout';
import { pointKernel, type PointKernel } from './pointKernel';
import { partition, rankedValue, select, widestAxis } from './pointPartition';

/**
 * Writes the finite points of a cloud to a new index, unsorted: {@link sortPointIndex} does the rest, perhaps elsewhere.
 * Coordinates that float32 holds exactly are stored as such, all others as float64, so that no distance is rounded.
 * `positions` has 3 numbers a row.
 */
export function preparePointIndex(positions: Coordinates, allocate: (bytes: number) => ArrayBufferLike | WebAssembly.Memory): PointIndexLayout {
  const rows = Math.floor(positions.length / 3);
  let count = 0;
  let exact = true;
  for (let row = 0, at = 0; row < rows; row++, at += 3) {
    const x = positions[at];
    const y = positions[at + 1];
    const z = positions[at + 2];
    // x - x is 0 for every finite x, NaN otherwise.
    if (x - x + (y - y) + (z - z) !== 0) continue;
    count++;
    exact &&= Math.fround(x) === x && Math.fround(y) === y && Math.fround(z) === z;
  }
  const bytesOfNumber = exact ? 4 : 8;
  const layout = createLayout(allocate(pointIndexBytes(count, bytesOfNumber)), count, rows, bytesOfNumber);
  const { points, words } = layout;
  for (let row = 0, at = 0, to = 0; row < rows; row++, at += 3) {
    const x = positions[at];
    const y = positions[at + 1];
    const z = positions[at + 2];
    if (x - x + (y - y) + (z - z) !== 0) continue;
    points[to] = x;
    points[to + 1] = y;
    points[to + 2] = z;
    if (words) words[to + 3] = row;
    else points[to + 3] = row;
    to += 4;
  }
  return layout;
}

/** Nodes of more points are split in place, which is slower; the others with a second array of at most this many points. */
const mostWithCopy = 1 << 19;
/** Nodes of more points are split at the median of a sample, a little off the middle; the others at their own median. */
const mostExact = 64;

/** Sorts the points of a prepared index into its leaves and fills the boxes. O(n log n), with at most 17 MB (float32) besides. */
export function sortPointIndex(buffer: ArrayBufferLike, kernel: PointKernel | null = pointKernel()): void {
  sortPart(buffer, 0, 1, kernel);
}

/**
 * Into how many parts an index of `count` points is cut so that `threads` can sort it: a power of two. Only nodes that are
 * split at their very median are cut, so that the index does not depend on the number of threads.
 */
export function partsOfIndex(count: number, threads: number): number {
  let parts = 1;
  while (parts < threads && Math.floor(count / parts) > mostWithCopy) parts *= 2;
  return parts;
}

/** Moves the points of a prepared index between its parts; each can then be sorted by {@link sortPart}, on any thread. */
export function beginParts(buffer: ArrayBufferLike, parts: number): void {
  const { count, points } = layoutOf(buffer);
  halveInto(points, 0, count, parts);
}

/** Sorts one of `parts` parts of an index into its leaves, and fills the boxes of its nodes. */
export function sortPart(buffer: ArrayBufferLike, part: number, parts: number, kernel: PointKernel | null = pointKernel()): void {
  const { count, leaves, starts, points, boxes } = layoutOf(buffer);
  const [left, right] = rangeOfPart(count, part, parts);
  const leavesOfPart = leaves / parts;
  splitInPlace(points, starts, left, right, leavesOfPart, part * leavesOfPart, kernel);
  // The start behind a part's last leaf is the next part's to write.
  if (part === parts - 1) starts[leaves] = count;
  fillLeafBoxes(points, boxes, starts, leaves, part * leavesOfPart, leavesOfPart, right);
  // Row by row of the part's nodes, from the one above its leaves up to its own root.
  for (let nodes = leavesOfPart / 2; nodes >= 1; nodes /= 2) joinBoxes(boxes, (parts + part) * nodes, nodes);
}

/** Fills the boxes above those of the parts, once all are sorted. */
export function endParts(buffer: ArrayBufferLike, parts: number): void {
  const { boxes } = layoutOf(buffer);
  for (let nodes = parts / 2; nodes >= 1; nodes /= 2) joinBoxes(boxes, nodes, nodes);
}

function halveInto(points: Coordinates, left: number, right: number, parts: number): void {
  if (parts === 1) return;
  const middle = halve(points, left, right);
  halveInto(points, left, middle, parts / 2);
  halveInto(points, middle, right, parts / 2);
}

function rangeOfPart(count: number, part: number, parts: number): [left: number, right: number] {
  let left = 0;
  let right = count;
  for (let bit = parts / 2; bit >= 1; bit /= 2) {
    const middle = (left + right) >>> 1;
    if ((part & bit) === 0) right = middle;
    else left = middle;
  }
  return [left, right];
}

/** Moves the points of a node so that its upper half is not below its lower one; answers where it begins. */
function halve(points: Coordinates, left: number, right: number): number {
  const middle = (left + right) >>> 1;
  select(points, middle, left, right - 1, widestAxis(points, left, right));
  return middle;
}

function splitInPlace(points: Coordinates, starts: Uint32Array<ArrayBufferLike>, left: number, right: number, leaves: number, leaf: number, kernel: PointKernel | null): void {
  if (right - left <= mostWithCopy) {
    const node = points.subarray(4 * left, 4 * right);
    const startsOfNode = starts.subarray(leaf, leaf + leaves);
    if (kernel && node instanceof Float32Array) kernel.sort(node, startsOfNode);
    else splitWithCopy(node, node.slice(), false, startsOfNode, 0, right - left, leaves, 0);
    for (let i = 0; i < leaves; i++) startsOfNode[i] += left;
    return;
  }
  const middle = halve(points, left, right);
  splitInPlace(points, starts, left, middle, leaves / 2, leaf, kernel);
  splitInPlace(points, starts, middle, right, leaves / 2, leaf + leaves / 2, kernel);
}

/**
 * Splits points of `from` into two parts in `to`, and those back into `from`. Moving all points at each level costs
 * less than the branches of a partition in place, half of which a processor predicts wrongly.
 * @param swapped `to` is the index's own memory, where the leaves end up.
 */
function splitWithCopy(
  from: Coordinates,
  to: Coordinates,
  swapped: boolean,
  starts: Uint32Array<ArrayBufferLike>,
  left: number,
  right: number,
  leaves: number,
  leaf: number,
): void {
  if (leaves === 1) {
    starts[leaf] = left;
    if (swapped) for (let at = 4 * left; at < 4 * right; at++) to[at] = from[at];
    return;
  }
  const n = right - left;
  let middle = left;
  if (n > 1) {
    const axis = widestAxis(from, left, right);
    const size = n <= mostExact ? n : n > 4096 ? 255 : n > 512 ? 127 : 63;
    middle = partition(from, to, left, right, axis, rankedValue(from, left, right, axis, size));
  }
  const least = n < 8 ? 1 : n * 0.35;
  if (middle - left < least || right - middle < least) {
    // Many equal coordinates, or none to split: halve by number.
    middle = (left + right) >>> 1;
    for (let at = 4 * left; at < 4 * right; at++) to[at] = from[at];
    if (n > 1) select(to, middle, left, right - 1, widestAxis(to, left, right));
  }
  splitWithCopy(to, from, !swapped, starts, left, middle, leaves / 2, leaf);
  splitWithCopy(to, from, !swapped, starts, middle, right, leaves / 2, leaf + leaves / 2);
}

function fillLeafBoxes(points: Coordinates, boxes: Coordinates, starts: Uint32Array<ArrayBufferLike>, leaves: number, first: number, count: number, endOfLast: number): void {
  for (let leaf = first; leaf < first + count; leaf++) {
    const end = leaf + 1 < first + count ? starts[leaf + 1] : endOfLast;
    // An empty leaf keeps a box that is infinitely far from everything.
    let minX = Infinity;
    let minY = Infinity;
    let minZ = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    let maxZ = -Infinity;
    for (let at = 4 * starts[leaf]; at < 4 * end; at += 4) {
      const x = points[at];
      const y = points[at + 1];
      const z = points[at + 2];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    const box = 8 * (leaves + leaf);
    boxes[box] = minX;
    boxes[box + 1] = minY;
    boxes[box + 2] = minZ;
    boxes[box + 4] = maxX;
    boxes[box + 5] = maxY;
    boxes[box + 6] = maxZ;
  }
}

/** The boxes of the nodes `first ... first + count - 1` around those of their children. */
function joinBoxes(boxes: Coordinates, first: number, count: number): void {
  for (let node = first; node < first + count; node++) {
    const box = 8 * node;
    const left = 16 * node;
    const right = left + 8;
    for (let k = 0; k < 3; k++) boxes[box + k] = boxes[left + k] < boxes[right + k] ? boxes[left + k] : boxes[right + k];
    for (let k = 4; k < 7; k++) boxes[box + k] = boxes[left + k] > boxes[right + k] ? boxes[left + k] : boxes[right + k];
  }
}
