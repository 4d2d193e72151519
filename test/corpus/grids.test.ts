import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeFileSource } from '../../src/compute/nodeFileSource';
import { binvoxFormat } from '../../src/formats/binvox/binvox';
import { MemorySource } from '../../src/formats/byteSource';
import type { Format } from '../../src/formats/format';
import { mhaFormat } from '../../src/formats/mha/mha';
import { nrrdFormat } from '../../src/formats/nrrd/nrrd';
import { plyFormat } from '../../src/formats/ply/ply';
import { sdfFormat } from '../../src/formats/sdf/sdf';
import { voxFormat } from '../../src/formats/vox/vox';
import { vtiFormat } from '../../src/formats/vti/vti';
import { FormatError } from '../../src/model/errors';
import { gridStrides } from '../../src/model/grid';
import { isGridModel, type GridModel } from '../../src/model/model';
import { measure } from '../unit/operations/pointModels';
import { findCorpus, isRecord, readIndex, readMalformed, type CorpusFile, type MalformedFile } from './corpusFolder';

const maximumMilliseconds = 2000;
const maximumBytes = 300e6;

interface Reading {
  readonly model?: GridModel;
  readonly error?: unknown;
  readonly warnings: readonly string[];
}

async function read(format: Format, folder: string, file: string, array?: string): Promise<Reading> {
  const warnings: string[] = [];
  const memoryBefore = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  const source = await NodeFileSource.open(path.join(folder, file), file);
  try {
    const model = await format.read(source, { options: { ...(array === undefined ? {} : { array }) }, warn: (message) => warnings.push(message) });
    assert.ok(isGridModel(model));
    return { model, warnings };
  } catch (error) {
    return { error, warnings };
  } finally {
    await source.close();
    assert.ok(performance.now() - started < maximumMilliseconds, `${(performance.now() - started).toFixed(0)} ms`);
    assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < maximumBytes);
  }
}

/** The first component of the cell at an index. */
function valueAt(grid: GridModel, x: number, y: number, z: number): number {
  const [sx, sy, sz] = gridStrides(grid);
  return grid.values.data[grid.values.components * (x * sx + y * sy + z * sz)];
}

/** Where the readers of one format find their hostile files, and what to call the fact of dimensions. */
const checks: Record<string, (grid: GridModel, fact: unknown) => void> = {
  sizes: (grid, fact) => assert.deepEqual(grid.dimensions, fact),
  dims: (grid, fact) => assert.deepEqual(grid.dimensions, fact),
  occupied: (grid, fact) => assert.equal(grid.kind === 'voxelGrid' ? grid.occupied : null, fact),
  voxels: (grid, fact) => assert.equal(grid.kind === 'voxelGrid' ? grid.occupied : null, fact),
  occupied_xyz: (grid, fact) => {
    assert.ok(Array.isArray(fact));
    for (const cell of fact) {
      assert.ok(Array.isArray(cell));
      const [x, y, z] = cell.map(Number);
      assert.equal(valueAt(grid, x, y, z), 1, String(cell));
    }
  },
  models: (grid, fact) => assert.match(grid.comments.join(), new RegExp(`of ${String(fact)};`)),
  value_ijk_1_0_0: (grid, fact) => assert.equal(valueAt(grid, 1, 0, 0), Math.fround(Number(fact))),
  value_ijk_0_1_0: (grid, fact) => assert.equal(valueAt(grid, 0, 1, 0), Math.fround(Number(fact))),
  value_ijk_0_0_1: (grid, fact) => assert.equal(valueAt(grid, 0, 0, 1), Math.fround(Number(fact))),
};

function checkOutcome(row: MalformedFile, { model, error, warnings }: Reading): void {
  const said = `${error instanceof Error ? error.message : 'no error'}; warnings: ${warnings.join(' ')}`;
  if (error !== undefined) assert.ok(error instanceof FormatError, said);
  if (row.expect === 'reject') assert.ok(error, said);
  if (row.expect === 'ok' || row.expect === 'warn') assert.ok(model, said);
  if (row.expect === 'ok') assert.equal(warnings.length, 0, said);
  if (row.expect === 'warn') assert.ok(warnings.length > 0, said);
  if (!model || row.expect === 'nocrash') return;
  for (const [name, fact] of Object.entries(row.facts)) {
    assert.ok(name in checks, `no check for the fact "${name}"`);
    checks[name](model, fact);
  }
}

