import type { Coordinates } from './pointIndexLayout';

/** One connected part of a surface. */
export interface SurfacePart {
  readonly vertices: number;
  readonly triangles: number;
  readonly area: number;
  /** Of what it encloses, positive where normals lead out of it; null where it is not closed. */
  readonly volume: number | null;
  /** Vertices - edges + triangles. */
  readonly eulerCharacteristic: number;
  /** Edges of one triangle. */
  readonly boundaryEdges: number;
  /** Handles: 0 for a ball, 1 for a torus; null where it is not closed. */
  readonly genus: number | null;
}

/** Measures of triangles that share vertices. */
export interface SurfaceMeasures {
  readonly area: number;
  /** Of what the surface encloses, positive where normals lead out of it; null where it is not closed. */
  readonly volume: number | null;
  readonly eulerCharacteristic: number;
  /** Edges of one triangle. */
  readonly boundaryEdges: number;
  /** Edges of more than two triangles. */
  readonly nonManifoldEdges: number;
  /** How many parts there are that share no vertex. */
  readonly components: number;
  /** Of all parts; null where one is not closed. */
  readonly genus: number | null;
  /** The largest parts, by triangles, at most {@link mostParts}. */
  readonly parts: readonly SurfacePart[];
}

/** More parts than these nobody reads. */
export const mostParts = 20;

/**
 * Measures of a surface, edge by edge: the reference for what marching cubes knows from its construction. Vertices that no
 * triangle has do not count.
 *
 * @param positions 3 numbers a vertex
 * @param triangles 3 vertex rows each
 */
export function surfaceMeasures(positions: Coordinates | readonly number[], triangles: Uint32Array<ArrayBufferLike> | readonly number[]): SurfaceMeasures {
  const vertices = positions.length / 3;
  const uses = new Map<number, number>();
  const parents = Int32Array.from({ length: vertices }, (_, vertex) => vertex);
  const find = (vertex: number): number => {
    let root = vertex;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]];
    return root;
  };
  const isUsed = new Uint8Array(vertices);
  for (let i = 0; i < triangles.length; i++) {
    const from = triangles[i];
    const to = triangles[i % 3 === 2 ? i - 2 : i + 1];
    const edge = Math.min(from, to) * vertices + Math.max(from, to);
    uses.set(edge, (uses.get(edge) ?? 0) + 1);
    parents[find(from)] = find(to);
    isUsed[from] = 1;
  }
  const sums = new Map<number, { vertices: number; edges: number; triangles: number; area: number; volume: number; boundaryEdges: number; nonManifoldEdges: number }>();
  const sumsOf = (vertex: number) => {
    const root = find(vertex);
    let found = sums.get(root);
    if (!found) sums.set(root, (found = { vertices: 0, edges: 0, triangles: 0, area: 0, volume: 0, boundaryEdges: 0, nonManifoldEdges: 0 }));
    return found;
  };
  for (let i = 0; i < triangles.length; i += 3) {
    const part = sumsOf(triangles[i]);
    // Places relative to the first vertex, so that a surface far away loses no digits.
    const [p, q, r] = [0, 1, 2].map((corner) => [0, 1, 2].map((axis) => positions[3 * triangles[i + corner] + axis] - positions[3 * triangles[0] + axis]));
    const u = q.map((value, axis) => value - p[axis]);
    const v = r.map((value, axis) => value - p[axis]);
    const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    part.triangles++;
    part.area += Math.hypot(...normal) / 2;
    part.volume += (p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2]) / 6;
  }
  for (let vertex = 0; vertex < vertices; vertex++) if (isUsed[vertex]) sumsOf(vertex).vertices++;
  let nonManifoldEdges = 0;
  for (const [edge, count] of uses) {
    const part = sumsOf(Math.floor(edge / vertices));
    part.edges++;
    if (count === 1) part.boundaryEdges++;
    if (count > 2) nonManifoldEdges++;
  }
  const parts = [...sums.values()].map(({ edges, volume, ...part }): SurfacePart => {
    const eulerCharacteristic = part.vertices - edges + part.triangles;
    const isClosed = part.boundaryEdges === 0;
    return { ...part, volume: isClosed ? volume : null, eulerCharacteristic, genus: isClosed ? 1 - eulerCharacteristic / 2 : null };
  });
  return addParts(parts, nonManifoldEdges);
}

/** Measures of the whole from those of all its parts. */
export function addParts(parts: readonly SurfacePart[], nonManifoldEdges: number): SurfaceMeasures {
  const sum = (of: (part: SurfacePart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const boundaryEdges = sum((part) => part.boundaryEdges);
  const isClosed = boundaryEdges === 0;
  return {
    area: sum((part) => part.area),
    volume: isClosed ? sum((part) => part.volume ?? 0) : null,
    eulerCharacteristic: sum((part) => part.eulerCharacteristic),
    boundaryEdges,
    nonManifoldEdges,
    components: parts.length,
    genus: isClosed ? sum((part) => part.genus ?? 0) : null,
    parts: [...parts].sort((a, b) => b.triangles - a.triangles).slice(0, mostParts),
  };
}
