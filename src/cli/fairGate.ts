/**
 * Lets work through in the order it comes: shared work side by side up to a limit, exclusive work alone. Nothing
 * overtakes, so exclusive work never waits for ever.
 */
export class FairGate {
  private running = 0;
  private exclusiveRuns = false;
  private readonly waiting: { readonly exclusive: boolean; readonly enter: () => void }[] = [];

  /** @param limit how much shared work may run at once, at least 1 */
  constructor(private readonly limit: number) {}

  async pass<Value>(exclusive: boolean, work: () => Promise<Value>): Promise<Value> {
    await new Promise<void>((enter) => {
      this.waiting.push({ exclusive, enter });
      this.admit();
    });
    try {
      return await work();
    } finally {
      this.running--;
      this.exclusiveRuns = false;
      this.admit();
    }
  }

  private admit(): void {
    for (let next = this.waiting.at(0); next && this.hasRoomFor(next.exclusive); next = this.waiting.at(0)) {
      this.waiting.shift();
      this.running++;
      this.exclusiveRuns = next.exclusive;
      next.enter();
    }
  }

  private hasRoomFor(exclusive: boolean): boolean {
    if (exclusive) return this.running === 0;
    return !this.exclusiveRuns && this.running < this.limit;
  }
}
