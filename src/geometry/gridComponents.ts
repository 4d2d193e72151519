import { joinRuns } from './cellRuns';
import type { OccupiedCells } from './occupancy';

/** How many connected parts occupied cells make, neighbours sharing a face. */
export function countComponents(occupied: OccupiedCells): number {
  return joinRuns(occupied, 1).parts;
}
