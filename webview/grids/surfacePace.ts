import type { SurfaceResult } from '../../src/compute/modelProtocol';

/** What one surface may take while the hand moves: two frames of 60 a second, less what drawing takes of them. */
const budgetMilliseconds = 24;
/** Of a first surface, before any was measured: nanoseconds a cell. */
const firstGuess = 12;
const steps = [1, 2, 4, 8] as const;

/** Tells how coarse a surface has to be to follow the hand, from how long the last ones took. */
export class SurfacePace {
  /** Nanoseconds a cell that was looked at. */
  private perCell = firstGuess;

  forget(): void {
    this.perCell = firstGuess;
  }

  note({ milliseconds, cells }: Pick<SurfaceResult, 'milliseconds' | 'cells'>, shells: number): void {
    // Small ones measure the clock rather than the work.
    if (cells < 10_000 || shells === 0) return;
    const measured = (1e6 * milliseconds) / (cells * shells);
    this.perCell = 0.6 * this.perCell + 0.4 * measured;
  }

  /** Every how many-th sample is taken: the finest that is through in time, else the coarsest. */
  step(cells: number, shells: number): number {
    return steps.find((step) => (this.perCell * cells * shells) / step ** 3 <= 1e6 * budgetMilliseconds) ?? 8;
  }
}
