import type { Coordinates } from './pointIndexLayout';
import { createTriangleLayout, triangleIndexBytes, trianglesOfLeaf, type TriangleIndexLayout } from './triangleIndexLayout';

const binCount = 16;

/**
 * Builds a tree of boxes over triangles (3 vertex rows each), split where the surface area heuristic is best over bins
 * along the widest extent of the centres (Wald, "On fast construction of SAH-based bounding volume hierarchies", 2007).
 * Triangles with a corner that no vertex has, or that is not finite, are left out.
 */
export function buildTriangleIndex(
  positions: Coordinates,
  triangles: Uint32Array<ArrayBufferLike>,
  allocate: (bytes: number) => ArrayBufferLike,
): TriangleIndexLayout {
  const order = usableTriangles(positions, triangles);
  const count = order.length;
  const boxes = new Float64Array(6 * count);
  let exact = true;
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) {
      const a = positions[3 * triangles[3 * order[i]] + axis];
      const b = positions[3 * triangles[3 * order[i] + 1] + axis];
      const c = positions[3 * triangles[3 * order[i] + 2] + axis];
      boxes[6 * i + axis] = Math.min(a, b, c);
      boxes[6 * i + 3 + axis] = Math.max(a, b, c);
      exact &&= Math.fround(a) === a && Math.fround(b) === b && Math.fround(c) === c;
    }
  }
  const tree = new TreeBuilder(boxes, count);
  tree.build();
  const bytesOfNumber = exact ? 4 : 8;
  const layout = createTriangleLayout(allocate(triangleIndexBytes(count, tree.nodes, bytesOfNumber)), count, tree.nodes, bytesOfNumber);
  layout.boxes.set(tree.nodeBoxes.subarray(0, 6 * tree.nodes));
  layout.links.set(tree.links.subarray(0, 2 * tree.nodes));
  for (let i = 0; i < count; i++) {
    const number = order[tree.order[i]];
    layout.numbers[i] = number;
    for (let corner = 0; corner < 3; corner++) {
      const row = 3 * triangles[3 * number + corner];
      for (let axis = 0; axis < 3; axis++) layout.corners[9 * i + 3 * corner + axis] = positions[row + axis];
    }
  }
  return layout;
}

function usableTriangles(positions: Coordinates, triangles: Uint32Array<ArrayBufferLike>): Uint32Array<ArrayBuffer> {
  const usable = new Uint32Array(Math.floor(triangles.length / 3));
  let count = 0;
  for (let triangle = 0; triangle < usable.length; triangle++) {
    let zero = 0;
    // A row that is not there reads as undefined, which becomes NaN like what is not finite.
    for (let corner = 0; corner < 3; corner++) {
      const row = 3 * triangles[3 * triangle + corner];
      for (let axis = 0; axis < 3; axis++) zero += positions[row + axis] - positions[row + axis];
    }
    if (zero === 0) usable[count++] = triangle;
  }
  return usable.slice(0, count);
}

class TreeBuilder {
  readonly order: Uint32Array<ArrayBuffer>;
  readonly nodeBoxes: Float64Array<ArrayBuffer>;
  readonly links: Uint32Array<ArrayBuffer>;
  nodes = 1;
  private readonly binCounts = new Uint32Array(binCount);
  private readonly binBoxes = new Float64Array(6 * binCount);
  private readonly costs = new Float64Array(binCount);
  private readonly centres = new Float64Array(6);

  constructor(private readonly boxes: Float64Array<ArrayBuffer>, private readonly count: number) {
    this.order = new Uint32Array(count).map((_, i) => i);
    // Every leaf has at least one triangle.
    const most = Math.max(1, 2 * count - 1);
    this.nodeBoxes = new Float64Array(6 * most);
    this.links = new Uint32Array(2 * most);
  }

  build(): void {
    const stack = [0, 0, this.count];
    while (stack.length > 0) {
      const end = stack.pop() ?? 0;
      const first = stack.pop() ?? 0;
      const node = stack.pop() ?? 0;
      this.measure(node, first, end);
      const middle = end - first > trianglesOfLeaf ? this.split(first, end) : -1;
      if (middle < 0) {
        this.links[2 * node] = first;
        this.links[2 * node + 1] = end - first;
        continue;
      }
      this.links[2 * node] = this.nodes;
      this.links[2 * node + 1] = 0;
      stack.push(this.nodes + 1, middle, end, this.nodes, first, middle);
      this.nodes += 2;
    }
  }

