import type { NumberDescriptor, OptionDescriptor } from './operation';

export const alignMethods = ['center', 'unit-box', 'icp'] as const;
export type AlignMethod = (typeof alignMethods)[number];

export const trimOption: OptionDescriptor = {
  name: 'trim',
  type: 'number',
  default: 0,
  minimum: 0,
  maximum: 0.95,
  title: 'Trim',
  meaning: 'With icp: the share of point pairs, those farthest apart, that is left out of each step and of the residual.',
};

export const alignNumbers: readonly NumberDescriptor[] = [
  {
    name: 'rmse',
    unit: 'length',
    meaning: 'Root of the mean squared distance from the moved points to their nearest reference points; with icp without the trimmed share.',
  },
  { name: 'iterations', unit: 'count', meaning: 'Steps that icp took; 0 for the other methods.' },
];

export const alignDefinition =
  'center moves the mean of the compared points to the mean of the reference points. unit-box scales and moves the compared points so that the longest edges of both bounding boxes are equal and their middles agree. icp pairs each compared point with its nearest reference point, moves the compared points by the rotation and translation (without scale) that make the sum of the squared distances of the pairs least, and again until the residual stays the same; it begins where the clouds are and finds the nearest optimum. With trim, the pairs farthest apart are left out.';
