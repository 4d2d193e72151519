import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeFiles } from '../../../src/compute/nodeFiles';
import { comparisonResult } from '../../../src/compute/comparisonResult';
import { runRequest } from '../../../src/compute/runRequest';
import type { RunAnswer } from '../../../src/compute/processProtocol';
import { sequential } from '../../../src/geometry/parallel';
import type { OptionValues, Report } from '../../../src/operations/operation';

describe('operations on grids', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'grids-'));
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);

  function answer(operation: string, files: readonly string[], options: OptionValues = {}, output?: string): Promise<RunAnswer> {
    return runRequest(
      {
        operation,
        files: files.map((name) => ({ kind: 'path', path: at(name), name }) as const),
        options,
        ...(output === undefined ? {} : { output: { kind: 'path', path: at(output) } as const }),
      },
      { place: 'process', files: nodeFiles, parallel: sequential, progress: () => undefined, write: () => Promise.resolve() },
      new AbortController().signal,
    );
  }

  async function report(operation: string, files: readonly string[], options: OptionValues = {}, output?: string): Promise<Report> {
    const answered = await answer(operation, files, options, output);
    assert.ok(answered.kind === 'report');
    return answered.report;
  }

  before(() => {
    const cube = [[0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0], [0, 0, 2], [2, 0, 2], [2, 2, 2], [0, 2, 2]];
    const faces = ['3 2 1 0', '4 5 6 7', '0 1 5 4', '1 2 6 5', '2 3 7 6', '3 0 4 7'];
    const header = `ply\nformat ascii 1.0\nelement vertex 8\nproperty float x\nproperty float y\nproperty float z\nelement face 6\nproperty list uchar int vertex_indices\nend_header\n`;
    writeFileSync(at('cube.ply'), `${header}${cube.map((point) => point.join(' ')).join('\n')}\n${faces.map((face) => `4 ${face}`).join('\n')}\n`);
    const distances: number[] = [];
    for (let z = 0; z < 3; z++) for (let y = 0; y < 3; y++) for (let x = 0; x < 3; x++) distances.push(x * 0.5 - 0.6);
    writeFileSync(at('plane.sdf'), `3 3 3\n0 0 0\n0.5\n${distances.join(' ')}\n`);
  });

  it('voxelizes a mesh, writes it, and reads the same cells from every format', async () => {
    const shell = await report('voxelize', ['cube.ply'], { resolution: 8 }, 'shell.binvox');
    assert.deepEqual(shell.numbers, { occupied: 8 ** 3 - 6 ** 3, cells: 512, share: (512 - 216) / 512 });
    const solid = await report('voxelize', ['cube.ply'], { size: 0.25, solid: true }, 'solid.nrrd');
    assert.equal(solid.numbers['occupied'], 512);
    await report('convert', ['shell.binvox'], {}, 'shell.nrrd');
    await report('convert', ['shell.nrrd'], { ascii: true }, 'text.nrrd');
    for (const copy of ['shell.nrrd', 'text.nrrd']) {
      const same = await report('voxel-iou', ['shell.binvox', copy]);
      assert.deepEqual(same.numbers, { iou: 1, intersection: 296, union: 296 });
      assert.deepEqual(same.warnings, []);
    }
    assert.equal((await report('voxel-iou', ['shell.binvox', 'solid.nrrd'])).numbers['iou'], 296 / 512);
    assert.match(readFileSync(at('shell.binvox'), 'latin1'), /^#binvox 1\ndim 8 8 8\ntranslate 0 0 0\nscale 2\ndata\n/);
  });

  it('makes faces of voxels for formats that hold no cells', async () => {
    for (const output of ['faces.ply', 'faces.obj', 'faces.stl']) {
      const { warnings } = await report('convert', ['shell.binvox'], {}, output);
      assert.match(warnings.join(), /296 voxels were written as \d+ rectangles/);
      const answered = await answer('info', [output]);
      assert.ok(answered.kind === 'info');
      assert.deepEqual(answered.info.bounds, { min: [0, 0, 0], max: [2, 2, 2] });
    }
    // The outer and the inner side of a shell: 6 sides of 2 x 2 and of 1.5 x 1.5.
    const { numbers } = await report('sample', ['faces.ply'], { method: 'uniform', n: 500 }, 'points.ply');
    assert.equal(numbers['points'], 500);
    await assert.rejects(report('convert', ['plane.sdf'], {}, 'field.ply'), /marching-cubes/);
  });

  it('writes a stream of cells in a format that holds them', async () => {
    const parts: Uint8Array[] = [];
    await runRequest(
      { operation: 'voxelize', files: [{ kind: 'path', path: at('cube.ply'), name: 'cube.ply' }], options: { resolution: 4 }, output: { kind: 'stream' } },
      { place: 'process', files: nodeFiles, parallel: sequential, progress: () => undefined, write: (part) => Promise.resolve(void parts.push(part)) },
      new AbortController().signal,
    );
    writeFileSync(at('streamed.nrrd'), Buffer.concat(parts));
    assert.equal((await report('occupancy', ['streamed.nrrd'])).numbers['occupied'], 56);
  });

  it('writes what became of the cells of two grids, and hands it to a page', async () => {
    await report('voxelize', ['cube.ply'], { resolution: 8 }, 'shell.binvox');
    await report('voxelize', ['cube.ply'], { size: 0.25, solid: true }, 'solid.nrrd');
    const files = ['solid.nrrd', 'shell.binvox'];
    for (const format of ['nrrd', 'npy']) {
      const parts: Uint8Array[] = [];
      await runRequest(
        { operation: 'compare', files: files.map((name) => ({ kind: 'path', path: at(name), name })), options: {}, output: { kind: 'stream', shown: true, format } },
        { place: 'process', files: nodeFiles, parallel: sequential, progress: () => undefined, write: (part) => Promise.resolve(void parts.push(part)) },
        new AbortController().signal,
      );
      writeFileSync(at(`difference.${format}`), Buffer.concat(parts));
      // 296 cells in common, 216 inside that were added.
      const { numbers, tables } = await report('occupancy', [`difference.${format}`], { content: 'labels' });
      assert.equal(numbers['occupied'], 512);
      assert.deepEqual(tables.find(({ columns }) => columns[0] === 'label')?.rows.map(([label, , cells]) => [label, cells]), [[1, 296], [2, 216]]);
    }
    const answered = await runRequest(
      { operation: 'compare', files: files.map((name) => ({ kind: 'path', path: at(name), name })), options: {}, keepColumns: true },
      { place: 'process', files: nodeFiles, parallel: sequential, progress: () => undefined, write: () => Promise.resolve() },
      new AbortController().signal,
    );
    const result = comparisonResult(answered, false);
    assert.ok(result.kind === 'cells' && result.cells);
    assert.equal(result.cells.values.data.byteLength, result.cells.values.data.buffer.byteLength, 'Nothing else is shipped with the cells.');
    assert.equal(result.report.numbers['added'], 216);
  });

  it('tells what a grid file holds', async () => {
    const answered = await answer('info', ['shell.binvox']);
    assert.ok(answered.kind === 'info');
    const { kind, dimensions, spacing, origin, occupied, bounds } = answered.info;
    assert.deepEqual(
      { kind, dimensions, spacing, origin, occupied, bounds },
      {
        kind: 'voxelGrid',
        dimensions: [8, 8, 8],
        spacing: [0.25, 0.25, 0.25],
        origin: [0.125, 0.125, 0.125],
        occupied: 296,
        bounds: { min: [0.125, 0.125, 0.125], max: [1.875, 1.875, 1.875] },
      },
    );
    assert.deepEqual(answered.info.attributes, [{ element: 'cell', name: 'value', type: 'uint8', components: 1, min: 0, max: 1 }]);
  });

  it('counts occupancy, and its share at every resolution', async () => {
    const { numbers, tables, charts = [] } = await report('occupancy', ['shell.binvox']);
    assert.deepEqual(charts[0].series.map(({ name, x, y }) => [name, x, y]), [
      ['occupied', [1, 2, 4, 8], [1, 1, 56 / 64, 296 / 512]],
      ['a surface: c / n', [1, 2, 4, 8], [1, 1, 1, 296 / 512]],
    ]);
    assert.deepEqual(numbers, { occupied: 296, cells: 512, share: 296 / 512, surface: 296, interior: 0, components: 1 });
    assert.deepEqual(tables[0].rows.map((row) => row.slice(0, 4)), [[0, 8, 296, 512], [1, 4, 56, 64], [2, 2, 8, 8], [3, 1, 1, 1]]);
    assert.equal((await report('occupancy', ['shell.binvox'], { levels: 1 })).tables[0].rows.length, 2);
    const { numbers: inside, convention } = await report('occupancy', ['plane.sdf']);
    assert.equal(inside['occupied'], 18);
    assert.match(convention ?? '', /below 0/);
  });

  it('counts what convolutions cost', async () => {
    const { numbers, tables, charts = [] } = await report('sparse-convolution', ['solid.nrrd'], { 'channels-in': 2, 'channels-out': 3 });
    // Of a full grid nothing dilates: each layer costs the same, dilating or not.
    const costs = charts[0].series.map(({ y }) => y);
    assert.deepEqual(costs[1], costs[2]);
    assert.deepEqual(costs[0], [1, 2, 3, 4, 5].map((layers) => layers * 512 * 27 * 6));
    assert.deepEqual(charts[1].series[0].y, new Array(6).fill(512));
    // Every pair of neighbours of a full 8^3 grid: (3 * 8 - 2)^3.
    assert.deepEqual(numbers, { activeSites: 512, dilatedSites: 512, denseMultiplyAdds: 512 * 27 * 6, sparseMultiplyAdds: 22 ** 3 * 6 });
    assert.equal(tables[0].rows.length, 5);
    await assert.rejects(report('sparse-convolution', ['solid.nrrd'], { kernel: 4 }), /odd/);
  });

  it('measures a distance field', async () => {
    const { numbers } = await report('field-health', ['plane.sdf']);
    assert.ok(Math.abs(Number(numbers['gradientMean']) - 1) < 1e-6);
    assert.equal(numbers['negativeShare'], 2 / 3);
  });

  it('refuses grids of other dimensions, and clouds', async () => {
    await assert.rejects(report('voxel-iou', ['shell.binvox', 'plane.sdf']), /expected 8 x 8 x 8 cells/);
    await assert.rejects(report('occupancy', ['cube.ply']), /expected a voxel grid or a scalar grid, found a mesh/);
    await assert.rejects(report('field-health', ['shell.binvox']), /--content field/);
  });
});
