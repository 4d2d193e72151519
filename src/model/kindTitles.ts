import type { ModelKind } from './model';

/** What people call each kind of model, as a line of its own begins. */
export const kindTitles: Readonly<Record<ModelKind, string>> = {
  pointCloud: 'Point cloud',
  mesh: 'Mesh',
  voxelGrid: 'Voxel grid',
  scalarGrid: 'Scalar grid',
  depthMap: 'Depth map',
  detections: 'Detections',
  featureSet: 'Feature set',
};
