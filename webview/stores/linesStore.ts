import type { LinesDescription } from '../../src/compute/modelProtocol';
import { Store } from './store';

/** Lines of a file that has no faces, and how many of them are drawn. */
export interface LinesState {
  readonly lines: LinesDescription | null;
  /** What was chosen; null is {@link shownLines}'s own choice. */
  readonly chosen: number | null;
}

export type LinesStore = Store<LinesState>;

/** More at once hide each other. */
const mostUnasked = 2000;

export function createLinesStore(): LinesStore {
  return new Store<LinesState>({ lines: null, chosen: null });
}

/** How many lines are drawn, the first ones of the file. */
export function shownLines({ lines, chosen }: LinesState): number {
  const count = lines?.count ?? 0;
  return Math.min(count, chosen ?? mostUnasked);
}

/** Draws so many lines, whole and no more than there are. */
export function chooseLines(store: LinesStore, count: number): void {
  if (!Number.isFinite(count)) return;
  store.set({ chosen: Math.min(store.state.lines?.count ?? 0, Math.max(0, Math.round(count))) });
}

/** Places of the slider: few lines are as easily told apart as many, so its steps are shares of what there is. */
export const sliderSteps = 200;

/** How many lines a place of the slider stands for: none at 0, all at {@link sliderSteps}, and each step a factor. */
export function linesAt(step: number, count: number): number {
  return step <= 0 ? 0 : Math.max(1, Math.round(count ** (step / sliderSteps)));
}

export function stepOf(lines: number, count: number): number {
  if (lines <= 0 || count <= 0) return 0;
  return count === 1 ? sliderSteps : Math.max(1, Math.round((sliderSteps * Math.log(lines)) / Math.log(count)));
}
