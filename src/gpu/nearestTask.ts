import type { Coordinates } from '../geometry/pointIndexLayout';
import { GpuFailure } from './backend';

/** What a search on the GPU is given and fills. */
export interface NearestTask {
  readonly queries: Coordinates;
  readonly reference: Coordinates;
  /** Rows of the queries and of the reference that fit the frame. */
  readonly queryRows: Uint32Array;
  readonly referenceRows: Uint32Array;
  /** A candidate for a query; kept when it is nearer than the ones before. In float64, from the stored values. */
  readonly offer: (queryRow: number, referenceRow: number) => void;
  /** Leaves a query to the CPU. */
  readonly leave: (queryRow: number) => void;
  readonly signal: AbortSignal;
  readonly progress: (share: number) => void;
}

/** The index in 0 ... count - 1 that a kernel answered as itself plus 1. */
export function indexAnswered(value: number, count: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= count) return value - 1;
  throw new GpuFailure(`a kernel answered ${value} when expected an index of ${count}`);
}
