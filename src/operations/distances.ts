import { surfaceGaps, type SurfaceGaps } from '../geometry/closedSurface';
import { meshDistances } from '../geometry/meshDistances';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { triangulate } from '../geometry/triangulation';
import { OperationError } from '../model/errors';
import type { AnyAttribute } from '../model/attribute';
import type { Mesh } from '../model/mesh';
import { cloudInput, drawFromSurface, finitePoints, warningsOf, type CloudInput } from './cloudPoints';
import { cpuDevice } from './cpuDevice';
import { distanceHistogram } from './distanceHistogram';
import { findNearest, type SearchedOn } from './nearest';
import type { OperationContext, OperationImplementation, OptionValues, ReportTable } from './operation';
import { flagValue, numberOrNull, numberValue } from './optionValues';
import { tableWarnings } from './selectRows';
import { surfaceCloud } from './surfaceCloud';
import { threadsFor } from './threadsFor';

export interface Measured extends SearchedOn {
  /** A compared point, in the file's order; NaN where it is not finite. */
  readonly distances: Float64Array<ArrayBufferLike>;
  /** What was measured to, in words. */
  readonly target: string;
  /** Negative inside. */
  readonly signed: boolean;
}

/** The distance from every compared point to the reference; see `distancesDescriptor`. */
export const distances: OperationImplementation = {
  async run(inputs, options, context) {
    const [compared, reference] = inputs.map(cloudInput);
    const signed = flagValue(options, 'signed');
    const { input, warnings, meaning } = comparedModel(compared, options);
    finitePoints(input);
    finitePoints(reference);
    if (reference.file !== compared.file) warnings.push(...warningsOf(reference));
    const surface = surfaceOf(reference, options);
    if (signed && !surface) {
      const found = reference.model.kind === 'mesh' && reference.model.polygons.count > 0 ? 'its vertices, because of --vertices' : 'points without faces';
      throw new OperationError(`${reference.file}: expected a closed mesh for --signed, found ${found}. Leave --signed out, or choose a mesh.`);
    }
    const positions = input.model.positions.data;
    const measured = surface ? await toSurface(positions, surface, reference, signed, context) : await toPoints(positions, reference, context);
    const { numbers, tables, finite } = totals(measured.distances, signed);
    const histogram = distanceHistogram(signed ? 'Signed distance to the reference' : 'Distance to the reference', finite);
    return {
      numbers,
      tables,
      convention: `to ${measured.target}${signed ? ', negative inside' : ''}${meaning}; mean, max and rms of magnitudes; attribute "distance" in float64`,
      histograms: histogram ? [histogram] : [],
      device: measured.device,
      warnings: [...warnings, ...measured.warnings, ...attributeWarnings(input)],
      models: [{ title: `${compared.file}: distance to ${reference.file}`, model: withDistances(input.model, measured.distances) }],
    };
  },
};

/** What is measured from: the compared model, or points drawn from it. */
function comparedModel(compared: CloudInput, options: OptionValues) {
  const { file, model } = compared;
  const count = numberOrNull(options, 'sample-surface');
  if (model.kind === 'mesh' && count !== null) {
    const seed = numberValue(options, 'seed');
    const cloud = surfaceCloud(model, drawFromSurface(file, model, count, seed));
    const warnings = tableWarnings(file, model);
    return { input: { file, model: cloud }, warnings, meaning: `; from ${count} points of the compared mesh drawn by area, seed ${seed}` };
  }
  const warnings = warningsOf(compared);
  if (count !== null) warnings.push('--sample-surface has no meaning where a point cloud is compared and was not used.');
  return { input: compared, warnings, meaning: model.kind === 'mesh' ? '; from the vertices of the compared mesh' : '' };
}

/** The mesh of an input that is measured to by its surface; null where points are. */
export function surfaceOf({ model }: CloudInput, options: OptionValues): Mesh | null {
  return model.kind === 'mesh' && model.polygons.count > 0 && !flagValue(options, 'vertices') ? model : null;
}

/** Distances to the nearest of an input's points. */
async function toPoints(positions: Coordinates, { model }: CloudInput, context: OperationContext): Promise<Measured> {
  const { neighbours, device, warnings } = await findNearest(positions, model.positions.data, context);
  if (!neighbours.distances) throw new TypeError('Distances were not asked for.');
  return { distances: neighbours.distances, target: model.kind === 'mesh' ? 'the nearest vertex of the reference' : 'the nearest reference point', signed: false, device, warnings };
}

