import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeFiles } from '../../../src/compute/nodeFiles';
import { runRequest } from '../../../src/compute/runRequest';
import { sequential, type Parallel } from '../../../src/geometry/parallel';
import type { OptionValues, Report } from '../../../src/operations/operation';

describe('marching cubes of a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'surface-'));
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);

  async function report(operation: string, file: string, options: OptionValues = {}, output?: string, parallel: Parallel = sequential): Promise<Report> {
    const answer = await runRequest(
      { operation, files: [{ kind: 'path', path: at(file), name: file }], options, ...(output === undefined ? {} : { output: { kind: 'path', path: at(output) } }) },
      { place: 'process', files: nodeFiles, parallel, progress: () => undefined, write: () => Promise.resolve() },
      new AbortController().signal,
    );
    assert.ok(answer.kind === 'report');
    return answer.report;
  }

  function writeSdf(name: string, side: number, value: (x: number, y: number, z: number) => number): void {
    const values: number[] = [];
    for (let z = 0; z < side; z++) for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) values.push(value(x, y, z));
    writeFileSync(at(name), `${side} ${side} ${side}\n0 0 0\n0.5\n${values.join(' ')}\n`);
  }

  before(() => {
    writeSdf('ball.sdf', 9, (x, y, z) => 0.5 * (Math.hypot(x - 4, y - 4, z - 4) - 2.6));
    writeSdf('density.sdf', 9, (x, y, z) => 10 - Math.hypot(x - 4, y - 4, z - 4));
    writeSdf('open.sdf', 5, (x) => x - 1.5);
  });

  it('reports every number, and writes the surface', async () => {
    const { numbers, convention, warnings, tables } = await report('marching-cubes', 'ball.sdf', {}, 'ball.ply');
    assert.deepEqual(Object.keys(numbers), ['vertices', 'triangles', 'area', 'volume', 'eulerCharacteristic', 'components', 'boundaryEdges', 'nonManifoldEdges', 'genus']);
    const { area, volume, eulerCharacteristic, components, boundaryEdges, nonManifoldEdges, genus } = numbers;
    assert.deepEqual({ eulerCharacteristic, components, boundaryEdges, nonManifoldEdges, genus }, { eulerCharacteristic: 2, components: 1, boundaryEdges: 0, nonManifoldEdges: 0, genus: 0 });
    assert.ok(Math.abs(Number(area) / (4 * Math.PI * 1.69) - 1) < 0.06 && Math.abs(Number(volume) / ((4 / 3) * Math.PI * 2.197) - 1) < 0.12);
    assert.equal(Number(numbers['triangles']), 2 * Number(numbers['vertices']) - 4);
    assert.match(convention ?? '', /iso value 0, since the field has both signs; topology of the trilinear interpolant; normals toward larger values/);
    assert.deepEqual([warnings, tables], [[], []]);
    const signed = await report('statistics', 'ball.ply');
    assert.equal(signed.inputs[0].count, numbers['vertices']);
    assert.equal(signed.inputs[0].kind, 'mesh');
  });

  it('asks for the value of a field of one sign', async () => {
    await assert.rejects(report('marching-cubes', 'density.sdf'), /density\.sdf: expected --iso, .* found values from 3\.0718 to 10\. Add --iso VALUE\./);
    const below = await report('marching-cubes', 'density.sdf', { iso: 7 });
    const above = await report('marching-cubes', 'density.sdf', { iso: 7, inside: 'above' });
    assert.ok(Number(below.numbers['volume']) < 0 && Number(above.numbers['volume']) > 0);
    assert.equal(below.numbers['volume'], -Number(above.numbers['volume']));
  });

  it('gives open surfaces no volume, and says why', async () => {
    const { numbers, warnings } = await report('marching-cubes', 'open.sdf');
    assert.deepEqual([numbers['volume'], numbers['genus'], numbers['boundaryEdges'], numbers['eulerCharacteristic']], [null, null, 16, 1]);
    assert.match(warnings.join(), /volume and genus have no value: the surface is not closed \(16 edges/);
    const none = await report('marching-cubes', 'open.sdf', { iso: 99 });
    assert.match(none.warnings.join(), /no surface at 99: values go from -1\.5 to 2\.5/);
  });

  it('takes 0.5 between empty and occupied cells', async () => {
    await report('marching-cubes', 'ball.sdf', {}, 'ball2.ply');
    await report('voxelize', 'ball2.ply', { resolution: 12, solid: true }, 'voxels.binvox');
    const { numbers, convention } = await report('marching-cubes', 'voxels.binvox', { inside: 'above' });
    assert.match(convention ?? '', /iso value 0\.5/);
    assert.equal(numbers['nonManifoldEdges'], 0);
  });

  it('reads the values into memory that threads share', async () => {
    let allocated = 0;
    const threads = {
      ...sequential,
      threads: 2,
      allocate: (bytes: number) => {
        allocated += bytes;
        return new SharedArrayBuffer(bytes);
      },
    };
    const shared = await report('marching-cubes', 'ball.sdf', {}, undefined, threads);
    assert.ok(allocated >= 4 * 9 ** 3);
    assert.deepEqual(shared.numbers, (await report('marching-cubes', 'ball.sdf')).numbers);
  });

  it('lists the parts of a surface that has several', async () => {
    writeSdf('two.sdf', 11, (x, y, z) => Math.min(Math.hypot(x - 3, y - 3, z - 3) - 1.6, Math.hypot(x - 7, y - 7, z - 7) - 2.1));
    const { numbers, tables } = await report('marching-cubes', 'two.sdf');
    assert.deepEqual([numbers['components'], numbers['eulerCharacteristic'], numbers['genus']], [2, 4, 0]);
    assert.equal(tables[0].rows.length, 2);
    assert.ok(Number(tables[0].rows[0][0]) > Number(tables[0].rows[1][0]));
  });
});
