import type { Call } from '../messaging/protocol';
import type { DetectionCalls } from './detections/detectionProtocol';
import type { GridSlice, SliceComponent } from '../geometry/gridSlice';
import type { GridValues } from '../geometry/gridValues';
import type { SoftCells } from '../geometry/softCells';
import type { QuadBlock } from '../geometry/voxelQuads';
import type { ReaderOptions } from '../formats/format';
import type { FileInfo } from '../model/fileInfo';
import type { Axis, AxisDirections } from '../model/grid';
import type { Vector3 } from '../model/bounds';

/**
 * Between the page and the worker that owns a file's model. The worker is the page's own or a process beside the file;
 * the page cannot tell, and only the bytes' way differs.
 */
export interface ModelServiceProtocol {
  readonly calls: DetectionCalls & {
    /** Reads the file. Answers when everything was read and told; pieces to draw come as progress. Opening again reads again. */
    readonly open: Call<OpenParams, OpenResult, OpenProgress>;
    /** Tells every piece again, after a lost WebGL context or a freed page. */
    readonly display: Call<Record<string, never>, null, DisplayPiece>;
    /** Outlines of the polygons and the file's own edges, for wireframes. Not told by `open`, since few ask for them. */
    readonly lines: Call<Record<string, never>, null, DisplayPiece>;
    /** The centres of the cells of a voxel grid that can be seen, as pieces of points. Not told by `open` either. */
    readonly points: Call<Record<string, never>, null, DisplayPiece>;
    /** The values of one attribute's component in display order, piece by piece, for colouring. */
    readonly scalars: Call<ScalarsParams, ScalarsResult, ScalarPiece>;
    /** Every value of one vertex. */
    readonly pick: Call<PickParams, PickResult>;
    /** How many of the cloud's points lie in each of some boxes; for each point drawn the place of the box that it is in, -1 for none. */
    readonly pointsInside: Call<InsideParams, Uint32Array<ArrayBuffer>, ScalarPiece>;
    /** One layer of a grid's cells. */
    readonly slice: Call<SliceParams, GridSlice>;
    /** How a grid's values are spread; takes two passes over them. */
    readonly gridValues: Call<{ readonly component: SliceComponent }, GridValues>;
    /** The surface of a field at iso values, as pieces of a mesh; `pick`, `scalars`, `lines` and `display` are of it from then on. */
    readonly surface: Call<SurfaceParams, SurfaceResult, DisplayPiece>;
    /** The surface that was told last, whole and at every sample, as a file. */
    readonly surfaceFile: Call<SurfaceFileParams, Uint8Array<ArrayBuffer>>;
    /** The centres of cells where a field's |gradient| is off by more than a tenth. */
    readonly health: Call<Record<string, never>, HealthResult, DisplayPiece>;
    /** Every value of one cell of a grid. */
    readonly cell: Call<{ readonly cell: Vector3 }, PickResult>;
    /** Leaves cells with these labels out, and tells every piece again. */
    readonly hideLabels: Call<{ readonly labels: readonly number[] }, null, DisplayPiece>;
    /** What smooth shading of a voxel grid takes its normals from. */
    readonly softCells: Call<Record<string, never>, SoftCells>;
  };
  readonly notices: Record<never, never>;
}

/** What the worker asks of the page: bytes. */
export interface ModelClientProtocol {
  readonly calls: {
    /** `length` bytes from `offset`, or up to the end. Fails with "changed" in its message when the file is no longer the one that was opened. */
    readonly read: Call<{ readonly offset: number; readonly length: number }, Uint8Array<ArrayBuffer>>;
  };
  readonly notices: Record<never, never>;
}

export interface InsideParams {
  /** As `DetectionSet.cuboids`. */
  readonly cuboids: Float64Array<ArrayBuffer>;
  /** 4 x 4, row by row: from the cloud's frame to that of the boxes; null where they are one. */
  readonly toBoxes: readonly number[] | null;
}

export interface OpenParams {
  readonly name: string;
  readonly bytes: number;
  /** A format's id; told from the content and name when left out. */
  readonly format?: string;
  /** How the user wants it read. */
  readonly options?: Omit<ReaderOptions, 'limit'>;
  /** The most bytes that decoding may allocate. */
  readonly limit: number;
}

