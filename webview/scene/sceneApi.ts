import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { Renderer } from '../../src/gpu/webGl2Renderer';
import type { Disposable } from '../../src/messaging/port';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import type { SoftCells } from '../../src/geometry/softCells';
import type { Axis } from '../../src/model/grid';
import type { ColourMapName } from './colourMaps';
import type { GridPlace } from './slicePlanes';

/** What the rest of the page may know of the scene. `Viewer` in viewer.ts is the one implementation. */

/** CSS colours (`#rrggbb`, `#rrggbbaa`, `rgb()`, names); transparency is ignored. */
export interface ScenePalette {
  readonly background: string;
  readonly foreground: string;
  readonly accent: string;
  /** Reserved for selected elements. */
  readonly selection: string;
}

export type UpAxis = 'x' | 'y' | 'z' | '-x' | '-y' | '-z';
export const upAxes: readonly UpAxis[] = ['z', 'y', 'x', '-z', '-y', '-x'];
export type ViewName = 'front' | 'back' | 'left' | 'right' | 'top' | 'bottom';
export const viewNames: readonly ViewName[] = ['front', 'back', 'left', 'right', 'top', 'bottom'];
export type Projection = 'perspective' | 'orthographic';
/** How a mesh is drawn. A cloud is points whatever it says; 'slices' draws nothing but the slices of a grid. */
export type Shading = 'surface' | 'surfaceWithEdges' | 'wireframe' | 'smooth' | 'points' | 'slices';
export const shadings: readonly Shading[] = ['surface', 'surfaceWithEdges', 'wireframe', 'smooth', 'points', 'slices'];
/** Of each face alone, or the mean of the faces at a vertex, weighted by their areas. */
export type Normals = 'flat' | 'smooth';
export const normalsChoices: readonly Normals[] = ['flat', 'smooth'];

/** Values that a colour map runs over, in the unit of the values. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

export type Colouring =
  /** One colour; null is the theme's own mid tone. */
  | { readonly kind: 'uniform'; readonly colour: string | null }
  /** The file's RGB. Elements without are drawn in the theme's mid tone. */
  | { readonly kind: 'file' }
  /** The coordinate along the up axis, in the file's coordinates; a range of null follows the bounds. */
  | { readonly kind: 'height'; readonly map: ColourMapName; readonly range: ValueRange | null }
  /**
   * Values that came by `addScalars`; NaN, and pieces whose values did not come yet, are drawn in the theme's mid tone.
   * `scalar` is only kept for the state: whoever sets it also fetches the values.
   */
  | { readonly kind: 'scalar'; readonly scalar: string; readonly map: ColourMapName; readonly range: ValueRange };

/** Which elements count, by their values of `addScalars`; those without a value do not. */
export interface Selection {
  readonly range: ValueRange;
  /** Those beyond the range count, instead of those in it. */
  readonly outside?: boolean;
  /** What becomes of all others. */
  readonly rest: 'hidden' | 'neutral';
}

/** The colours of one layer of a grid's cells. */
export interface SlicePicture {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** RGBA of cell (u, v) at u + width * v; cells without opacity are not drawn. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Pieces of line over it, as `contourLines` gives them; null for none. */
  readonly lines: Float32Array<ArrayBuffer> | null;
}

/** Planes of cells that cut through the scene, each with a knob on the grid's edge to drag it by. */
export interface SceneSlices {
  /** Where the cells are; takes all planes away. */
  setGrid(grid: GridPlace | null): void;
  setPlane(axis: Axis, picture: SlicePicture | null): void;
}

/** Another file in the same scene, with colours and opacity of its own; it shares camera, point size and shading. */
export interface SceneLayer {
  add(piece: DisplayPiece): void;
  clear(): void;
  setColouring(colouring: Colouring): void;
  setOpacity(opacity: number): void;
}

/** Where a camera is: plain JSON, in the file's coordinates (float64). */
export interface CameraState {
  readonly position: Vector3;
  /** The point that the camera turns about and looks at. */
  readonly target: Vector3;
  /** Unit vector that points up on the screen; tells the turn where the camera looks along the up axis. */
  readonly screenUp: Vector3;
  readonly upAxis: UpAxis;
  readonly projection: Projection;
}

/** How the scene looks: plain JSON, for restoring an editor and for linking two of them. */
export interface SceneState {
  readonly version: 1;
  readonly camera: CameraState;
  readonly shading: Shading;
  readonly normals: Normals;
  /** CSS pixels. */
  readonly pointSize: number;
  readonly colouring: Colouring;
}

