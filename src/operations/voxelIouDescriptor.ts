import { gridKinds } from './gridKinds';
import type { OperationDescriptor } from './operation';

export const voxelIouDescriptor: OperationDescriptor = {
  id: 'voxel-iou',
  title: 'Voxel IoU',
  definition: 'Cells that both grids occupy divided by cells that either occupies: |A and B| / |A or B|, cell by cell of the same index; both grids need the same dimensions. Two empty grids have none.',
  source: 'Jaccard: "Étude comparative de la distribution florale", 1901.',
  inputs: [
    { name: 'a', title: 'Grid', kinds: gridKinds },
    { name: 'b', title: 'Other grid', kinds: gridKinds },
  ],
  options: [],
  numbers: [
    { name: 'iou', unit: 'ratio', meaning: 'Intersection over union.' },
    { name: 'intersection', unit: 'count', meaning: 'Cells that both occupy.' },
    { name: 'union', unit: 'count', meaning: 'Cells that either occupies.' },
  ],
};
