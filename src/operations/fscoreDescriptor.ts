import { comparedInput, referenceInput, surfaceOptions } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const fscoreDescriptor: OperationDescriptor = {
  id: 'fscore',
  title: 'F-Score',
  definition:
    'F(t) = 2 P R / (P + R): the harmonic mean of precision P, the share of the compared points that are closer than t to a reference point, and recall R, the share of the reference points that are closer than t to a compared one. Closer means strictly: a distance of exactly t does not count. F is 0 where P and R both are.',
  source:
    'Knapitsch, Park, Zhou, Koltun: "Tanks and Temples", 2017; Tatarchenko et al.: "What Do Single-view 3D Reconstruction Networks Learn?", 2019.',
  gpu: 'nearest neighbours',
  inputs: [comparedInput, referenceInput],
  options: [
    {
      name: 'threshold',
      type: 'number',
      minimum: 0,
      default: null,
      required: true,
      title: 'Threshold',
      meaning: "The distance t below which a point counts as matched, in the files' unit.",
    },
    ...surfaceOptions,
  ],
  numbers: [
    { name: 'fscore', unit: 'ratio', meaning: 'Harmonic mean of precision and recall.' },
    { name: 'precision', unit: 'ratio', meaning: 'Share of the compared points closer than the threshold to the reference.' },
    { name: 'recall', unit: 'ratio', meaning: 'Share of the reference points closer than the threshold to the compared.' },
  ],
};
