import type { AnyAttribute, Attribute, ElementTable } from './attribute';
import type { Bounds } from './bounds';

/** A column of points: 3 components, in the file's precision (integers are held as float64). */
export interface PositionAttribute extends Attribute {
  readonly components: 3;
  readonly data: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
}

/** What clouds and meshes share: vertices in the file's order with every numeric property they came with. */
export interface Vertices {
  /** Number of vertices, those that are not finite included. */
  readonly count: number;
  readonly positions: PositionAttribute;
  /** 3 components. */
  readonly normals?: Attribute;
  /** 3 or 4 components, in the file's type: uint8 0...255, uint16 0...65535, floats 0...1. */
  readonly colours?: Attribute;
  /** 2 components. */
  readonly textureCoordinates?: Attribute;
  /** Every further property. */
  readonly attributes: readonly AnyAttribute[];
  /** Tables besides vertices, faces and edges. */
  readonly elements: readonly ElementTable[];
  readonly comments: readonly string[];
  /** Of the finite points; null when there is none. */
  readonly bounds: Bounds | null;
  /** How many vertices have a coordinate that is NaN or infinite. They are left out of geometry. */
  readonly notFinite: number;
  /** Why these points are shown in colours that the file does not store ("spherical harmonics, degree 0"), if so. */
  readonly derivedColours?: Attribute;
}

export interface PointCloud extends Vertices {
  readonly kind: 'pointCloud';
}
