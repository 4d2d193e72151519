import type { AnyAttribute } from './attribute';
import type { NumericType } from './numericType';
import type { Vertices } from './pointCloud';

/** Faces as the file has them, of any number of corners. Face `i` has the corners `indices[offsets[i]] ... indices[offsets[i + 1] - 1]`. */
export interface Polygons {
  readonly count: number;
  /** count + 1 ascending positions in `indices`. */
  readonly offsets: Uint32Array<ArrayBufferLike>;
  /** Vertex numbers. One that no vertex has (a negative one wraps to above 2^31) stays, and its face is left out of geometry. */
  readonly indices: Uint32Array<ArrayBufferLike>;
  /** The file's name and types of the list, for writing it back. */
  readonly property?: { readonly name: string; readonly type: NumericType; readonly countType: NumericType };
  readonly attributes: readonly AnyAttribute[];
}

export interface Edges {
  readonly count: number;
  /** 2 vertex numbers an edge. */
  readonly indices: Uint32Array<ArrayBufferLike>;
  readonly attributes: readonly AnyAttribute[];
}

export interface Mesh extends Vertices {
  readonly kind: 'mesh';
  readonly polygons: Polygons;
  readonly edges?: Edges;
}
