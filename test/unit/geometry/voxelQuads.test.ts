import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arraySizes, cellKinds, halvedKinds } from '../../../src/geometry/cellKinds';
import { surfaceCells } from '../../../src/geometry/surfaceCells';
import { blockSide, cellBehind, decodeQuad, faceDirections, voxelQuads, type QuadBlock } from '../../../src/geometry/voxelQuads';
import type { Vector3 } from '../../../src/model/bounds';
import { gridStrides, xFastest } from '../../../src/model/grid';
import type { VoxelGrid } from '../../../src/model/voxelGrid';
import { cellAt, eachCell, voxelGrid, voxelGrids } from './grids';

function blocksOf(grid: VoxelGrid, hidden: ReadonlySet<number> = new Set()): QuadBlock[] {
  const { kinds, values } = cellKinds(grid, hidden);
  return [...voxelQuads(kinds, arraySizes(grid), grid.axisOrder, values.length <= 2)];
}

/** Faces of single cells that rectangles cover: "cell direction" -> value of the rectangle's kind. Fails where two cover one. */
function unitFaces(grid: VoxelGrid, blocks: readonly QuadBlock[], hidden: ReadonlySet<number> = new Set()): Map<string, number> {
  const { values } = cellKinds(grid, hidden);
  const faces = new Map<string, number>();
  for (const block of blocks) {
    for (let index = 0; index < block.count; index++) {
      const quad = decodeQuad(block, index);
      const across = quad.direction >> 1;
      const [u, v] = [0, 1, 2].filter((axis) => axis !== across);
      for (let i = 0; i < quad.width; i++) {
        for (let j = 0; j < quad.height; j++) {
          const place: [number, number, number] = [...quad.corner];
          place[u] += i + 0.5;
          place[v] += j + 0.5;
          for (const axis of [u, v]) assert.ok(place[axis] > block.from[axis] && place[axis] < block.to[axis]);
          const key = `${cellBehind(quad, place).join(' ')} ${quad.direction}`;
          assert.ok(!faces.has(key), `${key} is covered twice`);
          faces.set(key, values[quad.kind]);
        }
      }
    }
  }
  return faces;
}

/** The same by definition: each occupied cell's sides beyond which no cell is occupied. */
function exposed(grid: VoxelGrid, hidden: ReadonlySet<number> = new Set()): Map<string, number> {
  const seen = (x: number, y: number, z: number): number => {
    const value = cellAt(grid, x, y, z);
    return hidden.has(value) ? 0 : value;
  };
  const faces = new Map<string, number>();
  eachCell(grid, (x, y, z) => {
    const value = seen(x, y, z);
    if (value === 0) return;
    faceDirections.forEach(([dx, dy, dz], direction) => {
      if (seen(x + dx, y + dy, z + dz) === 0) faces.set(`${x} ${y} ${z} ${direction}`, value);
    });
  });
  return faces;
}

const sorted = (faces: Map<string, number>): [string, number][] => [...faces].sort(([a], [b]) => (a < b ? -1 : 1));

