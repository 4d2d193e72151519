import type { Parallel } from '../parallel';
import { addParts, type SurfaceMeasures, type SurfacePart } from '../surfaceMeasures';
import type { CutSlabArgument, SlabMeasures } from './cutSlab';
import type { PartArrays } from './measureParts';

/** A surface in slabs, cut. */
export interface CutSurface {
  readonly slabs: readonly CutSlabArgument[];
  readonly measured: readonly SlabMeasures[];
  /** On edges of the grid; those inside cells follow. */
  readonly edgeVertices: number;
  readonly innerVertices: number;
  readonly triangles: number;
  readonly centre: readonly [number, number, number];
}

/**
 * The measures of a surface from those of its slabs. Edges need not be looked at: an edge has two triangles but on the boundary, where it has
 * one; marching cubes counted those.
 */
export async function surfaceParts(surface: CutSurface, parallel: Parallel, signal?: AbortSignal): Promise<SurfaceMeasures> {
  const { slabs, measured, edgeVertices, innerVertices, triangles } = surface;
  const sum = (of: (slab: SlabMeasures) => number): number => measured.reduce((total, slab) => total + of(slab), 0);
  const boundaryEdges = sum((slab) => slab.boundary.length);
  const joined = joinSlabs(slabs);
  const components = sum((slab) => slab.parts) - joined.repeated;
  if (components === 0) return addParts([], 0);
  if (components > 1) return addParts(await separateParts(surface, joined, components, parallel, signal), 0);
  const vertices = edgeVertices + innerVertices;
  return addParts([partOf({ vertices, triangles, boundaryEdges, area: sum((slab) => slab.area), volume: sum((slab) => slab.volume) })], 0);
}

function partOf({ vertices, triangles, boundaryEdges, area, volume }: Pick<SurfacePart, 'vertices' | 'triangles' | 'boundaryEdges' | 'area'> & { readonly volume: number }): SurfacePart {
  const eulerCharacteristic = vertices - (3 * triangles + boundaryEdges) / 2 + triangles;
  const isClosed = boundaryEdges === 0;
  return { vertices, triangles, area, volume: isClosed ? volume : null, eulerCharacteristic, boundaryEdges, genus: isClosed ? 1 - eulerCharacteristic / 2 : null };
}

interface JoinedSlabs {
  /** Of each vertex that is the root of its slab's part, and of a part of the slab before: another root; its own number where it is the root of all. */
  readonly roots: Map<number, number>;
  /** Parts that were counted more than once. */
  readonly repeated: number;
}

/** Joins the parts of neighbouring slabs at the plane between, whose vertices both know. */
function joinSlabs(slabs: readonly CutSlabArgument[]): JoinedSlabs {
  const roots = new Map<number, number>();
  let repeated = 0;
  for (const [i, slab] of slabs.entries()) {
    for (let vertex = 0; vertex < slab.planeVertices; vertex++) {
      const below = rootOf(roots, rootIn(slab, slab.nextVertex + vertex));
      const above = rootOf(roots, rootIn(slabs[i + 1], slab.nextVertex + vertex));
      if (below === above) continue;
      roots.set(Math.max(below, above), Math.min(below, above));
      repeated++;
    }
  }
  return { roots, repeated };
}

function parentsOf({ parents }: CutSlabArgument): Int32Array<ArrayBufferLike> {
  if (!parents) throw new TypeError('This slab was cut without measures.');
  return parents;
}

/** The root of a vertex in its slab, as a vertex of the whole. */
function rootIn(slab: CutSlabArgument, vertex: number): number {
  const { firstVertex } = slab;
  const parents = parentsOf(slab);
  let root = vertex - firstVertex;
  while (parents[root] !== root) root = parents[root];
  return root + firstVertex;
}

function rootOf(roots: Map<number, number>, vertex: number): number {
  let root = vertex;
  for (let up = roots.get(root); up !== undefined; up = roots.get(root)) root = up;
  if (root !== vertex) roots.set(vertex, root);
  return root;
}

async function separateParts({ slabs, measured, edgeVertices, triangles, centre }: CutSurface, { roots }: JoinedSlabs, components: number, parallel: Parallel, signal?: AbortSignal): Promise<SurfacePart[]> {
  const partOfVertex = new Uint32Array(parallel.allocate(4 * edgeVertices));
  const parts = new Map<number, number>();
  const vertices = new Uint32Array(components);
  for (const slab of slabs) {
    const { firstVertex, nextVertex } = slab;
    const parents = parentsOf(slab);
    for (let vertex = firstVertex; vertex < nextVertex; vertex++) {
      const parent = parents[vertex - firstVertex] + firstVertex;
      // A parent comes before its children: its part is known.
      let part = parent === vertex ? undefined : partOfVertex[parent];
      if (part === undefined) {
        const root = rootOf(roots, vertex);
        part = parts.get(root);
        if (part === undefined) parts.set(root, (part = parts.size));
      }
      partOfVertex[vertex] = part;
      vertices[part]++;
    }
  }
  const { positions, corners } = slabs[0];
  const pieces = slabs.map(({ firstTriangle }, i) => ({
    positions,
    corners,
    firstTriangle,
    lastTriangle: i + 1 < slabs.length ? slabs[i + 1].firstTriangle : triangles,
    partOf: partOfVertex,
    parts: components,
    centre,
  }));
  const sums = await parallel.run('measureParts', pieces, signal);
  const boundary = new Uint32Array(components);
  for (const slab of measured) for (const vertex of slab.boundary) boundary[partOfVertex[vertex]]++;
  addInner(vertices, slabs, partOfVertex, edgeVertices, triangles);
  const total = (part: number, of: (arrays: PartArrays) => ArrayLike<number>): number => sums.reduce((sum, arrays) => sum + of(arrays)[part], 0);
  return Array.from({ length: components }, (_, part) =>
    partOf({
      vertices: vertices[part],
      triangles: total(part, (arrays) => arrays.triangles),
      boundaryEdges: boundary[part],
      area: total(part, (arrays) => arrays.area),
      volume: total(part, (arrays) => arrays.volume),
    }),
  );
}

/** Vertices inside cells, each counted at the first of its triangles: those of one vertex follow one another. */
function addInner(vertices: Uint32Array, [{ corners }]: readonly CutSlabArgument[], partOfVertex: Uint32Array, edgeVertices: number, triangles: number): void {
  let last = -1;
  for (let i = 0; i < 3 * triangles; i += 3) {
    if (corners[i] < edgeVertices || corners[i] === last) continue;
    last = corners[i];
    vertices[partOfVertex[corners[i + 1]]]++;
  }
}
