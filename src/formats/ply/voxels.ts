import type { AnyAttribute } from '../../model/attribute';
import type { Vector3 } from '../../model/bounds';
import { xFastest } from '../../model/grid';
import type { Model, VertexModel } from '../../model/model';
import { isBigIntegerArray } from '../../model/numericType';
import type { ReadContext } from '../format';
import { buildGrid } from '../grids/buildGrid';
import { MemoryBudget } from '../memoryBudget';

/** Cells beyond which the voxels stay points: they are then too sparse for a dense grid. */
const mostCells = 2 ** 28;

/**
 * The voxel grid that a PLY file of Open3D holds: tables `origin` and `voxel_size` of one row, and vertices that are the
 * indices of occupied cells. The cell of index i has its centre at origin + (i + 0.5) size. Any other file is as it was.
 */
export function asVoxels(model: VertexModel, file: string, context: ReadContext): Model {
  const corner = rowOf(model, 'origin', 3);
  const size = rowOf(model, 'voxel_size', 1)?.[0];
  const { data } = model.positions;
  if (model.kind !== 'pointCloud' || !corner || size === undefined || !(size > 0) || model.count === 0) return model;
  if (!data.every((value) => Number.isSafeInteger(value))) return model;
  const { min, max } = model.bounds ?? { min: [0, 0, 0], max: [0, 0, 0] };
  const dimensions: Vector3 = [max[0] - min[0] + 1, max[1] - min[1] + 1, max[2] - min[2] + 1];
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  if (count > mostCells) {
    context.warn(`The voxels lie in ${dimensions.join(' x ')} cells, too many for a grid; their indices are shown as points.`);
    return model;
  }
  const { colours } = model;
  const budget = new MemoryBudget(file, context.options.limit);
  const cells = budget.allocate('uint8', count, 'the cells');
  const painted = colours ? budget.allocate(colours.type, colours.components * count, "the cells' colours") : null;
  for (let voxel = 0; voxel < model.count; voxel++) {
    const at = 3 * voxel;
    const row = data[at] - min[0] + dimensions[0] * (data[at + 1] - min[1] + dimensions[1] * (data[at + 2] - min[2]));
    if (!isBigIntegerArray(cells)) cells[row] = 1;
    if (!colours || !painted || isBigIntegerArray(painted) || isBigIntegerArray(colours.data)) continue;
    for (let component = 0; component < colours.components; component++) {
      painted[colours.components * row + component] = colours.data[colours.components * voxel + component];
    }
  }
  const origin: Vector3 = [corner[0] + (min[0] + 0.5) * size, corner[1] + (min[1] + 0.5) * size, corner[2] + (min[2] + 0.5) * size];
  return buildGrid(
    {
      dimensions,
      axisOrder: xFastest,
      spacing: [size, size, size],
      origin,
      values: { kind: 'values', name: 'value', type: 'uint8', components: 1, data: cells },
      ...(colours && painted ? { attributes: [{ ...colours, data: painted }] } : {}),
      comments: model.comments,
      content: 'occupancy',
    },
    // The file says itself where its voxels are.
    { ...context, options: context.options.content === undefined ? {} : { content: context.options.content } },
  );
}

/** The numbers of a table of one row; null where there is no such table. */
function rowOf({ elements }: VertexModel, name: string, length: number): number[] | null {
  const table = elements.find((element) => element.name === name && element.count === 1);
  const values = table?.attributes.flatMap((attribute: AnyAttribute) => (attribute.kind === 'values' ? Array.from({ length: attribute.data.length }, (_, i) => Number(attribute.data[i])) : []));
  return values?.length === length && values.every(Number.isFinite) ? values : null;
}
