import type { Bounds, Vector3 } from './bounds';
import type { DetectionRole } from './detectionSet';
import type { AxisDirections } from './grid';
import type { ModelKind } from './model';
import type { NumericType } from './numericType';

export interface AttributeInfo {
  /** "vertex", "face", "edge", or the name of a table. */
  readonly element: string;
  /** The file's own name of the property: "x", "red", "intensity". */
  readonly name: string;
  readonly type: NumericType;
  /** Values a row; null where rows hold lists of different lengths. */
  readonly components: number | null;
  /** Over finite values; null when there is none. 64-bit integers are rounded to doubles. */
  readonly min: number | null;
  readonly max: number | null;
}

/** What is known of an opened file: the JSON document of `inspect3d info`. What does not apply is left out. */
export interface FileInfo {
  readonly file: string;
  readonly format: string;
  readonly kind: ModelKind;
  readonly bytes: number;
  readonly points?: number;
  /** Of a feature set: samples, and numbers of each. */
  readonly rows?: number;
  readonly columns?: number;
  readonly faces?: number;
  readonly triangles?: number;
  readonly edges?: number;
  /** Of a grid: all its cells. */
  readonly cells?: number;
  /** Cells in x, y, z. */
  readonly dimensions?: Vector3;
  readonly spacing?: Vector3;
  /** Position of the first cell's centre. */
  readonly origin?: Vector3;
  /** Unit vectors of the grid's axes, where they are not those of the coordinates. */
  readonly directions?: AxisDirections;
  /** The order of a grid's axes in its file, slowest first, as `--axes` takes it: "zyx". */
  readonly axes?: string;
  /** What the values of a grid's cells mean. */
  readonly content?: 'occupancy' | 'labels' | 'field';
  /** How the content was told, where the format does not say it. */
  readonly guess?: string;
  readonly occupied?: number;
  readonly bounds?: Bounds | null;
  readonly notFinite?: number;
  readonly attributes?: readonly AttributeInfo[];
  readonly images?: number;
  readonly categories?: number;
  readonly boxes?: number;
  /** Of detections: what they are, and what that was told from. */
  readonly role?: DetectionRole;
  readonly roleReason?: string;
  /** Of detections: how many boxes have each shape. */
  readonly shapes?: Readonly<Record<'rectangles' | 'rotated' | 'cuboids' | 'masks', number>>;
  readonly comments?: readonly string[];
  readonly warnings: readonly string[];
}
