import { overlap } from '../geometry/occupancy';
import { cpuDevice } from './cpuDevice';
import { gridInput, occupancyPair, placeWarnings } from './gridPairs';
import type { OperationImplementation } from './operation';

/** How much two grids have in common; see `voxelIouDescriptor`. */
export const voxelIou: OperationImplementation = {
  run(inputs, _options, context) {
    const [a, b] = inputs.map(gridInput);
    const { first, second, meanings } = occupancyPair(a, b);
    const { intersection, union } = overlap(first, second);
    return Promise.resolve({
      numbers: { iou: union === 0 ? null : intersection / union, intersection, union },
      ...(meanings.length > 0 ? { convention: meanings.join('; ') } : {}),
      device: cpuDevice(context, 'cells are counted one after the other', 1),
      warnings: [...(union === 0 ? ['iou has no value: no cell of either grid is occupied.'] : []), ...placeWarnings(a, b)],
    });
  },
};
