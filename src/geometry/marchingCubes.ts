import type { Bounds } from '../model/bounds';
import type { NumberArray } from '../model/numericType';
import { wordsOfRow } from './isosurface/insideBits';
import type { CutSlabArgument, SlabMeasures } from './isosurface/cutSlab';
import { plainMarchingCubes, type SampledField, type SurfaceOptions } from './isosurface/plainMarchingCubes';
import type { SharedField } from './isosurface/slab';
import { slabPlanes } from './isosurface/slabs';
import { surfaceParts, type CutSurface } from './isosurface/surfaceParts';
import { fitsFloat32, isLeftHanded, placement } from './isosurface/vertexPlaces';
import { sequential, type Parallel } from './parallel';
import { surfaceMeasures, type SurfaceMeasures } from './surfaceMeasures';

export type { SampledField, SurfaceOptions } from './isosurface/plainMarchingCubes';

export interface MarchingCubesOptions extends SurfaceOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** Share done, 0...1. */
  readonly progress?: (share: number) => void;
  /** What is known of blocks of samples already, from a GPU; see `blockStates`. Samples must be finite. */
  readonly blocks?: Uint8Array<ArrayBufferLike>;
}

/** The surface of a field at an iso value: triangles that share vertices. */
export interface IsoTriangles {
  /** 3 numbers a vertex, in the file's coordinates. */
  readonly positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
  /** 3 vertex rows each, anticlockwise as seen from outside. */
  readonly triangles: Uint32Array<ArrayBufferLike>;
  /** Of the vertices; null where there are none. */
  readonly bounds: Bounds | null;
  /** How many of the vertices lie inside cells; the others lie on edges of the grid whose ends differ. */
  readonly innerVertices: number;
  /** Cells left out, since a corner is not finite. */
  readonly holes: number;
}

export interface IsoSurface extends IsoTriangles {
  readonly measures: SurfaceMeasures;
}

/**
 * The surface on which the trilinear interpolant of samples has the iso value, by marching cubes. A sample equal to it
 * counts as outside. Vertices on edges of the grid are shared. Where the surface touches neither the border of the grid nor
 * samples that are not finite it is a closed manifold, by construction. Positions are float64 where samples are, or
 * where float32 would move them by a ten-thousandth of a cell. O(n), on all threads: a pass over the samples, which keeps a bit of
 * each, and one over the cells that the surface passes. Neither vertices nor triangles depend on the number of threads.
 *
 * @throws CancelledError
 */
export async function marchingCubes(field: SampledField, options: MarchingCubesOptions): Promise<IsoSurface> {
  if (!isFinite(field)) {
    const surface = cutPlainly(field, options);
    return { ...surface, measures: surfaceMeasures(surface.positions, surface.triangles) };
  }
  const { surface, cut } = await cutInSlabs(field, options, true);
  const measures = await surfaceParts(cut, threadsOf(options), options.signal);
  options.progress?.(1);
  return { ...surface, measures };
}

/** {@link marchingCubes} to be looked at alone: without measures, which are a third of the work. @throws CancelledError */
export async function isoTriangles(field: SampledField, options: MarchingCubesOptions): Promise<IsoTriangles> {
  return isFinite(field) ? (await cutInSlabs(field, options, false)).surface : cutPlainly(field, options);
}

function isFinite({ isFinite, data }: SampledField): boolean {
  return isFinite ?? isAllFinite(data);
}

/** Without shared memory, what is copied costs more than threads bring. */
function threadsOf({ parallel }: MarchingCubesOptions): Parallel {
  return parallel.shared ? parallel : sequential;
}

function isAllFinite(data: NumberArray): boolean {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return true;
  for (let i = 0; i < data.length; i++) if (data[i] - data[i] !== 0) return false;
  return true;
}

/** A cell after the other, which heeds what is not finite. */
function cutPlainly(field: SampledField, options: MarchingCubesOptions): IsoTriangles {
  const { positions, triangles, inner, holes } = plainMarchingCubes(field, options);
  const surface = { positions: createPositions(field, positions.length), triangles: new Uint32Array(triangles) };
  surface.positions.set(positions);
  return { ...surface, bounds: boundsOf(surface.positions), innerVertices: inner, holes };
}

