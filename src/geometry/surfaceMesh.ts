import type { Bounds } from '../model/bounds';
import type { Mesh } from '../model/mesh';

/** A mesh of triangles. All positions are finite. */
export function surfaceMesh(positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>, triangles: Uint32Array<ArrayBufferLike>): Mesh {
  const count = positions.length / 3;
  const offsets = new Uint32Array(triangles.length / 3 + 1);
  for (let i = 0; i < offsets.length; i++) offsets[i] = 3 * i;
  return {
    kind: 'mesh',
    count,
    positions: { kind: 'values', name: 'position', type: positions instanceof Float32Array ? 'float32' : 'float64', components: 3, componentNames: ['x', 'y', 'z'], data: positions },
    polygons: { count: offsets.length - 1, offsets, indices: triangles, attributes: [] },
    attributes: [],
    elements: [],
    comments: [],
    bounds: boundsOf(positions),
    notFinite: 0,
  };
}

function boundsOf(positions: ArrayLike<number>): Bounds | null {
  if (positions.length === 0) return null;
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[i + axis];
      if (value < min[axis]) min[axis] = value;
      if (value > max[axis]) max[axis] = value;
    }
  }
  return { min, max };
}
