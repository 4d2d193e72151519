import { numbersOf } from '../geometry/featureProjection';
import { columnStatistics, explainedVariance } from '../geometry/featureStatistics';
import { percentiles } from '../geometry/percentile';
import type { FeatureSet } from '../model/featureSet';
import type { PointCloud } from '../model/pointCloud';
import type { FeaturesDescription, Spread } from './modelProtocol';

/** What a page shows of a feature set besides its projection. */
export function describeFeatures(set: FeatureSet, { positions }: Pick<PointCloud, 'positions'>): FeaturesDescription {
  const statistics = columnStatistics(numbersOf(set));
  const { means, deviations, rows } = statistics;
  return {
    rows: set.count,
    dimensions: set.dimensions,
    notFinite: set.notFinite,
    means: spreadOf(means),
    deviations: spreadOf(deviations),
    constant: rows > 1 ? deviations.filter((deviation) => deviation === 0).length : 0,
    explained: explainedVariance(Float64Array.from(positions.data), statistics),
  };
}

function spreadOf(values: Float64Array<ArrayBuffer>): Spread | null {
  const [min, median, max] = percentiles(values, [0, 50, 100]);
  return Number.isNaN(min) ? null : { min, median, max };
}
