import { CancelledError, OperationError } from '../model/errors';
import { PointIndex } from './pointIndex';
import { rowOf, type Coordinates, type PointIndexLayout } from './pointIndexLayout';

export interface FarthestPointOptions {
  /** Row of the first point, from 0. Default: 0. */
  readonly start?: number;
  readonly signal?: AbortSignal;
  /** Share done, 0...1. */
  readonly progress?: (share: number) => void;
}

/** Milliseconds of work between two looks at what else there is to do. */
const longestSilence = 30;

/**
 * The rows of the first `count` points of the farthest point sequence: the start, then always the point farthest from
 * all those before it, the lowest row of equally far ones. Exactly what the plain algorithm answers, points that are
 * there more than once included: no row comes twice. Points that are not finite never come.
 *
 * Eldar et al., "The farthest point strategy for progressive image sampling" (1997). A new point can only be nearer
 * to a point than all others where a box holds one farther from them than the box is from it; all other boxes are
 * passed over, as in Han et al., "QuickFPS" (2023), here in a whole tree of boxes.
 * @param positions 3 numbers a row.
 * @throws OperationError when there are fewer finite points, or the start is not one of them; CancelledError.
 */
export async function farthestPoints(positions: Coordinates, count: number, options: FarthestPointOptions = {}): Promise<Uint32Array<ArrayBuffer>> {
  const { layout } = PointIndex.build(positions);
  const start = options.start ?? 0;
  if (count > layout.count) throw new OperationError(`${count} points were asked for of ${layout.count} finite ones. Ask for fewer.`);
  const sequence = new Uint32Array(count);
  if (count === 0) return sequence;
  let point = 0;
  while (point < layout.count && rowOf(layout, point) !== start) point++;
  if (point === layout.count) throw new OperationError(`Row ${start} is not a finite point of the cloud; start at another.`);
  const sampler = new FarthestPointSampler(layout);
  let heard = performance.now();
  for (let chosen = 0; ; ) {
    sequence[chosen++] = rowOf(layout, point);
    if (chosen === count) return sequence;
    point = sampler.choose(point);
    if (sampler.farthestSquare <= 0) {
      appendRest(sequence, chosen, layout);
      return sequence;
    }
    if (chosen % 64 !== 0 || performance.now() - heard < longestSilence) continue;
    options.progress?.(chosen / count);
    await new Promise((resolve) => setTimeout(resolve, 0));
    heard = performance.now();
    if (options.signal?.aborted) throw new CancelledError();
  }
}

/** Once every point lies where a chosen one does, all that are left are equally far, and the lowest row is next. */
function appendRest(sequence: Uint32Array<ArrayBuffer>, chosen: number, layout: PointIndexLayout): void {
  const isOver = new Uint8Array(layout.rows).fill(1);
  for (let point = 0; point < layout.count; point++) isOver[rowOf(layout, point)] = 0;
  for (let i = 0; i < chosen; i++) isOver[sequence[i]] = 1;
  for (let row = 0; chosen < sequence.length; row++) if (isOver[row] === 0) sequence[chosen++] = row;
}

/** What is known while points are chosen; points are meant by their place in the index. */
class FarthestPointSampler {
  /** Squared distance from each point to the nearest chosen one; -1 for the chosen, that they never come again. */
  private readonly squares: Float64Array<ArrayBuffer>;
  /** Of each node the farthest point, and its square. An empty leaf has -2. */
  private readonly farthest: Int32Array<ArrayBuffer>;
  private readonly farthestSquares: Float64Array<ArrayBuffer>;
  private readonly stack = new Int32Array(64);
  private readonly visited: Int32Array<ArrayBuffer>;
  private readonly rows: Uint32Array<ArrayBuffer>;

  constructor(private readonly layout: PointIndexLayout) {
    const { count, leaves } = layout;
    this.squares = new Float64Array(count).fill(Infinity);
    this.farthest = new Int32Array(2 * leaves).fill(-1);
    this.farthestSquares = new Float64Array(2 * leaves).fill(Infinity);
    this.visited = new Int32Array(leaves);
    this.rows = new Uint32Array(count);
    for (let point = 0; point < count; point++) this.rows[point] = rowOf(layout, point);
  }

  /** Squared distance of the farthest point from the chosen. */
  get farthestSquare(): number {
    return this.farthestSquares[1];
  }

  /** Takes a point among the chosen; answers the one farthest from all of them. */
  choose(point: number): number {
    const { points, boxes, leaves } = this.layout;
    const { farthest, farthestSquares, stack, visited } = this;
    const x = points[4 * point];
    const y = points[4 * point + 1];
    const z = points[4 * point + 2];
    // The boxes around it have its own square, the largest and not 0, so its leaf will be looked into.
    this.squares[point] = -1;
    let visits = 0;
    let waiting = 1;
    stack[0] = 1;
    while (waiting > 0) {
      const node = stack[--waiting];
      // Squares of boxes round as those of points do, so "not nearer" is exact. Twice max(a, 0) is a + |a|.
      const box = 8 * node;
      let part: number;
      let dx = (part = boxes[box] - x) + Math.abs(part);
      dx += (part = x - boxes[box + 4]) + Math.abs(part);
      let dy = (part = boxes[box + 1] - y) + Math.abs(part);
      dy += (part = y - boxes[box + 5]) + Math.abs(part);
      let dz = (part = boxes[box + 2] - z) + Math.abs(part);
      dz += (part = z - boxes[box + 6]) + Math.abs(part);
      if (0.25 * (dx * dx + dy * dy + dz * dz) >= farthestSquares[node]) continue;
      if (node >= leaves) {
        this.updateLeaf(node, x, y, z);
        continue;
      }
      visited[visits++] = node;
      stack[waiting++] = 2 * node;
      stack[waiting++] = 2 * node + 1;
    }
    // Children came after their parents, so backwards they are known before them.
    while (visits > 0) {
      const node = visited[--visits];
      const left = 2 * node;
      const right = left + 1;
      const better = this.isFarther(right, left) ? right : left;
      farthest[node] = farthest[better];
      farthestSquares[node] = farthestSquares[better];
    }
    return farthest[1];
  }

  /** Whether the farthest point of one node comes before that of another. */
  private isFarther(node: number, other: number): boolean {
    const { farthest, farthestSquares, rows } = this;
    if (farthestSquares[node] !== farthestSquares[other]) return farthestSquares[node] > farthestSquares[other];
    return farthest[node] >= 0 && rows[farthest[node]] < rows[farthest[other]];
  }

  private updateLeaf(node: number, x: number, y: number, z: number): void {
    const { points, starts, leaves } = this.layout;
    const { squares, rows } = this;
    let best = -1;
    let bestSquare = -2;
    for (let point = starts[node - leaves]; point < starts[node - leaves + 1]; point++) {
      const dx = points[4 * point] - x;
      const dy = points[4 * point + 1] - y;
      const dz = points[4 * point + 2] - z;
      const square = dx * dx + dy * dy + dz * dz;
      let least = squares[point];
      if (square < least) {
        least = square;
        squares[point] = square;
      }
      if (least > bestSquare || (least === bestSquare && rows[point] < rows[best])) {
        best = point;
        bestSquare = least;
      }
    }
    this.farthest[node] = best;
    this.farthestSquares[node] = bestSquare;
  }
}
