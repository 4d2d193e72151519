import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { NodeFileSource } from '../../../src/compute/nodeFileSource';
import { binvoxFormat } from '../../../src/formats/binvox/binvox';
import { MemorySource } from '../../../src/formats/byteSource';
import type { Format, ReaderOptions } from '../../../src/formats/format';
import { tellContent } from '../../../src/formats/grids/content';
import { mhaFormat } from '../../../src/formats/mha/mha';
import { nrrdFormat } from '../../../src/formats/nrrd/nrrd';
import { defaultPalette } from '../../../src/formats/vox/palette';
import { voxFormat } from '../../../src/formats/vox/vox';
import { vtiFormat } from '../../../src/formats/vti/vti';
import { gridStrides } from '../../../src/model/grid';
import { isGridModel, type GridModel } from '../../../src/model/model';
import { cellAt, eachCell, voxelGrids } from '../geometry/grids';

async function readBytes(format: Format, bytes: Uint8Array<ArrayBuffer>, options: ReaderOptions = {}): Promise<GridModel> {
  const model = await format.read(new MemorySource('grid', bytes), { options, warn: () => undefined });
  assert.ok(isGridModel(model));
  return model;
}

function fixture(format: Format, name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path.join(__dirname, '..', '..', 'fixtures', format.id, name)));
}

function values(grid: GridModel): number[] {
  const [sx, sy, sz] = gridStrides(grid);
  const found: number[] = [];
  eachCell(grid, (x, y, z) => found.push(grid.values.data[grid.values.components * (x * sx + y * sy + z * sz)]));
  return found;
}

const expected = Array.from({ length: 24 }, (_, i) => (i % 7) - 2.5 + i * 0.25);

