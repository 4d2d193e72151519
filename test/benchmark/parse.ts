import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync, closeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ByteSource } from '../../src/formats/byteSource';
import { plyFormat } from '../../src/formats/ply/ply';
import { writePly } from '../../src/formats/ply/write';
import type { PointCloud } from '../../src/model/pointCloud';
import { median, type Benchmark, type BenchmarkContext } from './support/benchmark';
import { bumpySphere } from './support/bumpySphere';

const cases = [
  { name: 'binary-1m.ply', points: 1_000_000, encoding: 'binary' },
  { name: 'binary-10m.ply', points: 10_000_000, encoding: 'binary' },
  { name: 'ascii-1m.ply', points: 1_000_000, encoding: 'ascii' },
  { name: 'ascii-10m.ply', points: 10_000_000, encoding: 'ascii' },
] as const;

interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

async function openFile(file: string): Promise<OpenFile> {
  const handle = await open(file);
  return {
    name: path.basename(file),
    size: statSync(file).size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, offset);
      return bytesRead === length ? bytes : bytes.slice(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

async function readOnce(file: string): Promise<number> {
  const source = await openFile(file);
  const model = await plyFormat.read(source, { options: {}, warn: () => undefined });
  await source.close();
  return model.count;
}

/** The most array memory beyond what there was before, looked at whenever the reader tells its progress. */
async function peakMemory(file: string): Promise<number> {
  const source = await openFile(file);
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  };
  await plyFormat.read(source, { options: {}, warn: () => undefined, progress: look });
  look();
  await source.close();
  return peak / 1e6;
}

/** The loader takes the whole file at once and gives no bounds; both are counted for it, as a viewer needs them. */
async function createThreeReader(): Promise<(file: string) => Promise<unknown>> {
  const { PLYLoader } = await import('three/examples/jsm/loaders/PLYLoader.js');
  return (file) => {
    const bytes = readFileSync(file);
    const buffer = new Uint8Array(bytes).buffer;
    const geometry = new PLYLoader().parse(buffer);
    geometry.computeBoundingBox();
    return Promise.resolve(geometry);
  };
}

const open3dScript = `
import json, sys, time
import open3d
runs, seconds = int(sys.argv[2]), []
for _ in range(runs + 1):
    start = time.perf_counter()
    cloud = open3d.io.read_point_cloud(sys.argv[1])
    seconds.append(time.perf_counter() - start)
print(json.dumps(seconds[1:]))
`;

/** Seconds of each run, or null where no Python has Open3D. */
function measureOpen3d(file: string, runs: number): number[] | null {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      const text = execFileSync(python, ['-c', open3dScript, file, String(runs)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const seconds: unknown = JSON.parse(text.trim().split('\n').at(-1) ?? '');
      if (Array.isArray(seconds)) return seconds.map(Number);
    } catch {
      // This Python is not there or has no Open3D; a note says so.
    }
  }
  return null;
}

function writeCloud(file: string, cloud: PointCloud, encoding: 'ascii' | 'binary'): void {
  const descriptor = openSync(file, 'w');
  for (const chunk of writePly(cloud, { encoding })) writeSync(descriptor, chunk);
  closeSync(descriptor);
}

async function measureCase(context: BenchmarkContext, folder: string, { name, points, encoding }: (typeof cases)[number]): Promise<void> {
  const file = path.join(folder, name);
  writeCloud(file, bumpySphere(points), encoding);
  const amount = { count: statSync(file).size / 1e6, unit: 'MB' };
  context.record(`${name}: peak of array memory`, 'MB', [await peakMemory(file)]);
  const ours = await context.measure(`${name}: this reader, bounds included`, () => readOnce(file), { amount });
  // Text longer than a string can be is beyond three.js's loader.
  if (encoding === 'binary' || points <= 1_000_000) {
    const readWithThree = await createThreeReader();
    const seconds = await context.measure(`${name}: three.js PLYLoader`, () => readWithThree(file), { amount, runs: 3 });
    context.record(`${name}: three.js / this reader`, 'times', [seconds / ours]);
  }
  const open3d = measureOpen3d(file, 3);
  if (open3d) {
    context.record(`${name}: Open3D`, 's', open3d);
    context.record(`${name}: Open3D / this reader`, 'times', [median(open3d) / ours]);
  } else {
    context.note(`${name}: no Python with Open3D here.`);
  }
  rmSync(file);
}

/** How fast PLY files are read, beside three.js's loader and, where Python has it, Open3D, in the same run. */
export const benchmark: Benchmark = {
  title: 'Reading PLY',
  async run(context) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-parse-'));
    try {
      for (const one of cases) await measureCase(context, folder, one);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
