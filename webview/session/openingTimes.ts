/** When the steps of one opening happened, for the log and the benchmark. */
export class OpeningTimes {
  private readonly started = performance.now();
  private readonly marks = new Map<string, number>();

  /** Keeps the first time only. */
  mark(step: string): void {
    if (!this.marks.has(step)) this.marks.set(step, performance.now() - this.started);
  }

  /** Since the opening began; "page" is what the page itself took before. */
  get milliseconds(): Readonly<Record<string, number>> {
    return { page: this.started, ...Object.fromEntries(this.marks) };
  }
}
