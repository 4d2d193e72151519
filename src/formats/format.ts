import type { PointCloud } from '../model/pointCloud';
import type { Vector3 } from '../model/bounds';
import type { Model, ModelKind } from '../model/model';
import type { Vertices } from '../model/pointCloud';
import type { ByteSource } from './byteSource';

/** Choices that change how a file is read. Each format says which of them it heeds. */
export interface ReaderOptions {
  /** The most bytes that decoding may allocate. */
  readonly limit?: number;
  readonly array?: string;
  readonly axes?: string;
  /** Of a grid: the centre of its first cell, and the distances between cells along x, y and z. */
  readonly origin?: Vector3;
  readonly spacing?: Vector3;
  /** What the numbers of a grid's cells mean, where that is not to be told from them. */
  readonly content?: 'occupancy' | 'labels' | 'field';
  readonly columns?: readonly string[];
  /** Of a folder with several sets of images: the one to read. */
  readonly split?: string;
  /** The text of the file with the camera's intrinsics. */
  readonly intrinsics?: string;
}

/** What of a growing model can be drawn already. `kind` is known before the first vertex, from the file's header. */
export interface ArrivingVertices extends Pick<Vertices, 'count' | 'positions' | 'colours' | 'derivedColours'> {
  readonly kind: 'pointCloud' | 'mesh';
}

export interface ReadContext {
  readonly options: ReaderOptions;
  readonly signal?: AbortSignal;
  /** Zeroed memory for a grid's values, at least so many bytes: such that several threads see, where they are to. Ordinary memory when left out. */
  readonly allocate?: (bytes: number) => ArrayBufferLike;
  /** Share of the file done, 0...1, and what is happening ("reading vertices"). */
  progress?(share: number, activity: string): void;
  /** Something odd that did not keep the file from being read; one sentence. */
  warn(message: string): void;
  /**
   * Told as vertices arrive: those before `ready` are final in the (still growing) model. Lets a viewer draw while
   * the rest is read. The arrays are those of the model that `read` will return.
   */
  verticesReady?(vertices: ArrivingVertices, ready: number): void;
}

/**
 * A file format. A format's file holds its pure decoder and writer: bytes to model and back, nothing of the DOM, of
 * VS Code or of Node.
 */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** Lower case, with the dot: [".ply"]. */
  readonly extensions: readonly string[];
  readonly kinds: readonly ModelKind[];
  /** How VS Code offers the editor: "default" opens on click, "option" only by Open With. */
  readonly priority: 'default' | 'option';
  /** Files are written by people in a text editor: an editor of this format beside it follows the unsaved text. */
  readonly liveText?: boolean;
  /** Which of the reader options change how this format is read; all heed `limit`. */
  readonly heeds?: readonly (keyof ReaderOptions)[];
  /** True when the first bytes are this format's. `head` holds at least the first 4 KB, or the whole file. */
  recognise(head: Uint8Array, name: string): boolean;
  /** Throws FormatError, CancelledError. */
  read(source: ByteSource, context: ReadContext): Promise<Model>;
  /** True when this file's text is much larger than its decoded numbers, so that it is better decoded where it lies. */
  decodeInPlace?(head: Uint8Array): boolean;
  /**
   * About `count` points spread evenly over the whole file, read without reading all of it; null when this file does
   * not allow that or is not larger than such a sample.
   */
  sample?(source: ByteSource, context: ReadContext, count: number): Promise<PointCloud | null>;
  /** Chunks of the written file, in order. */
  write?(model: Model, options: WriteOptions): Iterable<Uint8Array<ArrayBuffer>>;
  /** The extensions that `write` writes, where those are not all. */
  readonly writtenExtensions?: readonly string[];
  /** `write` takes meshes of triangles alone: faces of more corners are cut before. */
  readonly trianglesAlone?: boolean;
  /** What `write` cannot keep of a model, a sentence each; nothing when left out. */
  losses?(model: Model): readonly string[];
}

/** What can be written; a format that is only written is no {@link Format}. */
export type WrittenFormat = Pick<Format, 'id' | 'title' | 'extensions' | 'writtenExtensions' | 'trianglesAlone' | 'losses'> & Required<Pick<Format, 'write'>>;

export interface WriteOptions {
  readonly encoding: 'binary' | 'ascii';
}