export interface OpenResult {
  readonly info: FileInfo;
  /** What can be chosen to colour by. */
  readonly scalars: readonly ScalarChoice[];
  readonly hasColours: boolean;
  /** Which options change how files of this format are read. */
  readonly heeds?: readonly (keyof ReaderOptions)[];
  /** What slices of a grid need to know; null for all other models. */
  readonly grid: GridDescription | null;
  /** The surface of a field that is drawn to begin with; null where there is none. */
  readonly surface: SurfaceDescription | null;
  /** Of a file of lines without faces; null for all others. */
  readonly lines: LinesDescription | null;
  /** Of a feature set; null for all others. */
  readonly features: FeaturesDescription | null;
  /** Seconds of reading and decoding, for the benchmark and the log. */
  readonly seconds: number;
}

/** A grid as pages see it; dimensions, spacing and origin are those of `info`. */
export interface GridDescription {
  readonly dimensions: Vector3;
  readonly spacing: Vector3;
  readonly origin: Vector3;
  readonly directions: AxisDirections;
  readonly content: 'occupancy' | 'labels' | 'field';
  /** What each of a cell's values is called. */
  readonly components: readonly string[];
  /** Every label but 0, in ascending order; none where the content is no labels. */
  readonly labels: readonly GridLabelCount[];
}

/** A label with what the file says of it. */
export interface GridLabelCount {
  readonly value: number;
  readonly cells: number;
  readonly name: string | null;
  /** Red, green, blue, opacity: 0...255. */
  readonly colour: readonly [number, number, number, number] | null;
}

/** How values are spread. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A feature set in figures; rows that are not finite are left out of all but the first three. */
export interface FeaturesDescription {
  readonly rows: number;
  readonly dimensions: number;
  readonly notFinite: number;
  /** Of the columns' means and sample standard deviations; null where there are none. */
  readonly means: Spread | null;
  readonly deviations: Spread | null;
  /** Columns of one value. */
  readonly constant: number;
  /** Shares of the variance that the three directions shown hold, each 0...1; null where the rows do not vary. */
  readonly explained: readonly [number, number, number] | null;
}

/** Lines between vertices, of which a leading part can be shown. */
export interface LinesDescription {
  readonly count: number;
  /** True when none is longer than the one before it. */
  readonly longestFirst: boolean;
}

/** A component of an attribute, as `scalars` takes it. */
export interface ScalarChoice {
  /** Unique: "vertex.intensity", "vertex.x". */
  readonly id: string;
  readonly title: string;
  readonly min: number | null;
  readonly max: number | null;
}

export type OpenProgress =
  | { readonly kind: 'activity'; readonly share: number; readonly activity: string }
  /** All pieces told so far are to be dropped. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'display'; readonly piece: DisplayPiece };

/** The most points of one piece, and so of one upload. */
export const pointsPerPiece = 500_000;

/**
 * Something to draw. Positions are float32 about `centre` (the file's coordinates = centre + position); the centre is
 * the same in all pieces of one opening.
 */
