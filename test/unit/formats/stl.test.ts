import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../src/formats/byteSource';
import { stlFormat } from '../../../src/formats/stl/stl';
import { withTriangles } from '../../../src/compute/withTriangles';
import { FormatError } from '../../../src/model/errors';
import type { Mesh } from '../../../src/model/mesh';
import { mesh as meshOfFaces } from '../operations/pointModels';

interface Reading {
  readonly mesh: Mesh;
  readonly warnings: readonly string[];
}

async function read(bytes: Uint8Array): Promise<Reading> {
  const warnings: string[] = [];
  const mesh = await stlFormat.read(new MemorySource('test.stl', new Uint8Array(bytes)), { options: {}, warn: (message) => warnings.push(message) });
  assert.ok(mesh.kind === 'mesh');
  return { mesh, warnings };
}

const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'stl', name));
const written = (mesh: Mesh, encoding: 'binary' | 'ascii'): Buffer => Buffer.concat([...(stlFormat.write?.(mesh, { encoding }) ?? [])]);
const attribute = (mesh: Mesh, name: string): number[] => [...(mesh.polygons.attributes.find((candidate) => candidate.name === name)?.data ?? [])].map(Number);

describe('reading STL', () => {
  it('reads binary triangles, their normals and words', async () => {
    const { mesh, warnings } = await read(fixture('binary.stl'));
    assert.deepEqual([mesh.count, mesh.polygons.count, mesh.positions.type], [6, 2, 'float32']);
    assert.deepEqual([...mesh.positions.data].slice(9), [1, 0, 0, 1, 1, 0, 0, 1, 0.25]);
    assert.deepEqual([attribute(mesh, 'attribute'), attribute(mesh, 'normal')], [[7, 0], [0, 0, 1, 0, 0, 1]]);
    assert.deepEqual([mesh.comments, warnings], [['made by hand'], []]);
  });

  it('is not misled by a binary header that begins with "solid"', async () => {
    const { mesh, warnings } = await read(fixture('solid_binary.stl'));
    assert.deepEqual([mesh.polygons.count, mesh.comments, warnings], [1, ['solid by a program'], []]);
  });

  it('reads text in any case, several solids, and faces of more corners', async () => {
    const { mesh, warnings } = await read(fixture('solids.stl'));
    assert.deepEqual([...mesh.polygons.offsets], [0, 3, 7]);
    assert.deepEqual(attribute(mesh, 'solid'), [0, 1]);
    assert.deepEqual(mesh.comments, ['solid 0: first facet', 'solid 1: second']);
    assert.deepEqual([mesh.bounds, warnings], [{ min: [0, 0, 0], max: [1, 1.5, 1] }, []]);
  });

  it('shows whole triangles of cut files, and what a wrong count hides', async () => {
    const cut = await read(fixture('binary.stl').subarray(0, 84 + 70));
    assert.deepEqual([cut.mesh.polygons.count, cut.warnings.length], [1, 1]);
    const uncounted = Buffer.from(fixture('binary.stl'));
    uncounted.writeUInt32LE(0, 80);
    assert.equal((await read(uncounted)).mesh.polygons.count, 2);
    const text = fixture('solids.stl').toString();
    const cutText = await read(Buffer.from(text.slice(0, text.indexOf('VERTEX 1 1 1'))));
    assert.deepEqual([cutText.mesh.polygons.count, cutText.mesh.count, cutText.warnings.length], [1, 3, 1]);
  });

  it('says where something is wrong', async () => {
    const cases: readonly (readonly [string, number])[] = [['solid\nfacet normal 0 0 1\nvertex 0 0\n', 3], ['solid\nfacet normal 0 0 z\n', 2], ['solid\nfact\n', 2], ['solid\nendfacet\n', 2], ['solid\nfacet\nfacet\n', 3]];
    for (const [text, line] of cases) {
      await assert.rejects(read(Buffer.from(text)), (error) => error instanceof FormatError && error.details.place?.kind === 'line' && error.details.place.line === line, text);
    }
    await assert.rejects(read(new Uint8Array(50)), FormatError);
    await assert.rejects(read(new Uint8Array(0)), FormatError);
  });
});

describe('writing STL', () => {
  for (const encoding of ['binary', 'ascii'] as const) {
    it(`${encoding}: reads back as the same triangles, with the normals of their planes`, async () => {
      const single = fc.float({ noNaN: true, min: -1000, max: 1000 });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(single, single, single, single, single, single, single, single, single), { maxLength: 20 }), async (triangles) => {
          const mesh = meshOfFaces(Float64Array.from(triangles.flat()), triangles.map((_, i) => [3 * i, 3 * i + 1, 3 * i + 2]));
          const again = (await read(written(mesh, encoding))).mesh;
          assert.deepEqual([...again.positions.data].map(Math.fround), [...mesh.positions.data]);
          const normals = attribute(again, 'normal');
          triangles.forEach((t, i) => {
            const u = [t[3] - t[0], t[4] - t[1], t[5] - t[2]];
            for (const [from, to] of [[0, 3], [3, 6], [6, 0]]) {
              const edge = [0, 1, 2].map((axis) => t[to + axis] - t[from + axis]);
              const along = edge.reduce((sum, value, axis) => sum + value * normals[3 * i + axis], 0);
              assert.ok(Math.abs(along) <= 1e-5 * (1 + Math.hypot(...edge)) || Math.hypot(...u) === 0);
            }
          });
        }),
        { seed: 3, numRuns: 60 },
      );
    });
  }

  it('cuts faces of more corners before, and leaves out those without a place', async () => {
    const house = (await read(fixture('solids.stl'))).mesh;
    const cut = withTriangles(house);
    assert.ok(cut.kind === 'mesh');
    assert.equal((await read(written(cut, 'binary'))).mesh.polygons.count, 3);
    assert.throws(() => written(house, 'binary'), /cut first/);
    const broken = meshOfFaces([0, 0, 0, 1, 0, 0, 0, 1, 0, NaN, 0, 0], [[0, 1, 2], [0, 1, 3], [0, 1, 9]]);
    assert.equal((await read(written(broken, 'binary'))).mesh.polygons.count, 1);
    assert.ok(!written(broken, 'binary').toString('latin1').startsWith('solid'));
  });
});
