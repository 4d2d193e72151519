import { gridKinds } from './gridKinds';
import type { OperationDescriptor } from './operation';

export const sparseConvolutionDescriptor: OperationDescriptor = {
  id: 'sparse-convolution',
  title: 'Cost of Sparse Convolution',
  definition:
    'A convolution with an odd kernel of k³ taps, stride 1 and zero padding. Active sites: occupied cells. Dilated sites: cells with an active cell in their window, clipped to the grid. Dense multiply-adds: cells k³ Cin Cout, padded taps counted. Sparse (submanifold) multiply-adds: pairs of an active centre and an active cell in its window, itself included, times Cin Cout. The table stacks one to five layers; a dilating layer counts the pairs of any cell and an active cell in its window, and its dilated sites are active in the next.',
  source: 'Graham, Engelcke, van der Maaten: "3D Semantic Segmentation with Submanifold Sparse Convolutional Networks", 2018.',
  inputs: [{ name: 'grid', title: 'Grid', kinds: gridKinds }],
  options: [
    { name: 'kernel', type: 'integer', default: 3, minimum: 1, maximum: 63, title: 'Kernel', meaning: 'Cells along a side of the kernel, odd.' },
    { name: 'channels-in', type: 'integer', default: 1, minimum: 1, maximum: 65_536, title: 'Input channels', meaning: 'Numbers that each active cell holds before a layer.' },
    { name: 'channels-out', type: 'integer', default: 1, minimum: 1, maximum: 65_536, title: 'Output channels', meaning: 'Numbers that each cell holds after a layer.' },
  ],
  numbers: [
    { name: 'activeSites', unit: 'count', meaning: 'Occupied cells.' },
    { name: 'dilatedSites', unit: 'count', meaning: 'Cells with an occupied cell in their window.' },
    { name: 'denseMultiplyAdds', unit: 'count', meaning: 'Multiply-adds over all cells, padded taps counted.' },
    { name: 'sparseMultiplyAdds', unit: 'count', meaning: 'Multiply-adds of active centres with active cells in their windows.' },
  ],
};
