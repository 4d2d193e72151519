import { cellStateNames, cellStates } from '../geometry/cellDifference';
import type { GridModel } from '../model/model';
import type { VoxelGrid } from '../model/voxelGrid';
import { stateColours } from './stateColours';

/** The states of cells as labels, where the cells of the compared are. */
export function differenceGrid(place: GridModel, states: Uint8Array<ArrayBuffer>, occupied: number): VoxelGrid {
  const { dimensions, spacing, origin, directions, axisOrder, count, bounds } = place;
  return {
    kind: 'voxelGrid',
    content: 'labels',
    dimensions,
    spacing,
    origin,
    ...(directions ? { directions } : {}),
    axisOrder,
    count,
    occupied,
    values: { kind: 'values', name: 'difference', type: 'uint8', components: 1, data: states },
    attributes: [],
    labels: cellStateNames.map((name) => ({ value: cellStates[name], name, colour: stateColours[name] })),
    comments: [],
    bounds,
  };
}
