import type { Mesh } from '../model/mesh';
import type { IsoSurface } from './marchingCubes';

/** The surface as a mesh. */
export function surfaceMesh({ positions, triangles, bounds }: Pick<IsoSurface, 'positions' | 'triangles' | 'bounds'>): Mesh {
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
    bounds,
    notFinite: 0,
  };
}