describe('voxelQuads', () => {
  it('covers every face between an occupied and an empty cell once, in every order of axes', () => {
    fc.assert(fc.property(voxelGrids(), (grid) => assert.deepEqual(sorted(unitFaces(grid, blocksOf(grid))), sorted(exposed(grid)))));
  });

  it('keeps labels apart, and shows what hidden ones have covered', () => {
    fc.assert(
      fc.property(voxelGrids(4), fc.subarray([1, 2, 3, 4]), (grid, labels) => {
        const hidden = new Set(labels);
        assert.deepEqual(sorted(unitFaces(grid, blocksOf(grid, hidden), hidden)), sorted(exposed(grid, hidden)));
      }),
    );
  });

  it('goes over the borders of tiles and blocks', () => {
    const dimensions: Vector3 = [blockSide + 5, 34, 33];
    const grid = voxelGrid(dimensions, Uint8Array.from({ length: dimensions[0] * dimensions[1] * dimensions[2] }, (_, i) => ((i * 2_654_435_761) >>> 0) % 100 < 97 ? 1 : 0));
    for (const axisOrder of [xFastest, [1, 2, 0]] as const) {
      const [sx, sy, sz] = gridStrides({ dimensions, axisOrder });
      const data = new Uint8Array(grid.count);
      eachCell(grid, (x, y, z) => (data[x * sx + y * sy + z * sz] = cellAt(grid, x, y, z)));
      const turned = voxelGrid(dimensions, data, { axisOrder });
      const blocks = blocksOf(turned);
      assert.equal(blocks.length, 2);
      assert.deepEqual(sorted(unitFaces(turned, blocks)), sorted(exposed(turned)));
    }
  });

  it('merges a solid block into one rectangle a tile and side', () => {
    const grid = voxelGrid([64, 32, 32], new Uint8Array(65_536).fill(1));
    const [block] = blocksOf(grid);
    assert.equal(block.count, 2 + 4 + 4);
    assert.deepEqual([block.from, block.to], [[0, 0, 0], [64, 32, 32]]);
    assert.deepEqual(blocksOf(voxelGrid([3, 3, 3], new Uint8Array(27))), []);
  });

  it('has a uniform sample of its faces in any leading part', () => {
    const side = 96;
    const grid = voxelGrid([side, side, side], Uint8Array.from({ length: side ** 3 }, (_, i) => ((i * 2_654_435_761) >>> 0) % 10 === 0 ? 1 : 0));
    const [block] = blocksOf(grid);
    const tenth = Math.floor(block.count / 10);
    let low = 0;
    for (let index = 0; index < tenth; index++) if (decodeQuad(block, index).corner[2] < side / 2) low++;
    assert.ok(Math.abs(low / tenth - 0.5) < 0.03, String(low / tenth));
  });

  it('takes a byte a cell as long as labels fit, and more for more of them', () => {
    const [few, many] = [255, 300].map((count): VoxelGrid => {
      const data = Uint16Array.from({ length: 2 * count }, (_, row) => 1 + (row % count));
      const grid = voxelGrid([count, 2, 1], new Uint8Array(2 * count).fill(1), { content: 'labels' });
      return { ...grid, values: { ...grid.values, type: 'uint16', data } };
    });
    assert.ok(cellKinds(few).kinds instanceof Uint8Array && cellKinds(many).kinds instanceof Uint32Array);
    for (const grid of [few, many]) assert.deepEqual(sorted(unitFaces(grid, blocksOf(grid))), sorted(exposed(grid)));
  });

  it('reads colours of single cells as kinds', () => {
    const grid = voxelGrid([3, 1, 1], [1, 1, 1]);
    const painted = { ...grid, attributes: [{ kind: 'values' as const, name: 'colour', type: 'uint8' as const, components: 3, data: Uint8Array.of(255, 0, 0, 255, 0, 0, 0, 9, 255) }] };
    const { colours, values } = cellKinds(painted);
    assert.deepEqual(colours && [...colours], [0, 0, 0, 0, 255, 0, 0, 255, 0, 9, 255, 255]);
    assert.deepEqual([...values], [0, 1, 1]);
    const [block] = blocksOf(painted);
    assert.equal(block.count, 2 + 8);
  });
});

describe('halvedKinds', () => {
  it('has a block where any of its cells is occupied', () => {
    fc.assert(
      fc.property(voxelGrids(4), (grid) => {
        const { kinds } = cellKinds(grid);
        const sizes = arraySizes(grid);
        const halved = halvedKinds(kinds, sizes);
        assert.deepEqual(halved.sizes, sizes.map((size) => Math.ceil(size / 2)));
        const expected = new Map<number, number>();
        for (let c = 0, row = 0; c < sizes[2]; c++) {
          for (let b = 0; b < sizes[1]; b++) {
            for (let a = 0; a < sizes[0]; a++, row++) {
              const to = (a >> 1) + halved.sizes[0] * ((b >> 1) + halved.sizes[1] * (c >> 1));
              if (kinds[row] !== 0 && !expected.has(to)) expected.set(to, kinds[row]);
            }
          }
        }
        halved.kinds.forEach((kind, at) => assert.equal(kind, expected.get(at) ?? 0));
      }),
    );
  });
});

describe('surfaceCells', () => {
  it('are the cells with a face that can be seen', () => {
    fc.assert(
      fc.property(voxelGrids(2), (grid) => {
        const rows = new Set(surfaceCells(cellKinds(grid).kinds, arraySizes(grid)));
        const [sx, sy, sz] = gridStrides(grid);
        const expected = new Set([...exposed(grid).keys()].map((key) => {
          const [x, y, z] = key.split(' ').map(Number);
          return x * sx + y * sy + z * sz;
        }));
        assert.deepEqual(rows, new Set([...expected].sort((a, b) => a - b)));
      }),
    );
  });
});
