import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runInEditor } from '../../scripts/support/runInEditor';
import { build, pack } from '../../scripts/support/pack';
import { writePly } from '../../src/formats/ply/write';
import type { OpenedOnce, OpenPlan, OpenResults } from './editor/openResults';
import { median, type Benchmark, type BenchmarkContext } from './support/benchmark';
import { bumpySphere } from './support/bumpySphere';

const cases = [
  { name: 'binary-1m.ply', points: 1_000_000, encoding: 'binary' },
  { name: 'binary-10m.ply', points: 10_000_000, encoding: 'binary' },
  { name: 'ascii-1m.ply', points: 1_000_000, encoding: 'ascii' },
] as const;

const megabyte = 2 ** 20;
const runs = 3;

function writeCase(folder: string, { name, points, encoding }: (typeof cases)[number]): string {
  const file = path.join(folder, name);
  const descriptor = openSync(file, 'w');
  for (const chunk of writePly(bumpySphere(points), { encoding })) writeSync(descriptor, chunk);
  closeSync(descriptor);
  return file;
}

const steps = [
  ['page', 'the page begins'],
  ['first piece', 'the first points come from the worker'],
  ['first picture', 'they are on the canvas'],
  ['decoded', 'everything decoded'],
  ['uploaded', 'everything on the graphics card'],
  ['drawn', 'everything on the canvas'],
] as const;

function recordOpenings(context: BenchmarkContext, name: string, points: number, opened: readonly OpenedOnce[]): void {
  const record = (what: string, unit: string, samples: readonly (number | null | undefined)[]): void => {
    const told = samples.filter((sample) => typeof sample === 'number');
    if (told.length > 0) context.record(`${name}: ${what}`, unit, told);
  };
  for (const [step, title] of steps) record(title, 'ms', opened.map(({ marks }) => marks[step]));
  record('its bytes move', 'ms', opened.map(({ move }) => move));
  record('requests for bytes', 'requests', opened.map(({ move, requests }) => (move === null ? null : requests)));
  record('processor time of the worker', 'ms', opened.map(({ processor }) => 1000 * ofThread(processor, /DedicatedWorker/)));
  record('processor time of drawing', 'ms', opened.map(({ processor }) => 1000 * ofThread(processor, /^GPU /i)));
  record('peak of the page\'s process', 'MB', opened.map(({ renderer }) => (renderer === null ? null : renderer / 1e6)));
  record('peak of the file\'s process', 'MB', opened.map(({ fileProcess }) => (fileProcess === null ? null : fileProcess / 1e6)));
  const afterStart = opened.map(({ tasks, marks }) => {
    const start = (marks['first piece'] ?? 0) - (marks.page ?? 0);
    return tasks.filter((task) => task.start > start);
  });
  const ofPage = afterStart.map((tasks) =>
    tasks.map(({ scripts, drawing }) => scripts.reduce((sum, { what, duration }) => (what.includes('page.js') ? sum + duration : sum), 0) - drawing),
  );
  record('longest of the page\'s own scripts in a long frame', 'ms', ofPage.map((tasks) => Math.max(0, ...tasks)));
  record('longest frame of the window, the workbench included', 'ms', afterStart.map((tasks) => Math.max(0, ...tasks.map(({ duration }) => duration))));
  record('points drawn', 'times', opened.map(({ points: drawn }) => drawn / points));
}

function ofThread(processor: OpenedOnce['processor'], pattern: RegExp): number {
  return Object.entries(processor).reduce((sum, [name, seconds]) => (pattern.test(name) ? sum + seconds : sum), 0);
}

/** The ways to move the bytes, and the quickest of them. */
function recordBare(context: BenchmarkContext, name: string, results: OpenResults): number | null {
  const moves = results.bare[name] ?? [];
  let least: number | null = null;
  for (const { slice, atOnce } of plans) {
    const samples = moves.filter((move) => move.slice === slice && move.atOnce === atOnce).map(({ milliseconds }) => milliseconds);
    if (samples.length === 0) continue;
    context.record(`${name}: bytes alone, ${slice / megabyte} MB requests, ${atOnce} at once`, 'ms', samples);
    least = Math.min(least ?? Infinity, median(samples));
  }
  return least;
}

const plans: OpenPlan['bare'] = [
  { slice: 8 * megabyte, atOnce: 1 },
  { slice: 8 * megabyte, atOnce: 2 },
  { slice: 32 * megabyte, atOnce: 1 },
];

/**
 * How fast files open in a real VS Code, step by step, beside the bare time to move the same bytes in the same pages.
 * `INSPECT3D_PACKED=keep` takes the package that is there instead of building one; `INSPECT3D_OPEN_DETAILS=1` prints
 * every opening as it was measured.
 */
export const benchmark: Benchmark = {
  title: 'Opening PLY files in VS Code',
  async run(context) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-open-'));
    try {
      if (process.env.INSPECT3D_PACKED !== 'keep') {
        await build();
        await pack();
      }
      const files = cases.map((one) => writeCase(folder, one));
      const plan: OpenPlan = { files, runs, bare: plans, results: path.join(folder, 'results.json') };
      await runInEditor({
        suites: [path.join('test', 'benchmark', 'editor', 'openFiles.ts')],
        environment: { INSPECT3D_OPEN_PLAN: JSON.stringify(plan), INSPECT3D_SUITE_SECONDS: '1800' },
      });
      const results = JSON.parse(readFileSync(plan.results, 'utf8')) as OpenResults;
      if (process.env.INSPECT3D_OPEN_DETAILS) console.log(JSON.stringify(results, null, 1));
      const at = (name: string, step: string): number => median((results.opened[name] ?? []).map(({ marks }) => marks[step] ?? NaN));
      for (const [index, { name, points }] of cases.entries()) {
        recordOpenings(context, name, points, results.opened[name] ?? []);
        context.record(`${name}: size`, 'MB', [statSync(files[index]).size / 1e6]);
        const bare = recordBare(context, name, results);
        if (bare === null) continue;
        const from = median((results.opened[name] ?? []).map(({ movedFrom }) => movedFrom ?? NaN));
        context.record(`${name}: uploaded, since its first request / bytes alone`, 'times', [(at(name, 'uploaded') - from) / bare]);
        context.record(`${name}: drawn, since its first request / bytes alone`, 'times', [(at(name, 'drawn') - from) / bare]);
      }
      context.record('first picture, 10 M / 1 M points', 'times', [at('binary-10m.ply', 'first picture') / at('binary-1m.ply', 'first picture')]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