describe('readers of grids', () => {
  for (const [format, names] of [
    [nrrdFormat, ['raw.nrrd', 'gzip.nrrd', 'bzip2.nrrd', 'hex.nrrd', 'ascii.nrrd']],
    [mhaFormat, ['raw.mha', 'zlib.mha', 'text.mha']],
    [vtiFormat, ['ascii.vti', 'binary.vti', 'zlib.vti', 'lz4.vti', 'appended_base64.vti']],
  ] as const) {
    for (const name of names) {
      it(`${name} holds the values that it was made from`, async () => {
        const grid = await readBytes(format, fixture(format, name));
        assert.deepEqual(grid.dimensions, [4, 3, 2]);
        assert.deepEqual(values(grid), expected);
        assert.deepEqual([grid.origin, grid.spacing], [[1, 2, 3], [0.5, 0.5, 1]]);
      });
    }
  }

  it('MetaImage: rows of the matrix are directions', async () => {
    const grid = await readBytes(mhaFormat, fixture(mhaFormat, 'raw.mha'));
    assert.deepEqual(grid.directions?.map((axis) => axis.map((value) => value + 0)), [[0, 1, 0], [-1, 0, 0], [0, 0, 1]]);
    assert.deepEqual(grid.bounds, { min: [0, 2, 3], max: [1, 3.5, 4] });
  });

  it('NRRD: components of an axis at the end come together', async () => {
    const grid = await readBytes(nrrdFormat, fixture(nrrdFormat, 'vector.nrrd'));
    assert.equal(grid.values.components, 3);
    assert.deepEqual([...grid.values.data.subarray(0, 6)], [0, 24, 48, 1, 25, 49]);
  });

  it('NRRD: cell-centred axes begin half a cell in', async () => {
    const grid = await readBytes(nrrdFormat, fixture(nrrdFormat, 'labels.nrrd'));
    assert.ok(grid.kind === 'voxelGrid');
    assert.deepEqual([grid.content, grid.occupied, grid.spacing, grid.origin], ['labels', 18, [1, 2, 1], [0.5, 2, 2]]);
  });

  it('VTK: values at cells, and pieces put together', async () => {
    const cells = await readBytes(vtiFormat, fixture(vtiFormat, 'appended.vti'));
    assert.deepEqual([cells.dimensions, cells.origin, cells.attributes.length], [[3, 2, 1], [1.25, 2.25, 3.5], 1]);
    const pieces = await readBytes(vtiFormat, fixture(vtiFormat, 'pieces.vti'), { content: 'field' });
    assert.deepEqual(values(pieces), [1, 3, 4, 2, 5, 6]);
  });

  it('binvox: y runs fastest, then z, then x', async () => {
    const grid = await readBytes(binvoxFormat, fixture(binvoxFormat, 'block.binvox'));
    assert.deepEqual(grid.dimensions, [3, 2, 4]);
    assert.deepEqual([grid.origin, grid.spacing[0]], [[-0.5, 1, 2.5], 1]);
    assert.ok(grid.kind === 'voxelGrid');
    assert.equal(grid.occupied, 8);
    // The first run ends after y 0 and 1 of z 0 and 1, and y 0 of z 2.
    assert.deepEqual([cellAt(grid, 0, 0, 2), cellAt(grid, 0, 1, 2), cellAt(grid, 1, 0, 0)], [0, 1, 1]);
  });

  it('MagicaVoxel: the scene graph turns and moves models', async () => {
    const grid = await readBytes(voxFormat, fixture(voxFormat, 'scene.vox'));
    assert.ok(grid.kind === 'voxelGrid');
    assert.equal(grid.occupied, 4);
    const found: number[][] = [];
    eachCell(grid, (x, y, z) => {
      const value = cellAt(grid, x, y, z);
      if (value !== 0) found.push([x + grid.origin[0], y + grid.origin[1], z + grid.origin[2], value]);
    });
    // Row 0 is -y: x' = -y + 5, y' = x. The three cells of the bar lie along y; the block's first cell keeps its place.
    assert.deepEqual(found.sort((a, b) => a[3] - b[3]), [[4, -1, 0, 1], [4, 0, 0, 2], [4, 1, 0, 3], [-1, 2, -3, 9]]);
    const second = await readBytes(voxFormat, fixture(voxFormat, 'frames.vox'), { array: '2' });
    assert.deepEqual(values(second), [0, 0, 0, 0, 0, 0, 0, 6]);
  });

  it("MagicaVoxel's default palette has its known entries", () => {
    const palette = defaultPalette();
    const entry = (index: number): number[] => [...palette.subarray(4 * (index - 1), 4 * index)];
    assert.deepEqual([1, 2, 7, 215, 216, 226, 236, 246, 255].map(entry), [
      [255, 255, 255, 255], [255, 255, 204, 255], [255, 204, 255, 255], [0, 0, 51, 255], [238, 0, 0, 255], [0, 238, 0, 255], [0, 0, 238, 255], [238, 238, 238, 255], [17, 17, 17, 255],
    ]);
  });

  for (const format of [binvoxFormat, nrrdFormat]) {
    it(`${format.id}: what is written reads back as the same cells`, async () => {
      await fc.assert(
        fc.asyncProperty(voxelGrids(), fc.constantFrom('binary' as const, 'ascii' as const), async (grid, encoding) => {
          const bytes = new Uint8Array(Buffer.concat([...(format.write?.(grid, { encoding }) ?? [])]));
          const again = await readBytes(format, bytes, { content: 'occupancy' });
          assert.deepEqual(again.dimensions, grid.dimensions);
          assert.deepEqual(values(again), values(grid));
          assert.deepEqual([again.origin, again.spacing], [grid.origin, grid.spacing]);
        }),
        { seed: 9, numRuns: 100 },
      );
    });
  }

  it('tells contents', () => {
    const told = (data: number[]): string => tellContent(Uint16Array.from(data), 'uint16').content;
    assert.deepEqual([[0, 0], [0, 7, 7], [1, 1], [0, 1, 2], Array.from({ length: 66 }, (_, i) => i)].map(told), ['occupancy', 'occupancy', 'occupancy', 'labels', 'field']);
    assert.deepEqual([[0, 1], [0, 0], [0, 2], [0, NaN]].map((data) => tellContent(Float32Array.from(data), 'float32').content), ['occupancy', 'field', 'field', 'field']);
    assert.equal(tellContent(Int8Array.of(-1, 0), 'int8').content, 'field');
  });
});

