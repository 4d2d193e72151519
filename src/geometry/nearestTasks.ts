import { nearestOfLeaves, type DistanceTotals, type NeighbourArrays } from './leafNeighbours';
import { preparePointIndex, sortPointIndex } from './pointIndexBuild';
import { layoutOf, rowOf, type Coordinates, type PointIndexLayout } from './pointIndexLayout';

/** Which answers are wanted besides the totals, and where they go. */
export interface WantedNeighbours {
  readonly distances: boolean;
  readonly indices: boolean;
  /** Arrays in shared memory, one place a row of all queries; null where no memory is shared: answers come back then. */
  readonly shared: { readonly distances: Float64Array<ArrayBufferLike> | null; readonly indices: Uint32Array<ArrayBufferLike> | null } | null;
}

export interface NearestAnswer {
  readonly totals: DistanceTotals;
  /** Where nothing is shared: rows of the queries, and what was found for each. */
  readonly found: { readonly rows: Uint32Array<ArrayBuffer>; readonly distances: Float64Array<ArrayBuffer> | null; readonly indices: Uint32Array<ArrayBuffer> | null } | null;
}

/** Queries that have an index: some of its leaves. */
export interface NearestOfLeavesArgument {
  readonly queries: ArrayBufferLike;
  readonly reference: ArrayBufferLike;
  readonly fromLeaf: number;
  readonly toLeaf: number;
  readonly wanted: WantedNeighbours;
}

export function nearestOfLeavesTask({ queries, reference, fromLeaf, toLeaf, wanted }: NearestOfLeavesArgument): NearestAnswer {
  return answer(layoutOf(queries), layoutOf(reference), fromLeaf, toLeaf, 0, wanted);
}

/** Queries as they lie in a cloud, 3 numbers each; they are sorted here, for queries in spatial order are much faster. */
export interface NearestOfPointsArgument {
  readonly positions: Coordinates;
  /** Row of the first of them. */
  readonly firstRow: number;
  readonly reference: ArrayBufferLike;
  readonly wanted: WantedNeighbours;
}

/** Where this thread sorts its queries: kept, since garbage of this size is collected late. */
let room = new ArrayBuffer(0);

export function nearestOfPointsTask({ positions, firstRow, reference, wanted }: NearestOfPointsArgument): NearestAnswer {
  const queries = preparePointIndex(positions, (bytes) => {
    if (room.byteLength < bytes) room = new ArrayBuffer(bytes);
    return room;
  });
  sortPointIndex(queries.buffer);
  return answer(queries, layoutOf(reference), 0, queries.leaves, firstRow, wanted);
}

function answer(
  queries: PointIndexLayout,
  reference: PointIndexLayout,
  fromLeaf: number,
  toLeaf: number,
  firstRow: number,
  wanted: WantedNeighbours,
): NearestAnswer {
  if (wanted.shared) {
    const { distances, indices } = wanted.shared;
    const answers: NeighbourArrays = { order: 'rows', distances: distances?.subarray(firstRow) ?? null, indices: indices?.subarray(firstRow) ?? null };
    return { totals: nearestOfLeaves(queries, reference, fromLeaf, toLeaf, answers), found: null };
  }
  const first = queries.starts[fromLeaf];
  const count = queries.starts[toLeaf] - first;
  const distances = wanted.distances ? new Float64Array(count) : null;
  const indices = wanted.indices ? new Uint32Array(count) : null;
  const totals = nearestOfLeaves(queries, reference, fromLeaf, toLeaf, { order: 'leaves', distances, indices });
  if (!distances && !indices) return { totals, found: null };
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = firstRow + rowOf(queries, first + i);
  return { totals, found: { rows, distances, indices } };
}
