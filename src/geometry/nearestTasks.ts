import { nearestOfLeaves, type DistanceTotals } from './leafNeighbours';
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
  readonly reference: ArrayBufferLike | WebAssembly.Memory;
  readonly fromLeaf: number;
  readonly toLeaf: number;
  readonly wanted: WantedNeighbours;
}

export function nearestOfLeavesTask({ queries, reference, fromLeaf, toLeaf, wanted }: NearestOfLeavesArgument): NearestAnswer {
  return answer(layoutOf(queries), layoutOf(reference), fromLeaf, toLeaf, wanted);
}

/** Some queries of a cloud that lie near one another; they are sorted here into leaves of their own. */
export interface NearestOfPointsArgument {
  /** 3 numbers each: of the whole cloud, or of these queries alone. */
  readonly positions: Coordinates;
  /** Rows of the queries in the cloud. */
  readonly rows: Uint32Array<ArrayBufferLike>;
  readonly gathered: boolean;
  readonly reference: ArrayBufferLike | WebAssembly.Memory;
  readonly wanted: WantedNeighbours;
}

/** Where this thread sorts its queries: kept, since garbage of this size is collected late. */
let room = new ArrayBuffer(0);

export function nearestOfPointsTask({ positions, rows, gathered, reference, wanted }: NearestOfPointsArgument): NearestAnswer {
  const queries = preparePointIndex(gathered ? positions : gatherRows(positions, rows), (bytes) => {
    if (room.byteLength < bytes) room = new ArrayBuffer(bytes);
    return room;
  });
  // What it takes for rows of its own are the cloud's.
  const { words, points, count } = queries;
  for (let at = 3; at < 4 * count; at += 4) {
    if (words) words[at] = rows[words[at]];
    else points[at] = rows[points[at]];
  }
  sortPointIndex(queries.buffer);
  return answer(queries, layoutOf(reference), 0, queries.leaves, wanted);
}

/** The coordinates of some rows of a cloud, one after the other. */
export function gatherRows(positions: Coordinates, rows: Uint32Array<ArrayBufferLike>): Coordinates {
  const gathered = positions instanceof Float32Array ? new Float32Array(3 * rows.length) : new Float64Array(3 * rows.length);
  for (let i = 0, to = 0; i < rows.length; i++, to += 3) {
    const at = 3 * rows[i];
    gathered[to] = positions[at];
    gathered[to + 1] = positions[at + 1];
    gathered[to + 2] = positions[at + 2];
  }
  return gathered;
}

function answer(
  queries: PointIndexLayout,
  reference: PointIndexLayout,
  fromLeaf: number,
  toLeaf: number,
  wanted: WantedNeighbours,
): NearestAnswer {
  if (wanted.shared) {
    const { distances, indices } = wanted.shared;
    return { totals: nearestOfLeaves(queries, reference, fromLeaf, toLeaf, { order: 'rows', distances, indices }), found: null };
  }
  const first = queries.starts[fromLeaf];
  const count = queries.starts[toLeaf] - first;
  const distances = wanted.distances ? new Float64Array(count) : null;
  const indices = wanted.indices ? new Uint32Array(count) : null;
  const totals = nearestOfLeaves(queries, reference, fromLeaf, toLeaf, { order: 'leaves', distances, indices });
  if (!distances && !indices) return { totals, found: null };
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = rowOf(queries, first + i);
  return { totals, found: { rows, distances, indices } };
}
