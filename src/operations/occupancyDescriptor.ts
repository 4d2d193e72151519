import { gridKinds } from './gridKinds';
import type { OperationDescriptor } from './operation';

export const occupancyDescriptor: OperationDescriptor = {
  id: 'occupancy',
  title: 'Occupancy',
  definition:
    'Share: occupied cells divided by all cells. Surface: occupied cells with an empty neighbour across a face, outside the grid being empty; interior: the other occupied cells. Components: connected parts of occupied cells, neighbours sharing a face. The curve against resolution halves the grid again and again: a cell is occupied when any of the cells it is made of is (odd sizes round up). A surface fills about c / n of n³ cells.',
  source: 'Counting; the sparsity argument of Graham, Engelcke, van der Maaten: "3D Semantic Segmentation with Submanifold Sparse Convolutional Networks", 2018.',
  inputs: [{ name: 'grid', title: 'Grid', kinds: gridKinds }],
  options: [
    { name: 'levels', type: 'integer', default: null, minimum: 0, maximum: 32, title: 'Levels', meaning: 'How many times to halve the resolution; down to one cell when left out.' },
  ],
  numbers: [
    { name: 'occupied', unit: 'count', meaning: 'Occupied cells.' },
    { name: 'cells', unit: 'count', meaning: 'All cells.' },
    { name: 'share', unit: 'ratio', meaning: 'Occupied cells divided by all cells.' },
    { name: 'surface', unit: 'count', meaning: 'Occupied cells with an empty neighbour across a face.' },
    { name: 'interior', unit: 'count', meaning: 'Occupied cells without one.' },
    { name: 'components', unit: 'count', meaning: 'Connected parts of occupied cells.' },
  ],
};