/** Files that hold the torus's distances as they are, within the rounding of their types. */
const sameTorus: readonly (readonly [Format, string, number])[] = [
  ...['ascii', 'detached_gzip', 'detached_raw', 'double', 'gzip', 'bzip2', 'hex', 'permuted_zyx', 'raw', 'raw_bigendian', '4d_vector3'].map(
    (name) => [nrrdFormat, `teem/torus_${name}.${name.startsWith('detached') ? 'nhdr' : 'nrrd'}`, name === 'ascii' ? 1e-6 : 0] as const,
  ),
  ...['appended_base64', 'appended_raw', 'appended_raw_h64', 'appended_raw_zlib', 'ascii', 'binary', 'binary_bigendian_h64', 'binary_lz4', 'binary_zlib', 'float64', 'two_arrays', 'vector3'].map(
    (name) => [vtiFormat, `vtk/torus_${name}.vti`, name === 'ascii' ? 1e-6 : 0] as const,
  ),
  ...['torus_raw.mha', 'torus_zlib.mha', 'torus_detached.mhd', 'torus_detached_zlib.mhd'].map((name) => [mhaFormat, `vtk/${name}`, 0] as const),
];
const origin = [-1.7, -1.69976, -0.699013];

function near(actual: readonly number[], expected: readonly number[], what: string): void {
  actual.forEach((value, index) => assert.ok(Math.abs(value - expected[index]) < 1e-6, `${what}: ${actual.join(' ')}`));
}

describe('grids of other programs', () => {
  const folder = findCorpus();
  if (folder === null) {
    it('are not here: set INSPECT3D_CORPUS to a folder with an INDEX.tsv to test them', () => {
      console.log('      The corpus of grids was not found; nothing of it was tested.');
    });
    return;
  }
  let torus: GridModel;
  before(async () => {
    const { model, error, warnings } = await read(sdfFormat, folder, 'sdfgen/torus.sdf');
    assert.ok(model, String(error));
    assert.deepEqual(warnings, []);
    torus = model;
  });

  it("SDFGen's own torus has the facts that were counted in its text", () => {
    assert.deepEqual(torus.dimensions, [33, 33, 13]);
    assert.deepEqual(torus.origin, origin);
    assert.deepEqual(torus.spacing, [0.1, 0.1, 0.1]);
    const { data } = torus.values;
    const numbers = Array.from(data);
    assert.equal(numbers.filter((value) => value < 0).length, 4725);
    assert.equal(Math.min(...numbers), Math.fround(-0.498027));
    assert.equal(Math.max(...numbers), Math.fround(1.06912));
    assert.equal(torus.kind, 'scalarGrid');
  });

  for (const [format, file, tolerance] of sameTorus) {
    it(`written_by_peers/${file} is the same torus`, async () => {
      const { model, error, warnings } = await read(format, folder, `written_by_peers/${file}`);
      assert.ok(model, String(error));
      assert.deepEqual(warnings, []);
      assert.equal(model.kind, 'scalarGrid');
      assert.deepEqual(model.dimensions, [33, 33, 13]);
      near(model.origin, origin, 'origin');
      near(model.spacing, [0.1, 0.1, 0.1], 'spacing');
      assert.equal(model.directions, undefined);
      const [sx, sy, sz] = gridStrides(torus);
      for (let z = 0; z < 13; z++) {
        for (let y = 0; y < 33; y++) {
          for (let x = 0; x < 33; x++) {
            const difference = Math.abs(valueAt(model, x, y, z) - torus.values.data[x * sx + y * sy + z * sz]);
            assert.ok(difference <= tolerance, `${x} ${y} ${z}: ${difference}`);
          }
        }
      }
    });
  }

  it('an extent that does not begin at 0 moves the torus', async () => {
    const { model, error } = await read(vtiFormat, folder, 'written_by_peers/vtk/torus_extent_offset.vti');
    assert.ok(model, String(error));
    near(model.origin, [origin[0] + 1, origin[1] - 0.5, origin[2] + 0.3], 'origin');
    assert.equal(valueAt(model, 5, 6, 7), valueAt(torus, 5, 6, 7));
  });

  it('tells occupancy and fields from types and values', async () => {
    const inside = Array.from(torus.values.data).filter((value) => value < 0).length;
    const mask = await read(vtiFormat, folder, 'written_by_peers/vtk/torus_mask_uint8_zlib.vti');
    assert.ok(mask.model?.kind === 'voxelGrid', String(mask.error));
    assert.deepEqual([mask.model.content, mask.model.occupied], ['occupancy', inside]);
    const cells = await read(vtiFormat, folder, 'written_by_peers/vtk/torus_celldata_only.vti');
    assert.ok(cells.model?.kind === 'voxelGrid', String(cells.error));
    assert.deepEqual([cells.model.dimensions, cells.model.occupied], [[33, 33, 13], inside]);
    near(cells.model.origin, origin.map((value) => value + 0.05), 'origin of cells');
    const numbers = await read(vtiFormat, folder, 'written_by_peers/vtk/torus_int16.vti');
    assert.equal(numbers.model?.kind, 'scalarGrid');
    const short = await read(nrrdFormat, folder, 'written_by_peers/teem/torus_short.nrrd');
    assert.equal(short.model?.kind, 'scalarGrid');
    assert.equal(short.model?.values.type, 'int16');
    const second = await read(vtiFormat, folder, 'written_by_peers/vtk/torus_two_arrays.vti', 'mask');
    assert.ok(second.model?.kind === 'voxelGrid');
    assert.equal(second.model.occupied, inside);
  });

  for (const [format, file, named] of [
    [vtiFormat, 'vtk/torus_binary_lzma.vti', 'LZMA'],
  ] as const) {
    it(`written_by_peers/${file} is refused with its compression named`, async () => {
      const { error } = await read(format, folder, `written_by_peers/${file}`);
      assert.ok(error instanceof FormatError);
      assert.match(error.message, new RegExp(named));
    });
  }

  it("Open3D's voxels in a PLY file are a grid", async () => {
    const { model, error } = await read(plyFormat, folder, 'written_by_peers/open3d/knot_voxelgrid.ply');
    assert.ok(model?.kind === 'voxelGrid', String(error));
    assert.deepEqual([model.dimensions, model.occupied], [[22, 17, 24], 2541]);
    assert.equal(valueAt(model, 21, 16, 10), 1);
    assert.deepEqual(model.attributes.map(({ name, components }) => [name, components]), [['colour', 3]]);
  });

  it('follows no name where there is no folder', async () => {
    const bytes = new Uint8Array(readFileSync(path.join(folder, 'written_by_peers/teem/torus_detached_raw.nhdr')));
    const reading = nrrdFormat.read(new MemorySource('torus.nhdr', bytes), { options: {}, warn: () => undefined });
    await assert.rejects(async () => reading, /not followed/);
  });

  it('every grid in the index has the dimensions that another program read', async () => {
    let count = 0;
    for (const format of [vtiFormat, mhaFormat]) {
      const rows: readonly CorpusFile[] = readIndex(folder, format.id);
      for (const { file, facts } of rows) {
        const { dims, point_arrays: arrays }: Readonly<Record<string, unknown>> = facts;
        if (/lzma/.test(file) || !Array.isArray(dims)) continue;
        const { model, error } = await read(format, folder, file);
        assert.ok(model, `${file}: ${String(error)}`);
        const isOfCells: boolean = Array.isArray(arrays) && arrays.length === 0;
        assert.deepEqual(model.dimensions, dims.map((size) => Number(size) - (isOfCells ? 1 : 0)), file);
        const first: unknown = Array.isArray(arrays) ? arrays[0] : undefined;
        if (isRecord(first)) assert.equal(model.values.components, first['comps'], file);
        count++;
      }
    }
    assert.ok(count >= 12, `${count} files`);
  });

  for (const format of [binvoxFormat, voxFormat, nrrdFormat, mhaFormat, vtiFormat, sdfFormat]) {
    for (const row of readMalformed(folder, format.id)) {
      it(`${row.file}: ${row.expect} (${row.what})`, async () => {
        checkOutcome(row, await read(format, path.join(folder), row.file));
      });
    }
  }
});

