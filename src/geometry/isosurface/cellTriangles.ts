import type { CellPart } from './cellLoops';
import { edgeCorners, shareFace } from './cube';

/** A vertex inside the cell, and the border round it. */
export interface InnerVertex {
  readonly around: readonly number[];
}

/** The triangles of a cell: numbers 0 ... 11 are vertices on its edges, those from 12 on its inner vertices in order. */
export interface CellTriangles {
  /** 3 numbers each; anticlockwise as seen from outside the surface, where values are larger. */
  readonly triangles: readonly number[];
  readonly inner: readonly InnerVertex[];
}

/** What a triangulation costs: the area with every vertex in the middle of its edge, and much more a vertex that is added. */
interface Cut {
  readonly cost: number;
  readonly triangles: readonly (readonly [number, number, number])[];
  /** Polygons that get a vertex in their middle. */
  readonly fans: readonly (readonly number[])[];
}

const costOfInnerVertex = 100;

const middles: readonly (readonly [number, number, number])[] = edgeCorners.map(([low, high]) => {
  const middle = (axis: number): number => (((low >> axis) & 1) + ((high >> axis) & 1)) / 2;
  return [middle(0), middle(1), middle(2)];
});

/** The area of every triangle of middles, by its corners. */
const areas = Float64Array.from({ length: 12 ** 3 }, (_, i) => {
  const [p, q, r] = [middles[Math.floor(i / 144)], middles[Math.floor(i / 12) % 12], middles[i % 12]];
  const u = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
  const v = [r[0] - p[0], r[1] - p[1], r[2] - p[2]];
  return Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
});

/**
 * Triangles of the parts of a cell's surface. A line between two vertices of one face that is not part of a border is
 * never an edge: the neighbour across the face might draw it too. So each edge has one triangle in each of the cells that
 * it borders, or two in the one that it is inside of: the whole surface is a manifold. A disc that cannot be cut into
 * triangles in this way gets a vertex in its middle.
 */
export function triangulateCell(parts: readonly CellPart[]): CellTriangles {
  const triangles: number[] = [];
  const inner: InnerVertex[] = [];
  for (const { borders } of parts) {
    const cut = borders.length === 1 ? cutDisc(borders[0]) : cutTunnel(borders[0], borders[1]);
    // Borders have the inside to their left, seen from outside the cube: from outside the surface that is the other way round.
    for (const [a, b, c] of cut.triangles) triangles.push(a, c, b);
    for (const fan of cut.fans) {
      const middle = 12 + inner.length;
      inner.push({ around: fan });
      for (const [i, vertex] of fan.entries()) triangles.push(middle, fan[(i + 1) % fan.length], vertex);
    }
  }
  return { triangles, inner };
}

/** The cheapest triangles of a polygon, or a fan about its middle where there are none that may be. */
function cutDisc(polygon: readonly number[]): Cut {
  const count = polygon.length;
  const costs = polygon.map(() => new Float64Array(count));
  const apexes = polygon.map(() => new Int8Array(count).fill(-1));
  for (let span = 2; span < count; span++) {
    for (let from = 0; from + span < count; from++) {
      const to = from + span;
      costs[from][to] = Infinity;
      const isBorder = span === count - 1;
      if (!isBorder && shareFace(polygon[from], polygon[to])) continue;
      for (let apex = from + 1; apex < to; apex++) {
        const cost = costs[from][apex] + costs[apex][to] + area(polygon[from], polygon[apex], polygon[to]);
        // A little less is none: of equally cheap ones the first, whatever the rounding.
        if (cost < costs[from][to] - 1e-9 || (apexes[from][to] < 0 && cost < Infinity)) {
          costs[from][to] = cost;
          apexes[from][to] = apex;
        }
      }
    }
  }
  if (costs[0][count - 1] === Infinity) return { cost: costOfInnerVertex + count, triangles: [], fans: [polygon] };
  const triangles: [number, number, number][] = [];
  const collect = (from: number, to: number): void => {
    if (to - from < 2) return;
    const apex = apexes[from][to];
    triangles.push([polygon[from], polygon[apex], polygon[to]]);
    collect(from, apex);
    collect(apex, to);
  };
  collect(0, count - 1);
  return { cost: costs[0][count - 1], triangles, fans: [] };
}

/** The cheapest way to cut a tunnel between two borders into two discs by two lines from one border to the other. */
function cutTunnel(first: readonly number[], second: readonly number[]): Cut {
  let best: Cut | null = null;
  const lines = first.flatMap((a, i) => second.flatMap((b, j) => (shareFace(a, b) ? [] : [[i, j] as const])));
  for (const [i, j] of lines) {
    for (const [k, l] of lines) {
      if (k <= i || l === j) continue;
      const one = cutDisc([...arc(first, i, k), ...arc(second, l, j)]);
      const other = cutDisc([...arc(first, k, i), ...arc(second, j, l)]);
      const cost = one.cost + other.cost;
      if (best && cost >= best.cost - 1e-9) continue;
      const cut = { cost, triangles: [...one.triangles, ...other.triangles], fans: [...one.fans, ...other.fans] };
      if (hasNoDoubleEdge(cut)) best = cut;
    }
  }
  if (!best) throw new RangeError('A tunnel without two lines from border to border.');
  return best;
}

/** From one place of a closed border on to another, both included. */
function arc(border: readonly number[], from: number, to: number): number[] {
  const length = ((to - from + border.length) % border.length) + 1;
  return Array.from({ length }, (_, i) => border[(from + i) % border.length]);
}

/** False when the two discs of a tunnel have an edge in common besides the lines that part them. */
function hasNoDoubleEdge({ triangles, fans }: Cut): boolean {
  const seen = new Set<number>();
  const passes = (from: number, to: number): boolean => {
    const edge = 12 * from + to;
    if (seen.has(edge)) return false;
    seen.add(edge);
    return true;
  };
  return (
    triangles.every(([a, b, c]) => passes(a, b) && passes(b, c) && passes(c, a)) &&
    fans.every((fan) => fan.every((vertex, i) => passes(vertex, fan[(i + 1) % fan.length])))
  );
}

function area(a: number, b: number, c: number): number {
  return areas[(a * 12 + b) * 12 + c];
}
