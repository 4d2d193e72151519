import { gridPoints } from '../geometry/gridPoints';
import type { Model, VertexModel } from '../model/model';

/** What of a model is drawn and picked: vertices. Of a grid they are the centres of its cells. */
export function drawnModel(model: Model): VertexModel {
  return model.kind === 'pointCloud' || model.kind === 'mesh' ? model : gridPoints(model);
}
