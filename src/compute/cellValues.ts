import { OperationError } from '../model/errors';
import { cellCentre, gridStrides } from '../model/grid';
import type { Vector3 } from '../model/bounds';
import type { GridModel } from '../model/model';
import { exactText } from './exactText';
import type { PickResult } from './modelProtocol';

/** Index, centre and every value of one cell. Throws OperationError for a cell that the grid does not have. */
export function cellValues(grid: GridModel, cell: Vector3): PickResult {
  const { dimensions } = grid;
  if (!cell.every((index, axis) => Number.isInteger(index) && index >= 0 && index < dimensions[axis])) {
    throw new OperationError(`There is no cell ${cell.join(', ')} in ${dimensions.join(' x ')}.`);
  }
  const strides = gridStrides(grid);
  const row = cell[0] * strides[0] + cell[1] * strides[1] + cell[2] * strides[2];
  const label = grid.kind === 'voxelGrid' ? grid.labels?.find(({ value }) => value === grid.values.data[row])?.name : undefined;
  return {
    index: row,
    cell,
    position: cellCentre(grid, cell[0], cell[1], cell[2]),
    values: [
      ...[grid.values, ...grid.attributes].flatMap((attribute) =>
        Array.from({ length: attribute.components }, (_, component) => {
          const type = attribute.componentTypes?.[component] ?? attribute.type;
          const name = attribute.componentNames?.[component] ?? (attribute.components === 1 ? attribute.name : `${attribute.name}[${component}]`);
          return { name, type, text: exactText(attribute.data[attribute.components * row + component], type) };
        }),
      ),
      ...(label === undefined ? [] : [{ name: 'name', type: 'label', text: label }]),
    ],
  };
}
