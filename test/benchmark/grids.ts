import { arraySizes, cellKinds, halvedKinds } from '../../src/geometry/cellKinds';
import { exposedFaces } from '../../src/geometry/voxelFaces';
import { voxelQuads } from '../../src/geometry/voxelQuads';
import { buildGrid } from '../../src/formats/grids/buildGrid';
import { xFastest } from '../../src/model/grid';
import type { VoxelGrid } from '../../src/model/voxelGrid';
import type { Benchmark, BenchmarkContext } from './support/benchmark';

function gridOf(side: number, isOccupied: (x: number, y: number, z: number) => boolean): VoxelGrid {
  const data = new Uint8Array(side ** 3);
  for (let z = 0, row = 0; z < side; z++) for (let y = 0; y < side; y++) for (let x = 0; x < side; x++, row++) data[row] = isOccupied(x, y, z) ? 1 : 0;
  const grid = buildGrid({ dimensions: [side, side, side], axisOrder: xFastest, content: 'occupancy', values: { kind: 'values', name: 'value', type: 'uint8', components: 1, data } }, { options: {}, warn: () => undefined });
  if (grid.kind !== 'voxelGrid') throw new TypeError('A voxel grid was asked for.');
  return grid;
}

/** One cell in ten, by a fixed sequence. */
function atRandom(): () => boolean {
  let state = 12_345;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % 10 === 0;
  };
}

/** Rectangles and bytes of all levels that a page is told of. */
function tell(grid: VoxelGrid): { readonly finest: number; readonly bytes: number } {
  const { kinds, values } = cellKinds(grid);
  let level = { kinds, sizes: arraySizes(grid) };
  let finest = 0;
  let bytes = 0;
  for (let number = 0; number < 5; number++) {
    let faces = 0;
    for (const { count, words } of voxelQuads(level.kinds, level.sizes, grid.axisOrder, values.length <= 2)) {
      faces += count;
      bytes += words.byteLength;
    }
    if (number === 0) finest = faces;
    if (faces <= 150_000) break;
    level = halvedKinds(level.kinds, level.sizes);
  }
  return { finest, bytes };
}

async function measureGrid(context: BenchmarkContext, name: string, grid: VoxelGrid, runs: number): Promise<number> {
  const { finest, bytes } = tell(grid);
  context.record(`${name}: rectangles`, 'thousands', [finest / 1000]);
  context.record(`${name}: handed to the page, all levels`, 'MB', [bytes / 1e6]);
  return context.measure(`${name}: rectangles of all levels`, () => tell(grid), { runs, warmups: 1, amount: { count: grid.count / 1e6, unit: 'million cells' } });
}

export const benchmark: Benchmark = {
  title: 'Faces of voxels',
  async run(context) {
    const sparse = gridOf(256, atRandom());
    const packed = await measureGrid(context, '256^3, one cell in ten', sparse, 5);
    const meshed = await context.measure('256^3, one cell in ten: as a mesh of corners and quadrilaterals', () => exposedFaces(sparse), { runs: 3, warmups: 0 });
    context.record('packed faces are faster than the mesh by', 'times', [meshed / packed]);
    const shell = gridOf(512, (x, y, z) => {
      const radius = Math.hypot(x - 256, y - 256, z - 256) + 12 * Math.sin(x / 9) * Math.cos(y / 7);
      return radius < 230 && radius > 220;
    });
    await measureGrid(context, '512^3, a surface', shell, 3);
    context.note('The frame rate is for a page on a graphics processor to tell: its status bar says what draws, and the scene keeps to 40 frames a second by drawing coarser cells while the view moves.');
  },
};
