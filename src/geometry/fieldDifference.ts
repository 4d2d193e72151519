import type { NumberArray } from '../model/numericType';

/** How far the values of two fields are from each other at the same samples; those not finite in either are left out. */
export interface FieldDifference {
  readonly count: number;
  /** Of compared - reference. */
  readonly mean: number;
  /** Of |compared - reference|. */
  readonly meanMagnitude: number;
  readonly rms: number;
  readonly maximum: number;
  /** Row of the largest, in the order given; -1 where there is none. */
  readonly worst: number;
  /** Samples by |difference| in equal steps from 0 to the largest. */
  readonly counts: readonly number[];
}

const bars = 48;

/** Two passes that copy nothing; rows in one order. Means are NaN where no sample is finite in both. */
export function fieldDifference(compared: NumberArray, reference: NumberArray): FieldDifference {
  let count = 0;
  let sum = 0;
  let magnitudes = 0;
  let squares = 0;
  let maximum = 0;
  let worst = -1;
  for (let row = 0; row < compared.length; row++) {
    const difference = compared[row] - reference[row];
    if (!Number.isFinite(difference)) continue;
    const magnitude = Math.abs(difference);
    count++;
    sum += difference;
    magnitudes += magnitude;
    squares += difference * difference;
    if (magnitude > maximum || worst < 0) {
      maximum = magnitude;
      worst = row;
    }
  }
  const counts = new Array<number>(bars).fill(0);
  const scale = maximum > 0 && Number.isFinite(bars / maximum) ? bars / maximum : 0;
  for (let row = 0; row < compared.length; row++) {
    const magnitude = Math.abs(compared[row] - reference[row]);
    if (magnitude <= maximum) counts[Math.min(bars - 1, Math.floor(magnitude * scale))]++;
  }
  return { count, mean: sum / count, meanMagnitude: magnitudes / count, rms: Math.sqrt(squares / count), maximum, worst, counts };
}
