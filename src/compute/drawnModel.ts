import { gridPoints } from '../geometry/gridPoints';
import { boxOutlines } from '../detection/boxOutlines';
import { projectFeatures } from '../geometry/featureProjection';
import type { Model, VertexModel } from '../model/model';
import type { VoxelGrid } from '../model/voxelGrid';

/** What of a model is drawn and picked: of a field the centres of its cells, of features their principal components, of boxes their edges. */
export function drawnModel(model: Exclude<Model, VoxelGrid>): VertexModel {
  switch (model.kind) {
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
