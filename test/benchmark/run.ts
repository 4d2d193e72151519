import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder, toolsFolder } from '../../scripts/support/paths';
import { runBenchmark, type Benchmark, type BenchmarkResult, type Measurement } from './support/benchmark';

/**
 * `npm run benchmark [-- NAME... [--json FILE] [--compare COMMIT]]`: runs the benchmarks beside this file, or those that
 * are named, each in a process of its own, and prints medians. `--compare` runs the same benchmarks on another commit's
 * sources too and prints how many times as fast today's are.
 */

const usage = 'Usage: npm run benchmark [-- NAME... [--json FILE] [--compare COMMIT]]';
const benchmarkFolder = path.join(projectFolder, 'test', 'benchmark');

interface Document {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly commit: string;
  readonly results: readonly BenchmarkResult[];
}

const git = (...parameters: string[]): string => execFileSync('git', parameters, { cwd: projectFolder, encoding: 'utf8' }).trim();

function machine(): Document['machine'] {
  const processors = os.cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    loadBefore: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  };
}

/** The commit, marked when files differ from it. */
const commit = (): string => `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'src', 'webview') === '' ? '' : ' with changes'}`;

/** Four significant digits: more than two runs agree on. */
const figure = (value: number): string => (Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(4));

function line({ name, unit, median, minimum, maximum, samples, rate }: Measurement): string {
  const spread = samples.length > 1 ? `  (${figure(minimum)} ... ${figure(maximum)}, ${samples.length} runs)` : '';
  return `  ${name.padEnd(52)} ${figure(median).padStart(9)} ${unit}${rate ? `  ${figure(rate.value)} ${rate.unit}` : ''}${spread}`;
}

/** Runs one benchmark in this process. */
async function runHere(name: string, resultFile: string): Promise<void> {
  const loaded = (await import(pathToFileURL(path.join(benchmarkFolder, `${name}.ts`)).href)) as { benchmark?: Benchmark };
  if (!loaded.benchmark) throw new Error(`test/benchmark/${name}.ts exports no \`benchmark\`.`);
  console.log(`\n${loaded.benchmark.title} (${name})`);
  const result = await runBenchmark(name, loaded.benchmark, (made) => console.log(line(made)));
  for (const note of result.notes) console.log(`  ${note}`);
  writeFileSync(resultFile, JSON.stringify(result));
}

/** Runs benchmarks one after another, each in a process with memory of its own, in the sources of `folder`. */
async function runAll(names: readonly string[], folder: string): Promise<BenchmarkResult[]> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'benchmark-'));
  const results: BenchmarkResult[] = [];
  try {
    for (const name of names) {
      const resultFile = path.join(temporary, `${name}.json`);
      const code = await new Promise((resolve, reject) => {
        const parameters = ['--expose-gc', '--import', 'tsx', path.join(folder, 'test', 'benchmark', 'run.ts'), '--here', name, resultFile];
        const child = spawn(process.execPath, parameters, { cwd: folder, stdio: 'inherit' });
        child.on('error', reject);
        child.on('close', resolve);
      });
      if (code !== 0 || !existsSync(resultFile)) throw new Error(`The benchmark ${name} failed.`);
      results.push(JSON.parse(readFileSync(resultFile, 'utf8')) as BenchmarkResult);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return results;
}

/** Today's benchmarks on the sources of another commit, with today's packages. */
async function runOnCommit(names: readonly string[], revision: string): Promise<BenchmarkResult[]> {
  const id = git('rev-parse', '--verify', `${revision}^{commit}`);
  const folder = path.join(toolsFolder, 'compare', id.slice(0, 12));
  mkdirSync(path.dirname(folder), { recursive: true });
  git('worktree', 'add', '--force', '--detach', folder, id);
  try {
    symlinkSync(path.join(projectFolder, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
    for (const shared of ['test/benchmark', 'scripts/support']) {
      rmSync(path.join(folder, shared), { recursive: true, force: true });
      cpSync(path.join(projectFolder, shared), path.join(folder, shared), { recursive: true });
    }
    return await runAll(names, folder);
  } finally {
    git('worktree', 'remove', '--force', folder);
  }
}

function printComparison(now: readonly BenchmarkResult[], then: readonly BenchmarkResult[], revision: string): void {
  console.log(`\nToday's median as a share of that at ${revision}:`);
  for (const { benchmark, measurements } of now) {
    const before = new Map(then.find((result) => result.benchmark === benchmark)?.measurements.map((made) => [made.name, made]));
    for (const { name, unit, median } of measurements) {
      const old = before.get(name);
      const ratio = old ? `${(median / old.median).toFixed(3)}  (${figure(old.median)} -> ${figure(median)} ${unit})` : 'not measured there';
      console.log(`  ${`${benchmark}: ${name}`.padEnd(60)} ${ratio}`);
    }
  }
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const [first, name, resultFile] = words;
  if (first === '--here' && name !== undefined && resultFile !== undefined) {
    await runHere(name, resultFile);
    return;
  }
  const take = (option: string): string | undefined => {
    const at = words.indexOf(option);
    if (at < 0) return undefined;
    const [, value] = words.splice(at, 2);
    if (value === undefined) throw new Error(usage);
    return value;
  };
  const jsonFile = take('--json');
  const revision = take('--compare');
  const all = readdirSync(benchmarkFolder).filter((file) => file.endsWith('.ts') && file !== 'run.ts').map((file) => file.slice(0, -3)).sort();
  const unknown = words.filter((word) => !all.includes(word));
  if (unknown.length > 0) throw new Error(`No benchmark is called ${unknown.join(', ')}. There are ${all.join(', ')}. ${usage}`);
  if (all.length === 0) throw new Error('There are no benchmarks.');
  const names = words.length > 0 ? words : all;

  const described = { machine: machine(), commit: commit() };
  console.log(Object.entries(described.machine).map(([key, value]) => `${key}: ${value}`).join(' · '));
  console.log(`commit: ${described.commit}`);
  let then: BenchmarkResult[] = [];
  if (revision !== undefined) {
    console.log(`\nAt ${revision}:`);
    then = await runOnCommit(names, revision);
    console.log('\nToday:');
  }
  const results = await runAll(names, projectFolder);
  if (revision !== undefined) printComparison(results, then, revision);
  if (jsonFile !== undefined) {
    const document: Document & { readonly compared?: unknown } = { ...described, results, ...(revision === undefined ? {} : { compared: { commit: revision, results: then } }) };
    writeFileSync(jsonFile, `${JSON.stringify(document, null, 2)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
