import type { ComparisonResult, ComparisonSide } from '../../src/compute/comparisonProtocol';
import { type AffineTransform, identityTransform } from '../../src/geometry/affineTransform';
import type { Report, ReportTable } from '../../src/operations/operation';
import type { ValueRange } from '../scene/sceneApi';

const bins = 128;

/** What a comparison found, as the page shows it. */
export type Difference = PointDifference | CellDifference;

/** Of two grids. */
export interface CellDifference {
  readonly kind: 'cells';
  readonly report: Report;
  /** Whether there are cells to draw; two fields may differ in their values alone. */
  readonly hasCells: boolean;
}

/** Of two clouds or meshes. */
export interface PointDifference {
  readonly kind: 'points';
  readonly report: Report;
  /** Of each side's rows to the other, in the file's order; NaN for none. */
  readonly distances: Readonly<Record<ComparisonSide, Float32Array<ArrayBuffer>>>;
  /** The vector from the nearest place of the reference along x, y, z; null where it was not asked for. */
  readonly split: readonly Float32Array<ArrayBuffer>[] | null;
  readonly signed: boolean;
  /** What 99 of 100 distances of both directions stay below; the largest where that is 0. */
  readonly usual: number;
  /** The values of the compared, from the least (0 for unsigned ones) to the largest. */
  readonly values: ValueRange;
  /** Compared points in equal bins over `values`. */
  readonly counts: readonly number[];
  readonly transform: AffineTransform;
}

/** The difference where it is one of clouds or meshes. */
export function ofPoints(difference: Difference | null): PointDifference | null {
  return difference?.kind === 'points' ? difference : null;
}

/** The difference where it is one of grids. */
export function ofCells(difference: Difference | null): CellDifference | null {
  return difference?.kind === 'cells' ? difference : null;
}

export function tableOf(report: Report, title: string): ReportTable | null {
  return report.tables.find((table) => table.title === title) ?? null;
}

function transformOf(report: Report): AffineTransform {
  const numbers = tableOf(report, 'Transform of the compared points')?.rows.flat().filter((cell) => typeof cell === 'number') ?? [];
  return numbers.length === 16 ? numbers : identityTransform;
}

/** A column of the table of both directions: p99, max. */
function directional(report: Report, name: string): number {
  const row = tableOf(report, 'Distances')?.rows.find(([title]) => title === name) ?? [];
  return Math.max(0, ...row.slice(1).filter((cell) => typeof cell === 'number'));
}

function extremes(values: Float32Array): ValueRange {
  let min = 0;
  let max = 0;
  for (const value of values) {
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min, max };
}

function histogram(values: Float32Array, { min, max }: ValueRange): number[] {
  const counts = new Array<number>(bins).fill(0);
  const scale = max > min ? bins / (max - min) : 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const bin = Math.floor((value - min) * scale);
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return counts;
}

export function differenceOf(result: ComparisonResult): Difference {
  if (result.kind === 'cells') return { kind: 'cells', report: result.report, hasCells: result.cells !== null };
  const { report, forward, backward, split } = result;
  const values = extremes(forward);
  const usual = directional(report, 'p99') || directional(report, 'max');
  return {
    kind: 'points',
    report,
    distances: { compared: forward, reference: backward },
    split,
    signed: values.min < 0 || extremes(backward).min < 0,
    usual,
    values,
    counts: histogram(forward, values),
    transform: transformOf(report),
  };
}

/** How many values lie in a closed range. */
export function countWithin(values: Float32Array, { min, max }: ValueRange): number {
  let count = 0;
  for (const value of values) if (value >= min && value <= max) count++;
  return count;
}

/** How many values lie beyond a threshold to either side, and how many there are. */
export function countBeyond(values: Float32Array, threshold: number): { readonly beyond: number; readonly closer: number; readonly count: number } {
  let beyond = 0;
  let closer = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    const magnitude = Math.abs(value);
    if (magnitude > threshold) beyond++;
    else if (magnitude < threshold) closer++;
  }
  return { beyond, closer, count };
}

/** F-score, precision and recall at a threshold, by the definition of `fscore`. */
export function fscoreAt({ distances }: PointDifference, threshold: number): { readonly fscore: number; readonly precision: number; readonly recall: number } {
  const share = (values: Float32Array): number => {
    const { closer, count } = countBeyond(values, threshold);
    return closer / count;
  };
  const [precision, recall] = [share(distances.compared), share(distances.reference)];
  return { fscore: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0, precision, recall };
}
