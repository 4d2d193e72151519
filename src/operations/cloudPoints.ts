import type { Coordinates } from '../geometry/pointIndexLayout';
import { sampleSurface, type SurfaceSample } from '../geometry/sampling';
import { triangulate } from '../geometry/triangulation';
import { OperationError } from '../model/errors';
import type { Mesh } from '../model/mesh';
import type { PointCloud } from '../model/pointCloud';
import type { OperationInput, OptionValues } from './operation';
import { flagValue, numberOrNull, numberValue } from './optionValues';

/** An input whose kind is one of `cloudKinds`. */
export interface CloudInput {
  readonly file: string;
  readonly model: PointCloud | Mesh;
}

/** @throws TypeError for an input of another kind, which the descriptor does not let in. */
export function cloudInput({ file, model }: OperationInput): CloudInput {
  if (model.kind === 'pointCloud' || model.kind === 'mesh') return { file, model };
  throw new TypeError(`${file}: expected a cloud or a mesh, found ${model.kind}.`);
}

/** What an input is measured by. */
export interface CloudPoints {
  /** 3 a row, as stored or drawn; rows that are not finite included. */
  readonly positions: Coordinates;
  /** Rows with three finite coordinates, at least one. */
  readonly finite: number;
  /** What of a mesh the points are, in words; null for a cloud, which is its points. */
  readonly meaning: string | null;
  readonly warnings: readonly string[];
}

/** Points on a mesh, and the triangles that they lie on: 3 vertex rows each. */
export interface DrawnSurface {
  readonly triangles: Uint32Array<ArrayBuffer>;
  readonly sample: SurfaceSample;
}

/**
 * The points that an input stands for, by the options of `surfaceOptions`: a cloud's own, a mesh's vertices, or points
 * drawn from its surface.
 *
 * @throws OperationError that names the file when there is no finite point, or no surface to draw from
 */
export function pointsOf(input: CloudInput, options: OptionValues): CloudPoints {
  const { file, model } = input;
  const count = numberOrNull(options, 'sample-surface');
  if (count !== null && flagValue(options, 'vertices')) {
    throw new OperationError('--vertices and --sample-surface exclude each other. Give one of them.');
  }
  if (model.kind === 'mesh' && count !== null) {
    const { sample } = drawFromSurface(file, model, count, numberValue(options, 'seed'));
    return { positions: sample.positions, finite: count, meaning: `${count} points drawn by area, seed ${numberValue(options, 'seed')}`, warnings: [] };
  }
  const warnings = warningsOf(input);
  if (model.kind === 'mesh') {
    // A mesh of edges or of nothing but vertices has no surface that could be meant.
    if (model.polygons.count > 0 && !flagValue(options, 'vertices')) {
      warnings.push(`${file} is a mesh and stands for its vertices. --sample-surface N takes N points of its surface instead.`);
    }
  }
  const meaning = model.kind === 'mesh' ? 'its vertices' : null;
  return { positions: model.positions.data, finite: finitePoints(input), meaning, warnings };
}

/** {@link pointsOf} two inputs, with all that there is to say about them. */
export function comparedPoints(inputs: readonly OperationInput[], options: OptionValues) {
  const [compared, reference] = inputs.map((input) => pointsOf(cloudInput(input), options));
  const warnings = [...new Set([...compared.warnings, ...reference.warnings])];
  if (numberOrNull(options, 'sample-surface') !== null && inputs.every(({ model }) => model.kind !== 'mesh')) {
    warnings.push('--sample-surface has no meaning for point clouds and was not used.');
  }
  return { compared, reference, warnings, meaning: meaningOf(compared, reference) };
}

/** What meshes stand for, to follow a convention: empty where there is no mesh. */
function meaningOf(compared: CloudPoints, reference: CloudPoints): string {
  if (compared.meaning === null && reference.meaning === null) return '';
  if (compared.meaning === reference.meaning) return `; of each mesh ${compared.meaning}`;
  const parts = [
    ...(compared.meaning === null ? [] : [`of the compared mesh ${compared.meaning}`]),
    ...(reference.meaning === null ? [] : [`of the reference mesh ${reference.meaning}`]),
  ];
  return `; ${parts.join(', ')}`;
}

/** Says what is left out. */
export function warningsOf({ file, model }: CloudInput): string[] {
  if (model.notFinite === 0) return [];
  const are = model.notFinite === 1 ? 'is not finite and was' : 'are not finite and were';
  return [`${file}: ${model.notFinite} of ${model.count} points ${are} left out.`];
}

/** How many points are finite. @throws OperationError that names the file when none is. */
export function finitePoints({ file, model }: CloudInput): number {
  if (model.count > model.notFinite) return model.count - model.notFinite;
  const found = model.count === 0 ? 'none' : `${model.count} that are not finite`;
  throw new OperationError(`${file}: expected at least one point with finite coordinates, found ${found}. Choose another file.`);
}

/** Points drawn from a mesh uniformly by area. @throws OperationError that names the file when it has no area. */
export function drawFromSurface(file: string, mesh: Mesh, count: number, seed: number): DrawnSurface {
  const { data } = mesh.positions;
  const { indices } = triangulate(data, mesh.polygons, { allFinite: mesh.notFinite === 0 });
  try {
    return { triangles: indices, sample: sampleSurface(data, indices, count, seed) };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    throw new OperationError(`${file}: expected faces with an area to draw points from, found none. Use its vertices.`);
  }
}
