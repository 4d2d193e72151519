import assert from 'node:assert/strict';
import os from 'node:os';
import { frechetDistance, type FeatureRows } from '../../src/geometry/frechetDistance';
import { Random } from '../../src/geometry/random';
import type { Benchmark } from './support/benchmark';
import { Threads } from './support/threads';

const rows = 10_000;
const columns = 2048;

/** Independent numbers, uniform with the given deviation, about a mean. */
function makeFeatures(seed: number, mean: number, deviation: number, rows: number, columns: number): FeatureRows {
  const random = new Random(seed);
  const data = Float32Array.from({ length: rows * columns }, () => mean + deviation * Math.sqrt(12) * (random.uniform() - 0.5));
  return { rows, columns, data };
}

/** Fréchet distance of two sets of 10,000 rows of 2,048 numbers, as Inception gives them. */
export const benchmark: Benchmark = {
  title: 'Fréchet distance',
  async run(context) {
    const threads = new Threads(os.availableParallelism());
    const first = makeFeatures(1, 0, 1, rows, columns);
    const second = makeFeatures(2, 0.1, 1.5, rows, columns);
    const stages = new Map<string, number>();
    try {
      // The threads' start and their loading of TypeScript are not what is measured.
      await frechetDistance(makeFeatures(3, 0, 1, 20, 20), makeFeatures(4, 0, 1, 20, 20), { parallel: threads });
      const started = performance.now();
      const before = process.cpuUsage();
      const { meanTerm, covarianceTerm } = await frechetDistance(first, second, {
        parallel: threads,
        progress: (_share, activity) => {
          if (!stages.has(activity)) stages.set(activity, performance.now() - started);
        },
      });
      context.record(`2 x ${rows} rows of ${columns} numbers, ${threads.threads} threads`, 's', [(performance.now() - started) / 1000]);
      const { user, system } = process.cpuUsage(before);
      context.record('its processor time', 's', [(user + system) / 1e6]);
      // What 10,000 rows tell of the true 2048 * (0.1^2 + 0.5^2): both terms are a little too large.
      assert.ok(Math.abs(meanTerm / (columns * 0.01) - 1) < 0.1, `mean term ${meanTerm}`);
      assert.ok(covarianceTerm > columns * 0.25 && covarianceTerm < columns * 0.5, `covariance term ${covarianceTerm}`);
      for (const [activity, at] of stages) context.note(`${activity} began after ${(at / 1000).toFixed(1)} s.`);
      const [load] = os.loadavg();
      context.note(`Load average over the last minute at the end: ${load.toFixed(2)}.`);
    } finally {
      await threads.end();
    }
  },
};
