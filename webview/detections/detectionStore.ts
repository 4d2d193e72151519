import type { BoxSide, BoxValue, DetectionOverview, ImageBoxes, ImageJudgement, JudgeSettings, JudgeTotals } from '../../src/compute/detections/detectionProtocol';
import { Store } from '../stores/store';

/** A box of the image that is shown, by its place among them. */
export interface BoxPlace {
  readonly side: BoxSide;
  readonly index: number;
}

/** What became of a box, as people read it. */
export const outcomes = ['plain', 'truePositive', 'falsePositive', 'missed', 'found', 'ignored', 'suppressed', 'belowScore'] as const;
export type Outcome = (typeof outcomes)[number];

/** Which boxes the list and the picture have. */
export interface BoxFilter {
  /** A row of the categories; null for all. */
  readonly category: number | null;
  /** An outcome; or all of one role. */
  readonly kind: 'all' | 'truth' | 'detections' | 'truePositive' | 'falsePositive' | 'missed' | 'suppressed';
}

/** The file that this one is compared with. */
export interface OtherFile {
  readonly name: string;
  readonly isTruth: boolean;
  /** Names of the categories that only it has; their rows follow those of this file. */
  readonly newCategories: readonly string[];
  /** Boxes of images that this file does not have. */
  readonly elsewhere: number;
}

export interface DetectionState {
  readonly overview: DetectionOverview | null;
  readonly image: number;
  /** Of the image that is shown; null while they are on their way. */
  readonly boxes: ImageBoxes | null;
  readonly otherBoxes: ImageBoxes | null;
  readonly judgement: ImageJudgement | null;
  /** Over all images; null while they are counted. */
  readonly totals: JudgeTotals | null;
  readonly other: OtherFile | null;
  readonly score: number;
  readonly suppression: boolean;
  readonly suppressionIou: number;
  readonly classAgnostic: boolean;
  readonly matchIou: number;
  readonly filter: BoxFilter;
  readonly selected: BoxPlace | null;
  /** All that is known of the selected box; null while it is on its way. */
  readonly values: readonly BoxValue[] | null;
  readonly hovered: BoxPlace | null;
  readonly labels: boolean;
  readonly masks: boolean;
  readonly colourBy: 'category' | 'outcome';
  readonly listVisible: boolean;
  /** The picture of the image, or its boxes in space. */
  readonly view: 'picture' | 'space';
}

export type DetectionStore = Store<DetectionState>;

export function createDetectionStore(): DetectionStore {
  return new Store<DetectionState>({
    overview: null,
    image: 0,
    boxes: null,
    otherBoxes: null,
    judgement: null,
    totals: null,
    other: null,
    score: 0,
    suppression: false,
    suppressionIou: 0.5,
    classAgnostic: false,
    matchIou: 0.5,
    filter: { category: null, kind: 'all' },
    selected: null,
    values: null,
    hovered: null,
    labels: true,
    masks: true,
    colourBy: 'category',
    listVisible: true,
    view: 'picture',
  });
}

export function judgeSettings({ score, suppression, suppressionIou, classAgnostic, matchIou, overview }: DetectionState): JudgeSettings {
  // At its lower end the slider lets every box through, whatever its score.
  const lowest = overview?.scores?.min ?? 0;
  return { score: score <= lowest ? null : score, suppression: suppression ? { iou: suppressionIou, classAgnostic } : null, matchIou };
}

export function samePlace(a: BoxPlace | null, b: BoxPlace | null): boolean {
  return a === b || (a !== null && b !== null && a.side === b.side && a.index === b.index);
}

/** The name of a category by its row, of either file. */
export function categoryName({ overview, other }: Pick<DetectionState, 'overview' | 'other'>, row: number): string {
  const own = overview?.categories ?? [];
  return own.at(row)?.name ?? other?.newCategories.at(row - own.length) ?? `category ${row}`;
}
