import { surfaceGaps } from '../geometry/closedSurface';
import { distanceField, type DistanceTarget, type SampleGrid } from '../geometry/distanceField';
import { triangulate } from '../geometry/triangulation';
import { cubesOfSize } from '../geometry/voxelize';
import type { Bounds } from '../model/bounds';
import { OperationError } from '../model/errors';
import { gridBounds, xFastest } from '../model/grid';
import { isVertexModel, type VertexModel } from '../model/model';
import type { ScalarGrid } from '../model/scalarGrid';
import { cpuDevice } from './cpuDevice';
import type { OperationImplementation, OptionValues } from './operation';
import { flagValue, numberOrNull, numberValue } from './optionValues';
import { threadsFor } from './threadsFor';

/** The largest field that is made: four bytes a cell. */
const mostCells = 2 ** 30;

/** The distances from the cells of a grid to a mesh or a cloud; see `distanceFieldDescriptor`. */
export const distanceFieldOperation: OperationImplementation = {
  async run([input], options, context) {
    const { file, model } = input;
    if (!isVertexModel(model)) throw new OperationError(`${file}: expected a mesh or points, found ${model.kind === 'scalarGrid' ? 'a field already' : 'another kind of file'}. Choose another file.`);
    if (!model.bounds) throw new OperationError(`${file}: expected at least one point with finite coordinates, found none. Choose another file.`);
    const warnings: string[] = [];
    context.progress(0, 'preparing the surface');
    const { target, meaning } = targetOf(file, model, options, warnings);
    const grid = samplesOver(file, model.bounds, options);
    const [width, height, depth] = grid.dimensions;
    const cells = width * height * depth;
    const parallel = threadsFor(cells, context);
    const data = await distanceField(grid, target, { parallel, signal: context.signal, progress: (share) => context.progress(share, 'measuring distances') });
    let negative = 0;
    for (let cell = 0; cell < cells; cell++) if (data[cell] < 0) negative++;
    const { dimensions, origin, spacing } = grid;
    const placed = { dimensions, origin, spacing: [spacing, spacing, spacing] } as const;
    const field: ScalarGrid = {
      kind: 'scalarGrid',
      ...placed,
      axisOrder: xFastest,
      count: cells,
      values: { kind: 'values', name: 'distance', type: 'float32', components: 1, data },
      attributes: [],
      comments: [],
      bounds: gridBounds(placed),
      notFinite: 0,
    };
    return {
      numbers: { cells, negativeShare: negative / cells },
      convention: `${dimensions.join(' x ')} cubes of side ${spacing}, sampled at their centres; ${meaning}`,
      device: cpuDevice(context, 'nearest triangles and points are searched on the CPU', parallel.threads),
      warnings,
      models: [{ title: `Distance field of ${file}`, model: field }],
    };
  },
};

function targetOf(file: string, model: VertexModel, options: OptionValues, warnings: string[]): { readonly target: DistanceTarget; readonly meaning: string } {
  const positions = model.positions.data;
  const wantsSign = options['sign'] === 'winding';
  if (model.notFinite > 0) warnings.push(`${file}: ${model.notFinite} of ${model.count} points are not finite and were left out.`);
  if (model.kind === 'mesh' && model.polygons.count > 0 && !flagValue(options, 'vertices')) {
    const { indices, skipped } = triangulate(positions, model.polygons, { allFinite: model.notFinite === 0 });
    if (skipped > 0) warnings.push(`${file}: ${skipped} faces have a corner that does not exist or is not finite and were left out.`);
    if (indices.length === 0) throw new OperationError(`${file}: expected a face of three corners that exist and are finite, found none. Use --vertices.`);
    const { open, turned } = wantsSign ? surfaceGaps(positions, indices) : { open: 0, turned: 0 };
    const closed = open === 0 && turned === 0;
    if (!closed) warnings.push(`${file}: ${open} open edges and ${turned} edges whose faces turn opposite ways: near them the sign is that of the winding number, which may change off the surface.`);
    return { target: { positions, triangles: indices, signed: wantsSign, closed }, meaning: `to the surface, ${wantsSign ? 'negative inside' : 'without a sign'}` };
  }
  if (wantsSign) warnings.push(`${file}: points alone have no inside; the distances have no sign.`);
  return { target: { positions, triangles: null, signed: false, closed: false }, meaning: `to the nearest ${model.kind === 'mesh' ? 'vertex' : 'point'}, without a sign` };
}

/** Cubes over the bounds and beyond, sampled at their centres. */
function samplesOver(file: string, bounds: Bounds, options: OptionValues): SampleGrid {
  const padding = numberValue(options, 'padding');
  const resolution = numberValue(options, 'resolution');
  const given = numberOrNull(options, 'size');
  if (given === null && resolution <= 2 * padding) {
    throw new OperationError(`${file}: expected a --resolution above twice the --padding (${2 * padding}), found ${resolution}. Raise it, or take --padding 0.`);
  }
  const longest = Math.max(...bounds.max.map((value, axis) => value - bounds.min[axis]));
  const size = given ?? (longest > 0 ? longest / (resolution - 2 * padding) : 1);
  const { dimensions } = cubesOfSize(bounds, size);
  const [width, height, depth] = dimensions.map((cells) => cells + 2 * padding);
  if (!(width * height * depth <= mostCells)) {
    throw new OperationError(`${file}: expected at most ${mostCells} cells, found ${width} x ${height} x ${depth}. Take a larger --size or a smaller --resolution.`);
  }
  const [x, y, z] = bounds.min.map((value) => value + (0.5 - padding) * size);
  return { dimensions: [width, height, depth], spacing: size, origin: [x, y, z] };
}
