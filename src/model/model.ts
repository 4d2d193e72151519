import type { Mesh } from './mesh';
import type { PointCloud } from './pointCloud';

/** Every kind of content a file can have, by the name that reports use. */
export const modelKinds = [
  'pointCloud',
  'mesh',
  'voxelGrid',
  'scalarGrid',
  'depthMap',
  'detections',
  'featureSet',
] as const;
export type ModelKind = (typeof modelKinds)[number];

/** Plain data on typed arrays, transferable between workers. Grows by one member a kind. */
export type Model = PointCloud | Mesh;
