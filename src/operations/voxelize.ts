import { triangulate } from '../geometry/triangulation';
import { cubesOfResolution, cubesOfSize, markInside, markPoints, markTriangles } from '../geometry/voxelize';
import { CancelledError, OperationError } from '../model/errors';
import { gridBounds, xFastest } from '../model/grid';
import { isVertexModel } from '../model/model';
import type { VoxelGrid } from '../model/voxelGrid';
import { cpuDevice } from './cpuDevice';
import type { OperationImplementation } from './operation';
import { flagValue, numberOrNull, numberValue } from './optionValues';
import { voxelsOfField } from './voxelsOfField';

/** The largest grid that is made: a byte a cell. */
const mostCells = 2 ** 31;

/** Which cells a cloud or a mesh occupies; see `voxelizeDescriptor`. */
export const voxelize: OperationImplementation = {
  run([input], options, context) {
    const { file, model } = input;
    if (model.kind === 'scalarGrid') return Promise.resolve(voxelsOfField(file, model, options, context));
    if (!isVertexModel(model)) throw new OperationError(`${file}: expected points or a mesh, found a grid. It has cells already.`);
    if (!model.bounds) throw new OperationError(`${file}: expected at least one point with finite coordinates, found none. Choose another file.`);
    const side = numberOrNull(options, 'size');
    const cubes = side === null ? cubesOfResolution(model.bounds, numberValue(options, 'resolution')) : cubesOfSize(model.bounds, side);
    const { dimensions, size, corner } = cubes;
    const count = dimensions[0] * dimensions[1] * dimensions[2];
    if (!(count <= mostCells)) throw new OperationError(`${file}: expected at most ${mostCells} cells, found ${dimensions.join(' x ')}. Take a larger --size or a smaller --resolution.`);
    const cells = new Uint8Array(count);
    const warnings: string[] = [];
    const told = (from: number, to: number, activity: string) => (share: number): void => {
      if (context.signal.aborted) throw new CancelledError();
      context.progress(from + (to - from) * share, activity);
    };
    const isSurface = model.kind === 'mesh' && model.polygons.count > 0 && !flagValue(options, 'vertices');
    const isSolid = flagValue(options, 'solid');
    if (isSurface) {
      const { indices, skipped } = triangulate(model.positions.data, model.polygons, { allFinite: model.notFinite === 0 });
      if (skipped > 0) warnings.push(`${skipped} faces were left out: a corner is out of range or not finite.`);
      markTriangles(model.positions.data, indices, cubes, cells, told(0, isSolid ? 0.4 : 1, 'testing triangles'));
      if (isSolid) markInside(model.positions.data, indices, cubes, cells, told(0.4, 1, 'filling the inside'));
    } else {
      if (isSolid) throw new OperationError(`${file}: expected a mesh with faces for --solid, found points. Leave --solid out.`);
      markPoints(model.positions.data, cubes, cells);
    }
    if (model.notFinite > 0) warnings.push(`${file}: ${model.notFinite} points are not finite and were left out.`);
    let occupied = 0;
    for (let cell = 0; cell < count; cell++) occupied += cells[cell];
    const placed = { dimensions, spacing: [size, size, size], origin: [corner[0] + size / 2, corner[1] + size / 2, corner[2] + size / 2] } as const;
    const grid: VoxelGrid = {
      kind: 'voxelGrid',
      content: 'occupancy',
      ...placed,
      axisOrder: xFastest,
      count,
      occupied,
      values: { kind: 'values', name: 'value', type: 'uint8', components: 1, data: cells },
      attributes: [],
      comments: [],
      bounds: gridBounds(placed),
    };
    return Promise.resolve({
      numbers: { occupied, cells: count, share: occupied / count },
      convention: `${dimensions.join(' x ')} cubes of side ${size}; ${isSurface ? `cells that triangles touch${isSolid ? ', and cells inside' : ''}` : 'cells that hold points'}`,
      device: cpuDevice(context, 'cells are marked one after the other', 1),
      warnings,
      models: [{ title: `Voxels of ${file}`, model: grid }],
    });
  },
};
