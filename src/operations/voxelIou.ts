import { overlap, reorder } from '../geometry/occupancy';
import { OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { occupancyOf } from './gridInputs';
import type { OperationImplementation } from './operation';

/** How much two grids have in common; see `voxelIouDescriptor`. */
export const voxelIou: OperationImplementation = {
  run(inputs, _options, context) {
    const [a, b] = inputs.map(occupancyOf);
    const [fileA, fileB] = inputs.map(({ file }) => file);
    if (a.grid.dimensions.some((size, axis) => size !== b.grid.dimensions[axis])) {
      throw new OperationError(`${fileB}: expected ${a.grid.dimensions.join(' x ')} cells as in ${fileA}, found ${b.grid.dimensions.join(' x ')}. Bring both to one grid.`);
    }
    const { intersection, union } = overlap(a.occupancy, reorder(b.occupancy, b.grid.axisOrder, a.grid.axisOrder));
    const warnings = union === 0 ? ['iou has no value: no cell of either grid is occupied.'] : [];
    const isApart = [0, 1, 2].some((axis) => Math.abs(a.grid.origin[axis] - b.grid.origin[axis]) > 0.01 * a.grid.spacing[axis] || Math.abs(a.grid.spacing[axis] - b.grid.spacing[axis]) > 0.01 * a.grid.spacing[axis]);
    if (isApart) warnings.push('The grids differ in origin or spacing; cells of the same index were compared wherever they lie.');
    const meanings = [a.meaning, b.meaning].filter((meaning) => meaning !== null);
    return Promise.resolve({
      numbers: { iou: union === 0 ? null : intersection / union, intersection, union },
      ...(meanings.length > 0 ? { convention: meanings.join('; ') } : {}),
      device: cpuDevice(context, 'cells are counted one after the other', 1),
      warnings,
    });
  },
};
