import { cellParts } from './cellLoops';
import { triangulateCell, type CellTriangles } from './cellTriangles';
import { ambiguousFaces } from './cube';

/** The surface of a cell. */
export interface CellPattern extends CellTriangles {
  /** Of each of its parts, the edges that its borders pass. */
  readonly borders: readonly (readonly (readonly number[])[])[];
}

const patterns = new Map<number, CellPattern>();

/** The surface of a cell with a key, made when first asked for. */
export function cellPattern(key: number): CellPattern {
  let pattern = patterns.get(key);
  if (!pattern) {
    const parts = cellParts(key);
    pattern = { ...triangulateCell(parts), borders: parts.map((part) => part.borders) };
    patterns.set(key, pattern);
  }
  return pattern;
}

const needs = new Int8Array(256).fill(-1);

/** Whether corners alone (bits: inside) do not tell the surface: a face is ambiguous, or there are two borders that a tunnel may join. */
export function needsValues(inside: number): boolean {
  if (needs[inside] < 0) needs[inside] = cellParts(inside).length > 1 || ambiguousFaces[inside] !== 0 ? 1 : 0;
  return needs[inside] === 1;
}
