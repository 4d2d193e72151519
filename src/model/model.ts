import type { DetectionSet } from './detectionSet';
import type { FeatureSet } from './featureSet';
import type { Mesh } from './mesh';
import type { PointCloud } from './pointCloud';
import type { ScalarGrid } from './scalarGrid';
import type { VoxelGrid } from './voxelGrid';

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

/** Models that have vertices. */
export type VertexModel = PointCloud | Mesh;

/** Models that have cells. */
export type GridModel = VoxelGrid | ScalarGrid;

/** Plain data on typed arrays, transferable between workers. Grows by one member a kind. */
export type Model = VertexModel | GridModel | DetectionSet | FeatureSet;

export function isVertexModel(model: Model): model is VertexModel {
  return model.kind === 'pointCloud' || model.kind === 'mesh';
}

export function isGridModel(model: Model): model is GridModel {
  return model.kind === 'voxelGrid' || model.kind === 'scalarGrid';
}
