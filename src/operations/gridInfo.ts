import type { FileInfo } from '../model/fileInfo';
import type { GridModel } from '../model/model';
import { attributeRows } from './attributeRows';

/** What `info` says of a grid besides file, format, kind, bytes and warnings. */
export function gridInfo(model: GridModel): Omit<FileInfo, 'file' | 'format' | 'kind' | 'bytes' | 'warnings'> {
  const { dimensions, spacing, origin, directions, bounds, comments, guess } = model;
  return {
    cells: model.count,
    dimensions,
    spacing,
    origin,
    ...(directions ? { directions } : {}),
    axes: [...model.axisOrder].reverse().map((axis) => 'xyz'[axis]).join(''),
    ...(model.kind === 'voxelGrid' ? { content: model.content, occupied: model.occupied } : { content: 'field' }),
    ...(guess === undefined ? {} : { guess }),
    bounds,
    ...(model.kind === 'scalarGrid' ? { notFinite: model.notFinite } : {}),
    attributes: [model.values, ...model.attributes].flatMap((attribute) => attributeRows('cell', attribute)),
    comments,
  };
}
