import { gridPoints } from '../geometry/gridPoints';
import { boxOutlines } from '../detection/boxOutlines';
import { projectFeatures } from '../geometry/featureProjection';
import { exposedFaces } from '../geometry/voxelFaces';
import type { Model, VertexModel } from '../model/model';

/** What of a model is drawn and picked: of voxels the faces that can be seen, of a field the centres of its cells, of features their principal components, of boxes their edges. */
export function drawnModel(model: Model): VertexModel {
  switch (model.kind) {
    case 'voxelGrid':
      return exposedFaces(model);
    case 'scalarGrid':
      return gridPoints(model);
    case 'featureSet':
      return projectFeatures(model);
    case 'detections':
      return boxOutlines(model);
    case 'pointCloud':
    case 'mesh':
      return model;
  }
}
