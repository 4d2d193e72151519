import type { NumberArray } from '../model/numericType';
import type { OccupiedCells } from './occupancy';

/** What became of a cell between two grids, from the reference to the compared; 0 is empty in both. */
export const cellStates = { common: 1, added: 2, removed: 3, relabelled: 4 } as const;
export type CellState = keyof typeof cellStates;
export const cellStateNames = ['common', 'added', 'removed', 'relabelled'] as const satisfies readonly CellState[];

export interface CellDifference {
  /** A number of {@link cellStates} or 0 a cell, in the compared's order. */
  readonly states: Uint8Array<ArrayBuffer>;
  /** Cells of each state; those that are occupied in both with other labels are not among the common ones. */
  readonly counts: Readonly<Record<CellState, number>>;
}

/** Numbers of the state of a cell that both occupy, only the first, only the second: by (first | second << 1). */
const stateOf = Uint8Array.of(0, cellStates.added, cellStates.removed, cellStates.common);

/** What the cells of two grids of the same sizes and order have in common, cell by cell. */
export function cellDifference(compared: OccupiedCells, reference: OccupiedCells): CellDifference {
  const [a, b] = [compared.cells, reference.cells];
  const states = new Uint8Array(a.length);
  const counts = new Float64Array(5);
  for (let row = 0; row < states.length; row++) {
    const state = stateOf[a[row] | (b[row] << 1)];
    states[row] = state;
    counts[state]++;
  }
  return { states, counts: byName(counts) };
}

/** {@link cellDifference} of two labellings: cells of two labels are "relabelled". 0 is empty; rows in one order. */
export function labelDifference(compared: NumberArray, reference: NumberArray): CellDifference {
  const states = new Uint8Array(compared.length);
  const counts = new Float64Array(5);
  for (let row = 0; row < states.length; row++) {
    const [a, b] = [compared[row], reference[row]];
    const occupied = (a !== 0 ? 1 : 0) | (b !== 0 ? 2 : 0);
    const state = occupied === 3 && a !== b && (a === a || b === b) ? cellStates.relabelled : stateOf[occupied];
    states[row] = state;
    counts[state]++;
  }
  return { states, counts: byName(counts) };
}

function byName(counts: Float64Array): Record<CellState, number> {
  return { common: counts[cellStates.common], added: counts[cellStates.added], removed: counts[cellStates.removed], relabelled: counts[cellStates.relabelled] };
}

/** How often a label stands in each of two grids, and how often at the same cells. */
export interface LabelOverlap {
  readonly label: number;
  readonly compared: number;
  readonly reference: number;
  readonly both: number;
}

/** Of every label but 0 of either grid, in ascending order; null where there are more than `most`. Rows in one order. */
export function labelOverlaps(compared: NumberArray, reference: NumberArray, most: number): LabelOverlap[] | null {
  const places = new Map<number, number>();
  const counts = new Float64Array(3 * (most + 1));
  // Neighbours mostly have the same label: the one before is looked up only where it changes.
  const finder = (): ((label: number) => number) => {
    let last = 0;
    let place = -1;
    return (label) => {
      if (label === last) return place;
      last = label;
      const known = places.get(label);
      place = known ?? places.size;
      if (known === undefined) places.set(label, place);
      return place;
    };
  };
  const [placeOfCompared, placeOfReference] = [finder(), finder()];
  for (let row = 0; row < compared.length; row++) {
    const a = compared[row] === 0 ? -1 : placeOfCompared(compared[row]);
    const b = reference[row] === 0 ? -1 : placeOfReference(reference[row]);
    if (places.size > most) return null;
    if (a >= 0) counts[3 * a]++;
    if (b >= 0) counts[3 * b + 1]++;
    if (a >= 0 && a === b) counts[3 * a + 2]++;
  }
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([label, place]) => ({ label, compared: counts[3 * place], reference: counts[3 * place + 1], both: counts[3 * place + 2] }));
}
