import { cellParts } from './cellLoops';
import { triangulateCell, type CellTriangles } from './cellTriangles';
import { ambiguousFaces } from './cube';

const patterns = new Map<number, CellTriangles>();

/** The triangles of a cell with the surface of a key, made when first asked for. */
export function cellPattern(key: number): CellTriangles {
  let pattern = patterns.get(key);
  if (!pattern) patterns.set(key, (pattern = triangulateCell(cellParts(key))));
  return pattern;
}

const needs = new Int8Array(256).fill(-1);

/** Whether corners alone (bits: inside) do not tell the surface: a face is ambiguous, or there are two borders that a tunnel may join. */
export function needsValues(inside: number): boolean {
  if (needs[inside] < 0) needs[inside] = cellParts(inside).length > 1 || ambiguousFaces[inside] !== 0 ? 1 : 0;
  return needs[inside] === 1;
}
