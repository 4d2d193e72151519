import { orderByScore, type ClassDetections } from './cocoAccumulate';
import { cocoEpsilon, cocoRecalls, cocoThresholds } from './cocoConventions';
import type { Curve } from './evaluation';

/** Curves of one class at every threshold, over all areas and 100 detections an image. */
export function cocoCurves(detections: ClassDetections & { readonly rows: Uint32Array }, truths: number): Curve[] {
  const { count, matched, ignored, scores, rows } = detections;
  const sorted = orderByScore(detections);
  return cocoThresholds.map((threshold, place) => {
    const bit = 1 << place;
    const counted = sorted.subarray(0, count).filter((detection) => (ignored[detection] & bit) === 0);
    const recall = new Float64Array(counted.length);
    const precision = new Float64Array(counted.length);
    let found = 0;
    counted.forEach((detection, point) => {
      if ((matched[detection] & bit) !== 0) found++;
      recall[point] = found / truths;
      precision[point] = found / (point + 1 + cocoEpsilon);
    });
    return {
      threshold,
      recall,
      precision,
      score: Float64Array.from(counted, (detection) => scores[detection]),
      detection: Uint32Array.from(counted, (detection) => rows[detection]),
      sampledRecall: cocoRecalls.slice(),
      sampledPrecision: sample(recall, precision),
    };
  });
}

/** The largest precision from the first point on that reaches each of the 101 recalls; 0 where none does. */
function sample(recall: Float64Array, precision: Float64Array): Float64Array<ArrayBuffer> {
  const envelope = precision.slice();
  for (let at = envelope.length - 1; at > 0; at--) envelope[at - 1] = Math.max(envelope[at - 1], envelope[at]);
  let at = 0;
  return Float64Array.from(cocoRecalls, (wanted) => {
    while (at < recall.length && recall[at] < wanted) at++;
    return at < recall.length ? envelope[at] : 0;
  });
}
