import type { Attribute } from './attribute';
import type { Bounds } from './bounds';

/** An image's, category's or box's name for itself, as the file has it. */
export type Identifier = number | string;

/** A picture or a scan that boxes are of. */
export interface DetectionImage {
  readonly id: Identifier;
  /** Path of the picture as the file writes it: never followed without being checked. */
  readonly picture: string | null;
  /** Path of the point cloud as the file writes it. */
  readonly cloud: string | null;
  /** Pixels; null where the file does not say. */
  readonly width: number | null;
  readonly height: number | null;
  /** False when nothing but boxes name it: results have no list of images. */
  readonly declared: boolean;
  readonly calibration?: Calibration;
}

/** How a camera sees what boxes are given in. */
export interface Calibration {
  /** 3 x 4, row by row: a position in the frame of the boxes to pixels times depth. */
  readonly projection: readonly number[];
  /** 4 x 4, row by row: a position in the cloud's own frame to the frame of the boxes. */
  readonly cloudToBoxes: readonly number[];
}

export interface DetectionCategory {
  readonly id: Identifier;
  readonly name: string;
  readonly supercategory: string | null;
  /** False when nothing but boxes name it. */
  readonly declared: boolean;
}

/** What a box has, as bits of {@link DetectionSet.shapes}; a box of none of them could not be read, and is counted. */
export const boxShape = {
  /** `rectangles` holds it. */
  rectangle: 1,
  /** The rectangle is turned about its centre by `angles`. */
  rotated: 2,
  /** `cuboids` holds it. */
  cuboid: 4,
  /** `masks` holds it. */
  mask: 8,
} as const;

/** What is said of a box besides its place, as bits of {@link DetectionSet.flags}. */
export const boxFlag = {
  /** Stands for many objects (COCO's iscrowd, Open Images' IsGroupOf). */
  crowd: 1,
  /** VOC's difficult: neither finding it nor missing it counts. */
  difficult: 2,
  /** Not to be counted, for a reason of the file's own (COCO's ignore, KITTI's DontCare). */
  ignore: 4,
  /** Reaches beyond the picture (VOC's truncated, Open Images' IsTruncated). */
  truncated: 8,
  /** Partly hidden (Open Images' IsOccluded, VOC's occluded). */
  occluded: 16,
} as const;

/** Numbers a cuboid takes in `cuboids`: centre x y z, size along its own x y z, quaternion w x y z. */
export const cuboidStride = 10;

export const maskKind = { none: 0, polygons: 1, runs: 2 } as const;

/**
 * Masks of boxes. Of a mask of polygons, box `i` has the rings `rings[i] ... rings[i + 1] - 1`, ring `r` the corners
 * `coordinates[ringOffsets[r]] ... coordinates[ringOffsets[r + 1] - 1]`, x and y in turn, in pixels. Of run lengths, box
 * `i` has `runs[runOffsets[i]] ... runs[runOffsets[i + 1] - 1]`: pixels column by column, outside and inside in turn,
 * of a mask of `sizes[2 i]` rows and `sizes[2 i + 1]` columns (COCO's).
 */
export interface Masks {
  /** A {@link maskKind} a box. */
  readonly kinds: Uint8Array<ArrayBufferLike>;
  readonly rings: Uint32Array<ArrayBufferLike>;
  readonly ringOffsets: Uint32Array<ArrayBufferLike>;
  readonly coordinates: Float64Array<ArrayBufferLike>;
  readonly runOffsets: Uint32Array<ArrayBufferLike>;
  readonly runs: Uint32Array<ArrayBufferLike>;
  readonly sizes: Uint32Array<ArrayBufferLike>;
}

/** Which list of boxes a file is: what is there, or what a program found. */
export type DetectionRole = 'truth' | 'detections' | 'unknown';

/**
 * Boxes of images or scans, in the file's order. Tables of typed arrays, a row a box: nothing that a file lists is left
 * out, and what of a row could not be read is NaN or a missing bit of `shapes`.
 */
export interface DetectionSet {
  readonly kind: 'detections';
  /** Number of boxes. */
  readonly count: number;
  readonly role: DetectionRole;
  /** What the role was told from: "every box has a score". */
  readonly roleReason: string;
  readonly images: readonly DetectionImage[];
  readonly categories: readonly DetectionCategory[];
  /** Row of `images` a box. */
  readonly image: Uint32Array<ArrayBufferLike>;
  /** Row of `categories` a box. */
  readonly category: Uint32Array<ArrayBufferLike>;
  /** Bits of {@link boxShape} a box. */
  readonly shapes: Uint8Array<ArrayBufferLike>;
  /** 4 a box: x, y, width, height in pixels, x and y of the corner with the smallest ones; of a turned one, before it is turned. NaN where there is none. */
  readonly rectangles: Float64Array<ArrayBufferLike>;
  /** Radians a box, from x toward y (clockwise on a screen, where y points down); null when none is turned. */
  readonly angles: Float64Array<ArrayBufferLike> | null;
  /** {@link cuboidStride} numbers a box, NaN where it has none; null when no box has one. In the file's unit and frame. */
  readonly cuboids: Float64Array<ArrayBufferLike> | null;
  /** The axis of the frame of the cuboids that points up, about which a yaw turns. */
  readonly up: 'z' | '-y';
  readonly masks: Masks | null;
  /** NaN where a box has none; null when no box has one. */
  readonly scores: Float64Array<ArrayBufferLike> | null;
  /** Area in pixels as the file states it, NaN where it does not; null when it never does. */
  readonly areas: Float64Array<ArrayBufferLike> | null;
  /** Bits of {@link boxFlag} a box. */
  readonly flags: Uint8Array<ArrayBufferLike>;
  /** The file's own number of each box; NaN where it has none or a text, which is then in `textIds`. Null when no box has one. */
  readonly ids: Float64Array<ArrayBufferLike> | null;
  readonly textIds: ReadonlyMap<number, string>;
  /** Further numbers of boxes by the file's name of them ("predicted_iou", "truncation", "velocity"). */
  readonly attributes: readonly Attribute[];
  /** How the file is laid out, for writing it again: a list of results, or a data set with images and categories. */
  readonly layout: 'results' | 'dataset';
  /** Names of what the file says of boxes and that is kept nowhere here, with how many boxes have it. */
  readonly unread: ReadonlyMap<string, number>;
  readonly comments: readonly string[];
  /** Of the cuboids' corners where there are some, otherwise null: pictures have coordinates of their own each. */
  readonly bounds: Bounds | null;
}

/** The file's own name of a box; null where it has none. */
export function boxId({ ids, textIds }: Pick<DetectionSet, 'ids' | 'textIds'>, row: number): Identifier | null {
  const text = textIds.get(row);
  if (text !== undefined) return text;
  const number = ids ? ids[row] : NaN;
  return Number.isNaN(number) ? null : number;
}

/** An identifier as a key that is the same for 7 and "7", which programs mix. */
export function identifierKey(id: Identifier): string {
  return String(id);
}
