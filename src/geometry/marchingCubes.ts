import { fitsFloat32 } from './isosurface/vertexPlaces';
import { plainMarchingCubes, type SampledField, type SurfaceOptions } from './isosurface/plainMarchingCubes';
import type { Parallel } from './parallel';
import { surfaceMeasures, type SurfaceMeasures } from './surfaceMeasures';

export type { SampledField, SurfaceOptions } from './isosurface/plainMarchingCubes';

export interface MarchingCubesOptions extends SurfaceOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** Share done, 0...1. */
  readonly progress?: (share: number) => void;
}

/** The surface of a field at an iso value: triangles that share vertices. */
export interface IsoSurface {
  /** 3 numbers a vertex, in the file's coordinates. */
  readonly positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
  /** 3 vertex rows each, anticlockwise as seen from outside. */
  readonly triangles: Uint32Array<ArrayBufferLike>;
  /** How many of the vertices lie inside cells; the others lie on edges of the grid whose ends differ. */
  readonly innerVertices: number;
  /** Cells left out, since a corner is not finite. */
  readonly holes: number;
  readonly measures: SurfaceMeasures;
}

/**
 * The surface on which the trilinear interpolant of samples has the iso value, by marching cubes. A sample equal to it counts as
 * outside. Vertices on edges of the grid are shared; where the surface touches neither the border of the grid nor samples that
 * are not finite it is a closed manifold, by construction. Positions are float64 where samples are, or where float32 would move them by
 * a ten-thousandth of a cell.
 *
 * @throws CancelledError
 */
export async function marchingCubes(field: SampledField, options: MarchingCubesOptions): Promise<IsoSurface> {
  const { positions, triangles, inner, holes } = await Promise.resolve(plainMarchingCubes(field, options));
  const isFloat32 = !(field.data instanceof Float64Array) && fitsFloat32(field);
  const surface = { positions: isFloat32 ? new Float32Array(positions) : new Float64Array(positions), triangles: new Uint32Array(triangles) };
  return { ...surface, innerVertices: inner, holes, measures: surfaceMeasures(surface.positions, surface.triangles) };
}
