import { triangulate } from '../geometry/triangulation';
import type { Model } from '../model/model';

/** A mesh with its faces cut into triangles, for formats that hold no others; any other model as it is. Attributes of faces are left out. */
export function withTriangles(model: Model): Model {
  if (model.kind !== 'mesh') return model;
  const { count, indices: corners } = model.polygons;
  if (corners.length === 3 * count) return model;
  const { indices, faces } = triangulate(model.positions.data, model.polygons, { allFinite: model.notFinite === 0 });
  const offsets = new Uint32Array(faces.length + 1);
  for (let face = 1; face < offsets.length; face++) offsets[face] = 3 * face;
  return { ...model, polygons: { count: faces.length, offsets, indices, attributes: [] } };
}
