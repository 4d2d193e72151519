import { OperationError } from '../../model/errors';
import { gridStrides } from '../../model/grid';
import type { Model } from '../../model/model';
import type { VoxelGrid } from '../../model/voxelGrid';
import { binvoxOrder } from './read';

const encoder = new TextEncoder();
const chunkBytes = 1 << 16;

/** Writes occupancy in binvox's order, x slowest and y fastest. @throws OperationError for anything but a voxel grid along the axes */
export function* writeBinvox(model: Model): Generator<Uint8Array<ArrayBuffer>> {
  const grid = occupancyOf(model);
  const { dimensions, spacing, origin } = grid;
  const step = spacing[0];
  const scale = step * Math.max(...dimensions);
  const translate = origin.map((centre) => centre - step / 2);
  yield encoder.encode(`#binvox 1\ndim ${dimensions[0]} ${dimensions[2]} ${dimensions[1]}\ntranslate ${translate.join(' ')}\nscale ${scale}\ndata\n`);
  yield* runsOf(grid);
}

/** What binvox cannot keep. */
export function binvoxLosses(model: Model): readonly string[] {
  if (model.kind !== 'voxelGrid') return [];
  const [x, y, z] = model.spacing;
  return [
    ...(model.content === 'labels' ? ['binvox holds occupancy alone: the labels are left out.'] : []),
    ...(x !== y || y !== z ? ['binvox holds cubes alone: the spacing along x is written for all axes.'] : []),
  ];
}

function occupancyOf(model: Model): VoxelGrid {
  if (model.kind !== 'voxelGrid') throw new OperationError('binvox holds occupied cells alone. Choose another extension.');
  if (model.directions) throw new OperationError('binvox holds no directions of axes. Choose .nrrd.');
  return model;
}

function* runsOf(grid: VoxelGrid): Generator<Uint8Array<ArrayBuffer>> {
  const { data } = grid.values;
  const strides = gridStrides(grid);
  const [fast, middle, slow] = binvoxOrder;
  let chunk = new Uint8Array(chunkBytes);
  let filled = 0;
  let value = -1;
  let length = 0;
  for (let c = 0; c < grid.dimensions[slow]; c++) {
    for (let b = 0; b < grid.dimensions[middle]; b++) {
      let row = c * strides[slow] + b * strides[middle];
      for (let a = 0; a < grid.dimensions[fast]; a++, row += strides[fast]) {
        const occupied = data[row] !== 0 ? 1 : 0;
        if (occupied === value && length < 255) {
          length++;
          continue;
        }
        if (value >= 0) {
          chunk[filled++] = value;
          chunk[filled++] = length;
          if (filled === chunkBytes) {
            yield chunk;
            chunk = new Uint8Array(chunkBytes);
            filled = 0;
          }
        }
        value = occupied;
        length = 1;
      }
    }
  }
  chunk[filled++] = value;
  chunk[filled++] = length;
  yield chunk.subarray(0, filled);
}
