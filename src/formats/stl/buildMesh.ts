import type { AnyAttribute } from '../../model/attribute';
import type { Bounds } from '../../model/bounds';
import type { Mesh } from '../../model/mesh';

export interface StlParts {
  readonly positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
  /** One more than faces; their corners are vertices one after the other. */
  readonly offsets: Uint32Array<ArrayBufferLike>;
  readonly attributes: readonly AnyAttribute[];
  readonly comments: readonly string[];
  readonly bounds: Bounds | null;
  readonly notFinite: number;
}

/** A mesh whose faces share no vertex, as the format has them. */
export function buildMesh({ positions, offsets, attributes, comments, bounds, notFinite }: StlParts, warn: (message: string) => void): Mesh {
  const count = positions.length / 3;
  const indices = new Uint32Array(count);
  for (let vertex = 0; vertex < count; vertex++) indices[vertex] = vertex;
  const shared = { kind: 'values', name: 'position', components: 3, componentNames: ['x', 'y', 'z'] } as const;
  if (notFinite > 0) warn(`${notFinite} of ${count} corners have a coordinate that is not finite; their triangles are not drawn or measured.`);
  return {
    kind: 'mesh',
    count,
    positions: positions instanceof Float32Array ? { ...shared, type: 'float32', data: positions } : { ...shared, type: 'float64', data: positions },
    attributes: [],
    elements: [],
    comments,
    bounds,
    notFinite,
    polygons: { count: offsets.length - 1, offsets, indices, attributes },
  };
}
