import { truthVerdict, verdict, type BoxSide, type ImageBoxes, type ImageJudgement } from '../../src/compute/detections/detectionProtocol';
import { boxShape } from '../../src/model/detectionSet';
import type { BoxFilter, BoxPlace, DetectionState, Outcome } from './detectionStore';

/** One box as list and picture show it. */
export interface BoxItem extends BoxPlace {
  readonly row: number;
  readonly category: number;
  /** NaN where it has none. */
  readonly score: number;
  readonly outcome: Outcome;
  readonly isTruth: boolean;
}

const ofVerdict: Readonly<Record<number, Outcome>> = {
  [verdict.none]: 'plain',
  [verdict.truePositive]: 'truePositive',
  [verdict.falsePositive]: 'falsePositive',
  [verdict.ignored]: 'ignored',
  [verdict.belowScore]: 'belowScore',
  [verdict.suppressed]: 'suppressed',
};
const ofTruth: Readonly<Record<number, Outcome>> = {
  [truthVerdict.none]: 'plain',
  [truthVerdict.found]: 'found',
  [truthVerdict.missed]: 'missed',
  [truthVerdict.ignored]: 'ignored',
};

/** What became of a box. */
export function outcomeOf(judgement: ImageJudgement | null, { side, index }: BoxPlace): Outcome {
  if (!judgement) return 'plain';
  return side === judgement.detections ? (ofVerdict[judgement.verdicts[index]] ?? 'plain') : (ofTruth[judgement.truths[index]] ?? 'plain');
}

function* itemsOf(boxes: ImageBoxes | null, side: BoxSide, isTruth: boolean, judgement: ImageJudgement | null): Generator<BoxItem> {
  if (!boxes) return;
  for (let index = 0; index < boxes.count; index++) {
    yield {
      side,
      index,
      row: boxes.rows[index],
      category: boxes.categories[index],
      score: boxes.scores ? boxes.scores[index] : NaN,
      outcome: outcomeOf(judgement, { side, index }),
      isTruth,
    };
  }
}

/** All boxes of the image: the most confident first, those without a score behind them in the file's order. */
export function boxItems({ boxes, otherBoxes, judgement, other, overview }: DetectionState): readonly BoxItem[] {
  const ownIsTruth = other ? !other.isTruth : overview?.role === 'truth';
  const items = [...itemsOf(boxes, 'own', ownIsTruth, judgement), ...itemsOf(otherBoxes, 'other', !ownIsTruth, judgement)];
  const rank = (item: BoxItem): number => (Number.isNaN(item.score) ? -Infinity : item.score);
  // Sorting keeps the order of what is equal.
  return items.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) > rank(a) ? 1 : -1));
}

/** True for a box that is shown with a filter. What is below the score is out. */
export function passes(item: BoxItem, { category, kind }: BoxFilter): boolean {
  if (item.outcome === 'belowScore') return false;
  if (category !== null && item.category !== category) return false;
  switch (kind) {
    case 'all':
      return true;
    case 'truth':
      return item.isTruth;
    case 'detections':
      return !item.isTruth;
    case 'truePositive':
    case 'falsePositive':
    case 'missed':
    case 'suppressed':
      return item.outcome === kind;
  }
}

/** True for a box that has a place in a picture. */
export function isDrawn(boxes: ImageBoxes, index: number): boolean {
  return (boxes.shapes[index] & (boxShape.rectangle | boxShape.mask | boxShape.cuboid)) !== 0;
}
