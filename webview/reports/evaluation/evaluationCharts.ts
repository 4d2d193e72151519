import type { CurveColumns, EvaluationOverview, VerdictColumns } from '../../../src/compute/evaluationProtocol';
import { verdict } from '../../../src/detection/evaluation/evaluation';
import type { Chart, ChartMark, ChartSeries } from '../../../src/operations/chart';
import { figure } from '../../panels/figures';

const unit = { min: 0, max: 1 } as const;
/** Steps of recall or precision below which two points of a curve are one to the eye. */
const leastStep = 0.001;
const scoreBins = 40;

/** A curve with its name. */
export interface NamedCurve {
  readonly name: string;
  readonly curve: CurveColumns;
}

/** Places of a curve's points that can be told apart, its first and last among them. */
export function distinctPoints({ recall, precision }: CurveColumns): number[] {
  const places: number[] = [];
  let last = -1;
  for (let i = 0; i < recall.length; i++) {
    if (last >= 0 && i < recall.length - 1 && Math.abs(recall[i] - recall[last]) < leastStep && Math.abs(precision[i] - precision[last]) < leastStep) continue;
    places.push(i);
    last = i;
  }
  return places;
}

/** Precision over recall of some classes or thresholds; of a single one also what its AP reads. */
export function precisionRecallChart(title: string, protocol: string, curves: readonly NamedCurve[], marks: readonly ChartMark[]): Chart {
  const series: ChartSeries[] = curves.map(({ name, curve }) => {
    const places = distinctPoints(curve);
    return {
      name,
      kind: 'line',
      x: places.map((i) => curve.recall[i]),
      y: places.map((i) => curve.precision[i]),
      also: [{ name: 'Score', values: places.map((i) => curve.score[i]) }],
    };
  });
  const [only, ...others] = curves;
  if (only && others.length === 0) {
    const read = { x: [...only.curve.sampledRecall], y: [...only.curve.sampledPrecision] };
    series.push(protocol === 'voc2007' ? { name: 'eleven points', kind: 'points', ...read } : { name: 'interpolated', kind: 'line', style: 'reference', ...read });
  }
  return { title, x: { title: 'Recall', ...unit }, y: { title: 'Precision', ...unit }, series, marks };
}

/** How the scores of right and of wrong detections are spread. */
export function scoreChart({ detections }: EvaluationOverview, verdicts: VerdictColumns): Chart | null {
  const { scores } = detections;
  let min = Infinity;
  let max = -Infinity;
  for (const score of scores) {
    if (score < min) min = score;
    if (score > max) max = score;
  }
  if (!(max > min) || !Number.isFinite(max - min)) return null;
  if (min >= 0 && max <= 1) [min, max] = [0, 1];
  const width = (max - min) / scoreBins;
  const count = (wanted: number): number[] => {
    const counts = new Array<number>(scoreBins).fill(0);
    for (let row = 0; row < scores.length; row++) {
      if (verdicts.detections[row] === wanted && !Number.isNaN(scores[row])) counts[Math.min(scoreBins - 1, Math.floor((scores[row] - min) / width))]++;
    }
    return counts;
  };
  const x = Array.from({ length: scoreBins }, (_, bin) => min + (bin + 0.5) * width);
  return {
    title: 'Scores of right and wrong detections',
    x: { title: 'Score', min, max },
    y: { title: 'Detections', min: 0 },
    series: [
      { name: 'true positives', kind: 'bars', x, y: count(verdict.truePositive) },
      { name: 'false positives', kind: 'bars', x, y: count(verdict.falsePositive) },
    ],
  };
}

/** Where a score lies on a curve: the last point with at least that score; nothing without one. */
export function scoreMarks(curves: readonly NamedCurve[], score: number | null): ChartMark[] {
  const [only, ...others] = curves;
  if (score === null || !only || others.length > 0) return [];
  const { curve } = only;
  let at = -1;
  for (let i = 0; i < curve.score.length && curve.score[i] >= score; i++) at = i;
  return at < 0 ? [] : [{ x: curve.recall[at], y: curve.precision[at], text: `score ${figure(score)}` }];
}
