import type { Call } from '../messaging/protocol';

/** What a report's page asks about the evaluation that its process made. The host holds it and passes columns on. */
export interface EvaluationCalls {
  /** Null where the last run was none that can be asked. */
  readonly evaluationOverview: Call<Record<string, never>, EvaluationOverview | null>;
  readonly evaluationCurve: Call<{ readonly row: number; readonly threshold: number }, CurveColumns | null>;
  readonly evaluationVerdicts: Call<{ readonly threshold: number }, VerdictColumns | null>;
  /** Opens the image of a box, with the box selected, the other file beside it. */
  readonly showBox: Call<{ readonly of: 'truth' | 'detections'; readonly row: number }, null>;
}

export interface EvaluationOverview {
  readonly protocol: string;
  readonly thresholds: readonly number[];
  readonly classes: readonly EvaluatedClass[];
  readonly truth: EvaluatedSet;
  readonly detections: EvaluatedSet & { readonly scores: Float64Array<ArrayBuffer> };
}

export interface EvaluatedClass {
  readonly name: string;
  readonly ap: number | null;
  readonly truths: number;
  readonly detections: number;
  readonly hasCurves: boolean;
}

/** Which image and category each box of a file is of, with their names. */
export interface EvaluatedSet {
  readonly image: Uint32Array<ArrayBuffer>;
  readonly category: Uint32Array<ArrayBuffer>;
  readonly imageNames: readonly string[];
  readonly categoryNames: readonly string[];
}

export interface CurveColumns {
  readonly recall: Float64Array<ArrayBuffer>;
  readonly precision: Float64Array<ArrayBuffer>;
  readonly score: Float64Array<ArrayBuffer>;
  /** Row of the detection that each point adds. */
  readonly detection: Uint32Array<ArrayBuffer>;
  readonly sampledRecall: Float64Array<ArrayBuffer>;
  readonly sampledPrecision: Float64Array<ArrayBuffer>;
}

/** As `Verdicts` of an evaluation. */
export interface VerdictColumns {
  readonly detections: Uint8Array<ArrayBuffer>;
  readonly matched: Int32Array<ArrayBuffer>;
  readonly overlap: Float32Array<ArrayBuffer>;
  readonly truths: Uint8Array<ArrayBuffer>;
}
