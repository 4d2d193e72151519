import { fuzzFormat } from './fuzzFormat';
import { fixtureSeeds, fuzzedFormats } from './seeds';

/** Fuzzes every reader for some minutes (first argument, 10 when left out) from a seed (second argument, the clock's when left out). */
async function run(): Promise<void> {
  const minutes = Number(process.argv[2] ?? 10);
  if (!(minutes > 0)) throw new Error('usage: long.ts [MINUTES] [SEED]');
  let seed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
  const end = performance.now() + minutes * 60_000;
  const seeds = new Map(fuzzedFormats.map((format) => [format, fixtureSeeds(format)]));
  while (performance.now() < end) {
    for (const [format, files] of seeds) {
      const result = await fuzzFormat(format, files, { mutations: 2000, seed });
      console.log(
        `${format.id}, seed ${seed}: ${result.models} models, ${result.refusals} refusals, slowest ${result.slowestMilliseconds.toFixed(0)} ms, largest ${(result.largestBytes / 1e6).toFixed(1)} MB`,
      );
    }
    seed++;
  }
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