describe('comparing grids of the corpus', () => {
  const corpus = findCorpus();
  it('finds no difference between encodings of one torus, whatever the order of its axes', async function () {
    if (!corpus) this.skip();
    const folder = path.join(corpus, 'written_by_peers', 'teem');
    const raw = await read(nrrdFormat, folder, 'torus_raw.nrrd');
    const numbersOf = async (file: string): Promise<Readonly<Record<string, number | null>>> => {
      const other = await read(nrrdFormat, folder, file);
      assert.ok(raw.model && other.model);
      return (await measure('compare', [raw.model, other.model])).numbers;
    };
    for (const file of ['torus_permuted_zyx.nrrd', 'torus_gzip.nrrd', 'torus_ascii.nrrd', 'torus_raw_bigendian.nrrd', 'torus_double.nrrd']) {
      const { iou, added, removed, differenceMax } = await numbersOf(file);
      assert.deepEqual({ iou, added, removed }, { iou: 1, added: 0, removed: 0 }, file);
      assert.ok(differenceMax !== null && differenceMax < 1e-6, file);
    }
    // Hundredths as whole numbers: what rounds to 0 is no longer inside.
    const { added, removed } = await numbersOf('torus_short.nrrd');
    assert.ok(added !== null && added > 0 && removed === 0);
  });
});
