import type { DetectionSet } from '../../model/detectionSet';
import { groupByPair } from '../grouping';
import { boxOverlap, shapeOf, type BoxMeasure } from '../iou/boxOverlap';
import { sortFalling } from '../stableOrder';
import { AxisSuppressor } from './axisSuppressor';
import { enclosingRectangles } from './enclosingRectangles';
import { decayScores } from './softSuppression';

export interface SuppressionOptions {
  /** A box is dropped when its IoU with a kept one is greater than this. */
  readonly iou: number;
  /** Boxes with a score below this are dropped beforehand; of soft suppression, those whose score falls below it. */
  readonly score: number;
  /** True when boxes of all classes suppress each other. */
  readonly classAgnostic: boolean;
  readonly soft: 'none' | 'linear' | 'gaussian';
  /** Of soft suppression by a Gaussian. */
  readonly sigma: number;
  readonly measure: BoxMeasure;
  /** What boxes are ranked by; the scores where there is nothing else. A number a box. */
  readonly rank: Float64Array<ArrayBufferLike>;
  readonly signal?: AbortSignal;
}

export interface Suppression {
  /** 1 for boxes that are kept. */
  readonly kept: Uint8Array;
  readonly keptCount: number;
  /** Row of the box that suppressed each dropped box; -1 for kept ones and those below the score. */
  readonly suppressedBy: Int32Array;
  /** IoU with that box; NaN where there is none. */
  readonly overlap: Float64Array;
  /** Scores after soft suppression; null where it changes none. */
  readonly scores: Float64Array | null;
  /** Boxes that have no place of the kind asked for: kept, since nothing can be said of them. */
  readonly withoutPlace: number;
}

/**
 * Non-maximum suppression, image by image and class by class: the box that ranks highest is kept, and those of the same
 * class whose IoU with it is greater than the threshold are dropped, until none is left. Equal ranks keep the file's
 * order. No matrix is made: boxes are looked up by where they lie.
 */
export function suppress(set: DetectionSet, options: SuppressionOptions): Suppression {
  const { count, shapes, image, category } = set;
  const { measure, rank, classAgnostic } = options;
  const kept = new Uint8Array(count);
  const suppressedBy = new Int32Array(count).fill(-1);
  const overlap = new Float64Array(count).fill(NaN);
  const result = { kept, suppressedBy, overlap };
  const wanted = shapeOf(measure);
  const candidates = new Uint32Array(count);
  let candidateCount = 0;
  let withoutPlace = 0;
  for (let row = 0; row < count; row++) {
    if (set.scores && set.scores[row] < options.score) continue;
    if ((shapes[row] & wanted) === 0) {
      withoutPlace++;
      kept[row] = 1;
    } else {
      candidates[candidateCount++] = row;
    }
  }
  const rows = candidates.subarray(0, candidateCount);
  const groups = groupCandidates(rows, image, set.images.length, classAgnostic ? null : category, set.categories.length);
  const buffer = new Uint32Array(candidateCount);
  const { iou } = boxOverlap(set, set, measure);
  const softScores = options.soft === 'none' ? null : Float64Array.from(rank);
  const rectangles = measure === 'axis' ? set.rectangles : enclosingRectangles(set, measure);
  const suppressor = new AxisSuppressor(rectangles, measure === 'axis' ? null : iou, options.iou, result);
  for (let group = 0; group < groups.groups; group++) {
    if ((group & 255) === 0 && options.signal?.aborted) break;
    const first = groups.offsets[group];
    const end = groups.offsets[group + 1];
    if (softScores) {
      decayScores(groups.rows.subarray(first, end), softScores, iou, options, result);
      continue;
    }
    sortFalling(groups.rows, first, end, rank, buffer);
    suppressor.run(groups.rows, first, end);
  }
  let keptCount = 0;
  for (const isKept of kept) keptCount += isKept;
  return { ...result, keptCount, scores: softScores, withoutPlace };
}

function groupCandidates(rows: Uint32Array, image: ArrayLike<number>, images: number, category: ArrayLike<number> | null, categories: number): { groups: number; offsets: Uint32Array; rows: Uint32Array } {
  const imageOf = new Uint32Array(rows.length);
  const categoryOf = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place++) {
    imageOf[place] = image[rows[place]];
    if (category) categoryOf[place] = category[rows[place]];
  }
  const grouping = groupByPair(imageOf, images, categoryOf, category ? categories : 1, rows.length);
  const original = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place++) original[place] = rows[grouping.rows[place]];
  return { groups: grouping.groups, offsets: grouping.offsets, rows: original };
}
