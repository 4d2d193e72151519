import { coarseField } from '../geometry/coarseField';
import { gridValues, type GridValues } from '../geometry/gridValues';
import { isoGuess, type IsoGuess } from '../geometry/isoGuess';
import { isoTriangles, type IsoTriangles, type SampledField } from '../geometry/marchingCubes';
import { sequential } from '../geometry/parallel';
import { surfaceGradients } from '../geometry/surfaceGradients';
import { surfaceMesh } from '../geometry/surfaceMesh';
import type { Attribute } from '../model/attribute';
import type { Bounds, Vector3 } from '../model/bounds';
import type { Mesh } from '../model/mesh';
import type { ScalarGrid } from '../model/scalarGrid';
import type { SurfaceParams, SurfaceShell } from './modelProtocol';

/** The name of the surface's attribute that tells the length of the gradient. */
export const gradientName = 'gradient';
/** The name of the attribute that tells the iso value. */
export const isoName = 'iso value';

/** A surface with what it was made of. */
export interface BuiltSurface {
  readonly mesh: Mesh;
  readonly params: SurfaceParams;
  /** Cells left out, since a corner is not finite. */
  readonly holes: number;
  readonly milliseconds: number;
  /** Samples that were looked at for each shell. */
  readonly cells: number;
  /** First vertex of each shell; one more than shells. */
  readonly starts: readonly number[];
}

/** Surfaces of one field at iso values, at its full resolution or at that of every n-th sample. */
export class GridSurface {
  readonly values: GridValues;
  readonly guess: IsoGuess | null;
  private readonly fields = new Map<number, SampledField>();
  private gradients: { readonly mesh: Mesh; readonly attribute: Attribute } | null = null;

  private constructor(readonly grid: ScalarGrid) {
    this.values = gridValues(grid);
    this.guess = isoGuess(this.values);
  }

  /** Null for a grid that has no surface: several values a cell, or no cell between samples. */
  static of(grid: ScalarGrid): GridSurface | null {
    return grid.values.components === 1 && grid.dimensions.every((size) => size > 1) ? new GridSurface(grid) : null;
  }

  /** The shells one after the other in one mesh. */
  async build(params: SurfaceParams, signal?: AbortSignal): Promise<BuiltSurface> {
    const started = performance.now();
    const field = this.field(params.step);
    const parts = [];
    for (const { iso } of params.shells) {
      parts.push(await isoTriangles(field, { iso, method: 'exact', inside: params.inside, parallel: sequential, ...(signal ? { signal } : {}) }));
    }
    const starts = [0];
    for (const { positions } of parts) starts.push(starts[starts.length - 1] + positions.length / 3);
    const mesh = joined(parts, params.shells, starts);
    const holes = parts.length > 0 ? parts[0].holes : 0;
    return { mesh, params, holes, milliseconds: performance.now() - started, cells: field.data.length, starts };
  }

  /** The attribute that tells |gradient| at each vertex of a surface; computed when it is first asked for. */
  gradientOf(mesh: Mesh): Attribute {
    if (this.gradients?.mesh !== mesh) {
      const data = surfaceGradients(this.grid, mesh.positions.data);
      this.gradients = { mesh, attribute: { kind: 'values', name: gradientName, type: 'float32', components: 1, data } };
    }
    return this.gradients.attribute;
  }

  private field(step: number): SampledField {
    const known = this.fields.get(step);
    if (known) return known;
    const field = coarseField(this.grid, step);
    this.fields.set(step, field);
    return field;
  }
}

type Part = Pick<IsoTriangles, 'positions' | 'triangles' | 'bounds'>;

function joined(parts: readonly Part[], shells: readonly SurfaceShell[], starts: readonly number[]): Mesh {
  const vertices = starts[starts.length - 1];
  const isos = new Float64Array(vertices);
  shells.forEach(({ iso }, shell) => isos.fill(iso, starts[shell], starts[shell + 1]));
  const attributes: Attribute[] = [{ kind: 'values', name: isoName, type: 'float64', components: 1, data: isos }];
  if (parts.length === 1) return { ...surfaceMesh(parts[0]), attributes };
  const isDouble = parts.some(({ positions }) => positions instanceof Float64Array);
  const positions = isDouble ? new Float64Array(3 * vertices) : new Float32Array(3 * vertices);
  const triangles = new Uint32Array(parts.reduce((sum, part) => sum + part.triangles.length, 0));
  let at = 0;
  parts.forEach((part, shell) => {
    const first = starts[shell];
    positions.set(part.positions, 3 * first);
    for (let i = 0; i < part.triangles.length; i++) triangles[at++] = part.triangles[i] + first;
  });
  const bounds = parts.reduce<Bounds | null>((all, part) => unionOf(all, part.bounds), null);
  return { ...surfaceMesh({ positions, triangles, bounds }), attributes };
}

function unionOf(first: Bounds | null, second: Bounds | null): Bounds | null {
  if (!first || !second) return first ?? second;
  const both = (pick: (a: number, b: number) => number, a: Vector3, b: Vector3): Vector3 => [pick(a[0], b[0]), pick(a[1], b[1]), pick(a[2], b[2])];
  return { min: both(Math.min, first.min, second.min), max: both(Math.max, first.max, second.max) };
}
