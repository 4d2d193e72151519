import { OperationError } from '../model/errors';
import { placeOf } from '../model/grid';
import type { ScalarGrid } from '../model/scalarGrid';
import type { VoxelGrid } from '../model/voxelGrid';
import { cpuDevice } from './cpuDevice';
import type { OperationContext, OperationResult, OptionValues } from './operation';
import { numberOrNull } from './optionValues';

/**
 * A field's cells on one side of an iso value, as occupied ones; the side, the order and the place of the cells stay.
 * A value that is the iso value counts as outside, one that is not finite as empty.
 *
 * @throws OperationError for cells of several values, and for a field of one sign without an iso value
 */
export function voxelsOfField(file: string, grid: ScalarGrid, options: OptionValues, context: OperationContext): OperationResult {
  const { data, components } = grid.values;
  if (components > 1) throw new OperationError(`${file}: expected one value a cell, found ${components}. Choose a field of distances.`);
  const given = numberOrNull(options, 'iso');
  const isAbove = options['inside'] === 'above';
  if (given === null && !(data.some((value) => value < 0) && data.some((value) => value > 0))) {
    throw new OperationError(`${file}: expected --iso, since the field has not both signs: nothing says what is inside. Add --iso VALUE, and --inside above where larger values are inside.`);
  }
  const iso = given ?? 0;
  const cells = new Uint8Array(grid.count);
  let occupied = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    const value = data[cell];
    if (isAbove ? value > iso && value !== Infinity : value < iso && value !== -Infinity) {
      cells[cell] = 1;
      occupied++;
    }
  }
  const { dimensions, count, comments } = grid;
  const voxels: VoxelGrid = {
    kind: 'voxelGrid',
    content: 'occupancy',
    ...placeOf(grid),
    occupied,
    values: { kind: 'values', name: 'value', type: 'uint8', components: 1, data: cells },
    attributes: [],
    comments,
  };
  return {
    numbers: { occupied, cells: count, share: occupied / count },
    convention: `the ${dimensions.join(' x ')} cells of the field; occupied ${isAbove ? 'above' : 'below'} ${iso}`,
    device: cpuDevice(context, 'cells are compared one after the other', 1),
    warnings: grid.notFinite > 0 ? [`${file}: ${grid.notFinite} values are not finite; their cells are empty.`] : [],
    models: [{ title: `Voxels of ${file}`, model: voxels }],
  };
}
