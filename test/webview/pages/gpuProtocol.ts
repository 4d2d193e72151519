import type { GpuMode } from '../../../src/gpu/gpuLibrary';
import type { DeviceChoice } from '../../../src/gpu/device';
import type { FieldName } from '../../unit/gpu/fieldPrograms';
import type { NearestMethod } from '../../../src/gpu/nearestNeighbours';

/** Point sets by name, made alike in the page and in the reference. */
export const pointSets = [
  'sphere',
  'volume',
  'one',
  'empty',
  'allEqual',
  'collinear',
  'plane',
  'duplicates',
  'notFinite',
  'farFromOrigin',
  'outliers',
  'twoClusters',
  'sweep',
  'hugeValues',
] as const;
export type PointSet = (typeof pointSets)[number];

export interface SearchRequest {
  readonly kind: 'search';
  readonly mode: GpuMode;
  readonly method: NearestMethod;
  readonly queries: PointSet;
  readonly reference: PointSet;
  readonly count: number;
  /** Loses the device's context when this share of the progress is reached. */
  readonly loseAt?: number;
}

export interface SearchResult {
  readonly device: DeviceChoice;
  readonly method: string;
  readonly warnings: readonly string[];
  readonly queriesOnCpu: number;
  readonly milliseconds: number;
  /** The largest of (distance - least distance) / (1e-5 * least distance + 1e-7 * extent); at most 1 when all is well. */
  readonly worst: number;
  /** Queries whose index does not lie at the distance, or that have no neighbour though there is one, or the reverse. */
  readonly inconsistent: number;
  readonly queries: number;
  /** Device after the run. */
  readonly next: DeviceChoice;
}

export interface ChoiceRequest {
  readonly kind: 'choice';
  readonly device: 'auto' | 'gpu' | 'cpu';
  readonly allowSoftware: boolean;
  readonly sabotage?: 'wrong' | 'zeros' | 'never';
}

export interface CrossoverRequest {
  readonly kind: 'crossover';
  readonly mode: GpuMode;
}

/** Bids of an auction between two sets. */
export interface BidsRequest {
  readonly kind: 'bids';
  readonly mode: GpuMode;
  readonly bidders: PointSet;
  readonly objects: PointSet;
  readonly count: number;
  /** Loses the device's context before the search. */
  readonly lose?: boolean;
}

export interface BidsResult {
  readonly device: DeviceChoice | null;
  readonly found: boolean;
  readonly warnings: readonly string[];
  /** Bidders whose cheapest object of those found is not the cheapest of all, within the margin; or with one twice. */
  readonly wrong: number;
  /** Bidders whose bound is above what some other object costs. */
  readonly unbounded: number;
  /** Of the whole distance, with the GPU and without. */
  readonly totals: readonly [number, number];
  readonly gap: number;
  /** Bids that were looked for on the GPU for the whole distance. */
  readonly searched: number;
}

export interface EvalRequest {
  readonly kind: 'eval';
}

/** A field by its formula, or its samples as those of a file. */
export interface SurfaceRequest {
  readonly kind: 'surface';
  readonly mode: GpuMode;
  readonly field: FieldName;
  readonly samples: number;
  readonly from: 'formula' | 'grid';
}

export interface SurfaceResult {
  readonly device: DeviceChoice;
  readonly warnings: readonly string[];
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
  readonly triangles: number;
  /** Whether each triangle has the same vertices as on the CPU, by number. */
  readonly sameTriangles: boolean;
  readonly eulerCharacteristic: number;
  readonly expected: { readonly triangles: number; readonly eulerCharacteristic: number };
  /** The farthest that a vertex is from that of the CPU, as a share of the box. */
  readonly farthest: number;
}

/** Two seeded sets of boxes, compared on the device and by the CPU. */
export interface OverlapsRequest {
  readonly kind: 'overlaps';
  readonly mode: GpuMode;
  readonly threshold: number;
  readonly extra: 0 | 1;
  readonly offset: number;
  /** Boxes of the two sets. */
  readonly counts: readonly [number, number];
  /** Timed runs after one that compiles; none when left out. */
  readonly runs?: number;
  /** Loses the device's context in the first draw. */
  readonly lose?: boolean;
}

export interface OverlapsResult {
  readonly device: DeviceChoice;
  readonly warnings: readonly string[];
  readonly offered: number;
  /** Pairs above the threshold among the offered and by the definition, and whether they are the same. */
  readonly above: number;
  readonly expected: number;
  readonly same: boolean;
  /** Of the timed runs, on the device and on the CPU, by turns. */
  readonly seconds: { readonly device: readonly number[]; readonly cpu: readonly number[] };
}

export type GpuRequest = OverlapsRequest | SurfaceRequest | SearchRequest | ChoiceRequest | CrossoverRequest | BidsRequest | EvalRequest;

export interface CrossoverResult {
  readonly points: number;
  readonly gpuSeconds: number;
  readonly cpuSeconds: number;
  readonly reason: string;
  /** True when a second question was measured anew. */
  readonly again: boolean;
}

/** What each kind of request is answered with. */
export interface GpuAnswers {
  readonly overlaps: OverlapsResult;
  readonly surface: SurfaceResult;
  readonly search: SearchResult;
  readonly choice: DeviceChoice;
  readonly crossover: CrossoverResult;
  readonly bids: BidsResult;
  readonly eval: { readonly refused: boolean };
}
export type GpuAnswer = GpuAnswers[keyof GpuAnswers];

/** The page's side: each asks the worker of a bundle. */
export interface GpuTest {
  overlaps(workerUrl: string, request: OverlapsRequest): Promise<OverlapsResult>;
  surface(workerUrl: string, request: SurfaceRequest): Promise<SurfaceResult>;
  search(workerUrl: string, request: SearchRequest): Promise<SearchResult>;
  choice(workerUrl: string, request: ChoiceRequest): Promise<DeviceChoice>;
  crossover(workerUrl: string, request: CrossoverRequest): Promise<CrossoverResult>;
  bids(workerUrl: string, request: BidsRequest): Promise<BidsResult>;
  eval(workerUrl: string, request: EvalRequest): Promise<{ readonly refused: boolean }>;
}
