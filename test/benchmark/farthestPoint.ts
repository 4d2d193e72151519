import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { array, number, object, parse } from 'valibot';
import { farthestPoints } from '../../src/geometry/farthestPointSampling';
import { median, type Benchmark } from './support/benchmark';
import { makeBumpyBall } from './support/clouds';
import { runPython } from './support/python';

const script = `
import json, sys, time
import numpy, open3d
a = numpy.fromfile(sys.argv[1], numpy.float32).reshape(-1, 3).astype(numpy.float64)
p = open3d.geometry.PointCloud(open3d.utility.Vector3dVector(a))
seconds = []
for _ in range(3):
    start = time.perf_counter()
    p.farthest_point_down_sample(4096)
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds}))
`;

/** The farthest point sequence, 4,096 of 100,000, on one thread. */
export const benchmark: Benchmark = {
  title: 'Farthest point sampling',
  async run(context) {
    const cloud = makeBumpyBall(100_000, 4);
    const ours = await context.measure('4,096 of 100,000: this sampler', () => farthestPoints(cloud, 4096), { runs: 7, warmups: 3 });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-farthest-'));
    try {
      const file = path.join(folder, 'cloud.f32');
      writeFileSync(file, cloud);
      const [line] = runPython(['numpy', 'open3d'], script, [file]) ?? [];
      if (line === undefined) {
        context.note('No Python with Open3D here.');
        return;
      }
      const { seconds } = parse(object({ seconds: array(number()) }), line);
      context.record('4,096 of 100,000: Open3D', 's', seconds);
      context.record('4,096 of 100,000: Open3D / this sampler', 'times', [median(seconds) / ours]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
