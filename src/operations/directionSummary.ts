import { percentilesOfMagnitudes } from '../geometry/percentilesOfMagnitudes';
import { distanceHistogram } from './distanceHistogram';
import type { Histogram } from './operation';

export interface Worst {
  readonly row: number;
  readonly distance: number;
}

/** What is told of the distances from one of two clouds to the other; numbers are of magnitudes. */
export interface DirectionSummary {
  /** A row of the file, as measured: with its sign, NaN where there is none. */
  readonly distances: Float64Array<ArrayBufferLike>;
  readonly signed: boolean;
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  readonly rms: number;
  readonly maximum: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** Points strictly closer than the threshold; null without one. */
  readonly closer: number | null;
  readonly histogram: Histogram | null;
  /** The rows that are farthest away, the farthest first. */
  readonly worst: readonly Worst[];
}

export const mostWorst = 100;

/**
 * Numbers of one direction, in a few passes that copy nothing.
 * @param sum of the distances where it is known already, so that it is the same to the last digit
 */
export function summariseDirection(title: string, distances: Float64Array<ArrayBufferLike>, signed: boolean, threshold: number | null, sum?: number): DirectionSummary {
  const worst = new WorstRows();
  let count = 0;
  let added = 0;
  let squares = 0;
  let closer = 0;
  let maximum = 0;
  for (let row = 0; row < distances.length; row++) {
    const distance = Math.abs(distances[row]);
    if (Number.isNaN(distance)) continue;
    count++;
    added += distance;
    squares += distance * distance;
    if (distance > maximum) maximum = distance;
    if (threshold !== null && distance < threshold) closer++;
    if (distance > worst.limit) worst.take(row, distance);
  }
  const [p50, p90, p95, p99] = percentilesOfMagnitudes(distances, [50, 90, 95, 99]);
  const total = sum ?? added;
  return {
    distances,
    signed,
    count,
    sum: total,
    mean: total / count,
    rms: Math.sqrt(squares / count),
    maximum,
    p50,
    p90,
    p95,
    p99,
    closer: threshold === null ? null : closer,
    histogram: distanceHistogram(title, count === distances.length ? distances : distances.filter((distance) => !Number.isNaN(distance))),
    worst: worst.sorted(),
  };
}

/** The largest of many distances above 0, kept in order by insertion: the list is short, and soon few are large enough for it. */
class WorstRows {
  /** A distance must be above it to be among the largest. */
  limit = 0;
  /** Largest first; of equal ones the lower row. */
  private readonly largest: Worst[] = [];

  take(row: number, distance: number): void {
    const { largest } = this;
    let at = largest.length;
    while (at > 0 && largest[at - 1].distance < distance) at--;
    largest.splice(at, 0, { row, distance });
    if (largest.length > mostWorst) largest.pop();
    if (largest.length === mostWorst) this.limit = largest[mostWorst - 1].distance;
  }

  sorted(): readonly Worst[] {
    return this.largest;
  }
}
