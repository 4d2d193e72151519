/** Recalls that the eleven points are at, in tenths. */
const points = 11;

export interface SampledCurve {
  readonly ap: number;
  readonly recall: Float64Array<ArrayBuffer>;
  readonly precision: Float64Array<ArrayBuffer>;
}

/**
 * Mean over recall 0, 0.1, ..., 1 of the largest precision at that recall or above (Everingham et al., "The PASCAL Visual
 * Object Classes (VOC) Challenge", 2010). A recall of 3 of 10 reaches 0.3: recalls are compared as counts, not as rounded
 * fractions.
 *
 * @param truePositives how many true positives there are up to each point
 * @param precision at each point
 * @param truths all that were to be found, at least 1
 */
export function elevenPointPrecision(truePositives: ArrayLike<number>, precision: ArrayLike<number>, truths: number): SampledCurve {
  const best = new Float64Array(points);
  for (let at = 0; at < precision.length; at++) {
    // The last tenth that this recall reaches.
    const reached = Math.min(points - 1, Math.floor((10 * truePositives[at]) / truths));
    if (precision[at] > best[reached]) best[reached] = precision[at];
  }
  for (let point = points - 2; point >= 0; point--) best[point] = Math.max(best[point], best[point + 1]);
  const sum = best.reduce((total, value) => total + value, 0);
  return { ap: sum / points, recall: Float64Array.from({ length: points }, (_, point) => point / 10), precision: best };
}

/**
 * Area under the curve made monotone from the right, from recall 0 to the last recall (the VOC development kit from 2010
 * on).
 */
export function areaPrecision(truePositives: ArrayLike<number>, precision: ArrayLike<number>, truths: number): SampledCurve {
  const recalls: number[] = [];
  const precisions: number[] = [];
  let area = 0;
  let envelope = 0;
  for (let at = precision.length - 1; at >= 0; at--) {
    envelope = Math.max(envelope, precision[at]);
    const before = at > 0 ? truePositives[at - 1] : 0;
    if (truePositives[at] === before) continue;
    area += ((truePositives[at] - before) / truths) * envelope;
    recalls.push(truePositives[at] / truths);
    precisions.push(envelope);
  }
  return { ap: area, recall: Float64Array.from(recalls.reverse()), precision: Float64Array.from(precisions.reverse()) };
}
