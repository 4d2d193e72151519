import { cellParts, diagonals, surfaceKey, tunnels, type Tunnel } from './cellLoops';
import { ambiguousFaces, faceCorners } from './cube';
import { exactColumns, exactProductSign, type ColumnPair } from './exactCell';

/*
 * What the trilinear interpolant of eight corner values (already less the iso value) does between them. The value 0 is
 * outside everywhere: at corners, at the saddles of faces, and at those inside. This is the surface of an iso value less by as little
 * as one likes, so it is a regular one, and both neighbours of a face decide it from the same four numbers by their exact signs.
 */

/**
 * The key of a cell's surface.
 * @param values finite, a corner each, less the iso value; overwritten with the same divided by a power of two
 * @param inside the corners whose value is below 0, as bits
 */
export function exactKey(values: Float64Array, inside: number): number {
  const faces = ambiguousFaces[inside];
  scale(values);
  let joined = 0;
  for (let face = 0; face < 6; face++) if ((faces >> face) & 1 && isJoined(values, inside, faceCorners[face])) joined |= 1 << face;
  const key = surfaceKey(inside, joined);
  return mayHaveTunnel(key) ? surfaceKey(inside, joined, tunnelOf(values, inside)) : key;
}

/** Values near 1, so that products neither overflow nor vanish; a power of two changes no sign. */
function scale(values: Float64Array): void {
  let largest = 0;
  for (let corner = 0; corner < 8; corner++) largest = Math.max(largest, Math.abs(values[corner]));
  if (largest > 1e-30 && largest < 1e30) return;
  const factor = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  for (let corner = 0; corner < 8; corner++) values[corner] *= factor;
}

/**
 * The asymptotic decider: on a face with opposite corners inside, those are joined where the saddle of the bilinear
 * interpolant is inside, which is where the product of their values is larger than that of the other two.
 */
function isJoined(values: Float64Array, inside: number, face: readonly [number, number, number, number]): boolean {
  const first = (inside >> face[0]) & 1 ? 0 : 1;
  const [a, b, c, d] = [face[first], face[1 - first], face[first + 2], face[3 - first]];
  return exactProductSign(values[a], values[c], values[b], values[d]) > 0;
}

const mayHave = new Map<number, boolean>();

/** A tunnel joins two borders. */
function mayHaveTunnel(key: number): boolean {
  let may = mayHave.get(key);
  if (may === undefined) mayHave.set(key, (may = cellParts(key).length > 1));
  return may;
}

const { even, odd } = diagonals;
const evenInside: ColumnPair = { inside: even, outside: odd };
const oddInside: ColumnPair = { inside: odd, outside: even };

/**
 * Sections of the cell at a height z have four corners whose values are linear in z. Where opposite ones are inside and the others
 * outside, the saddle of the section tells which are joined; its sign is that of a quadratic in z. A tunnel is where it differs in the
 * middle of the heights with such a section from both of their ends: at most one of the two quadratics can do that.
 */
function tunnelOf(values: Float64Array, inside: number): Tunnel {
  const first = exactColumns(values, inside, evenInside);
  if (first !== 'none') return first === 'inside' ? tunnels.insideEven : tunnels.outsideOdd;
  const second = exactColumns(values, inside, oddInside);
  if (second !== 'none') return second === 'inside' ? tunnels.insideOdd : tunnels.outsideEven;
  return tunnels.none;
}
