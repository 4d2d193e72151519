import type { CellState } from '../geometry/cellDifference';

/** Titles of a comparison's tables, by which its page finds them. */
export const contentTitle = 'Content';
export const gridsTitle = 'Grids';
export const cellsTitle = 'Cells';
export const gridLabelsTitle = 'Labels';
export const valuesTitle = 'Difference of the values';
export const partsTitle = (state: CellState): string => `Largest ${state} parts`;
