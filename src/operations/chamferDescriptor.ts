import { comparedInput, referenceInput, surfaceOptions } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const chamferDescriptor: OperationDescriptor = {
  id: 'chamfer',
  title: 'Chamfer Distance',
  definition:
    'd_CD(A, B) = sum over x in A of min over y in B of |x - y|, plus the same from B to A, where |x - y| is the Euclidean distance, not squared. A is the compared cloud, B the reference; "forward" is the part from A to B, "backward" the part from B to A. Either part alone is the one-way Chamfer distance, which is right where one cloud is part of the other. Options: the mean over the points of each cloud instead of the sum; squared distances.',
  source:
    'Fan, Su, Guibas: "A Point Set Generation Network for 3D Object Reconstruction from a Single Image", 2017 (which squares); the preset pytorch3d: Ravi et al., "Accelerating 3D Deep Learning with PyTorch3D", 2020.',
  gpu: 'nearest neighbours',
  inputs: [comparedInput, referenceInput],
  options: [
    {
      name: 'reduction',
      type: 'choice',
      choices: ['sum', 'mean'],
      default: 'sum',
      title: 'Reduction',
      meaning: 'Add up the distances of a direction, or take their mean.',
    },
    { name: 'squared', type: 'flag', default: false, title: 'Squared', meaning: 'Use squared distances.' },
    {
      name: 'one-way',
      type: 'flag',
      default: false,
      title: 'One way',
      meaning: 'Only from the compared cloud to the reference: for a cloud that is part of the other.',
    },
    {
      name: 'preset',
      type: 'choice',
      choices: ['pytorch3d'],
      default: null,
      title: 'Preset',
      meaning: "Another program's convention, over the options before: pytorch3d is the mean of squared distances of each direction, added.",
    },
    ...surfaceOptions,
  ],
  numbers: [
    { name: 'chamfer', unit: 'length', meaning: 'Forward plus backward; forward alone with --one-way.' },
    { name: 'forward', unit: 'length', meaning: 'From the compared cloud to the reference.' },
    { name: 'backward', unit: 'length', meaning: 'From the reference to the compared cloud.' },
  ],
};