  /** The box of a node, and the one around the centres (doubled: min + max) of its triangles. */
  private measure(node: number, first: number, end: number): void {
    const { boxes, centres, nodeBoxes, order } = this;
    emptyBox(centres, 0);
    emptyBox(nodeBoxes, 6 * node);
    for (let i = first; i < end; i++) {
      const from = 6 * order[i];
      growBox(nodeBoxes, 6 * node, boxes, from);
      for (let axis = 0; axis < 3; axis++) {
        const centre = boxes[from + axis] + boxes[from + 3 + axis];
        if (centre < centres[axis]) centres[axis] = centre;
        if (centre > centres[3 + axis]) centres[3 + axis] = centre;
      }
    }
  }

  /** Sorts triangles `first ... end - 1` into two parts and answers where the second begins. */
  private split(first: number, end: number): number {
    const { boxes, centres, order, binCounts, binBoxes, costs } = this;
    const extent = [0, 1, 2].map((axis) => centres[3 + axis] - centres[axis]);
    const axis = extent[0] >= extent[1] && extent[0] >= extent[2] ? 0 : extent[1] >= extent[2] ? 1 : 2;
    // All centres in one place: halve by number, so that no leaf grows.
    if (!(extent[axis] > 0)) return (first + end) >>> 1;
    const origin = centres[axis];
    const scale = binCount / extent[axis];
    const binOf = (triangle: number): number =>
      Math.min(binCount - 1, Math.floor((boxes[6 * triangle + axis] + boxes[6 * triangle + 3 + axis] - origin) * scale));
    binCounts.fill(0);
    for (let bin = 0; bin < binCount; bin++) emptyBox(binBoxes, 6 * bin);
    for (let i = first; i < end; i++) {
      const bin = binOf(order[i]);
      binCounts[bin]++;
      growBox(binBoxes, 6 * bin, boxes, 6 * order[i]);
    }
    // costs[bin]: of a cut before the bin; first what lies above, then what lies below.
    const box = new Float64Array(6);
    emptyBox(box, 0);
    for (let bin = binCount - 1, above = 0; bin > 0; bin--) {
      growBox(box, 0, binBoxes, 6 * bin);
      above += binCounts[bin];
      costs[bin] = above === 0 ? 0 : above * areaOf(box);
    }
    emptyBox(box, 0);
    let best = 0;
    for (let bin = 1, below = 0; bin < binCount; bin++) {
      growBox(box, 0, binBoxes, 6 * (bin - 1));
      below += binCounts[bin - 1];
      if (below === 0 || below === end - first) continue;
      costs[bin] += below * areaOf(box);
      if (best === 0 || costs[bin] < costs[best]) best = bin;
    }
    // Extents so small that scaling overflowed put all into one bin.
    if (best === 0) return (first + end) >>> 1;
    let middle = first;
    for (let i = first; i < end; i++) {
      const triangle = order[i];
      if (binOf(triangle) >= best) continue;
      order[i] = order[middle];
      order[middle++] = triangle;
    }
    return middle;
  }
}

function emptyBox(boxes: Float64Array<ArrayBuffer>, at: number): void {
  boxes.fill(Infinity, at, at + 3).fill(-Infinity, at + 3, at + 6);
}

function growBox(boxes: Float64Array<ArrayBuffer>, at: number, others: Float64Array<ArrayBuffer>, from: number): void {
  for (let axis = 0; axis < 3; axis++) {
    if (others[from + axis] < boxes[at + axis]) boxes[at + axis] = others[from + axis];
    if (others[from + 3 + axis] > boxes[at + 3 + axis]) boxes[at + 3 + axis] = others[from + 3 + axis];
  }
}

/** Half the surface of a box. */
function areaOf(box: Float64Array<ArrayBuffer>): number {
  const x = box[3] - box[0];
  const y = box[4] - box[1];
  const z = box[5] - box[2];
  return x * y + y * z + z * x;
}
