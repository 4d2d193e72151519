import { anchorsDescriptor } from './anchorsDescriptor';
import { alignDescriptor } from './alignDescriptor';
import { chamferDescriptor } from './chamferDescriptor';
import { compareDescriptor } from './compareDescriptor';
import { convertDescriptor } from './convertDescriptor';
import { distanceFieldDescriptor } from './distanceFieldDescriptor';
import { distancesDescriptor } from './distancesDescriptor';
import { emdDescriptor } from './emdDescriptor';
import { evaluateDescriptor } from './evaluateDescriptor';
import { frechetDescriptor } from './frechetDescriptor';
import { fscoreDescriptor } from './fscoreDescriptor';
import { hausdorffDescriptor } from './hausdorffDescriptor';
import { frustumDescriptor } from './frustumDescriptor';
import { iouDescriptor } from './iouDescriptor';
import { labelIouDescriptor } from './labelIouDescriptor';
import { nmsDescriptor } from './nmsDescriptor';
import type { OperationDescriptor, OperationImplementation } from './operation';
import { proposalsDescriptor } from './proposalsDescriptor';
import { sampleDescriptor } from './sampleDescriptor';
import { sensitivityDescriptor } from './sensitivityDescriptor';
import { statisticsDescriptor } from './statisticsDescriptor';
import { marchingCubesDescriptor } from './marchingCubesDescriptor';
import { occupancyDescriptor } from './occupancyDescriptor';
import { sparseConvolutionDescriptor } from './sparseConvolutionDescriptor';
import { voxelIouDescriptor } from './voxelIouDescriptor';
import { voxelizeDescriptor } from './voxelizeDescriptor';
import { fieldHealthDescriptor } from './fieldHealthDescriptor';

export interface RegisteredOperation {
  readonly descriptor: OperationDescriptor;
  /** The half that computes; called in workers alone. */
  load(): Promise<OperationImplementation>;
  /** Whether its threads look at the values of grids where they were read to: those are then read into memory that threads share. */
  readonly sharesInputs?: boolean;
}

/**
 * Every operation with the way to its implementation. For workers: whoever only names and describes operations imports
 * {@link file://./descriptors.ts}, so that its bundle has no implementation in it.
 */
export const operations: readonly RegisteredOperation[] = [
  { descriptor: convertDescriptor, load: async () => (await import('./convert')).convert },
  { descriptor: chamferDescriptor, load: async () => (await import('./chamfer')).chamfer },
  { descriptor: hausdorffDescriptor, load: async () => (await import('./hausdorff')).hausdorff },
  { descriptor: fscoreDescriptor, load: async () => (await import('./fscore')).fscore },
  { descriptor: distancesDescriptor, load: async () => (await import('./distances')).distances },
  { descriptor: sampleDescriptor, load: async () => (await import('./sample')).sample },
  { descriptor: statisticsDescriptor, load: async () => (await import('./statistics')).statistics },
  { descriptor: emdDescriptor, load: async () => (await import('./emd')).emd },
  { descriptor: sensitivityDescriptor, load: async () => (await import('./sensitivity')).sensitivity },
  { descriptor: frechetDescriptor, load: async () => (await import('./frechet')).frechet },
  { descriptor: alignDescriptor, load: async () => (await import('./align')).align },
  { descriptor: compareDescriptor, load: async () => (await import('./compare')).compare },
  { descriptor: iouDescriptor, load: async () => (await import('./iou')).iou },
  { descriptor: nmsDescriptor, load: async () => (await import('./nms')).nms },
  { descriptor: evaluateDescriptor, load: async () => (await import('./evaluate')).evaluate },
  { descriptor: proposalsDescriptor, load: async () => (await import('./proposals')).proposals },
  { descriptor: anchorsDescriptor, load: async () => (await import('./anchorsOperation')).anchors },
  { descriptor: frustumDescriptor, load: async () => (await import('./frustum')).frustum },
  { descriptor: labelIouDescriptor, load: async () => (await import('./labelIou')).labelIou },
  { descriptor: occupancyDescriptor, load: async () => (await import('./occupancy')).occupancy },
  { descriptor: sparseConvolutionDescriptor, load: async () => (await import('./sparseConvolution')).sparseConvolution },
  { descriptor: voxelIouDescriptor, load: async () => (await import('./voxelIou')).voxelIou },
  { descriptor: voxelizeDescriptor, load: async () => (await import('./voxelize')).voxelize },
  { descriptor: distanceFieldDescriptor, load: async () => (await import('./distanceField')).distanceFieldOperation },
  { descriptor: fieldHealthDescriptor, load: async () => (await import('./fieldHealth')).fieldHealth },
  { descriptor: marchingCubesDescriptor, load: async () => (await import('./marchingCubes')).marchingCubes, sharesInputs: true },
];
