/** What the steps' marks in the page's timeline begin with. */
const prefix = 'inspect3d ';

/**
 * When the steps of one opening happened, for the log and the benchmark. Each is a mark in the page's own timeline too
 * ("inspect3d drawn"), where the developer tools show them beside requests and long tasks.
 */
export class OpeningTimes {
  private readonly started = performance.now();
  private readonly marks = new Map<string, number>();

  constructor() {
    for (const { name } of performance.getEntriesByType('mark')) if (name.startsWith(prefix)) performance.clearMarks(name);
    performance.mark(`${prefix}opening`);
  }

  /** Keeps the first time only. */
  mark(step: string): void {
    if (this.marks.has(step)) return;
    this.marks.set(step, performance.now() - this.started);
    performance.mark(`${prefix}${step}`);
  }

  /** Since the opening began; "page" is what the page itself took before. */
  get milliseconds(): Readonly<Record<string, number>> {
    return { page: this.started, ...Object.fromEntries(this.marks) };
  }
}
