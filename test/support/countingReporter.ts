import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What a suite leaves for the runner: the proof that it ran, and what came of it. */
export interface SuiteReport {
  readonly passed: number;
  readonly failures: readonly { readonly title: string; readonly message: string }[];
  /** Full titles of tests that were not run. */
  readonly skipped: readonly string[];
  /** Tries that failed and were followed by another, which is counted by what came of it. */
  readonly retried: readonly { readonly title: string; readonly message: string }[];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Prints as mocha's `spec` does and, at the end of the run, writes a {@link SuiteReport} to the file that
 * `INSPECT3D_REPORT` names. An exit code alone would not do: VS Code reports 0 for an extension host that died.
 */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env.INSPECT3D_REPORT;
    if (file === undefined || file === '') return;
    let passed = 0;
    const failures: { title: string; message: string }[] = [];
    const skipped: string[] = [];
    runner.on('pass', () => passed++);
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    const retried: { title: string; message: string }[] = [];
    runner.on('fail', (test, error: unknown) => failures.push({ title: test.fullTitle(), message: messageOf(error) }));
    runner.on('retry', (test: Mocha.Test, error: unknown) => retried.push({ title: test.fullTitle(), message: messageOf(error) }));
    runner.on('end', () => {
      const report: SuiteReport = { passed, failures, skipped, retried };
      writeFileSync(file, JSON.stringify(report));
    });
  }
}
