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
/** Precision at each true positive, thresholds one after the other. */
let precisionAt = new Float64Array(1024);
const truePositives = new Float64Array(thresholds);
const leftOut = new Float64Array(thresholds);
const found = new Float64Array(all * thresholds);

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
 * kept; and most detections are false at every threshold, so those are only counted.
 *
 * @param positives truths that count, an area range
 */
export function accumulateClass(detections: ClassDetections, positives: ArrayLike<number>): ClassAccumulation {
  const precision = new Float64Array(cocoAreas.length * thresholds).fill(NaN);
  const recall = new Float64Array(cocoAreas.length * cocoMostDetections.length * thresholds).fill(NaN);
  const sorted = orderByScore(detections);
  for (let area = 0; area < cocoAreas.length; area++) {
    const truths = positives[area];
    if (truths === 0) continue;
    countArea(detections, sorted, area, truths);
    for (let threshold = 0; threshold < thresholds; threshold++) {
      precision[area * thresholds + threshold] = meanPrecision(threshold * truths, truePositives[threshold], truths);
      for (let most = 0; most < cocoMostDetections.length; most++) {
        const count = most === all ? truePositives[threshold] : found[most * thresholds + threshold];
        recall[(area * cocoMostDetections.length + most) * thresholds + threshold] = count / truths;
      }
    }
  }
  return { precision, recall };
}

/** Goes through the detections by falling score, and fills `truePositives`, `found` and `precisionAt`. */
function countArea({ count, ranks, matched, ignored, capacity }: ClassDetections, sorted: Uint32Array, area: number, truths: number): void {
  if (precisionAt.length < truths * thresholds) precisionAt = new Float64Array(2 * truths * thresholds);
  truePositives.fill(0);
  leftOut.fill(0);
  found.fill(0);
  for (let place = 0; place < count; place++) {
    const detection = sorted[place];
    const at = area * capacity + detection;
    const matchedBits = matched[at];
    const ignoredBits = ignored[at];
    if ((matchedBits | ignoredBits) === 0) continue;
    for (let threshold = 0; threshold < thresholds; threshold++) {
      const bit = 1 << threshold;
      if ((ignoredBits & bit) !== 0) {
        leftOut[threshold]++;
      } else if ((matchedBits & bit) !== 0) {
        const reached = ++truePositives[threshold];
        const falsePositives = place + 1 - leftOut[threshold] - reached;
        precisionAt[threshold * truths + reached - 1] = reached / (falsePositives + reached + cocoEpsilon);
        for (let most = 0; most < all; most++) if (ranks[detection] < cocoMostDetections[most]) found[most * thresholds + threshold]++;
      }
    }
  }
}

/**
 * Mean over the 101 recalls of the largest precision from the first detection on that reaches it; 0 where none does.
 *
 * @param first where in `precisionAt` the threshold's begin
 */
function meanPrecision(first: number, reached: number, truths: number): number {
  for (let at = first + reached - 1; at > first; at--) if (precisionAt[at] > precisionAt[at - 1]) precisionAt[at - 1] = precisionAt[at];
  let sum = 0;
  let at = 0;
  for (let place = 0; place < cocoRecalls.length; place++) {
    while (at < reached && (at + 1) / truths < cocoRecalls[place]) at++;
    if (at === reached) break;
    sum += precisionAt[first + at];
  }
  return sum / cocoRecalls.length;
}