/** What was hit by a click; positions are in the file's coordinates, exact to float32 about the centre. */
export type PickHit =
  | { readonly kind: 'point'; readonly piece: number; readonly slot: number; readonly position: Vector3 }
  | {
      readonly kind: 'triangle';
      /** The file's face. */
      readonly face: number;
      /** The three vertex rows of the triangle. */
      readonly vertices: readonly [number, number, number];
      /** The vertex nearest to the pointer, as `pick` of the model takes it. */
      readonly piece: number;
      readonly slot: number;
      readonly position: Vector3;
      /** Where the surface was hit. */
      readonly surface: Vector3;
    }
  | {
      readonly kind: 'cell';
      /** Index along x, y, z. */
      readonly cell: Vector3;
      /** No vertex: cells are asked for by their index. */
      readonly piece: -1;
      readonly slot: -1;
      /** The cell's centre. */
      readonly position: Vector3;
      readonly surface: Vector3;
    };

export interface SceneStatistics {
  /** Points (or vertices, or triangles of a surface) in the picture as it is now, and those that it will have at rest. */
  readonly drawn: number;
  readonly total: number;
  /** Measured time of the last frame: of the GPU where it can be told, otherwise until the GPU was done. */
  readonly frameMilliseconds: number;
  /** Milliseconds per million elements, the running estimate that the level of detail is told from. */
  readonly costPerMillion: number;
  /** Pieces that wait for their upload. */
  readonly pending: number;
  /** Bytes on the GPU. */
  readonly bytes: number;
}

export interface SceneEvents {
  /** The camera moved; `settled` when no movement is under way (store the state then). Not told for quiet changes. */
  readonly camera: { readonly state: CameraState; readonly settled: boolean; /** Where it is, while it is on its way to `state`. */ readonly shown: CameraState; /** It moved by itself, to keep in view what comes in: nobody has moved it yet. */ readonly following: boolean };
  /** A click, or Escape (null). The ring is already there. */
  readonly picked: PickHit | null;
  /** A knob was moved: the page decides, and sets the plane. */
  readonly sliceMoved: { readonly axis: Axis; readonly index: number };
  /** A click on a plane. */
  readonly slicePicked: { readonly axis: Axis; readonly cell: Vector3; readonly position: Vector3 };
  /** After each frame. */
  readonly statistics: SceneStatistics;
  /** A piece is on the GPU and in the picture. */
  readonly uploaded: { readonly piece: DisplayPiece['kind']; readonly pending: number };
  /** Everything there is was drawn and nothing is under way. */
  readonly rest: SceneStatistics;
  /** Points are needed for the shading, as `needsLines`: ask the model for \`points\`. */
  readonly needsPoints: null;
  /** Smooth shading of voxels needs what `setSoftCells` takes. */
  readonly needsSoftCells: null;
  /** Outlines are needed for the shading and did not come yet: ask the model for `lines`, once. */
  readonly needsLines: null;
  /** The WebGL context was lost; the picture is gone until `needsDisplay`. */
  readonly contextLost: null;
  /** The context is back and empty: tell all pieces (and scalars) again. */
  readonly needsDisplay: null;
  /** WebGL cannot go on; the message is for people. */
  readonly failed: { readonly message: string };
}

/** CSS pixels that something covers at each side of the canvas; fit and the centre of the picture keep clear of it. */
export interface Insets {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface CaptureOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly background: 'transparent' | 'white' | 'theme';
}

export interface SceneOptions {
  /** Filled by the scene's canvas and overlay; must have a size. */
  readonly container: HTMLElement;
  readonly palette: ScenePalette;
  readonly upAxis?: UpAxis;
  readonly projection?: Projection;
  /** CSS pixels. */
  readonly pointSize?: number;
}

export interface SceneViewer extends Disposable {
  /** Where key events that are not meant for a field may be sent, and what has the focus after a click in the scene. */
  readonly canvas: HTMLCanvasElement;
  /** What draws: a graphics processor, or software that takes its place. */
  readonly renderer: Renderer;
  on<Name extends keyof SceneEvents>(name: Name, listener: (value: SceneEvents[Name]) => void): Disposable;

