import type { Call } from '../messaging/protocol';
import type { Vector3 } from '../model/bounds';
import type { FormatErrorDetails } from '../model/errors';
import type { MeasureCalls } from './measureProtocol';

/** How the page gets at the file's content. */
export type Route =
  /** The page fetches slices of `url` and its own worker decodes them. */
  | { readonly kind: 'resource'; readonly url: string }
  /** The host sends the bytes (git, virtual and web files), the page's worker decodes them. */
  | { readonly kind: 'message' }
  /** A process beside the file reads and decodes; the page talks to it through the host. */
  | { readonly kind: 'process' };

export interface OpenedFile {
  readonly name: string;
  /** For people: relative to the workspace where it lies inside one. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970, 0 when unknown. */
  readonly modified: number;
  readonly route: Route;
  /** A folder of detections, which has parts instead of a text. */
  readonly isFolder?: boolean;
}

export interface EditorSettings {
  readonly pointSize: number;
  readonly upAxis: 'x' | 'y' | 'z' | '-x' | '-y' | '-z';
  readonly projection: 'perspective' | 'orthographic';
  readonly background: 'theme' | 'white' | 'black';
  /** The most bytes that decoding one file may allocate. */
  readonly limit: number;
}

/** Where a camera is, in the file's coordinates. */
export interface CameraPlace {
  readonly position: Vector3;
  readonly target: Vector3;
  readonly screenUp: Vector3;
  readonly upAxis: EditorSettings['upAxis'];
  readonly projection: EditorSettings['projection'];
}

export const editorCommands = [
  'fit',
  'viewFront',
  'viewBack',
  'viewLeft',
  'viewRight',
  'viewTop',
  'viewBottom',
  'toggleProjection',
  'nextColouring',
  'toggleClipping',
  'toggleInspector',
  'biggerPoints',
  'smallerPoints',
  'undoView',
  'redoView',
  'saveScreenshot',
  'copyInformation',
  'showKeys',
] as const;
export type EditorCommand = (typeof editorCommands)[number];

/** What an editor's page asks of the host. */
export interface EditorHostProtocol {
  readonly calls: MeasureCalls & {
    /** First of all: the page is there. */
    readonly ready: Call<Record<string, never>, EditorStart>;
    readonly readBytes: Call<{ readonly offset: number; readonly length: number }, Uint8Array<ArrayBuffer>>;
    /** Asks where to save and writes there; false when the user thought better of it. */
    readonly saveImage: Call<{ readonly name: string; readonly png: Uint8Array<ArrayBuffer> }, boolean>;
    /** Asks where to save the surface of a field and writes it there, having asked the page for it; false when the user thought better of it. */
    readonly saveSurface: Call<Record<string, never>, boolean>;
    readonly copyText: Call<{ readonly text: string }, null>;
    readonly openAsText: Call<Record<string, never>, null>;
    /** Remembered for the next editor that is opened. */
    readonly remember: Call<{ readonly settings: Partial<Omit<EditorSettings, 'limit'>> }, null>;
  };
  readonly notices: {
    /** For the status bar, while this editor is the active one. */
    readonly status: { readonly text: string; readonly tooltip: string };
    readonly log: { readonly level: 'info' | 'warning' | 'error'; readonly message: string };
    /** `memory`: bytes that this page holds, for the budget of hidden editors. */
    readonly opened: { readonly points: number; readonly memory: number; readonly milliseconds: Readonly<Record<string, number>> };
    readonly busy: { readonly busy: boolean };
    /** The camera moved; told while this editor is linked with another. */
    readonly camera: { readonly camera: CameraPlace };
    /** The view's state, remembered for the file so that it reopens as it was. Plain JSON. */
    readonly state: { readonly state: string };
    readonly failed: { readonly message: string; readonly details?: FormatErrorDetails };
  };
}

export interface EditorStart {
  readonly file: OpenedFile;
  readonly settings: EditorSettings;
  /** What `state` told when this file was last open; empty when it never was. */
  readonly state: string;
  /** A scalar ("vertex.distance") to colour by where no state says otherwise: results of operations. */
  readonly colourBy: string | null;
}

/** What the host tells an editor's page. */
export interface EditorPageProtocol {
  readonly calls: {
    /** The surface that is shown, as a file of a format: "ply", "obj", "stl". */
    readonly surfaceFile: Call<{ readonly format: string }, Uint8Array<ArrayBuffer>>;
  };
  readonly notices: {
    readonly changed: { readonly file: OpenedFile };
    readonly deleted: { readonly path: string };
    readonly command: { readonly command: EditorCommand };
    readonly settings: { readonly settings: EditorSettings };
    /** Whether another editor follows this one's camera: tell it then, and once at the beginning. */
    readonly linked: { readonly linked: boolean };
    /** An editor that this one is linked with has moved its camera there. */
    readonly camera: { readonly camera: CameraPlace };
  };
}

/** Lanes of the one line between host and page: the editor's own messages and, for the process route, the model's. */
export const editorLane = 'editor';
export const modelLane = 'model';
