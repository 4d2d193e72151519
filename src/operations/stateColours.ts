import type { CellState } from '../geometry/cellDifference';

/** Orange, blue, purple and grey: told apart by everybody, on light and dark. What was added is in the compared alone, and has its colour. */
export const stateColours: Readonly<Record<CellState, readonly [number, number, number, number]>> = {
  common: [150, 152, 156, 255],
  added: [217, 130, 43, 255],
  removed: [63, 127, 191, 255],
  relabelled: [204, 96, 167, 255],
};
