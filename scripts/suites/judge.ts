import type { SuiteReport } from '../../test/support/countingReporter';

/** What came of a suite. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** What went wrong besides failing tests, what was skipped, or why the suite was left out. */
  readonly remark: string;
  /** Titles of the failed tests. */
  readonly failures: readonly string[];
  /** Of tests that were tried again: title and what the failed try said. */
  readonly retried: readonly string[];
}

/** How a suite's process ended. */
export interface Ending {
  readonly kind: 'check' | 'tests';
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Null when it wrote none. */
  readonly report: SuiteReport | null;
  readonly seconds: number;
  /** Tests were chosen by a pattern, which may fit none of this suite. */
  readonly filtered: boolean;
}

/**
 * What an ending means. A suite that wrote no report, ran nothing, or ended otherwise than it reports has failed even if
 * its exit code says 0: that is what VS Code gives for an extension host that died.
 */
export function judge({ kind, exitCode, report, seconds, filtered }: Ending): Outcome {
  const ended = exitCode === null ? 'ended by a signal' : `exit code ${exitCode}`;
  const failed = (remark: string): Outcome => ({ passed: report?.passed ?? 0, failed: 1, seconds, remark, failures: [], retried: [] });
  if (kind === 'check') return exitCode === 0 ? { passed: 1, failed: 0, seconds, remark: '', failures: [], retried: [] } : failed(ended);
  if (!report) return failed(`ended without a report (${ended})`);
  const { passed, failures, skipped } = report;
  if (failures.length === 0) {
    if (passed === 0 && !filtered) return failed('ran nothing');
    if (exitCode !== 0) return failed(`${ended} though no test failed`);
  }
  const remark = skipped.length > 0 ? `skipped: ${skipped.join('; ')}` : '';
  return { passed, failed: failures.length, seconds, remark, failures: failures.map(({ title }) => title), retried: report.retried.map(({ title, message }) => `${title}: ${message}`) };
}
