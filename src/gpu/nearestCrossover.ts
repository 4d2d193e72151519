import { CancelledError } from '../model/errors';
import type { GpuSession } from './device';
import { nearestOnGpu, type NearestOnCpu } from './nearestNeighbours';

/** From which size on a GPU answers sooner, as measured in this session. */
export interface NearestCrossover {
  /** Queries and reference points together; infinity when the GPU never wins. */
  readonly points: number;
  /** Seconds of both for {@link measuredPoints}. NaN when there was no GPU to measure. */
  readonly gpuSeconds: number;
  readonly cpuSeconds: number;
  /** In words, for a report. */
  readonly reason: string;
}

const fewPoints = 2048;
/** Queries, and as many reference points, of the larger measurement. */
const manyPoints = 16_384;
export const measuredPoints = 2 * manyPoints;

const kept = new WeakMap<GpuSession, Promise<NearestCrossover>>();

/** Points on a unit sphere, evenly by Fibonacci's spiral, turned by `turn` so that two such clouds differ. */
function sphere(count: number, turn: number): Float32Array {
  const points = new Float32Array(3 * count);
  for (let index = 0; index < count; index++) {
    const z = 1 - (2 * index + 1) / count;
    const radius = Math.sqrt(1 - z * z);
    const angle = index * Math.PI * (3 - Math.sqrt(5)) + turn;
    points.set([radius * Math.cos(angle), radius * Math.sin(angle), z], 3 * index);
  }
  return points;
}

/** Where two straight lines of time over points cross. Exported for its test. */
export function crossing(gpu: { readonly few: number; readonly many: number }, cpuMany: number): number {
  const cpuSlope = cpuMany / measuredPoints;
  const gpuSlope = Math.max(0, (gpu.many - gpu.few) / (measuredPoints - 2 * fewPoints));
  const gpuStart = Math.max(0, gpu.many - gpuSlope * measuredPoints);
  return gpuSlope < cpuSlope ? Math.ceil(gpuStart / (cpuSlope - gpuSlope)) : Infinity;
}

async function measure(session: GpuSession, nearestOnCpu: NearestOnCpu, signal: AbortSignal): Promise<NearestCrossover> {
  const choice = await session.choice();
  if (choice.kind === 'cpu') return { points: Infinity, gpuSeconds: NaN, cpuSeconds: NaN, reason: choice.reason };
  const secondsOnGpu = async (count: number): Promise<number> => {
    const started = performance.now();
    const answer = await nearestOnGpu(sphere(count, 0.1), sphere(count, 0), { session, nearestOnCpu, signal, method: 'grid' });
    return answer.method === 'cpu' ? NaN : (performance.now() - started) / 1000;
  };
  const few = await secondsOnGpu(fewPoints);
  const gpuSeconds = await secondsOnGpu(manyPoints);
  // Twice, and the second counts: code that runs for the first time is not compiled yet.
  let cpuSeconds = NaN;
  for (let repeat = 0; repeat < 2; repeat++) {
    const started = performance.now();
    await nearestOnCpu(sphere(manyPoints, 0.1), sphere(manyPoints, 0), signal);
    cpuSeconds = (performance.now() - started) / 1000;
  }
  if (Number.isNaN(few + gpuSeconds)) return { points: Infinity, gpuSeconds, cpuSeconds, reason: 'The GPU failed while it was measured' };
  const points = crossing({ few, many: gpuSeconds }, cpuSeconds);
  const speed = `${measuredPoints} points took ${gpuSeconds.toFixed(3)} s on the GPU and ${cpuSeconds.toFixed(3)} s on the CPU`;
  const reason = Number.isFinite(points) ? `${speed}: the GPU is sooner from ${points} points on` : `${speed}: the CPU is sooner`;
  return { points, gpuSeconds, cpuSeconds, reason };
}

/** The crossover of a session, measured on the first call and kept. Without a GPU it is infinite. */
export function nearestCrossover(
  session: GpuSession,
  nearestOnCpu: NearestOnCpu,
  signal: AbortSignal = new AbortController().signal,
): Promise<NearestCrossover> {
  const known = kept.get(session);
  if (known) return known;
  const measured = measure(session, nearestOnCpu, signal);
  kept.set(session, measured);
  measured.catch((error: unknown) => {
    // What was cancelled is measured again when it is next asked for; other errors are not expected to go away.
    if (error instanceof CancelledError) kept.delete(session);
  });
  return measured;
}
