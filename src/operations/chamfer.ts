import type { Neighbours } from '../geometry/nearestDistances';
import { comparedPoints } from './cloudPoints';
import { distanceHistogram, foundDistances } from './distanceHistogram';
import { findNearest, findNearestBothWays } from './nearest';
import type { OperationImplementation, OptionValues } from './operation';
import { flagValue } from './optionValues';

/** How the distances of a direction become its number. */
interface Convention {
  readonly mean: boolean;
  readonly squared: boolean;
  readonly oneWay: boolean;
  readonly preset: boolean;
}

function conventionOf(options: OptionValues): Convention {
  const preset = options['preset'] === 'pytorch3d';
  return {
    preset,
    mean: preset || options['reduction'] === 'mean',
    squared: preset || flagValue(options, 'squared'),
    oneWay: flagValue(options, 'one-way'),
  };
}

function describe({ mean, squared, oneWay, preset }: Convention): string {
  const reduction = mean ? 'mean' : 'sum';
  const distances = `${squared ? 'squared' : 'unsquared'} distances`;
  const words = oneWay
    ? `${reduction} of ${distances}, one way: from the compared to the reference`
    : mean
      ? `mean of ${distances} of each direction, added`
      : `sums of ${distances}, both directions added`;
  return preset ? `${words} (as PyTorch3D)` : words;
}

/** The Chamfer distance; see `chamferDescriptor`. */
export const chamfer: OperationImplementation = {
  async run(inputs, options, context) {
    const convention = conventionOf(options);
    const { compared, reference, warnings, meaning } = comparedPoints(inputs, options);
    const summarise = (neighbours: Neighbours, direction: 'forward' | 'backward') => {
      const sum = convention.squared ? neighbours.sumOfSquares : neighbours.sum;
      const title = direction === 'forward' ? 'Distance from compared to reference' : 'Distance from reference to compared';
      return {
        value: convention.mean ? sum / neighbours.count : sum,
        histogram: distanceHistogram(title, foundDistances(neighbours)),
      };
    };
    const shared = {
      convention: describe(convention) + meaning,
      ...(convention.squared ? { units: { chamfer: 'length²', forward: 'length²', backward: 'length²' } as const } : {}),
    };
    if (convention.oneWay) {
      const { neighbours, ...found } = await findNearest(compared.positions, reference.positions, context);
      const { value, histogram } = summarise(neighbours, 'forward');
      return {
        ...shared,
        numbers: { chamfer: value, forward: value, backward: null },
        histograms: histogram ? [histogram] : [],
        device: found.device,
        warnings: [...warnings, ...found.warnings, 'backward has no value: with --one-way only forward is computed, and chamfer is forward.'],
      };
    }
    const { forward, backward, ...found } = await findNearestBothWays(compared.positions, reference.positions, context, summarise);
    return {
      ...shared,
      numbers: { chamfer: forward.value + backward.value, forward: forward.value, backward: backward.value },
      histograms: [forward.histogram, backward.histogram].filter((histogram) => histogram !== null),
      device: found.device,
      warnings: [...warnings, ...found.warnings],
    };
  },
};
