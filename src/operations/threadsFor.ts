import { sequential, type Parallel } from '../geometry/parallel';
import type { OperationContext } from './operation';

/** Points that one thread is through with before another has started. */
const fewPoints = 1 << 16;

/** What work on so many points is to run on: this thread alone where they are few. Answers do not depend on it. */
export function threadsFor(points: number, { parallel }: OperationContext): Parallel {
  return points > fewPoints ? parallel : sequential;
}
