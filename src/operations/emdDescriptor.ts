import { cloudKinds, seedOption, surfaceOptions } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const emdDescriptor: OperationDescriptor = {
  id: 'emd',
  title: "Earth Mover's Distance",
  definition:
    'd_EMD(A, B) = min over bijections f from A to B of the sum over x in A of |x - f(x)|, the Euclidean distance, not squared; A and B have equally many points. The number is the cost of the pairing that was found; lowerBound is a bound that no pairing is below: for prices p of the points of B, the sum over x in A of min over y in B of (|x - y| + p(y)), less the sum of p. Both are checked by the points, the pairing and the prices alone. relativeGap = (emd - lowerBound) / emd. "Exact" means a gap of at most 1e-9. Option: the mean over the pairs.',
  source:
    'Fan, Su, Guibas: "A Point Set Generation Network for 3D Object Reconstruction from a Single Image", 2017; the auction: Bertsekas: "The Auction Algorithm: A Distributed Relaxation Method for the Assignment Problem", 1988; the bound: Kuhn: "The Hungarian Method for the Assignment Problem", 1955.',
  inputs: [
    { name: 'a', title: 'Cloud or mesh A', kinds: cloudKinds },
    { name: 'b', title: 'Cloud or mesh B', kinds: cloudKinds },
  ],
  options: [
    {
      name: 'reduction',
      type: 'choice',
      choices: ['sum', 'mean'],
      default: 'sum',
      title: 'Reduction',
      meaning: 'Add up the distances of the pairs, or take their mean.',
    },
    {
      name: 'gap',
      type: 'number',
      default: 0,
      minimum: 0,
      maximum: 1,
      title: 'Gap',
      meaning: 'Stop at this proven relative gap; 0 asks for the exact distance.',
    },
    {
      name: 'time-budget',
      type: 'number',
      default: null,
      minimum: 0,
      title: 'Time budget',
      meaning: 'Stop after about so many seconds, with the gap that is proven by then.',
    },
    {
      name: 'sample',
      type: 'choice',
      choices: ['none', 'farthest', 'uniform'],
      default: 'none',
      title: 'Sample',
      meaning: 'Pair equally many points chosen of each: farthest points, or uniformly random ones.',
    },
    {
      name: 'n',
      type: 'integer',
      default: null,
      minimum: 1,
      maximum: 2 ** 28,
      title: 'Number of points',
      meaning: 'How many points --sample chooses of each; without it, as many as the smaller has.',
    },
    ...surfaceOptions.filter((option) => option !== seedOption),
    seedOption,
  ],
  numbers: [
    { name: 'emd', unit: 'length', meaning: 'Cost of the best pairing that was found.' },
    { name: 'lowerBound', unit: 'length', meaning: 'No pairing costs less.' },
    { name: 'relativeGap', unit: 'ratio', meaning: 'By how much emd may at most be too large, as a share of it.' },
  ],
  output: { meaning: 'The points of A with the attributes "partner", the row of B each is paired with, and "distance"; as .csv the pairs, the longest first, with both rows, the distance and both positions.', required: false },
  gpu: 'bids',
  gpuOnRequest: true,
  colourResultBy: 'vertex.distance',
};
