import { verdict as evaluated } from '../../detection/evaluation/evaluation';
import type { Call } from '../../messaging/protocol';
import type { Calibration, DetectionRole } from '../../model/detectionSet';

/** What a page asks of the owner of detections. A page never has all boxes: it asks for one image at a time. */
export interface DetectionCalls {
  readonly detectionOverview: Call<Record<string, never>, DetectionOverview>;
  /** Everything that is drawn of one image. */
  readonly detectionBoxes: Call<{ readonly image: number; readonly of: BoxSide }, ImageBoxes>;
  /** All that is known of one box, as text at full precision. */
  readonly detectionValues: Call<{ readonly row: number; readonly of: BoxSide }, readonly BoxValue[]>;
  /** What the owner of another file needs, to tell right from wrong. */
  readonly detectionColumns: Call<Record<string, never>, BoxColumns>;
  /** The other file; null forgets it. */
  readonly setOther: Call<{ readonly columns: BoxColumns | null; readonly otherIsTruth: boolean }, { readonly newCategories: readonly string[]; readonly elsewhere: number }>;
  /** Suppression and verdicts of one image. */
  readonly judgeImage: Call<{ readonly image: number; readonly settings: JudgeSettings }, ImageJudgement>;
  /** The same, counted over all images. */
  readonly judgeAll: Call<{ readonly settings: JudgeSettings }, JudgeTotals>;
  /** The image that a box is of, and its place among the image's boxes; null for a row that is not there. */
  readonly findBox: Call<{ readonly row: number; readonly of: BoxSide }, { readonly image: number; readonly index: number } | null>;
}

/** The file that was opened, or the one that it is compared with. */
export type BoxSide = 'own' | 'other';

export interface DetectionOverview {
  readonly role: DetectionRole;
  readonly roleReason: string;
  readonly count: number;
  readonly images: ImageList;
  readonly categories: readonly { readonly name: string; readonly boxes: number }[];
  /** Of the finite scores; null when there is none. */
  readonly scores: { readonly min: number; readonly max: number } | null;
  /** Counts of the scores in equal bins from min to max. */
  readonly scoreCounts: readonly number[];
  readonly hasRectangles: boolean;
  readonly hasCuboids: boolean;
  readonly hasMasks: boolean;
  readonly up: 'z' | '-y';
}

/** Columns of all images. */
export interface ImageList {
  readonly ids: readonly string[];
  /** As the file writes them; null where it does not. */
  readonly pictures: readonly (string | null)[];
  readonly clouds: readonly (string | null)[];
  /** Pixels, NaN where the file does not say. */
  readonly widths: Float64Array<ArrayBuffer>;
  readonly heights: Float64Array<ArrayBuffer>;
  readonly boxes: Uint32Array<ArrayBuffer>;
}

/** Boxes of one image, in the file's order. */
export interface ImageBoxes {
  readonly count: number;
  /** Rows of the file. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Rows of the categories of the opened file; of the other file's boxes, those of the same name. */
  readonly categories: Uint32Array<ArrayBuffer>;
  readonly shapes: Uint8Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** 4 a box, as `DetectionSet.rectangles`. */
  readonly rectangles: Float64Array<ArrayBuffer>;
  readonly angles: Float64Array<ArrayBuffer> | null;
  readonly cuboids: Float64Array<ArrayBuffer> | null;
  /** NaN where a box has none. */
  readonly scores: Float64Array<ArrayBuffer> | null;
  readonly masks: readonly (BoxMask | null)[] | null;
  readonly calibration: Calibration | null;
}

export type BoxMask =
  | { readonly kind: 'polygons'; readonly rings: readonly Float64Array<ArrayBuffer>[] }
  | { readonly kind: 'runs'; readonly height: number; readonly width: number; readonly runs: Uint32Array<ArrayBuffer> };

export interface BoxValue {
  readonly name: string;
  readonly text: string;
}

/** A file's boxes without their masks: plain columns, so that they travel through any line. */
export interface BoxColumns {
  readonly name: string;
  readonly role: DetectionRole;
  readonly imageIds: readonly string[];
  readonly pictures: readonly (string | null)[];
  readonly categoryIds: readonly string[];
  readonly categoryNames: readonly string[];
  /** False where the file names categories by number alone. */
  readonly categoriesAreNamed: boolean;
  readonly image: Uint32Array<ArrayBuffer>;
  readonly category: Uint32Array<ArrayBuffer>;
  readonly shapes: Uint8Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  readonly rectangles: Float64Array<ArrayBuffer>;
  readonly angles: Float64Array<ArrayBuffer> | null;
  readonly cuboids: Float64Array<ArrayBuffer> | null;
  readonly scores: Float64Array<ArrayBuffer> | null;
}

export interface JudgeSettings {
  /** Boxes with a lower score are out; those without a score are in. Null lets all in. */
  readonly score: number | null;
  /** Null leaves all boxes in. */
  readonly suppression: { readonly iou: number; readonly classAgnostic: boolean } | null;
  /** IoU from which a detection has found a truth. */
  readonly matchIou: number;
}

/** What became of a detection: what an evaluation may find, and what kept it out of one. */
export const verdict = { ...evaluated, belowScore: 4, suppressed: 5 } as const;
export { truthVerdict } from '../../detection/evaluation/evaluation';

/** Of one image; places are those of {@link ImageBoxes}. */
export interface ImageJudgement {
  /** Which side has the detections. */
  readonly detections: BoxSide;
  /** A {@link verdict} a detection. Without another file: none, belowScore, suppressed. */
  readonly verdicts: Uint8Array<ArrayBuffer>;
  /** Of a suppressed detection the one that suppressed it, of a matched one its truth; -1 for none. */
  readonly partners: Int32Array<ArrayBuffer>;
  /** IoU with the partner; of a false positive the largest with any truth of its class. */
  readonly overlaps: Float64Array<ArrayBuffer>;
  /** A {@link truthVerdict} a truth; empty without another file. */
  readonly truths: Uint8Array<ArrayBuffer>;
}

export interface JudgeTotals {
  readonly boxes: number;
  readonly aboveScore: number;
  readonly kept: number;
  readonly removed: number;
  /** Null without another file. */
  readonly match: { readonly truePositives: number; readonly falsePositives: number; readonly ignored: number; readonly missed: number; readonly truths: number } | null;
}
