/** What became of a detection. */
export const verdict = { none: 0, truePositive: 1, falsePositive: 2, ignored: 3 } as const;
/** What became of a truth. */
export const truthVerdict = { none: 0, found: 1, missed: 2, ignored: 3 } as const;

/** A precision-recall curve: a point for each detection that counts, by falling score. */
export interface Curve {
  readonly threshold: number;
  readonly recall: Float64Array<ArrayBuffer>;
  readonly precision: Float64Array<ArrayBuffer>;
  readonly score: Float64Array<ArrayBuffer>;
  /** Row of the detection that each point adds, in the file's order. */
  readonly detection: Uint32Array<ArrayBuffer>;
  /** What AP reads: recalls, and the precision it takes at each. */
  readonly sampledRecall: Float64Array<ArrayBuffer>;
  readonly sampledPrecision: Float64Array<ArrayBuffer>;
}

/** A row of the table a class. */
export interface ClassResult {
  readonly name: string;
  /** Null where there is no truth to find. */
  readonly ap: number | null;
  /** Truths that count: neither difficult, ignored nor crowds. */
  readonly truths: number;
  readonly detections: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  /** Thresholds of IoU with the AP at each, where there are several. */
  readonly apAt: readonly (number | null)[];
  /** One a threshold; left out when they were not asked for. */
  readonly curves?: readonly Curve[];
}

/** What became of everything at one threshold. */
export interface Verdicts {
  readonly threshold: number;
  /** A {@link verdict} a detection, in the file's order. */
  readonly detections: Uint8Array<ArrayBuffer>;
  /** Row of the truth that a detection was matched with, or looked at and found taken; -1 for none. */
  readonly matched: Int32Array<ArrayBuffer>;
  /** IoU with it; 0 for none. */
  readonly overlap: Float32Array<ArrayBuffer>;
  /** A {@link truthVerdict} a truth, in the file's order. */
  readonly truths: Uint8Array<ArrayBuffer>;
}

/** What an evaluation found, with what a report needs to lead from a curve's point to an image. */
export interface Evaluation {
  readonly protocol: 'voc2007' | 'voc2010' | 'coco';
  readonly thresholds: readonly number[];
  readonly numbers: Readonly<Record<string, number | null>>;
  readonly classes: readonly ClassResult[];
  /** One a threshold; empty when they were not asked for. */
  readonly verdicts: readonly Verdicts[];
  readonly warnings: readonly string[];
}
