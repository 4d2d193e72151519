import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { array, number, object, parse, string } from 'valibot';
import { nearestDistancesBothWays } from '../../src/geometry/nearestDistances';
import { median, type Benchmark, type BenchmarkContext } from './support/benchmark';
import { BatchProcess } from './support/batchProcess';
import { writeCloudFile } from './support/cloudFiles';
import { makeBumpyBall, makeSweep } from './support/clouds';
import { runPython } from './support/python';
import { Threads } from './support/threads';

const points = 1_000_000;

/** Two-way Chamfer distance, index building included, of float32 files without a header. */
const peers = `
import json, sys, time
import numpy, open3d
from scipy.spatial import cKDTree
a, b = (numpy.fromfile(name, numpy.float32).reshape(-1, 3).astype(numpy.float64) for name in sys.argv[1:3])
p, q = (open3d.geometry.PointCloud(open3d.utility.Vector3dVector(x)) for x in (a, b))
def scipy():
    s, t = cKDTree(a), cKDTree(b)
    return t.query(a, workers=-1)[0].sum() + s.query(b, workers=-1)[0].sum()
def open3d_():
    return numpy.asarray(p.compute_point_cloud_distance(q)).sum() + numpy.asarray(q.compute_point_cloud_distance(p)).sum()
for name, work in (("scipy's cKDTree", scipy), ("Open3D's compute_point_cloud_distance", open3d_)):
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"name": name, "seconds": seconds, "chamfer": float(answer)}))
`;
const peerLine = object({ name: string(), seconds: array(number()), chamfer: number() });

/** Requests before those that count: as many as it takes until the engine has compiled what it will. */
const warmups = 6;
const runs = 9;

/** The operation `chamfer` in a warm process, told by its own `seconds.compute`: index building included, files not. */
async function measureOperation(context: BenchmarkContext, batch: BatchProcess, name: string, files: readonly string[], chamfer: number): Promise<number> {
  const seconds: number[] = [];
  for (let run = -warmups; run < runs; run++) {
    const { numbers, compute } = await batch.ask('chamfer', files);
    assert.ok(Math.abs(Number(numbers.chamfer) / chamfer - 1) < 1e-12, `The operation says ${numbers.chamfer}, the index ${chamfer}.`);
    if (run >= 0) seconds.push(compute);
  }
  context.record(`${name}: inspect3d batch, chamfer`, 's', seconds);
  return median(seconds);
}

async function measurePair(
  context: BenchmarkContext,
  threads: Threads,
  batch: BatchProcess,
  name: string,
  first: Float32Array<ArrayBuffer>,
  second: Float32Array<ArrayBuffer>,
): Promise<void> {
  let chamfer = 0;
  const ours = await context.measure(
    `${name}: this index, ${threads.threads} threads`,
    async () => {
      const { forward, backward } = await nearestDistancesBothWays(first, second, { parallel: threads });
      chamfer = forward.sum + backward.sum;
    },
    { runs: 7, warmups: 4, amount: { count: (2 * points) / 1e6, unit: 'million queries' } },
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-chamfer-'));
  try {
    const files = [first, second].map((cloud, i) => {
      const file = path.join(folder, `${i}.f32`);
      writeFileSync(file, cloud);
      return file;
    });
    const clouds = [first, second].map((cloud, i) => {
      const file = path.join(folder, `${i}.ply`);
      writeCloudFile(file, cloud);
      return file;
    });
    const operation = await measureOperation(context, batch, name, clouds, chamfer);
    const lines = runPython(['numpy', 'scipy', 'open3d'], peers, files);
    if (!lines) {
      context.note(`${name}: no Python with scipy and Open3D here.`);
      return;
    }
    const found = lines.map((line) => parse(peerLine, line));
    for (const peer of found) {
      assert.ok(Math.abs(peer.chamfer / chamfer - 1) < 1e-6, `${peer.name} says ${peer.chamfer}, this index ${chamfer}.`);
      context.record(`${name}: ${peer.name}`, 's', peer.seconds);
    }
    const fastest = Math.min(...found.map(({ seconds }) => median(seconds)));
    context.record(`${name}: the faster of them / this index`, 'times', [fastest / ours]);
    context.record(`${name}: the faster of them / inspect3d batch`, 'times', [fastest / operation]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two-way Chamfer distance of a million points against a million, beside the two programs that people use for it. */
export const benchmark: Benchmark = {
  title: 'Nearest neighbours',
  async run(context) {
    const threads = new Threads(os.availableParallelism());
    const batch = new BatchProcess();
    try {
      await measurePair(context, threads, batch, 'bumpy ball', makeBumpyBall(points, 1), makeBumpyBall(points, 2));
      await measurePair(context, threads, batch, 'sweep', makeSweep(points, 1), makeSweep(points, 2));
      const [load] = os.loadavg();
      context.note(`Load average over the last minute at the end: ${load.toFixed(2)}.`);
    } finally {
      await batch.end();
      await threads.end();
    }
  },
};
