import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import { cellStateNames, cellStates, type CellState } from '../../src/geometry/cellDifference';
import type { Colouring, Selection } from '../scene/sceneApi';
import { colourMapOf, colourRangeOf, type ComparisonView } from './comparisonStore';
import type { Difference } from './difference';

/** Orange and blue: told apart by everybody, and on light and dark. */
export const sideColours: Readonly<Record<ComparisonSide, string>> = { compared: '#d9822b', reference: '#3f7fbf' };

const axes = ['x', 'y', 'z'] as const;

/** The values that a side's points have: parts of the difference belong to the compared alone. */
export function valuesOf(side: ComparisonSide, view: ComparisonView, difference: Difference | null): Float32Array<ArrayBuffer> | null {
  if (difference?.kind !== 'points') return null;
  const axis = axes.findIndex((name) => name === view.colouring);
  if (axis < 0) return difference.distances[side];
  return side === 'compared' ? (difference.split?.[axis] ?? null) : null;
}

export function colouringOf(side: ComparisonSide, view: ComparisonView, difference: Difference | null): Colouring {
  if (view.colouring === 'file') return { kind: 'file' };
  if (difference?.kind === 'cells' && showsCells(view, difference)) return { kind: 'file' };
  if (view.colouring === 'two' || (view.layout === 'overlay' && side === 'reference')) return { kind: 'uniform', colour: sideColours[side] };
  const values = valuesOf(side, view, difference);
  if (difference?.kind !== 'points' || !values) return { kind: 'uniform', colour: null };
  return { kind: 'scalar', scalar: view.colouring, map: colourMapOf(view, difference), range: colourRangeOf(view, difference) };
}

/** Whether cells are drawn by what became of them, rather than as the files have them. */
export function showsCells(view: ComparisonView, difference: Difference | null): boolean {
  return difference?.kind === 'cells' && difference.hasCells && view.colouring !== 'file' && view.colouring !== 'two';
}

/** Whose cells a scene shows: those of a side, or what the reference adds where it is laid over the compared. */
export type CellView = ComparisonSide | 'over';

const absentFrom: Readonly<Record<CellView, readonly CellState[]>> = { compared: ['removed'], reference: ['added'], over: ['common', 'added', 'relabelled'] };

/** Labels that a scene leaves out: what is in the other file alone, and what the user switched off. */
export function hiddenLabels(of: CellView, { hiddenStates }: ComparisonView): number[] {
  const absent = absentFrom[of];
  return cellStateNames.filter((state) => absent.includes(state) || hiddenStates.includes(state)).map((state) => cellStates[state]);
}

/** Which points count: those of an interval of distances, or those beyond the threshold; null for all. */
export function selectionOf(view: ComparisonView, difference: Difference | null): Selection | null {
  if (difference?.kind !== 'points' || axes.some((axis) => axis === view.colouring)) return null;
  if (view.beyondOnly) {
    const limit = view.threshold ?? difference.usual;
    return { range: { min: -limit, max: limit }, outside: true, rest: 'hidden' };
  }
  return view.interval && { range: view.interval, rest: view.alone ? 'hidden' : 'neutral' };
}
