import { gridKinds } from './gridKinds';
import type { OperationDescriptor } from './operation';

export const fieldHealthDescriptor: OperationDescriptor = {
  id: 'field-health',
  title: 'Health of a Distance Field',
  definition:
    '|gradient| by central differences in the units of the file, over cells that have both neighbours along each axis and finite values there; a true distance field has 1. Percentiles by linear interpolation, as numpy. Negative share: values below 0 among the finite ones (inside). Truncation: the largest magnitude of a value, where at least 1 % of the finite values have exactly that magnitude, as a truncated field has; otherwise none. A change of sign between neighbours is implausible where their values differ by more than 1.01 times their distance.',
  source: 'The eikonal equation |∇d| = 1; Curless, Levoy: "A Volumetric Method for Building Complex Models from Range Images", 1996, for truncation.',
  inputs: [{ name: 'grid', title: 'Field', kinds: gridKinds }],
  options: [],
  numbers: [
    { name: 'gradientMean', unit: 'ratio', meaning: 'Mean of |gradient|.' },
    { name: 'gradientP05', unit: 'ratio', meaning: '5th percentile of |gradient|.' },
    { name: 'gradientP95', unit: 'ratio', meaning: '95th percentile of |gradient|.' },
    { name: 'negativeShare', unit: 'ratio', meaning: 'Share of the finite values that are below 0.' },
    { name: 'truncation', unit: 'length', meaning: 'Distance at which the field was cut.' },
  ],
};
