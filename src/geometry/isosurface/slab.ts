import type { NumberArray } from '../../model/numericType';
import type { AxisOrder } from '../../model/grid';
import { PatternTable } from './patternTable';
import { bitsOfWord, wordsOfRow } from './insideBits';

/** A field as all threads see it. Axes are named by the array's order: 0 the fastest, 2 the slowest. */
export interface SharedField {
  readonly data: NumberArray;
  /** Samples along each axis of the array. */
  readonly sizes: readonly [number, number, number];
  readonly axisOrder: AxisOrder;
  readonly iso: number;
  readonly method: 'exact' | 'classic';
  readonly isTurned: boolean;
  /** What is known of blocks of samples already; see `blockStates`. */
  readonly blocks?: Uint8Array<ArrayBufferLike>;
  /** See `markInside`. */
  readonly bits: Int32Array<ArrayBufferLike>;
  /**
   * Of each row the first vertex on its edges along axis 0, on those to the next row and on those to the next plane. Counted within the row's
   * slab: plane by plane, first all edges in the plane, row by row, then those to the next one.
   */
  readonly rowVertices: Uint32Array<ArrayBufferLike>;
  /** 1 for rows of cells (by the row of their first corner) that the surface passes. */
  readonly activeRows: Uint8Array<ArrayBufferLike>;
}

/** Planes of the slowest axis, from the first to before the last, and the cells above them. */
export interface SlabRange {
  readonly firstPlane: number;
  readonly lastPlane: number;
}

const tables = new Map<string, PatternTable>();

/** This thread's table for a field. */
export function patternTable({ axisOrder, isTurned, method }: SharedField): PatternTable {
  const name = `${axisOrder.join('')} ${isTurned} ${method}`;
  let table = tables.get(name);
  if (!table) tables.set(name, (table = new PatternTable(axisOrder, isTurned, method)));
  return table;
}

/** The bits of a word that begin a cell: those of all samples of the row but its last. */
export function cellsOfWord(word: number, rowLength: number): number {
  const left = rowLength - 1 - word * bitsOfWord;
  return left >= bitsOfWord ? -1 : (1 << left) - 1;
}

/** How much is known of a row at once: all outside, all inside, or mixed. */
export function rowState(bits: Int32Array<ArrayBufferLike>, row: number, rowLength: number): 0 | 1 | 2 {
  const words = wordsOfRow(rowLength);
  const first = bits[row * words];
  if (first !== 0 && first !== fullWord(0, rowLength)) return 2;
  for (let word = 1; word < words; word++) if (bits[row * words + word] !== (first === 0 ? 0 : fullWord(word, rowLength))) return 2;
  return first === 0 ? 0 : 1;
}

function fullWord(word: number, rowLength: number): number {
  const left = rowLength - word * bitsOfWord;
  return left >= bitsOfWord ? -1 : (1 << left) - 1;
}
