import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { array, number, object, parse } from 'valibot';
import { earthMover } from '../../src/geometry/earthMover';
import { median, type Benchmark, type BenchmarkContext } from './support/benchmark';
import { makeBumpyBall } from './support/clouds';
import { runPython } from './support/python';
import { Threads } from './support/threads';

/** The exact distance of float32 files without a header, by the matrix of all distances. */
const peer = `
import json, sys, time
import numpy
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
a, b = (numpy.fromfile(name, numpy.float32).reshape(-1, 3).astype(numpy.float64) for name in sys.argv[1:3])
seconds = []
processor = []
for _ in range(3):
    start = time.perf_counter()
    used = time.process_time()
    costs = cdist(a, b)
    rows, columns = linear_sum_assignment(costs)
    answer = costs[rows, columns].sum()
    seconds.append(time.perf_counter() - start)
    processor.append(time.process_time() - used)
print(json.dumps({"seconds": seconds, "processor": processor, "emd": float(answer)}))
`;
const peerLine = object({ seconds: array(number()), processor: array(number()), emd: number() });

/** Seconds of processor time of all threads of this process. */
const processorTime = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

const small = 4096;
/** Points and the gaps to prove; the largest only where INSPECT3D_BENCHMARK_LONG is set, since it takes minutes. */
const large: readonly (readonly [number, readonly number[]])[] = [
  [20_000, [1e-3, 0]],
  [100_000, [1e-3, 1e-6]],
];
const longest: readonly (readonly [number, readonly number[]])[] = [[1_000_000, [1e-2]]];

async function measureSmall(context: BenchmarkContext, threads: Threads): Promise<void> {
  const first = makeBumpyBall(small, 1);
  const second = makeBumpyBall(small, 2);
  let total = 0;
  const processor: number[] = [];
  const ours = await context.measure(
    `${small} points, exact, ${threads.threads} threads`,
    async () => {
      const started = processorTime();
      const result = await earthMover(first, second, { parallel: threads });
      processor.push(processorTime() - started);
      assert.ok(result.reached);
      total = result.total;
    },
    { runs: 5, warmups: 2 },
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-emd-'));
  try {
    const files = [first, second].map((cloud, i) => {
      const file = path.join(folder, `${i}.f32`);
      writeFileSync(file, cloud);
      return file;
    });
    const lines = runPython(['numpy', 'scipy'], peer, files);
    if (!lines) {
      context.note('No Python with scipy here.');
      return;
    }
    const found = parse(peerLine, lines[0]);
    assert.ok(Math.abs(found.emd / total - 1) < 1e-8, `scipy says ${found.emd}, the auction ${total}.`);
    context.record(`${small} points: scipy's cdist and linear_sum_assignment`, 's', found.seconds);
    const ownProcessor = processor.slice(2);
    context.record(`${small} points: scipy / this`, 'times', [median(found.seconds) / ours]);
    context.record(`${small} points: processor time of this`, 's', ownProcessor);
    context.record(`${small} points: processor time, scipy / this`, 'times', [median(found.processor) / median(ownProcessor)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Earth Mover's Distance of two samplings of one surface: exact beside scipy, and with proven gaps where no matrix fits. */
export const benchmark: Benchmark = {
  title: "Earth Mover's Distance",
  async run(context) {
    const threads = new Threads(os.availableParallelism());
    try {
      await measureSmall(context, threads);
      for (const [points, gaps] of process.env['INSPECT3D_BENCHMARK_LONG'] === undefined ? large : [...large, ...longest]) {
        const first = makeBumpyBall(points, 1);
        const second = makeBumpyBall(points, 2);
        for (const gap of gaps) {
          const started = performance.now();
          const used = processorTime();
          const { relativeGap, reached } = await earthMover(first, second, { parallel: threads, gap });
          assert.ok(reached, `a gap of ${relativeGap}`);
          context.record(`${points} points: gap ${gap} asked for, ${relativeGap.toExponential(2)} proven`, 's', [(performance.now() - started) / 1000]);
          context.record(`${points} points: processor time of that`, 's', [processorTime() - used]);
        }
        context.record(`${points} points: most resident memory so far`, 'MB', [process.resourceUsage().maxRSS / 1e3]);
      }
      const [load] = os.loadavg();
      context.note(`Load average over the last minute at the end: ${load.toFixed(2)}.`);
    } finally {
      await threads.end();
    }
  },
};
