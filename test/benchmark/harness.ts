import os from 'node:os';

export interface Statistics {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** Seconds that some runs of a task take. The first run, in which code is compiled, is not counted. */
export async function measure(runs: number, task: () => Promise<unknown>): Promise<Statistics> {
  await task();
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await task();
    seconds.push((performance.now() - started) / 1000);
  }
  return statistics(seconds);
}

export function statistics(seconds: readonly number[]): Statistics {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1], runs: sorted.length };
}

/** What figures were measured on. */
export function describeMachine(): string {
  const [processor] = os.cpus();
  const memory = (os.totalmem() / 1e9).toFixed(0);
  return `${processor?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, ${memory} GB, ${os.type()} ${os.release()}, Node ${process.version}, load ${os.loadavg()[0].toFixed(1)}`;
}
