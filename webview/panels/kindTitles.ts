import type { ModelKind } from '../../src/model/model';

/** What people call each kind of model. */
export const kindTitles: Readonly<Record<ModelKind, string>> = {
  pointCloud: 'Point cloud',
  mesh: 'Mesh',
  voxelGrid: 'Voxel grid',
  scalarGrid: 'Scalar grid',
  depthMap: 'Depth map',
  detections: 'Detections',
  featureSet: 'Feature set',
};
