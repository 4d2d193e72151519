import type { Disposable } from '../../src/messaging/port';

/**
 * Tells a view's state as soon as it has changed, once for all changes of a moment: a tab that is closed right after the
 * last of them has told it.
 */
export class StateTeller implements Disposable {
  private told: string | null = null;
  private waiting = false;
  private ended = false;

  constructor(
    private readonly state: () => string,
    private readonly tell: () => void,
  ) {}

  mayHaveChanged(): void {
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      if (this.ended) return;
      const state = this.state();
      if (state === this.told) return;
      this.told = state;
      this.tell();
    });
  }

  dispose(): void {
    this.ended = true;
  }
}
