/** What a file test/benchmark/NAME.ts exports as `benchmark`; each runs in a process of its own. */
export interface Benchmark {
  readonly title: string;
  run(context: BenchmarkContext): Promise<void>;
}

export interface MeasureOptions {
  /** Measured runs; 5 when left out. */
  readonly runs?: number;
  /** Runs before them that are not counted; 1 when left out. */
  readonly warmups?: number;
  /** What one run works through, for a rate beside the seconds: { count: bytes / 1e6, unit: 'MB' }. */
  readonly amount?: { readonly count: number; readonly unit: string };
  /** Before every run, not measured. */
  readonly prepare?: () => void | Promise<void>;
}

export interface BenchmarkContext {
  /** Measures how long `work` takes; answers the median in seconds. */
  measure(name: string, work: () => unknown, options?: MeasureOptions): Promise<number>;
  /** Adds samples that were measured in another way: milliseconds told by a page, peak memory, another program's time. */
  record(name: string, unit: string, samples: readonly number[]): void;
  /** A sentence that belongs with the numbers: what could not be measured, and why. */
  note(text: string): void;
}

export interface Measurement {
  readonly name: string;
  /** Of the samples: "s" for what `measure` measured. */
  readonly unit: string;
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly samples: readonly number[];
  /** The amount a second, at the median. */
  readonly rate?: { readonly value: number; readonly unit: string };
}

export interface BenchmarkResult {
  readonly benchmark: string;
  readonly title: string;
  readonly measurements: readonly Measurement[];
  readonly notes: readonly string[];
}

/** The middle of the sorted samples, the mean of the two middle ones of an even number; NaN of none. */
export function median(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function measurement(name: string, unit: string, samples: readonly number[], amount?: MeasureOptions['amount']): Measurement {
  const middle = median(samples);
  return {
    name,
    unit,
    median: middle,
    minimum: Math.min(...samples),
    maximum: Math.max(...samples),
    samples,
    ...(amount ? { rate: { value: amount.count / middle, unit: `${amount.unit}/s` } } : {}),
  };
}

/** Runs one benchmark and gathers what it measures; `report` is told each measurement as it is made. */
export async function runBenchmark(name: string, benchmark: Benchmark, report: (made: Measurement) => void): Promise<BenchmarkResult> {
  const measurements: Measurement[] = [];
  const notes: string[] = [];
  const add = (made: Measurement): void => {
    measurements.push(made);
    report(made);
  };
  await benchmark.run({
    async measure(title, work, { runs = 5, warmups = 1, amount, prepare } = {}) {
      const samples: number[] = [];
      for (let run = -warmups; run < runs; run++) {
        await prepare?.();
        const start = performance.now();
        await work();
        if (run >= 0) samples.push((performance.now() - start) / 1000);
      }
      const made = measurement(title, 's', samples, amount);
      add(made);
      return made.median;
    },
    record: (title, unit, samples) => add(measurement(title, unit, samples)),
    note: (text) => notes.push(text),
  });
  return { benchmark: name, title: benchmark.title, measurements, notes };
}
