import type { Call } from '../../messaging/protocol';
import type { OpenedFile } from '../editorProtocol';
import type { BoxSide } from './detectionProtocol';

/** Where to land in a detection file: a row of its own boxes, or of the file that it is compared with. */
export interface DetectionTarget {
  readonly row: number;
  readonly of: BoxSide;
}

export interface DetectionStart {
  /** The file that this one was compared with last, if it still is. */
  readonly other: OpenedFile | null;
  readonly target: DetectionTarget | null;
}

/** A picture's bytes, or why there are none. */
export type PictureAnswer =
  | { readonly kind: 'found'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'missing'; readonly reason: string };

/** A cloud to open, or why there is none. */
export type CloudAnswer = { readonly kind: 'found'; readonly file: OpenedFile } | { readonly kind: 'missing'; readonly reason: string };

/** What the page of a detection file asks of the host, besides what all editors ask. */
export interface DetectionHostProtocol {
  readonly calls: {
    readonly begin: Call<Record<string, never>, DetectionStart>;
    /** The first of some names that is a picture beside the file, or in the folder that the user chose. */
    readonly picture: Call<{ readonly names: readonly string[] }, PictureAnswer>;
    /** The cloud that a name leads to beside the file, or in the folder that the user chose. */
    readonly cloud: Call<{ readonly name: string }, CloudAnswer>;
    readonly readCloud: Call<{ readonly offset: number; readonly length: number }, Uint8Array<ArrayBuffer>>;
    /**
     * Takes the points of a cloud that a camera sees through a box out of it, as `frustum` does, and opens them; how many
     * there are. `projection`: 12 numbers, from the cloud's frame to pixels times depth.
     */
    readonly lift: Call<{ readonly cloud: string; readonly box: readonly number[]; readonly projection: readonly number[] }, number>;
    /** Asks for the folder in which the pictures are; false when the user thought better of it. */
    readonly choosePictureFolder: Call<Record<string, never>, boolean>;
    /** Asks for the file to compare with; null when the user thought better of it. */
    readonly chooseOther: Call<{ readonly truth: boolean }, OpenedFile | null>;
    readonly readOther: Call<{ readonly offset: number; readonly length: number }, Uint8Array<ArrayBuffer>>;
    /** Lets the user say anew what the parts of the folder are. */
    readonly chooseParts: Call<Record<string, never>, null>;
    readonly forgetOther: Call<Record<string, never>, null>;
    /** Opens a report of the two files. */
    readonly evaluate: Call<{ readonly otherIsTruth: boolean; readonly iou: number }, null>;
    readonly suppress: Call<{ readonly iou: number; readonly score: number; readonly classAgnostic: boolean }, null>;
  };
  readonly notices: Record<never, never>;
}

/** What the host tells the page of a detection file. */
export interface DetectionPageProtocol {
  readonly calls: Record<never, never>;
  readonly notices: {
    readonly land: { readonly target: DetectionTarget };
    /** The command that lifts the selected box to its frustum. */
    readonly liftSelected: Record<string, never>;
    /** Another file to compare with, or a newer version of it. */
    readonly otherChanged: { readonly other: OpenedFile };
  };
}

export const detectionLane = 'detections';
/** The line to the owner of the other file. */
export const otherModelLane = 'otherModel';
/** The line to the owner of the image's cloud. */
export const cloudModelLane = 'cloudModel';