async function cutInSlabs(field: SampledField, options: MarchingCubesOptions, isMeasured: boolean): Promise<{ readonly surface: IsoTriangles; readonly cut: CutSurface }> {
  const { iso, method, inside, blocks, signal, progress } = options;
  const parallel = threadsOf(options);
  const sizes = field.axisOrder.map((axis) => field.dimensions[axis]);
  const shared: SharedField = {
    data: shareCells(field.data, parallel),
    sizes: [sizes[0], sizes[1], sizes[2]],
    axisOrder: field.axisOrder,
    iso,
    method,
    isTurned: isLeftHanded(field) !== (inside === 'above'),
    ...(blocks ? { blocks } : {}),
    bits: new Int32Array(parallel.allocate(4 * wordsOfRow(sizes[0]) * sizes[1] * sizes[2])),
    rowVertices: new Uint32Array(parallel.allocate(12 * sizes[1] * sizes[2])),
    activeRows: new Uint8Array(parallel.allocate(sizes[1] * sizes[2])),
  };
  const planes = sizes.some((size) => size < 2) ? [0, 0] : slabPlanes(sizes[2], parallel);
  const ranges = planes.slice(1).map((lastPlane, slab) => ({ field: shared, firstPlane: planes[slab], lastPlane }));
  const counts = await parallel.run('countSlab', ranges, signal);
  progress?.(0.5);

  const total = (of: (slab: (typeof counts)[number]) => number): number => counts.reduce((sum, slab) => sum + of(slab), 0);
  const edgeVertices = total((slab) => slab.vertices);
  const innerVertices = total((slab) => slab.innerVertices);
  const triangles = total((slab) => slab.triangles);
  const positions = createPositions(field, 3 * (edgeVertices + innerVertices), parallel);
  const corners = new Uint32Array(parallel.allocate(12 * triangles));
  const place = placement(field);
  let [firstVertex, firstInner, firstTriangle] = [0, edgeVertices, 0];
  const slabs = counts.map(({ vertices, keys, ...slab }, i): CutSlabArgument => {
    const planeVertices = i + 1 < counts.length ? counts[i + 1].firstPlaneVertices : 0;
    const argument = {
      ...ranges[i],
      ...{ firstVertex, firstInner, firstTriangle, nextVertex: firstVertex + vertices, planeVertices, keys, place, positions, corners },
      parents: isMeasured ? new Int32Array(parallel.allocate(4 * (vertices + planeVertices))) : null,
    };
    firstVertex += vertices;
    firstInner += slab.innerVertices;
    firstTriangle += slab.triangles;
    return argument;
  });
  const measured = await parallel.run('cutSlab', slabs, signal);
  return {
    surface: { positions, triangles: corners, bounds: joinBounds(measured), innerVertices, holes: 0 },
    cut: { slabs, measured, edgeVertices, innerVertices, triangles, centre: centreOf(field) },
  };
}

/** Samples where all threads see them. */
function shareCells(data: NumberArray, parallel: Parallel): NumberArray {
  if (parallel.threads === 1 || !(data.buffer instanceof ArrayBuffer)) return data;
  const shared = arrayOver(data, parallel.allocate(data.byteLength));
  shared.set(data);
  return shared;
}

function arrayOver(like: NumberArray, buffer: ArrayBufferLike): NumberArray {
  if (like instanceof Float32Array) return new Float32Array(buffer);
  if (like instanceof Float64Array) return new Float64Array(buffer);
  if (like instanceof Uint8Array) return new Uint8Array(buffer);
  if (like instanceof Int8Array) return new Int8Array(buffer);
  if (like instanceof Uint16Array) return new Uint16Array(buffer);
  if (like instanceof Int16Array) return new Int16Array(buffer);
  return like instanceof Uint32Array ? new Uint32Array(buffer) : new Int32Array(buffer);
}

function createPositions(field: SampledField, length: number, parallel: Pick<Parallel, 'allocate'> = sequential): Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike> {
  const isFloat32 = !(field.data instanceof Float64Array) && fitsFloat32(field);
  return isFloat32 ? new Float32Array(parallel.allocate(4 * length)) : new Float64Array(parallel.allocate(8 * length));
}

/** The middle of the grid. */
function centreOf({ dimensions, ...grid }: SampledField): [number, number, number] {
  const place = placement({ ...grid, dimensions });
  const middle = (coordinate: number): number => place[coordinate] + grid.axisOrder.reduce<number>((sum, axis, i) => sum + ((dimensions[axis] - 1) / 2) * place[3 + 3 * i + coordinate], 0);
  return [middle(0), middle(1), middle(2)];
}

function joinBounds(slabs: readonly SlabMeasures[]): Bounds | null {
  const corner = (of: 'min' | 'max', axis: number): number => slabs.reduce((found, { bounds }) => Math[of](found, bounds[of][axis]), of === 'min' ? Infinity : -Infinity);
  const min = [0, 1, 2].map((axis) => corner('min', axis));
  if (!(min[0] < Infinity)) return null;
  return { min: [min[0], min[1], min[2]], max: [corner('max', 0), corner('max', 1), corner('max', 2)] };
}

function boundsOf(positions: ArrayLike<number>): Bounds | null {
  if (positions.length === 0) return null;
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    if (positions[i] < min[i % 3]) min[i % 3] = positions[i];
    if (positions[i] > max[i % 3]) max[i % 3] = positions[i];
  }
  return { min, max };
}