/** Distances to a surface; 'whereClosed' tells inside from outside where the surface allows it. */
export async function toSurface(positions: Coordinates, mesh: Mesh, { file }: CloudInput, wanted: boolean | 'whereClosed', context: OperationContext): Promise<Measured> {
  context.progress(0, 'cutting faces into triangles');
  const { data } = mesh.positions;
  const { indices, skipped } = triangulate(data, mesh.polygons, { allFinite: mesh.notFinite === 0 });
  if (indices.length === 0) {
    throw new OperationError(`${file}: expected a face of three corners that exist and are finite, found none. Use --vertices.`);
  }
  const gaps = wanted === false ? null : surfaceGaps(data, indices);
  if (wanted === true && gaps) demandClosed(file, gaps);
  const signed = gaps !== null && gaps.open === 0 && gaps.turned === 0;
  const { signal } = context;
  const parallel = threadsFor((positions.length + data.length) / 3, context);
  const found = await meshDistances(positions, data, indices, { parallel, signal, signed, progress: (share) => context.progress(share, 'finding nearest triangles') });
  const warnings = skipped > 0 ? [`${file}: ${skipped} ${skipped === 1 ? 'face has a corner that does not exist or is' : 'faces have a corner that does not exist or is'} not finite and ${skipped === 1 ? 'was' : 'were'} left out.`] : [];
  return {
    distances: found.distances,
    target: "the nearest place on the reference's surface",
    signed,
    device: cpuDevice(context, 'nearest triangles are searched on the CPU', parallel.threads),
    warnings,
  };
}

function demandClosed(file: string, { open, turned }: SurfaceGaps): void {
  if (open === 0 && turned === 0) return;
  const reasons = [
    ...(open > 0 ? [`${open} open ${open === 1 ? 'edge' : 'edges'}`] : []),
    ...(turned > 0 ? [`${turned} ${turned === 1 ? 'edge' : 'edges'} whose faces turn opposite ways`] : []),
  ];
  throw new OperationError(`${file}: expected a closed mesh for --signed, found ${reasons.join(' and ')}. Close the mesh, or leave --signed out.`);
}

function totals(measured: Float64Array<ArrayBufferLike>, signed: boolean) {
  const finite = measured.some(Number.isNaN) ? measured.filter((distance) => !Number.isNaN(distance)) : measured;
  let sum = 0;
  let sumOfSquares = 0;
  let signedSum = 0;
  let least = Infinity;
  let largest = -Infinity;
  let inside = 0;
  for (let i = 0; i < finite.length; i++) {
    const distance = finite[i];
    sum += Math.abs(distance);
    sumOfSquares += distance * distance;
    signedSum += distance;
    if (distance < least) least = distance;
    if (distance > largest) largest = distance;
    if (distance < 0) inside++;
  }
  const count = finite.length;
  const table: ReportTable = {
    title: 'Signed distances',
    columns: ['mean', 'least', 'largest', 'points inside', 'share inside'],
    rows: [[signedSum / count, least, largest, inside, inside / count]],
  };
  const numbers = { mean: sum / count, max: Math.max(-least, largest), rms: Math.sqrt(sumOfSquares / count) };
  return { finite, numbers, tables: signed ? [table] : [] };
}

const attributeName = 'distance';

/** The name that an attribute keeps: an earlier "distance" makes room for the new one. */
function keptName(attributes: readonly AnyAttribute[]): string {
  const names = new Set(attributes.map(({ name }) => name));
  let number = 2;
  while (names.has(`${attributeName}_${number}`)) number++;
  return `${attributeName}_${number}`;
}

export function attributeWarnings({ file, model }: CloudInput): string[] {
  if (!model.attributes.some(({ name }) => name === attributeName)) return [];
  return [`${file} has an attribute "${attributeName}" already, which is "${keptName(model.attributes)}" in the result.`];
}

/** The model with its distances as an attribute. */
export function withDistances(model: CloudInput['model'], data: Float64Array<ArrayBufferLike>): CloudInput['model'] {
  const kept = keptName(model.attributes);
  const attributes = model.attributes.map((attribute): AnyAttribute => {
    if (attribute.name !== attributeName) return attribute;
    // The names of a single component would stand for the attribute's in a file.
    return attribute.kind === 'values' ? { ...attribute, name: kept, componentNames: undefined } : { ...attribute, name: kept };
  });
  return { ...model, attributes: [...attributes, { kind: 'values', name: attributeName, type: 'float64', components: 1, data }] };
}
