import { createLayout, layoutOf, pointIndexBytes, type Coordinates, type PointIndexLayout } from './pointIndexLayout';

/**
 * Writes the finite points of a cloud to a new index, unsorted: {@link sortPointIndex} does the rest, perhaps elsewhere.
 * Coordinates that float32 holds exactly are stored as such, so that no distance differs from one in float64.
 */
export function preparePointIndex(positions: Coordinates, allocate: (bytes: number) => ArrayBufferLike): PointIndexLayout {
  const rows = positions.length / 3;
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
  const bytesOfCoordinate = exact ? 4 : 8;
  const layout = createLayout(allocate(pointIndexBytes(count, bytesOfCoordinate)), count, rows, bytesOfCoordinate);
  const { coordinates, rowsOfPoints } = layout;
  for (let row = 0, at = 0, to = 0; row < rows; row++, at += 3) {
    const x = positions[at];
    const y = positions[at + 1];
    const z = positions[at + 2];
    if (x - x + (y - y) + (z - z) !== 0) continue;
    rowsOfPoints[to / 3] = row;
    coordinates[to++] = x;
    coordinates[to++] = y;
    coordinates[to++] = z;
  }
  return layout;
}

/** Sorts the points of a prepared index into its leaves and fills the boxes. O(n log n), in place. */
export function sortPointIndex(buffer: ArrayBufferLike): void {
  const { count, leaves, coordinates, boxes, rowsOfPoints } = layoutOf(buffer);
  if (count === 0) {
    boxes.fill(Infinity, 6, 9).fill(-Infinity, 9, 12);
    return;
  }
  for (let nodes = 1; nodes < leaves; nodes *= 2) {
    for (let node = 0; node < nodes; node++) {
      const left = Math.floor((node * count) / nodes);
      const right = Math.floor(((node + 1) * count) / nodes) - 1;
      const middle = Math.floor(((2 * node + 1) * count) / (2 * nodes));
      const axis = widestAxis(coordinates, left, right);
      if (axis >= 0) select(coordinates, rowsOfPoints, middle, left, right, axis);
    }
  }
  fillBoxes(coordinates, boxes, count, leaves);
}

/** How many points of a node its extent is judged by: where a split lies is a matter of speed, not of truth. */
const sampleSize = 48;

/** The axis along which the points of a node lie farthest apart; -1 when all are in one place. */
function widestAxis(coordinates: Coordinates, left: number, right: number): number {
  const step = Math.max(1, Math.floor((right - left + 1) / sampleSize));
  let minX = Infinity;
  let minY = Infinity;
  let minZ = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  let maxZ = -Infinity;
  for (let point = left; point <= right; point += step) {
    const x = coordinates[3 * point];
    const y = coordinates[3 * point + 1];
    const z = coordinates[3 * point + 2];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  const x = maxX - minX;
  const y = maxY - minY;
  const z = maxZ - minZ;
  if (x >= y && x >= z) return x > 0 || step > 1 ? 0 : -1;
  return y >= z ? 1 : 2;
}

/**
 * Moves points so that the one at `k` is where sorting along the axis would put it, none before it is greater and none
 * after it smaller. Floyd and Rivest, "Algorithm 489: select" (1975).
 */
function select(coordinates: Coordinates, rows: Uint32Array<ArrayBufferLike>, k: number, left: number, right: number, axis: number): void {
  while (right > left) {
    if (right - left > 600) {
      const n = right - left + 1;
      const m = k - left + 1;
      const z = Math.log(n);
      const s = 0.5 * Math.exp((2 * z) / 3);
      const deviation = 0.5 * Math.sqrt((z * s * (n - s)) / n) * (m - n / 2 < 0 ? -1 : 1);
      const newLeft = Math.max(left, Math.floor(k - (m * s) / n + deviation));
      const newRight = Math.min(right, Math.floor(k + ((n - m) * s) / n + deviation));
      select(coordinates, rows, k, newLeft, newRight, axis);
    }
    const pivot = coordinates[3 * k + axis];
    let i = left;
    let j = right;
    swap(coordinates, rows, left, k);
    if (coordinates[3 * right + axis] > pivot) swap(coordinates, rows, left, right);
    while (i < j) {
      swap(coordinates, rows, i, j);
      i++;
      j--;
      while (coordinates[3 * i + axis] < pivot) i++;
      while (coordinates[3 * j + axis] > pivot) j--;
    }
    if (coordinates[3 * left + axis] === pivot) swap(coordinates, rows, left, j);
    else {
      j++;
      swap(coordinates, rows, j, right);
    }
    if (j <= k) left = j + 1;
    if (k <= j) right = j - 1;
  }
}

function swap(coordinates: Coordinates, rows: Uint32Array<ArrayBufferLike>, i: number, j: number): void {
  const row = rows[i];
  rows[i] = rows[j];
  rows[j] = row;
  const a = 3 * i;
  const b = 3 * j;
  const x = coordinates[a];
  const y = coordinates[a + 1];
  const z = coordinates[a + 2];
  coordinates[a] = coordinates[b];
  coordinates[a + 1] = coordinates[b + 1];
  coordinates[a + 2] = coordinates[b + 2];
  coordinates[b] = x;
  coordinates[b + 1] = y;
  coordinates[b + 2] = z;
}

function fillBoxes(coordinates: Coordinates, boxes: Coordinates, count: number, leaves: number): void {
  for (let leaf = 0; leaf < leaves; leaf++) {
    const from = 3 * Math.floor((leaf * count) / leaves);
    const to = 3 * Math.floor(((leaf + 1) * count) / leaves);
    let minX = Infinity;
    let minY = Infinity;
    let minZ = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    let maxZ = -Infinity;
    for (let at = from; at < to; at += 3) {
      const x = coordinates[at];
      const y = coordinates[at + 1];
      const z = coordinates[at + 2];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    const box = 6 * (leaves + leaf);
    boxes[box] = minX;
    boxes[box + 1] = minY;
    boxes[box + 2] = minZ;
    boxes[box + 3] = maxX;
    boxes[box + 4] = maxY;
    boxes[box + 5] = maxZ;
  }
  for (let node = leaves - 1; node > 0; node--) {
    const box = 6 * node;
    const left = 12 * node;
    const right = left + 6;
    for (let k = 0; k < 3; k++) boxes[box + k] = Math.min(boxes[left + k], boxes[right + k]);
    for (let k = 3; k < 6; k++) boxes[box + k] = Math.max(boxes[left + k], boxes[right + k]);
  }
}
