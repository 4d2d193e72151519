import { cocoAreas, cocoEpsilon, cocoMostDetections, cocoRecalls, cocoThresholds } from './cocoConventions';
import { sortFalling } from '../stableOrder';

/** Detections of one class, image by image in the order of image ids and by falling score within each. */
export interface ClassDetections {
  readonly count: number;
  readonly scores: Float64Array;
  /** Place among the detections of its image, from 0. */
  readonly ranks: Uint32Array;
  /** As {@link file://./cocoMatching.ts} has them, areas at multiples of `capacity`. */
  readonly matched: Uint16Array;
  readonly ignored: Uint16Array;
  readonly capacity: number;
}

export interface ClassAccumulation {
  /** Mean precision over the 101 recalls, areas by thresholds, of 100 detections an image; NaN where no truth counts. */
  readonly precision: Float64Array;
  /** Largest recall, areas by numbers of detections by thresholds; NaN where no truth counts. */
  readonly recall: Float64Array;
}

const thresholds = cocoThresholds.length;
const all = cocoMostDetections.length - 1;
let order = new Uint32Array(1024);
let buffer = new Uint32Array(1024);
let precisionAt = new Float64Array(1024);

/** The order of all detections of a class by falling score, ties as they come. */
export function orderByScore({ count, scores }: Pick<ClassDetections, 'count' | 'scores'>): Uint32Array {
  if (order.length < count) {
    order = new Uint32Array(2 * count);
    buffer = new Uint32Array(2 * count);
  }
  for (let place = 0; place < count; place++) order[place] = place;
  sortFalling(order, 0, count, scores, buffer);
  return order;
}

/**
 * Precision and recall of one class. Precision changes its running maximum at true positives alone, so only those are
 * kept.
 *
 * @param positives truths that count, an area range
 */
export function accumulateClass(detections: ClassDetections, positives: ArrayLike<number>): ClassAccumulation {
  const { count, ranks, matched, ignored, capacity } = detections;
  const precision = new Float64Array(cocoAreas.length * thresholds).fill(NaN);
  const recall = new Float64Array(cocoAreas.length * cocoMostDetections.length * thresholds).fill(NaN);
  const sorted = orderByScore(detections);
  for (let area = 0; area < cocoAreas.length; area++) {
    const truths = positives[area];
    if (truths === 0) continue;
    if (precisionAt.length < truths) precisionAt = new Float64Array(2 * truths);
    for (let threshold = 0; threshold < thresholds; threshold++) {
      const bit = 1 << threshold;
      let truePositives = 0;
      let falsePositives = 0;
      for (let place = 0; place < count; place++) {
        const at = area * capacity + sorted[place];
        if ((ignored[at] & bit) !== 0) continue;
        if ((matched[at] & bit) !== 0) {
          truePositives++;
          precisionAt[truePositives - 1] = truePositives / (falsePositives + truePositives + cocoEpsilon);
        } else {
          falsePositives++;
        }
      }
      precision[area * thresholds + threshold] = meanPrecision(truePositives, truths);
      recall[(area * cocoMostDetections.length + all) * thresholds + threshold] = truePositives / truths;
      for (let most = 0; most < all; most++) {
        let found = 0;
        for (let place = 0; place < count; place++) {
          const at = area * capacity + place;
          if (ranks[place] < cocoMostDetections[most] && (matched[at] & ~ignored[at] & bit) !== 0) found++;
        }
        recall[(area * cocoMostDetections.length + most) * thresholds + threshold] = found / truths;
      }
    }
  }
  return { precision, recall };
}

/** Mean over the 101 recalls of the largest precision from the first detection on that reaches it; 0 where none does. */
function meanPrecision(truePositives: number, truths: number): number {
  for (let at = truePositives - 1; at > 0; at--) if (precisionAt[at] > precisionAt[at - 1]) precisionAt[at - 1] = precisionAt[at];
  let sum = 0;
  let at = 0;
  for (const recall of cocoRecalls) {
    while (at < truePositives && (at + 1) / truths < recall) at++;
    if (at === truePositives) break;
    sum += precisionAt[at];
  }
  return sum / cocoRecalls.length;
}
