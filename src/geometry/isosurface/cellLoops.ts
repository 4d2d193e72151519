import { ambiguousFaces, cornerCount, edgeBetween, edgeCorners, faceCorners } from './cube';

/*
 * Which surface a cell has is told by a key of 17 bits: which corners are inside (8 bits), on which ambiguous faces the
 * inside corners are joined (6 bits), and whether and how a tunnel joins two parts through the interior (3 bits).
 */

/** What a tunnel joins: corners inside or outside, of the even or of the odd ones of the {@link diagonals}. */
export const tunnels = { none: 0, insideEven: 1, outsideEven: 2, insideOdd: 3, outsideOdd: 4 } as const;
export type Tunnel = (typeof tunnels)[keyof typeof tunnels];

/** Columns of corners along z that are opposite each other: at (0, 0) and (1, 1), and at (1, 0) and (0, 1). */
export const diagonals = { even: [[0, 4], [3, 7]], odd: [[1, 5], [2, 6]] } as const;

export function surfaceKey(inside: number, joinedFaces: number, tunnel: Tunnel = tunnels.none): number {
  return inside | (joinedFaces << 8) | (tunnel << 14);
}

/** A surface inside a cell: its borders on the cube's faces. */
export interface CellPart {
  /** One for a disc, two for a tunnel. Each lists the edges that it passes, with the inside to its left as seen from outside the cube. */
  readonly borders: readonly (readonly number[])[];
}

/**
 * The parts of the surface inside a cell. On every face, segments part inside from outside; they link to closed borders.
 * The parts of the surface are discs, one a border, but for at most one tunnel, which joins two borders: the
 * two that have the same region inside and the same outside once the tunnel has joined its two regions. Why that is all
 * there is says docs/decisions/0040-the-surface-of-a-cell.md.
 *
 * @throws RangeError for a tunnel that this cell cannot have
 */
export function cellParts(key: number): readonly CellPart[] {
  const inside = key & 0xff;
  const joinedFaces = (key >> 8) & 0x3f;
  const tunnel = key >> 14;
  const borders = linkBorders(segmentsOf(inside, joinedFaces));
  if (tunnel === tunnels.none) return borders.map((border) => ({ borders: [border] }));
  const regions = regionsOf(inside, joinedFaces);
  joinColumns(regions, inside, tunnel);
  const parts = new Map<string, (readonly number[])[]>();
  for (const border of borders) {
    const name = edgeCorners[border[0]].map((corner) => find(regions, corner)).sort().join();
    const part = parts.get(name);
    if (part) part.push(border);
    else parts.set(name, [border]);
  }
  if (parts.size !== borders.length - 1) throw new RangeError(`The cell ${key} has no such tunnel.`);
  return [...parts.values()].map((part) => ({ borders: part }));
}

/** For every edge that the surface passes, the next one of its border; -1 elsewhere. */
function segmentsOf(inside: number, joinedFaces: number): Int8Array {
  const next = new Int8Array(12).fill(-1);
  for (const [face, corners] of faceCorners.entries()) {
    const isInside = corners.map((corner) => ((inside >> corner) & 1) === 1);
    // Round a face anticlockwise, the inside is entered at one edge and left at another; the border leads back.
    const isJoined = ((joinedFaces >> face) & 1) === 1;
    for (let i = 0; i < 4; i++) {
      if (!isInside[i] || isInside[(i + 1) % 4]) continue;
      const exit = edgeBetween(corners[i], corners[(i + 1) % 4]);
      let entry = i;
      // Where opposite corners are joined, the border leads round the outside corner; otherwise round the inside ones.
      if (isAmbiguousFace(isInside) && isJoined) entry = (i + 2) % 4;
      else while (isInside[(entry + 3) % 4]) entry = (entry + 3) % 4;
      next[exit] = edgeBetween(corners[(entry + 3) % 4], corners[entry]);
    }
  }
  return next;
}

function isAmbiguousFace([a, b, c, d]: readonly boolean[]): boolean {
  return a === c && b === d && a !== b;
}

function linkBorders(next: Int8Array): number[][] {
  const borders: number[][] = [];
  const isLinked = new Uint8Array(next.length);
  for (let edge = 0; edge < next.length; edge++) {
    if (next[edge] < 0 || isLinked[edge]) continue;
    const border: number[] = [];
    for (let at = edge; !isLinked[at]; at = next[at]) {
      isLinked[at] = 1;
      border.push(at);
    }
    borders.push(border);
  }
  return borders;
}

/** A union-find forest of the corners: those that are joined along edges and across faces. */
function regionsOf(inside: number, joinedFaces: number): Uint8Array {
  const parents = Uint8Array.from({ length: cornerCount }, (_, corner) => corner);
  const isInside = (corner: number): boolean => ((inside >> corner) & 1) === 1;
  for (const [low, high] of edgeCorners) if (isInside(low) === isInside(high)) unite(parents, low, high);
  for (const [face, corners] of faceCorners.entries()) {
    if (((ambiguousFaces[inside] >> face) & 1) === 0) continue;
    const isJoined = ((joinedFaces >> face) & 1) === 1;
    const first = isInside(corners[0]) === isJoined ? 0 : 1;
    unite(parents, corners[first], corners[first + 2]);
  }
  return parents;
}

function joinColumns(parents: Uint8Array, inside: number, tunnel: number): void {
  const wanted = tunnel === tunnels.insideEven || tunnel === tunnels.insideOdd ? 1 : 0;
  const isEven = tunnel === tunnels.insideEven || tunnel === tunnels.outsideEven;
  const [from, to] = (isEven ? diagonals.even : diagonals.odd).map((column) => column.find((corner) => ((inside >> corner) & 1) === wanted));
  if (from === undefined || to === undefined) throw new RangeError('A tunnel joins corners of one kind.');
  unite(parents, from, to);
}

function find(parents: Uint8Array, corner: number): number {
  let root = corner;
  while (parents[root] !== root) root = parents[root];
  return root;
}

function unite(parents: Uint8Array, a: number, b: number): void {
  const rootA = find(parents, a);
  const rootB = find(parents, b);
  parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
}
