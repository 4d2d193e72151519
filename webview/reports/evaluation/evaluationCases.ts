import type { CurveColumns, EvaluationOverview, VerdictColumns } from '../../../src/compute/evaluationProtocol';
import { truthVerdict, verdict } from '../../../src/detection/evaluation/evaluation';

/** Rows of boxes at a score: of the detections, of those that are right and those that are wrong; of the truth, of those that nobody found. */
export interface Cases {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
  readonly missed: readonly number[];
}

/**
 * What is right, wrong and missed when only detections with at least a score are heeded. A detection's verdict does not
 * depend on those below it, so that the verdicts of all hold; a truth is missed when what found it is below the score.
 *
 * @param of the class whose boxes are wanted, with the curve that has its detections; null for all
 * @param score null heeds all detections
 */
export function casesAt(overview: EvaluationOverview, verdicts: VerdictColumns, of: { readonly name: string; readonly curve: CurveColumns | null } | null, score: number | null): Cases {
  const { scores } = overview.detections;
  const heeded = (row: number): boolean => score === null || scores.length === 0 || scores[row] >= score;
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  const isFound = new Uint8Array(verdicts.truths.length);
  for (let row = 0; row < verdicts.detections.length; row++) {
    if (verdicts.detections[row] === verdict.truePositive && heeded(row) && verdicts.matched[row] >= 0) isFound[verdicts.matched[row]] = 1;
  }
  const rows = of === null ? verdicts.detections.keys() : (of.curve?.detection ?? []);
  for (const row of rows) {
    if (!heeded(row)) continue;
    if (verdicts.detections[row] === verdict.truePositive) truePositives.push(row);
    else if (verdicts.detections[row] === verdict.falsePositive) falsePositives.push(row);
  }
  const scoreOf = (row: number): number => (scores.length > 0 ? scores[row] : 0);
  const falling = (a: number, b: number): number => scoreOf(b) - scoreOf(a) || a - b;
  const { category, categoryNames } = overview.truth;
  const missed: number[] = [];
  for (let row = 0; row < verdicts.truths.length; row++) {
    const found = verdicts.truths[row];
    if ((found !== truthVerdict.missed && found !== truthVerdict.found) || isFound[row]) continue;
    if (of === null || categoryNames[category[row]] === of.name) missed.push(row);
  }
  return { truePositives: truePositives.sort(falling), falsePositives: falsePositives.sort(falling), missed };
}
