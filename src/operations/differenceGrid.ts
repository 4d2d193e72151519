import { cellStateNames, cellStates } from '../geometry/cellDifference';
import { placeOf, type GridPlace } from '../model/grid';
import type { VoxelGrid } from '../model/voxelGrid';
import { stateColours } from './stateColours';

/** The states of cells as labels, where the cells of the compared are. */
export function differenceGrid(place: GridPlace, states: Uint8Array<ArrayBuffer>, occupied: number): VoxelGrid {
  return {
    kind: 'voxelGrid',
    content: 'labels',
    ...placeOf(place),
    occupied,
    values: { kind: 'values', name: 'difference', type: 'uint8', components: 1, data: states },
    attributes: [],
    labels: cellStateNames.map((name) => ({ value: cellStates[name], name, colour: stateColours[name] })),
    comments: [],
  };
}
