import { percentilesInPlace } from '../geometry/percentile';
import { comparedPoints } from './cloudPoints';
import { distanceHistogram, foundDistances } from './distanceHistogram';
import { findNearestBothWays } from './nearest';
import type { OperationImplementation } from './operation';

/** The Hausdorff distance and percentiles; see `hausdorffDescriptor`. */
export const hausdorff: OperationImplementation = {
  async run(inputs, options, context) {
    const { compared, reference, warnings, meaning } = comparedPoints(inputs, options);
    const { forward, backward, ...found } = await findNearestBothWays(compared.positions, reference.positions, context, (neighbours, direction) => {
      const isForward = direction === 'forward';
      const distances = foundDistances(neighbours);
      const histogram = distanceHistogram(isForward ? 'Distance from compared to reference' : 'Distance from reference to compared', distances);
      return { maximum: neighbours.maximum, percentiles: percentilesInPlace(distances, isForward ? [95, 50, 90, 99] : [95]), histogram };
    });
    const [p95, p50, p90, p99] = forward.percentiles;
    return {
      numbers: {
        hausdorff: Math.max(forward.maximum, backward.maximum),
        forward: forward.maximum,
        backward: backward.maximum,
        hausdorff95: Math.max(p95, backward.percentiles[0]),
        p50,
        p90,
        p95,
        p99,
      },
      convention: `the larger of both directions; percentiles are of the forward distances, interpolated linearly${meaning}`,
      histograms: [forward.histogram, backward.histogram].filter((histogram) => histogram !== null),
      device: found.device,
      warnings: [...warnings, ...found.warnings],
    };
  },
};
