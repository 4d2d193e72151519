import { OperationError } from '../model/errors';
import { buildPointIndexes, noRow } from './nearestDistances';
import type { Parallel } from './parallel';
import { layoutOf, rowOf, type Coordinates } from './pointIndexLayout';
import { TriangleIndex } from './triangleIndex';
import { windingMoments, windingNumber } from './windingNumber';

export interface MeshDistances {
  /** To the nearest point of the surface, a query in the file's order; below 0 inside where the sign was asked for; NaN where the query is not finite. */
  readonly distances: Float64Array<ArrayBuffer>;
  /** The triangle where that point lies; {@link noRow} where the query is not finite. */
  readonly triangles: Uint32Array<ArrayBuffer>;
  /** On which part of it: a place in `triangleFeatures`. */
  readonly features: Uint8Array<ArrayBuffer>;
}

export interface MeshDistanceOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  readonly progress?: (share: number) => void;
  /** Whether inside is negative. For closed surfaces, whichever way their normals point. Default: false. */
  readonly signed?: boolean;
}

export interface MeshDistancesArgument {
  readonly queries: ArrayBufferLike;
  readonly fromLeaf: number;
  readonly toLeaf: number;
  readonly index: ArrayBufferLike;
  readonly moments: Float64Array<ArrayBufferLike> | null;
}

export interface MeshDistancesAnswer extends MeshDistances {
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** Distances of the queries in some leaves, in their order. */
export function meshDistancesTask({ queries, fromLeaf, toLeaf, index: buffer, moments }: MeshDistancesArgument): MeshDistancesAnswer {
  const layout = layoutOf(queries);
  const index = TriangleIndex.from(buffer);
  const first = layout.starts[fromLeaf];
  const count = layout.starts[toLeaf] - first;
  const answer: MeshDistancesAnswer = {
    rows: new Uint32Array(count),
    distances: new Float64Array(count),
    triangles: new Uint32Array(count),
    features: new Uint8Array(count),
  };
  for (let i = 0; i < count; i++) {
    const at = 4 * (first + i);
    const x = layout.points[at];
    const y = layout.points[at + 1];
    const z = layout.points[at + 2];
    answer.rows[i] = rowOf(layout, first + i);
    answer.triangles[i] = index.nearest(x, y, z);
    answer.features[i] = index.nearestFeatureCode;
    answer.distances[i] = index.distance;
    if (moments && isInside(index, moments, x, y, z)) answer.distances[i] = -index.distance;
  }
  return answer;
}

/** Whether a surface encloses a point, whichever way its normals point. */
export function isInside(index: TriangleIndex, moments: Float64Array<ArrayBufferLike>, x: number, y: number, z: number): boolean {
  return Math.abs(windingNumber(index.layout, moments, x, y, z)) > 0.5;
}

const leavesOfPiece = 1 << 12;

/**
 * The distance from every point of `queries` (3 numbers a row) to the surface of a mesh cut into triangles, in float64.
 * @throws OperationError when no triangle has finite corners; CancelledError.
 */
export async function meshDistances(
  queries: Coordinates,
  positions: Coordinates,
  triangles: Uint32Array<ArrayBufferLike>,
  options: MeshDistanceOptions,
): Promise<MeshDistances> {
  const { parallel, signal, progress } = options;
  const allocate = (bytes: number): ArrayBufferLike => parallel.allocate(bytes);
  const { layout } = TriangleIndex.build(positions, triangles, allocate);
  if (layout.count === 0) throw new OperationError('The reference has no face whose corners are finite.');
  const moments = options.signed ? windingMoments(layout, allocate) : null;
  const [{ buffer, leaves, rows }] = await buildPointIndexes([queries], parallel, signal);
  progress?.(0.2);
  const pieces: MeshDistancesArgument[] = [];
  for (let fromLeaf = 0; fromLeaf < leaves; fromLeaf += leavesOfPiece) {
    pieces.push({ queries: buffer, fromLeaf, toLeaf: Math.min(leaves, fromLeaf + leavesOfPiece), index: layout.buffer, moments });
  }
  const found: MeshDistances = {
    distances: new Float64Array(rows).fill(NaN),
    triangles: new Uint32Array(rows).fill(noRow),
    features: new Uint8Array(rows),
  };
  for (const answer of await parallel.run('meshDistances', pieces, signal)) {
    answer.rows.forEach((row, i) => {
      found.distances[row] = answer.distances[i];
      found.triangles[row] = answer.triangles[i];
      found.features[row] = answer.features[i];
    });
  }
  progress?.(1);
  return found;
}
