import { comparedPoints } from './cloudPoints';
import { distanceHistogram, foundDistances } from './distanceHistogram';
import { findNearestBothWays } from './nearest';
import type { OperationImplementation } from './operation';
import { numberValue } from './optionValues';

/** The F-score at a threshold; see `fscoreDescriptor`. */
export const fscore: OperationImplementation = {
  async run(inputs, options, context) {
    const threshold = numberValue(options, 'threshold');
    const { compared, reference, warnings, meaning } = comparedPoints(inputs, options);
    const { forward, backward, ...found } = await findNearestBothWays(compared.positions, reference.positions, context, (neighbours, direction) => {
      const distances = foundDistances(neighbours);
      let closer = 0;
      for (let i = 0; i < distances.length; i++) if (distances[i] < threshold) closer++;
      const title = direction === 'forward' ? 'Distance from compared to reference' : 'Distance from reference to compared';
      return { closer, count: neighbours.count, histogram: distanceHistogram(title, distances) };
    });
    const precision = forward.closer / forward.count;
    const recall = backward.closer / backward.count;
    return {
      numbers: { fscore: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0, precision, recall },
      tables: [
        {
          title: 'Points closer than the threshold',
          columns: ['of', 'closer', 'points'],
          rows: [
            ['compared', forward.closer, forward.count],
            ['reference', backward.closer, backward.count],
          ],
        },
      ],
      convention: `strictly closer than ${threshold}${meaning}`,
      histograms: [forward.histogram, backward.histogram].filter((histogram) => histogram !== null),
      device: found.device,
      warnings: [...warnings, ...found.warnings],
    };
  },
};
