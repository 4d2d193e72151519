import { countSlabTask, type CountSlabArgument, type SlabCounts } from './isosurface/countSlab';
import { cutSlabTask, type CutSlabArgument, type SlabMeasures } from './isosurface/cutSlab';
import { measurePartsTask, type MeasurePartsArgument, type PartArrays } from './isosurface/measureParts';
import { candidatesTask, type CandidatesArgument } from './auctionCandidates';
import { distanceFieldTask, type DistanceFieldArgument } from './distanceField';
import { leastCostsTask, type LeastCostsArgument } from './earthMoverCertificate';
import { bandProjectTask, bandUpdateTask, type BandProjectArgument, type BandUpdateArgument } from './linear/bandReduction';
import { choleskyUpdateTask, type CholeskyUpdateArgument } from './linear/choleskyFactor';
import { gramTask, type GramArgument } from './linear/gram';
import { productTask, type ProductArgument } from './linear/product';
import { meshDistancesTask, type MeshDistancesAnswer, type MeshDistancesArgument } from './meshDistances';
import { nearestOfLeavesTask, nearestOfPointsTask, type NearestAnswer, type NearestOfLeavesArgument, type NearestOfPointsArgument } from './nearestTasks';
import { sortPart } from './pointIndexBuild';
import { spacingsTask, type SpacingsArgument } from './statistics';

/** What each task takes and answers. */
export interface TaskMap {
  /** Sorts a part of the points of a prepared index in place and fills its boxes; answers the buffer, for threads without shared memory. */
  readonly sortPointIndex: { argument: { readonly buffer: ArrayBufferLike; readonly part: number; readonly parts: number }; answer: { readonly buffer: ArrayBufferLike } };
  readonly nearestOfLeaves: { argument: NearestOfLeavesArgument; answer: NearestAnswer };
  readonly nearestOfPoints: { argument: NearestOfPointsArgument; answer: NearestAnswer };
  readonly spacings: { argument: SpacingsArgument; answer: Float64Array<ArrayBuffer> };
  readonly gram: { argument: GramArgument; answer: Float64Array<ArrayBuffer> };
  readonly product: { argument: ProductArgument; answer: Float64Array<ArrayBuffer> };
  readonly choleskyUpdate: { argument: CholeskyUpdateArgument; answer: null };
  readonly bandProject: { argument: BandProjectArgument; answer: null };
  readonly bandUpdate: { argument: BandUpdateArgument; answer: null };
  readonly auctionCandidates: { argument: CandidatesArgument; answer: null };
  readonly leastCosts: { argument: LeastCostsArgument; answer: Float64Array<ArrayBuffer> };
  /** Layers of a field, written to shared memory or answered. */
  readonly distanceField: { argument: DistanceFieldArgument; answer: Float32Array<ArrayBuffer> | null };
  readonly meshDistances: { argument: MeshDistancesArgument; answer: MeshDistancesAnswer };
  readonly countSlab: { argument: CountSlabArgument; answer: SlabCounts };
  readonly cutSlab: { argument: CutSlabArgument; answer: SlabMeasures };
  readonly measureParts: { argument: MeasurePartsArgument; answer: PartArrays };
}

export type TaskName = keyof TaskMap;
export type TaskArgument<Name extends TaskName> = TaskMap[Name]['argument'];
export type TaskAnswer<Name extends TaskName> = TaskMap[Name]['answer'];

/** Every piece of work that may run on another thread, by name: whoever implements {@link Parallel} calls them there. */
export const tasks: { readonly [Name in TaskName]: (argument: TaskArgument<Name>) => TaskAnswer<Name> } = {
  sortPointIndex: ({ buffer, part, parts }) => {
    sortPart(buffer, part, parts);
    return { buffer };
  },
  nearestOfLeaves: nearestOfLeavesTask,
  nearestOfPoints: nearestOfPointsTask,
  spacings: spacingsTask,
  gram: gramTask,
  product: productTask,
  choleskyUpdate: choleskyUpdateTask,
  bandProject: bandProjectTask,
  bandUpdate: bandUpdateTask,
  auctionCandidates: candidatesTask,
  leastCosts: leastCostsTask,
  distanceField: distanceFieldTask,
  meshDistances: meshDistancesTask,
  countSlab: countSlabTask,
  cutSlab: cutSlabTask,
  measureParts: measurePartsTask,
};
