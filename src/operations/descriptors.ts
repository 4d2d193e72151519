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
import { infoDescriptor } from './infoDescriptor';
import { frustumDescriptor } from './frustumDescriptor';
import { iouDescriptor } from './iouDescriptor';
import { labelIouDescriptor } from './labelIouDescriptor';
import { nmsDescriptor } from './nmsDescriptor';
import type { OperationDescriptor } from './operation';
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

/**
 * Everything that can be asked for, as data alone and in the order of menus and of `--help`: `info` first, which answers
 * with a document of its own ({@link file://./info.ts}), then the operations of {@link file://./registry.ts}.
 */
export const descriptors: readonly OperationDescriptor[] = [
  infoDescriptor,
  convertDescriptor,
  chamferDescriptor,
  hausdorffDescriptor,
  fscoreDescriptor,
  distancesDescriptor,
  sampleDescriptor,
  statisticsDescriptor,
  emdDescriptor,
  sensitivityDescriptor,
  frechetDescriptor,
  alignDescriptor,
  compareDescriptor,
  iouDescriptor,
  nmsDescriptor,
  evaluateDescriptor,
  proposalsDescriptor,
  anchorsDescriptor,
  frustumDescriptor,
  labelIouDescriptor,
  occupancyDescriptor,
  sparseConvolutionDescriptor,
  voxelIouDescriptor,
  voxelizeDescriptor,
  distanceFieldDescriptor,
  fieldHealthDescriptor,
  marchingCubesDescriptor,
];
