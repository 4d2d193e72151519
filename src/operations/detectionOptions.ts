import type { OptionDescriptor } from './operation';

export const detectionKinds = ['detections'] as const;

export const coordinatesOption: OptionDescriptor = {
  name: 'coordinates',
  type: 'choice',
  choices: ['continuous', 'inclusive'],
  default: 'continuous',
  title: 'Coordinates',
  meaning: 'Continuous coordinates, or pixels of which both ends belong to a box, so that sizes grow by 1.',
};
