import type { Vector3 } from '../model/bounds';
import { isInside } from './meshDistances';
import { buildPointIndexes } from './nearestDistances';
import type { Parallel } from './parallel';
import { PointIndex } from './pointIndex';
import type { Coordinates } from './pointIndexLayout';
import { TriangleIndex } from './triangleIndex';
import { windingMoments } from './windingNumber';

/** Places of samples along the axes, x fastest. */
export interface SampleGrid {
  readonly dimensions: Vector3;
  /** Of the first sample. */
  readonly origin: Vector3;
  /** Between neighbours, the same along all axes. */
  readonly spacing: number;
}

/** What distances are measured to. `points` alone where there are no triangles. */
export interface DistanceTarget {
  readonly positions: Coordinates;
  /** 3 vertex rows each; null for the points themselves. */
  readonly triangles: Uint32Array<ArrayBufferLike> | null;
  /** Negative where the winding number is beyond a half. Needs triangles. */
  readonly signed: boolean;
  /** True where the triangles enclose a volume: then the sign changes at the surface alone. */
  readonly closed: boolean;
}

export interface DistanceFieldOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** Share done, 0...1. */
  readonly progress?: (share: number) => void;
}

export interface DistanceFieldArgument {
  readonly grid: SampleGrid;
  readonly fromLayer: number;
  readonly toLayer: number;
  /** An index of triangles where `isSurface`, of points otherwise. */
  readonly index: ArrayBufferLike;
  readonly isSurface: boolean;
  readonly moments: Float64Array<ArrayBufferLike> | null;
  readonly closed: boolean;
  /** The whole field in shared memory; null where none is shared: the layers come back then. */
  readonly values: Float32Array<ArrayBufferLike> | null;
}

/** Layers of z of a field. Rows are walked there and back, so that each search begins near where the last one ended. */
export function distanceFieldTask({ grid, fromLayer, toLayer, index, isSurface, moments, closed, values }: DistanceFieldArgument): Float32Array<ArrayBuffer> | null {
  const { dimensions, origin, spacing } = grid;
  const [width, height] = dimensions;
  const answer = values ? null : new Float32Array(width * height * (toLayer - fromLayer));
  const target = values?.subarray(width * height * fromLayer, width * height * toLayer) ?? answer;
  if (!target) return null;
  const find = isSurface ? surfaceSearch(index, moments, closed, spacing) : pointSearch(index, spacing);
  let line = 0;
  for (let layer = fromLayer; layer < toLayer; layer++) {
    const z = origin[2] + layer * spacing;
    for (let row = 0; row < height; row++, line++) {
      const y = origin[1] + row * spacing;
      const start = line * width;
      const isBackward = line % 2 === 1;
      find.startLine();
      for (let step = 0; step < width; step++) {
        const column = isBackward ? width - 1 - step : step;
        target[start + column] = find.distance(origin[0] + column * spacing, y, z);
      }
    }
  }
  return answer;
}

interface Search {
  /** The next place is not a neighbour of the last. */
  startLine(): void;
  distance(x: number, y: number, z: number): number;
}

function surfaceSearch(buffer: ArrayBufferLike, moments: Float64Array<ArrayBufferLike> | null, closed: boolean, spacing: number): Search {
  const index = TriangleIndex.from(buffer);
  // A neighbour of a place that is farther from a closed surface than from the neighbour lies on the same side.
  const reach = spacing * (1 + 1e-9);
  let inside: boolean | null = null;
  return {
    startLine: () => {
      inside = null;
    },
    distance: (x, y, z) => {
      index.nearest(x, y, z);
      const { distance } = index;
      if (!moments || distance === 0) {
        inside = null;
        return distance;
      }
      inside ??= isInside(index, moments, x, y, z);
      const signed = inside ? -distance : distance;
      if (!closed || distance <= reach) inside = null;
      return signed;
    },
  };
}

function pointSearch(buffer: ArrayBufferLike, spacing: number): Search {
  const index = PointIndex.from(buffer);
  let limit = Infinity;
  return {
    startLine: () => {
      limit = Infinity;
    },
    distance: (x, y, z) => {
      // One step further, no distance grows by more than the step.
      index.nearest(x, y, z, limit);
      limit = (index.distance + spacing) * (1 + 1e-9);
      return index.distance;
    },
  };
}

/** Samples of a piece of work: long enough that starting it costs nothing, short enough to share and to tell progress. */
const samplesOfPiece = 1 << 15;

/**
 * The distance from each sample of a grid to the nearest place of a surface, or to the nearest point, exact in float64 and
 * rounded to float32; negative inside where `signed` (the generalised winding number about the sample is beyond a half).
 * About O(log n) a sample. Answers do not depend on the number of threads.
 *
 * @returns x fastest
 * @throws CancelledError
 */
export async function distanceField(grid: SampleGrid, target: DistanceTarget, { parallel, signal, progress }: DistanceFieldOptions): Promise<Float32Array<ArrayBufferLike>> {
  const allocate = (bytes: number): ArrayBufferLike => parallel.allocate(bytes);
  const { positions, triangles, signed, closed } = target;
  let index: ArrayBufferLike;
  let moments: Float64Array<ArrayBufferLike> | null = null;
  if (triangles) {
    const { layout } = TriangleIndex.build(positions, triangles, allocate);
    index = layout.buffer;
    if (signed) moments = windingMoments(layout, allocate);
  } else {
    const [built] = await buildPointIndexes([positions], parallel, signal);
    index = built.buffer;
  }
  const [width, height, depth] = grid.dimensions;
  const layer = width * height;
  const values = new Float32Array(parallel.allocate(4 * layer * depth));
  const layersOfPiece = Math.max(1, Math.floor(samplesOfPiece / layer));
  const pieces: DistanceFieldArgument[] = [];
  for (let fromLayer = 0; fromLayer < depth; fromLayer += layersOfPiece) {
    pieces.push({ grid, fromLayer, toLayer: Math.min(depth, fromLayer + layersOfPiece), index, isSurface: triangles !== null, moments, closed, values: parallel.shared ? values : null });
  }
  // In batches, so that progress can be told between them.
  const batch = Math.max(parallel.threads, Math.ceil(pieces.length / 20));
  for (let first = 0; first < pieces.length; first += batch) {
    const answers = await parallel.run('distanceField', pieces.slice(first, first + batch), signal);
    answers.forEach((answer, i) => {
      if (answer) values.set(answer, layer * pieces[first + i].fromLayer);
    });
    progress?.(Math.min(1, (first + batch) / pieces.length));
  }
  return values;
}
