import { writtenFormats } from '../formats/registry';
import type { WrittenFormat } from '../formats/format';
import { exposedFaces } from '../geometry/voxelFaces';
import { isGridModel, type Model } from '../model/model';
import { withTriangles } from './withTriangles';

/** Formats that hold vertices and faces, in which voxels can be written as the faces that can be seen. */
const surfaceFormats: ReadonlySet<string> = new Set(['ply', 'obj', 'stl']);

/** A model as a format takes it, and what there is to say about that. */
export interface FittedModel {
  readonly model: Model;
  readonly remarks: readonly string[];
}

/** Cuts faces into triangles, and makes faces of voxels, for formats that hold no others. */
export function fittedModel(model: Model, format: WrittenFormat): FittedModel {
  if (model.kind !== 'voxelGrid' || !surfaceFormats.has(format.id)) return { model: format.trianglesAlone ? withTriangles(model) : model, remarks: [] };
  const faces = exposedFaces(model);
  return {
    model: format.trianglesAlone ? withTriangles(faces) : faces,
    remarks: [`${model.occupied} voxels were written as ${faces.polygons.count} rectangles between occupied and empty cells.`],
  };
}

/** A format for a model that goes where no name says one: the one that was thought of where it fits, else one that holds cells. */
export function streamFormat(model: Model, thought: WrittenFormat, wasAsked: boolean): WrittenFormat {
  if (wasAsked || !isGridModel(model) || !surfaceFormats.has(thought.id)) return thought;
  return writtenFormats.find(({ id }) => id === 'nrrd') ?? thought;
}