export type DisplayPiece =
  /** A first picture: points spread over the whole file, to be dropped when the last real piece has come. */
  | (PointsToDraw & { readonly kind: 'sample' })
  /** Rows first ... first + count - 1 of the file in a seeded random order, so that any leading part is a uniform sample. */
  | (PointsToDraw & { readonly kind: 'points'; readonly piece: number; readonly first: number; readonly last: boolean })
  /** Vertices of a mesh in the file's order; they come before the faces that name them. */
  | (PointsToDraw & { readonly kind: 'vertices'; readonly piece: number; readonly first: number; readonly total: number; readonly last: boolean; readonly translucent?: boolean })
  /** Triangles of a mesh: 3 vertex rows each; `faces[i]` is the file's face that triangle i is part of. */
  | { readonly kind: 'triangles'; readonly piece: number; readonly indices: Uint32Array<ArrayBuffer>; readonly faces: Uint32Array<ArrayBuffer>; readonly last: boolean }
  /** A voxel grid; it comes before its cells. `values` and `colours` (RGBA) say what each kind of cell stands for, from kind 0 (empty) on. */
  | {
      readonly kind: 'grid';
      readonly dimensions: Vector3;
      readonly spacing: Vector3;
      readonly origin: Vector3;
      readonly directions: AxisDirections;
      readonly values: Float64Array<ArrayBuffer>;
      readonly colours: Uint8Array<ArrayBuffer> | null;
    }
  /** Faces of a block of cells, or of blocks of 2^level cells each way, for coarser pictures. The last one is empty. */
  | (QuadBlock & { readonly kind: 'cells'; readonly level: number; readonly last: boolean })
  /** Outlines of the polygons, the file's own edges, or those of a file without faces, which are shown with their ends: 2 vertex rows each. */
  | { readonly kind: 'lines'; readonly role: 'outline' | 'edges' | 'pairs'; readonly indices: Uint32Array<ArrayBuffer> };

export interface PointsToDraw {
  readonly count: number;
  readonly centre: Vector3;
  /** 3 a point. Points that are not finite are NaN and draw nothing. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** RGBA, 4 a point; null when the file has no colours. Of a translucent piece the opacity counts, whatever it is coloured by, and red numbers its shells. */
  readonly colours: Uint8Array<ArrayBuffer> | null;
}

export interface ScalarsParams {
  /** A {@link ScalarChoice.id}. */
  readonly scalar: string;
}

export interface ScalarsResult {
  readonly min: number | null;
  readonly max: number | null;
  /** 256 equal bins from min to max. */
  readonly histogram: readonly number[];
}

export interface ScalarPiece {
  /** -1 for the faces of cells, whose values are by kind. */
  readonly piece: number;
  /** Value = base + values[i]; NaN where there is none. Same order as the piece's positions. */
  readonly base: number;
  readonly values: Float32Array<ArrayBuffer>;
}

export interface SliceParams {
  readonly axis: Axis;
  /** 0 ... cells along the axis - 1. */
  readonly index: number;
  readonly component: SliceComponent;
}

/** One surface of several in one another. */
export interface SurfaceShell {
  readonly iso: number;
  /** 0...1; the pixels of what is behind show through the rest. */
  readonly opacity: number;
}

export interface SurfaceParams {
  readonly shells: readonly SurfaceShell[];
  /** Which side the triangles' backs look to. */
  readonly inside: 'below' | 'above';
  /** Every how many-th sample is taken. */
  readonly step: number;
}

export interface SurfaceResult {
  readonly vertices: number;
  readonly triangles: number;
  /** Cells left out, since a corner is not finite. */
  readonly holes: number;
  readonly step: number;
  /** Samples that were looked at for each shell. */
  readonly cells: number;
  readonly milliseconds: number;
}

/** What the surface of a field begins with. */
export interface SurfaceDescription {
  readonly iso: number;
  readonly inside: 'below' | 'above';
  /** How the value was told, for people. */
  readonly reason: string;
  /** Samples of the field. */
  readonly cells: number;
  /** What came with the opening. */
  readonly shown: SurfaceResult;
}

export interface SurfaceFileParams {
  /** A format's id: "ply", "obj", "stl". */
  readonly format: string;
}

export interface HealthResult {
  /** Cells whose |gradient| is below 0.9 or above 1.1. */
  readonly off: number;
  /** Cells that have a gradient. */
  readonly measured: number;
  /** Those of the cells that were told: all, or as many spread evenly. */
  readonly marked: number;
}

/** A vertex by where it was drawn: the slot in a piece. */
export interface PickParams {
  readonly piece: number;
  readonly slot: number;
}

export interface PickResult {
  /** Row in the file, from 0. */
  readonly index: number;
  /** Of a grid: the cell's index along x, y, z. */
  readonly cell?: Vector3;
  /** Full precision, in the file's coordinates. */
  readonly position: Vector3;
  /** The file's names with values as text at full precision. */
  readonly values: readonly { readonly name: string; readonly type: string; readonly text: string }[];
}