  /** Takes a piece over (its arrays are emptied of meaning once uploaded) and draws it in one of the next frames. */
  add(piece: DisplayPiece): void;
  /** Values of the pieces, for the colouring 'scalar'. May come before or after the piece itself. */
  addScalars(piece: ScalarPiece): void;
  /** What smooth shading of voxels takes its normals from. */
  setSoftCells(soft: SoftCells): void;
  /** Drops all scalars, before those of another attribute come. */
  clearScalars(): void;
  /** Drops everything; the camera stays. The first piece after it does not move the camera. */
  clear(): void;
  /** For a file that changed on disk: what is added from now on stays hidden, and the old content in the picture, until `endReplacement`. */
  beginReplacement(): void;
  /** All pieces of the new content were added: shows them once they are up, and drops the old ones. */
  endReplacement(options?: { /** The camera stays, however large the new content is: what changed shall be seen to change. */ readonly keepView?: boolean }): void;
  /** The new content will not come after all (a file that does not parse): drops it and keeps the old one. */
  cancelReplacement(): void;
  /** Bounds of what was added so far, in the file's coordinates; null when nothing finite was. */
  readonly bounds: Bounds | null;
  /** The colouring to begin with: the file's colours where it has some, otherwise height in viridis (a mesh: uniform). */
  readonly defaultColouring: Colouring;

  setPalette(palette: ScenePalette): void;
  /** Another background than the palette's: 'white' and 'black' also choose legible mid tones. */
  setBackground(background: 'theme' | 'white' | 'black'): void;
  setPointSize(cssPixels: number): void;
  readonly pointSize: number;
  setShading(shading: Shading): void;
  readonly shading: Shading;
  setNormals(normals: Normals): void;
  setColouring(colouring: Colouring): void;
  readonly colouring: Colouring;
  /** Of a file of lines without faces, draws this many of the first; all where there are fewer. */
  setShownLines(count: number): void;
  setInsets(insets: Insets): void;
  /** 1 hides what is behind; below, a share of the pixels lets it through. */
  setOpacity(opacity: number): void;
  /** Null shows everything alike. */
  setSelection(selection: Selection | null): void;
  /** Only what lies in the box (file's coordinates, faces included) is shown, picked and captured; null shows all. */
  setClip(box: Bounds | null): void;
  readonly clip: Bounds | null;
  /** Over the first content and right in depth with it; made on the first call. What is in it cannot be picked. */
  readonly secondLayer: SceneLayer;
  readonly slices: SceneSlices;

  /** Moves so that all bounds (the part of them in the clipping box), or those given, are in the visible part of the canvas. */
  fit(animated?: boolean, bounds?: Bounds): void;
  view(name: ViewName): void;
  setProjection(projection: Projection): void;
  readonly projection: Projection;
  toggleProjection(): void;
  setUpAxis(axis: UpAxis): void;
  readonly upAxis: UpAxis;
  /** Turns about a point in the file's coordinates from now on. */
  centreOn(position: Vector3): void;
  undoView(): void;
  redoView(): void;
  readonly canUndoView: boolean;
  readonly canRedoView: boolean;
  readonly camera: CameraState;
  /** `quiet` tells no `camera` event, for linked views. */
  setCamera(state: CameraState, options?: { readonly quiet?: boolean; readonly animated?: boolean }): void;
  getState(): SceneState;
  setState(state: SceneState): void;
  /**
   * Arrows turn, Shift+arrows move, + and - zoom, Escape clears the pick. True when the key was one of these and was
   * used; other keys are the page's.
   */
  handleKey(event: KeyboardEvent): boolean;

  /** What is at a place of the canvas, in CSS pixels from its upper left corner; null when nothing is within a few pixels. */
  pick(x: number, y: number): Promise<PickHit | null>;
  /** The ring's place in the file's coordinates. */
  mark(position: Vector3 | null): void;
  /** Where a position of the file's coordinates is on the canvas, in CSS pixels; null behind the camera. */
  project(position: Vector3): { readonly x: number; readonly y: number } | null;

  /** PNG of the whole content at a size of its own. */
  capture(options: CaptureOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Draws one frame soon. Never needed after the methods above. */
  requestFrame(): void;
  /** Resolves when everything there is was uploaded and drawn. */
  whenAtRest(): Promise<SceneStatistics>;
  readonly statistics: SceneStatistics;
  /** Waits this long per million drawn elements in every frame, so that a test sees the level of detail follow. 0 ends it. */
  setArtificialFrameCost(millisecondsPerMillion: number): void;
}
