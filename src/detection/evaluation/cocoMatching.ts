import { cocoAreas, cocoThresholds } from './cocoConventions';

const thresholds = cocoThresholds.length;
const allBits = 2 ** thresholds - 1;
/** Thresholds are never above this, so that an IoU of 1 that was rounded down matches. */
const highest = 1 - 1e-10;
const limits = Float64Array.from(cocoThresholds, (threshold) => Math.min(threshold, highest));

/** What matching the boxes of one image and class needs, and where the answers go; filled anew for each. */
export interface MatchingTask {
  detections: number;
  truths: number;
  /** detections x truths, row by row: detections by falling score, truths in the file's order. */
  ious: Float64Array;
  /** Of detections and truths: area in pixels. */
  readonly detectionAreas: Float64Array;
  truthAreas: Float64Array;
  /** 1 for crowds. */
  crowds: Uint8Array;
  /** A bit a threshold, areas one after the other: detection d in area range a is at a * capacity + d. */
  readonly matched: Uint16Array;
  readonly ignored: Uint16Array;
  readonly capacity: number;
  /** Truth matched in the range of all areas, thresholds one after the other, -1 for none; null when nobody asks. */
  readonly partners: Int32Array | null;
}

const leasts = Float64Array.from(cocoAreas, ([, least]) => least);
const mosts = Float64Array.from(cocoAreas, ([, , most]) => most);

let order = new Uint32Array(64);
let isIgnored = new Uint8Array(64);
let taken = new Uint16Array(64);

/** Nothing can be matched: ignored is what lies outside of an area range. */
function leaveUnmatched({ detections, detectionAreas, matched, ignored, capacity }: MatchingTask): void {
  for (let area = 0; area < leasts.length; area++) {
    for (let detection = 0; detection < detections; detection++) {
      const size = detectionAreas[detection];
      matched[area * capacity + detection] = 0;
      ignored[area * capacity + detection] = size < leasts[area] || size > mosts[area] ? allBits : 0;
    }
  }
}

/**
 * Matches as COCO does, for every area range and threshold: each detection, by falling score, takes the still unmatched
 * truth with the largest IoU of at least the threshold, the later of equal ones; a crowd may be taken again and again;
 * an ignored truth is taken only where no other can be. What takes an ignored one is ignored, and so is what takes
 * none and lies outside of the area range.
 */
export function matchImage(task: MatchingTask): void {
  const { detections, truths, ious, crowds, matched, ignored, capacity, partners } = task;
  if (truths === 0) {
    leaveUnmatched(task);
    return;
  }
  if (order.length < truths) {
    order = new Uint32Array(2 * truths);
    isIgnored = new Uint8Array(2 * truths);
    taken = new Uint16Array(2 * truths);
  }
  for (let area = 0; area < leasts.length; area++) {
    const least = leasts[area];
    const most = mosts[area];
    // Those that count come first, each part in the file's order.
    let counting = 0;
    for (let truth = 0; truth < truths; truth++) {
      const size = task.truthAreas[truth];
      isIgnored[truth] = crowds[truth] === 1 || size < least || size > most ? 1 : 0;
      if (isIgnored[truth] === 0) order[counting++] = truth;
      taken[truth] = 0;
    }
    let place = counting;
    for (let truth = 0; truth < truths; truth++) if (isIgnored[truth] === 1) order[place++] = truth;
    for (let detection = 0; detection < detections; detection++) {
      let matchedBits = 0;
      let ignoredBits = 0;
      const row = detection * truths;
      let largest = 0;
      for (let truth = 0; truth < truths; truth++) if (ious[row + truth] > largest) largest = ious[row + truth];
      for (let threshold = 0; threshold < thresholds && largest >= limits[threshold]; threshold++) {
        const bit = 1 << threshold;
        let best = limits[threshold];
        let found = -1;
        for (let at = 0; at < truths; at++) {
          if (at === counting && found >= 0) break;
          const truth = order[at];
          if ((taken[truth] & bit) !== 0 && crowds[truth] === 0) continue;
          const iou = ious[row + truth];
          if (iou < best) continue;
          best = iou;
          found = truth;
        }
        if (found < 0) continue;
        taken[found] |= bit;
        matchedBits |= bit;
        if (isIgnored[found] === 1) ignoredBits |= bit;
        if (partners && area === 0) partners[threshold * capacity + detection] = found;
      }
      const size = task.detectionAreas[detection];
      if (size < least || size > most) ignoredBits |= allBits & ~matchedBits;
      matched[area * capacity + detection] = matchedBits;
      ignored[area * capacity + detection] = ignoredBits;
    }
  }
}
