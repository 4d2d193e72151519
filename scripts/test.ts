import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SuiteReport } from '../test/support/countingReporter';
import { judge, type Outcome } from './suites/judge';
import { suites, type Suite } from './suites/suites';
import { requireChromium } from './support/chromium';
import { projectFolder, resultsFolder } from './support/paths';

/**
 * `npm test [-- SUITE... [--grep PATTERN]]`: runs the suites that are named and what they need, or all of them, side by
 * side where they do not wait for one another, and prints at the end what came of each, and in the last line
 * "N passed, N failed". A suite that could not run counts as a failure.
 */

function readReport(file: string): SuiteReport | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SuiteReport) : null;
}

const running = new Set<ReturnType<typeof spawn>>();

/** Runs one suite. What it prints goes out as it comes when it is `alone`, otherwise in one piece at its end. */
function runSuite(suite: Suite, options: { readonly alone: boolean; readonly grep: string | undefined }): Promise<Outcome> {
  const started = performance.now();
  const reportFile = path.join(resultsFolder, `${suite.name}.json`);
  rmSync(reportFile, { force: true });
  const { grep } = options;
  const byMocha = suite.kind === 'tests' && suite.name !== 'vscode';
  const parameters = [...suite.command, ...(grep !== undefined && byMocha ? ['--grep', grep] : [])];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, parameters, {
      cwd: projectFolder,
      env: { ...process.env, INSPECT3D_REPORT: reportFile, ...(grep === undefined ? {} : { INSPECT3D_GREP: grep }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const take = (data: Buffer): void => {
      if (options.alone) process.stdout.write(data);
      else output += data.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      running.delete(child);
      const seconds = (performance.now() - started) / 1000;
      const outcome = judge({ kind: suite.kind, exitCode: code, report: readReport(reportFile), seconds, filtered: grep !== undefined });
      console.log(`\n=== ${suite.name} (${seconds.toFixed(1)} s)${outcome.remark === '' ? '' : `: ${outcome.remark}`}`);
      if (output.trim() !== '') console.log(output.trimEnd());
      resolve(outcome);
    });
  });
}

/** The named suites and, before them, what they need. */
function choose(names: readonly string[]): Suite[] {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`No suite is called ${unknown.join(', ')}. There are ${suites.map(({ name }) => name).join(', ')}.`);
  if (names.length === 0) return [...suites];
  const chosen = new Set<string>();
  const add = (name: string): void => {
    chosen.add(name);
    suites.find((suite) => suite.name === name)?.needs.forEach(add);
  };
  names.forEach(add);
  return suites.filter(({ name }) => chosen.has(name));
}

/** Runs all of `chosen`, as many at a time as there are processors (two at least), each after what it needs. */
async function runAll(chosen: readonly Suite[], grep: string | undefined): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const waiting = new Set(chosen);
  const places = Math.max(2, os.availableParallelism());
  let busy = 0;
  await new Promise<void>((resolve) => {
    const next = (): void => {
      for (const suite of waiting) {
        const needs = suite.needs.filter((name) => chosen.some((other) => other.name === name));
        const absent = suite.absent?.() ?? null;
        const unmet = needs.find((name) => (outcomes.get(name)?.failed ?? 0) > 0);
        if (absent !== null || unmet !== undefined) {
          waiting.delete(suite);
          const remark = absent === null ? `could not run: ${unmet ?? ''} failed` : `left out: ${absent}`;
          outcomes.set(suite.name, { passed: 0, failed: absent === null ? 1 : 0, seconds: 0, remark, failures: [], retried: [] });
          // Others may have waited for this one.
          next();
          return;
        }
        if (busy >= places || needs.some((name) => !outcomes.has(name))) continue;
        waiting.delete(suite);
        busy++;
        void runSuite(suite, { alone: chosen.length === 1, grep }).then((outcome) => {
          busy--;
          outcomes.set(suite.name, outcome);
          next();
        });
      }
      if (busy === 0 && waiting.size === 0) resolve();
    };
    next();
  });
  return outcomes;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const at = words.indexOf('--grep');
  const grep = at < 0 ? undefined : words[at + 1];
  const names = at < 0 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
  const chosen = choose(names);
  mkdirSync(resultsFolder, { recursive: true });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      for (const child of running) child.kill(signal);
      process.exitCode = 130;
    });
  }
  // Once, and before the suites that would otherwise install it at the same time.
  if (chosen.some(({ browser }) => browser)) requireChromium();
  const started = performance.now();
  const outcomes = await runAll(chosen, grep);

  let passed = 0;
  let failed = 0;
  console.log('\nsuite       passed  failed  seconds');
  for (const { name } of chosen) {
    const outcome = outcomes.get(name);
    if (!outcome) throw new Error(`${name} has no outcome.`);
    passed += outcome.passed;
    failed += outcome.failed;
    const columns = [String(outcome.passed).padStart(6), String(outcome.failed).padStart(6), outcome.seconds.toFixed(1).padStart(7)];
    console.log(`${name.padEnd(12)}${columns.join('  ')}  ${outcome.remark}`.trimEnd());
  }
  for (const { name } of chosen) {
    for (const title of outcomes.get(name)?.failures ?? []) console.log(`failed: ${name}: ${title}`);
  }
  for (const { name } of chosen) {
    for (const said of outcomes.get(name)?.retried ?? []) console.log(`tried again: ${name}: ${said}`);
  }
  const tests = chosen.filter(({ kind }) => kind === 'tests');
  const idle = tests.length > 0 && tests.every(({ name }) => outcomes.get(name)?.passed === 0);
  if (failed === 0 && idle) {
    console.log('Nothing ran.');
    failed = 1;
  }
  console.log(`in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
