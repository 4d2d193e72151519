import type { AxisDirections } from '../model/grid';
import type { GridModel } from '../model/model';
import type { GridDescription, GridLabelCount } from './modelProtocol';

const coordinateAxes: AxisDirections = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

/** What pages need to know of a grid besides its cells. */
export function describeGrid(grid: GridModel, labels: readonly GridLabelCount[] = []): GridDescription {
  const { dimensions, spacing, origin, directions = coordinateAxes, values } = grid;
  const components = Array.from({ length: values.components }, (_, component) =>
    values.componentNames?.[component] ?? (values.components === 1 ? values.name : `${values.name}[${component}]`),
  );
  const isVoxels = grid.kind === 'voxelGrid';
  return { dimensions, spacing, origin, directions, content: isVoxels ? grid.content : 'field', components, labels };
}