describe('files that a header names', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'named-'));
  after(() => rmSync(folder, { recursive: true }));

  async function readNamed(name: string): Promise<GridModel> {
    writeFileSync(path.join(folder, 'header.nhdr'), `NRRD0004\ntype: uint8\ndimension: 3\nsizes: 2 2 2\nencoding: raw\ndata file: ${name}\n`);
    const source = await NodeFileSource.open(path.join(folder, 'header.nhdr'), 'header.nhdr');
    try {
      const model = await nrrdFormat.read(source, { options: {}, warn: () => undefined });
      assert.ok(isGridModel(model));
      return model;
    } finally {
      await source.close();
    }
  }

  it('are read beside it, and nowhere else', async () => {
    writeFileSync(path.join(folder, 'data.raw'), new Uint8Array([0, 1, 0, 1, 0, 1, 0, 1]));
    symlinkSync('/etc/hostname', path.join(folder, 'link.raw'));
    assert.deepEqual([...(await readNamed('data.raw')).values.data], [0, 1, 0, 1, 0, 1, 0, 1]);
    assert.equal((await readNamed('./data.raw')).count, 8);
    for (const name of ['/etc/hostname', '../data.raw', 'a/../../data.raw', 'file:///etc/hostname', 'C:\\data.raw', '\\\\host\\data.raw', '//host/data.raw', 'link.raw', 'absent.raw', '.']) {
      await assert.rejects(readNamed(name), { name: 'FormatError' }, name);
    }
  });
});

describe('grids as the user wants them', () => {
  const header = 'NRRD0004\ntype: float\ndimension: 3\nsizes: 4 3 2\nspacings: 1 2 3\nencoding: ascii\n\n';
  const text = new TextEncoder().encode(`${header}${Array.from({ length: 24 }, (_, i) => i).join(' ')}\n`);

  it('name the axes anew: sizes and spacings go with them', async () => {
    const grid = await readBytes(nrrdFormat, text, { axes: 'xyz' });
    assert.deepEqual([grid.dimensions, grid.spacing, grid.axisOrder], [[2, 3, 4], [3, 2, 1], [2, 1, 0]]);
    const [sx, sy, sz] = gridStrides(grid);
    assert.equal(grid.values.data[sx + 2 * sy + 3 * sz], 23);
    assert.deepEqual(grid.bounds, { min: [0, 0, 0], max: [3, 4, 3] });
    // binvox lists x, z, y.
    const block = await readBytes(binvoxFormat, fixture(binvoxFormat, 'runs_over_rows.binvox'));
    const same = await readBytes(binvoxFormat, fixture(binvoxFormat, 'runs_over_rows.binvox'), { axes: 'xzy' });
    assert.deepEqual([same.dimensions, same.axisOrder], [block.dimensions, block.axisOrder]);
  });

  it('are placed anew', async () => {
    const grid = await readBytes(nrrdFormat, text, { origin: [10, 20, 30], spacing: [0.5, 0.5, 0.5] });
    assert.deepEqual(grid.bounds, { min: [10, 20, 30], max: [11.5, 21, 30.5] });
  });

  it('refuse axes that are none, and those of a file that has directions', async () => {
    await assert.rejects(readBytes(nrrdFormat, text, { axes: 'xxy' }), /x, y and z in some order/);
    await assert.rejects(readBytes(mhaFormat, fixture(mhaFormat, 'raw.mha'), { axes: 'xyz' }), /says where each axis leads/);
  });
});
