import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { median, type Benchmark, type BenchmarkContext } from './support/benchmark';
import { BatchProcess } from './support/batchProcess';
import { writeCloudFile } from './support/cloudFiles';
import { makeBumpyBall, makeSweep } from './support/clouds';

const million = 1_000_000;
/** Requests before those that count: as many as it takes until the engine has compiled what it will. */
const warmups = 5;
const runs = 11;

/** Both operations in one warm process, turn by turn, told by their own `seconds.compute`: index building included, files not. */
async function measurePair(context: BenchmarkContext, batch: BatchProcess, name: string, files: readonly string[], counted: { readonly warmups: number; readonly runs: number }): Promise<void> {
  const seconds: Record<'chamfer' | 'compare', number[]> = { chamfer: [], compare: [] };
  const ratios: number[] = [];
  for (let run = -counted.warmups; run < counted.runs; run++) {
    const chamfer = await batch.ask('chamfer', files);
    const compare = await batch.ask('compare', files);
    assert.equal(compare.numbers.chamfer, chamfer.numbers.chamfer, 'Both tell the same Chamfer distance.');
    if (run < 0) continue;
    seconds.chamfer.push(chamfer.compute);
    seconds.compare.push(compare.compute);
    ratios.push(compare.compute / chamfer.compute);
  }
  context.record(`${name}: chamfer, two-way`, 's', seconds.chamfer);
  context.record(`${name}: compare, everything in it`, 's', seconds.compare);
  context.record(`${name}: compare / chamfer, each pair of runs`, 'times', ratios);
  context.record(`${name}: compare / chamfer, of the medians`, 'times', [median(seconds.compare) / median(seconds.chamfer)]);
}

/**
 * What a comparison takes besides the two-way Chamfer distance that it contains: summaries of both directions, the worst
 * points, displacement row by row. INSPECT3D_LARGE=1 adds ten million points against ten million.
 */
export const benchmark: Benchmark = {
  title: 'Comparing two clouds',
  async run(context) {
    const batch = new BatchProcess();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-compare-'));
    const write = (name: string, positions: Float32Array<ArrayBuffer>): string => {
      const file = path.join(folder, `${name}.ply`);
      writeCloudFile(file, positions);
      return file;
    };
    try {
      const few = { warmups, runs };
      await measurePair(context, batch, 'bumpy ball', [write('ball1', makeBumpyBall(million, 1)), write('ball2', makeBumpyBall(million, 2))], few);
      await measurePair(context, batch, 'sweep', [write('sweep1', makeSweep(million, 1)), write('sweep2', makeSweep(million, 2))], few);
      // The same rows a little apart: the displacement row by row is told only then.
      const moved = makeBumpyBall(million, 1).map((value) => value + 1e-3);
      await measurePair(context, batch, 'the same rows, moved', [path.join(folder, 'ball1.ply'), write('moved', moved)], few);
      if (process.env.INSPECT3D_LARGE === '1') {
        const large = [write('large1', makeBumpyBall(10 * million, 1)), write('large2', makeBumpyBall(10 * million, 2))];
        await measurePair(context, batch, '10 M against 10 M', large, { warmups: 0, runs: 2 });
        context.record('10 M against 10 M: peak memory of the process', 'MB', [batch.peakMemory / 1e6]);
      }
      const [load] = os.loadavg();
      context.note(`Load average over the last minute at the end: ${load.toFixed(2)}.`);
    } finally {
      await batch.end();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
