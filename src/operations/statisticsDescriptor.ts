import { cloudKinds, surfaceOptions } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const statisticsDescriptor: OperationDescriptor = {
  id: 'statistics',
  title: 'Cloud Statistics',
  definition:
    'Spacing: the distance from each finite point to the nearest other one, 0 where another point is at the same place; its mean, median and 95th percentile (interpolated linearly between order statistics). Duplicates: points with exactly the coordinates of an earlier one. Principal axes: the eigenvectors of the covariance of the finite points, divided by their number, the widest first; the extent is the width of the cloud along an axis.',
  source: 'Pearson: "On Lines and Planes of Closest Fit to Systems of Points in Space", 1901; percentiles as numpy.percentile has them.',
  inputs: [{ name: 'cloud', title: 'Cloud or mesh', kinds: cloudKinds }],
  options: surfaceOptions,
  numbers: [
    { name: 'spacingMean', unit: 'length', meaning: 'Mean distance of a point to the nearest other one.' },
    { name: 'spacingP50', unit: 'length', meaning: 'Median of these distances.' },
    { name: 'spacingP95', unit: 'length', meaning: '95th percentile of these distances.' },
    { name: 'duplicates', unit: 'count', meaning: 'Points at exactly the place of an earlier one.' },
    { name: 'notFinite', unit: 'count', meaning: 'Points with a coordinate that is NaN or infinite.' },
  ],
};
