import { OperationError } from '../model/errors';
import type { Parallel } from './parallel';
import { preparePointIndex, sortPointIndex } from './pointIndexBuild';
import { rowOf, type Coordinates } from './pointIndexLayout';
import { createPricedTree, summarisePrices, type PricedTree } from './pricedTree';

/** What a pairing costs, and what every pairing costs at least. */
export interface Certificate {
  /** Sum of the distances of all pairs. */
  readonly total: number;
  /** No pairing has a smaller sum. */
  readonly lowerBound: number;
}

/** Up to so many pairs of points are all compared; beyond, a tree is searched. */
const mostCompared = 1 << 22;
const rowsOfPiece = 1 << 14;

/** Rows of a cloud, and the points with prices that each looks for its cheapest among. */
export interface LeastCostsArgument {
  /** Those of the piece's rows alone. */
  readonly positions: Coordinates;
  /** What some point costs each row: the least is no more. */
  readonly known: Float64Array<ArrayBuffer>;
  readonly objects: PricedTree;
  readonly exhaustive: boolean;
}

/** For each row the least distance + price. */
export function leastCostsTask({ positions, known, objects, exhaustive }: LeastCostsArgument): Float64Array<ArrayBuffer> {
  const costs = new Float64Array(positions.length / 3);
  for (let row = 0; row < costs.length; row++) {
    const find = exhaustive ? leastCostOfAll : leastCost;
    costs[row] = find(objects, positions[3 * row], positions[3 * row + 1], positions[3 * row + 2], known[row]);
  }
  return costs;
}

/**
 * Checks a pairing by the points and prices alone, knowing nothing of how they were found. By weak duality, sums of
 * (least distance + price) over `first` less all prices bound the cost of every pairing from below, whatever the prices
 * are (Kuhn, "The Hungarian method for the assignment problem", 1955). Sums are compensated.
 *
 * @param first finite points, 3 numbers a row
 * @param second as many
 * @param partners the row of `second` that each row of `first` is paired with
 * @param prices one a row of `second`
 * @throws OperationError when the pairing is not one to one; CancelledError
 */
export async function certify(
  first: Coordinates,
  second: Coordinates,
  partners: Uint32Array<ArrayBufferLike>,
  prices: Float64Array<ArrayBufferLike>,
  parallel: Parallel,
  signal?: AbortSignal,
): Promise<Certificate> {
  const count = partners.length;
  const isTaken = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const partner = partners[row];
    if (partner >= count || isTaken[partner] === 1) throw new OperationError(`The pairing is not one to one at row ${row}. This is a mistake in the program: please report it.`);
    isTaken[partner] = 1;
  }
  const index = preparePointIndex(second, (bytes) => new ArrayBuffer(bytes));
  sortPointIndex(index.buffer);
  const objects = createPricedTree(index, (bytes) => parallel.allocate(bytes));
  for (let place = 0; place < count; place++) objects.points[4 * place + 3] = prices[rowOf(index, place)];
  summarisePrices(objects);
  const exhaustive = count * count <= mostCompared;
  const pieces: LeastCostsArgument[] = [];
  for (let row = 0; row < count; row += rowsOfPiece) {
    const end = Math.min(count, row + rowsOfPiece);
    const known = Float64Array.from({ length: end - row }, (_, i) => distanceBetween(first, row + i, second, partners[row + i]) + prices[partners[row + i]]);
    pieces.push({ positions: first.slice(3 * row, 3 * end), known, objects, exhaustive });
  }
  const total = new CompensatedSum();
  const excess = new CompensatedSum();
  const costs = await parallel.run('leastCosts', pieces, signal);
  for (let row = 0; row < count; row++) {
    const distance = distanceBetween(first, row, second, partners[row]);
    total.add(distance);
    // Pair by pair, what a row pays above its least cost: the same bound, without taking large sums from each other.
    excess.add(distance + prices[partners[row]] - costs[Math.floor(row / rowsOfPiece)][row % rowsOfPiece]);
  }
  return { total: total.value, lowerBound: Math.max(0, total.value - Math.max(0, excess.value)) };
}

function distanceBetween(first: Coordinates, row: number, second: Coordinates, other: number): number {
  return Math.hypot(first[3 * row] - second[3 * other], first[3 * row + 1] - second[3 * other + 1], first[3 * row + 2] - second[3 * other + 2]);
}

function leastCostOfAll({ points }: PricedTree, x: number, y: number, z: number, known: number): number {
  let least = known;
  for (let at = 0; at < points.length; at += 4) {
    const dx = points[at] - x;
    const dy = points[at + 1] - y;
    const dz = points[at + 2] - z;
    const cost = Math.sqrt(dx * dx + dy * dy + dz * dz) + points[at + 3];
    if (cost < least) least = cost;
  }
  return least;
}

const stack = new Int32Array(64);

function leastCost({ nodes, points, starts, leaves }: PricedTree, x: number, y: number, z: number, known: number): number {
  let least = known;
  let waiting = 1;
  stack[0] = 1;
  while (waiting > 0) {
    const node = stack[--waiting];
    if (!(boundOf(nodes, 8 * node, x, y, z) < least)) continue;
    if (node >= leaves) {
      for (let at = 4 * starts[node - leaves]; at < 4 * starts[node - leaves + 1]; at += 4) {
        const dx = points[at] - x;
        const dy = points[at + 1] - y;
        const dz = points[at + 2] - z;
        const cost = Math.sqrt(dx * dx + dy * dy + dz * dz) + points[at + 3];
        if (cost < least) least = cost;
      }
      continue;
    }
    const leftFirst = boundOf(nodes, 16 * node, x, y, z) <= boundOf(nodes, 16 * node + 8, x, y, z);
    stack[waiting++] = leftFirst ? 2 * node + 1 : 2 * node;
    stack[waiting++] = leftFirst ? 2 * node : 2 * node + 1;
  }
  return least;
}

/** What every point of a node costs at least; shrunk by more than rounding could have added. */
function boundOf(nodes: Float64Array<ArrayBufferLike>, node: number, x: number, y: number, z: number): number {
  const dx = Math.max(nodes[node] - x, 0, x - nodes[node + 3]);
  const dy = Math.max(nodes[node + 1] - y, 0, y - nodes[node + 4]);
  const dz = Math.max(nodes[node + 2] - z, 0, z - nodes[node + 5]);
  return Math.sqrt(dx * dx + dy * dy + dz * dz) * (1 - 2 ** -50) + nodes[node + 6];
}

/** A sum with the error of its own last place: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974). */
class CompensatedSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}
