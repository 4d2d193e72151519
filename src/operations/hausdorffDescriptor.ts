import { comparedInput, referenceInput, surfaceOptions } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const hausdorffDescriptor: OperationDescriptor = {
  id: 'hausdorff',
  title: 'Hausdorff Distance',
  definition:
    'd_H(A, B) = the larger of max over x in A of min over y in B of |x - y| and the same from B to A. A is the compared cloud, B the reference. p50, p90, p95 and p99 are percentiles of the forward distances (from each x in A to its nearest y in B), interpolated linearly between order statistics; hausdorff95 is the larger 95th percentile of the two directions.',
  source:
    'Hausdorff: "Grundzüge der Mengenlehre", 1914; percentiles: Huttenlocher, Klanderman, Rucklidge: "Comparing Images Using the Hausdorff Distance", 1993, interpolated as numpy.percentile does.',
  gpu: 'nearest neighbours',
  inputs: [comparedInput, referenceInput],
  options: surfaceOptions,
  numbers: [
    { name: 'hausdorff', unit: 'length', meaning: 'The larger of forward and backward.' },
    { name: 'forward', unit: 'length', meaning: 'The largest distance from a point compared to its nearest reference point.' },
    { name: 'backward', unit: 'length', meaning: 'The largest distance from a reference point to its nearest point compared.' },
    { name: 'hausdorff95', unit: 'length', meaning: 'The larger 95th percentile of the two directions.' },
    { name: 'p50', unit: 'length', meaning: 'Median of the forward distances.' },
    { name: 'p90', unit: 'length', meaning: '90th percentile of the forward distances.' },
    { name: 'p95', unit: 'length', meaning: '95th percentile of the forward distances.' },
    { name: 'p99', unit: 'length', meaning: '99th percentile of the forward distances.' },
  ],
};
