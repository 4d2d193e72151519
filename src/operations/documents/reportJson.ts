import type { Report } from '../operation';

/** The report as the command line's `--json` prints it: one document, numbers at full precision. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
