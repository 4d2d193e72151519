import { boxFlag } from '../../model/detectionSet';
import { truthVerdict, verdict, type JudgeSettings } from './detectionProtocol';

/** Boxes of one image as they are judged: columns with a row a box. */
export interface JudgedBoxes {
  readonly count: number;
  readonly categories: Uint32Array;
  readonly flags: Uint8Array;
  readonly scores: Float64Array | null;
}

/** Overlaps of the boxes of one image by their places. */
export interface Overlaps {
  /** Of two detections. */
  between(first: number, second: number): number;
  /** Of a detection and a truth. */
  withTruth(detection: number, truth: number): number;
}

/** What {@link judgeImage} fills; as long as there are detections and truths. */
export interface Judged {
  readonly verdicts: Uint8Array;
  readonly partners: Int32Array;
  readonly overlaps: Float64Array;
  readonly truths: Uint8Array;
}

const notCounted = boxFlag.difficult | boxFlag.ignore | boxFlag.crowd;

/**
 * Suppresses and matches the detections of one image. Suppression: by falling score, ties in the file's order; each kept
 * box drops those that overlap it by more than the threshold, of its own category or of all. Matching: each kept
 * detection looks at the truth of its category with the largest overlap; from the threshold on it is right when that
 * one is free, wrong when it is taken, and neither when it does not count.
 *
 * @param truth null where nothing is known of what is right
 */
export function judgeImage(detections: JudgedBoxes, truth: JudgedBoxes | null, overlaps: Overlaps, settings: JudgeSettings, into: Judged): void {
  into.verdicts.fill(verdict.none);
  into.partners.fill(-1);
  into.overlaps.fill(NaN);
  const order = byFallingScore(detections, settings.score, into.verdicts);
  if (settings.suppression) suppress(detections, order, overlaps, settings.suppression, into);
  if (truth) match(detections, truth, order, overlaps, settings.matchIou, into);
}

/** Detections at or above a score, the most confident first, ties in the file's order; the others are marked. */
function byFallingScore({ count, scores }: JudgedBoxes, least: number | null, verdicts: Uint8Array): Uint32Array {
  const order = new Uint32Array(count);
  let kept = 0;
  for (let box = 0; box < count; box++) {
    if (scores && least !== null && scores[box] < least) verdicts[box] = verdict.belowScore;
    else order[kept++] = box;
  }
  const found = order.subarray(0, kept);
  if (scores) {
    // A box without a score is as sure as can be: it was drawn by somebody.
    const scoreOf = (box: number): number => (Number.isNaN(scores[box]) ? Infinity : scores[box]);
    found.sort((a, b) => (scoreOf(a) === scoreOf(b) ? a - b : scoreOf(b) > scoreOf(a) ? 1 : -1));
  }
  return found;
}

function suppress(
  { categories }: JudgedBoxes,
  order: Uint32Array,
  overlaps: Overlaps,
  { iou, classAgnostic }: { readonly iou: number; readonly classAgnostic: boolean },
  { verdicts, partners, overlaps: found }: Judged,
): void {
  for (let i = 0; i < order.length; i++) {
    const box = order[i];
    if (verdicts[box] === verdict.suppressed) continue;
    for (let j = i + 1; j < order.length; j++) {
      const other = order[j];
      if (verdicts[other] === verdict.suppressed) continue;
      if (!classAgnostic && categories[other] !== categories[box]) continue;
      const overlap = overlaps.between(box, other);
      if (!(overlap > iou)) continue;
      verdicts[other] = verdict.suppressed;
      partners[other] = box;
      found[other] = overlap;
    }
  }
}

function match(detections: JudgedBoxes, truth: JudgedBoxes, order: Uint32Array, overlaps: Overlaps, iou: number, { verdicts, partners, overlaps: found, truths }: Judged): void {
  for (let row = 0; row < truth.count; row++) truths[row] = (truth.flags[row] & notCounted) !== 0 ? truthVerdict.ignored : truthVerdict.missed;
  for (const box of order) {
    if (verdicts[box] === verdict.suppressed) continue;
    let best = -1;
    let largest = -1;
    for (let row = 0; row < truth.count; row++) {
      if (truth.categories[row] !== detections.categories[box]) continue;
      const overlap = overlaps.withTruth(box, row);
      if (overlap > largest) {
        largest = overlap;
        best = row;
      }
    }
    if (best >= 0) found[box] = largest;
    if (best < 0 || !(largest >= iou)) {
      verdicts[box] = verdict.falsePositive;
      continue;
    }
    if (truths[best] === truthVerdict.ignored) verdicts[box] = verdict.ignored;
    else if (truths[best] === truthVerdict.found) verdicts[box] = verdict.falsePositive;
    else {
      truths[best] = truthVerdict.found;
      verdicts[box] = verdict.truePositive;
    }
    partners[box] = best;
  }
}
