import type { BoxMeasure } from '../../detection/iou/boxOverlap';
import { selectBoxes } from '../../detection/selectBoxes';
import { suppress } from '../../detection/suppression/suppress';
import { boxFlag, type DetectionSet } from '../../model/detectionSet';
import { truthVerdict, verdict, type JudgeSettings } from './detectionProtocol';

/** Boxes of one image: rows of a set, in the file's order. */
export interface JudgedBoxes {
  /** Without masks and attributes, which nobody needs to judge. */
  readonly set: DetectionSet;
  readonly rows: Uint32Array<ArrayBufferLike>;
}

/** What {@link judgeImage} finds, by the places of `rows`. */
export interface Judged {
  readonly verdicts: Uint8Array<ArrayBuffer>;
  readonly partners: Int32Array<ArrayBuffer>;
  readonly overlaps: Float64Array<ArrayBuffer>;
  readonly truths: Uint8Array<ArrayBuffer>;
}

const notCounted = boxFlag.difficult | boxFlag.ignore | boxFlag.crowd;

/**
 * Suppresses and matches the detections of one image: suppression as `nms`, matching as VOC does. Each kept detection,
 * by falling score, the file's order on ties, looks at the truth of its category with the largest IoU; from the threshold
 * on it is right when that one is free, wrong when it is taken, and neither when it does not count.
 *
 * @param truth null where nothing is known of what is right
 * @param iou of a row of the detections' set and one of the truth's
 */
export function judgeImage(detections: JudgedBoxes, truth: JudgedBoxes | null, measure: BoxMeasure, iou: (detection: number, truth: number) => number, settings: JudgeSettings): Judged {
  const { set, rows } = detections;
  const into: Judged = {
    verdicts: new Uint8Array(rows.length),
    partners: new Int32Array(rows.length).fill(-1),
    overlaps: new Float64Array(rows.length).fill(NaN),
    truths: new Uint8Array(truth?.rows.length ?? 0),
  };
  if (set.scores && settings.score !== null) {
    for (let place = 0; place < rows.length; place++) if (set.scores[rows[place]] < settings.score) into.verdicts[place] = verdict.belowScore;
  }
  if (settings.suppression && rows.length > 1) suppressImage(detections, measure, settings, settings.suppression, into);
  if (truth) match(detections, truth, iou, settings.matchIou, into);
  return into;
}

function suppressImage({ set, rows }: JudgedBoxes, measure: BoxMeasure, { score }: JudgeSettings, suppression: NonNullable<JudgeSettings['suppression']>, into: Judged): void {
  const boxes = selectBoxes(set, new Uint32Array(rows));
  const { suppressedBy, overlap } = suppress(boxes, {
    ...suppression,
    score: score ?? -Infinity,
    soft: 'none',
    sigma: 0.5,
    measure,
    // Boxes without a score rank by the file's order.
    rank: boxes.scores ?? new Float64Array(boxes.count),
  });
  for (let place = 0; place < rows.length; place++) {
    if (suppressedBy[place] < 0) continue;
    into.verdicts[place] = verdict.suppressed;
    into.partners[place] = suppressedBy[place];
    into.overlaps[place] = overlap[place];
  }
}

function match({ set, rows }: JudgedBoxes, truth: JudgedBoxes, iou: (detection: number, truth: number) => number, threshold: number, into: Judged): void {
  const { verdicts, partners, overlaps, truths } = into;
  const byCategory = new Map<number, number[]>();
  for (let place = 0; place < truth.rows.length; place++) {
    const row = truth.rows[place];
    truths[place] = (truth.set.flags[row] & notCounted) !== 0 ? truthVerdict.ignored : truthVerdict.missed;
    const category = truth.set.category[row];
    const places = byCategory.get(category);
    if (places) places.push(place);
    else byCategory.set(category, [place]);
  }
  for (const place of byFallingScore(set, rows, verdicts)) {
    let best = -1;
    let largest = 0;
    for (const candidate of byCategory.get(set.category[rows[place]]) ?? []) {
      const overlap = iou(rows[place], truth.rows[candidate]);
      if (overlap <= largest) continue;
      largest = overlap;
      best = candidate;
    }
    overlaps[place] = largest;
    partners[place] = best;
    if (best < 0 || largest < threshold) verdicts[place] = verdict.falsePositive;
    else if (truths[best] === truthVerdict.ignored) verdicts[place] = verdict.ignored;
    else if (truths[best] === truthVerdict.found) verdicts[place] = verdict.falsePositive;
    else {
      truths[best] = truthVerdict.found;
      verdicts[place] = verdict.truePositive;
    }
  }
}

/** Places of the detections that are still in, the most confident first, ties in the file's order, those without a score last. */
function byFallingScore({ scores }: DetectionSet, rows: Uint32Array, verdicts: Uint8Array): number[] {
  const places = Array.from(rows, (_, place) => place).filter((place) => verdicts[place] === verdict.none);
  if (!scores) return places;
  const scoreOf = (place: number): number => (Number.isNaN(scores[rows[place]]) ? -Infinity : scores[rows[place]]);
  return places.sort((a, b) => (scoreOf(a) === scoreOf(b) ? a - b : scoreOf(b) > scoreOf(a) ? 1 : -1));
}
