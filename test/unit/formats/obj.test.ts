import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../src/formats/byteSource';
import { objFormat } from '../../../src/formats/obj/obj';
import { triangulate } from '../../../src/geometry/triangulation';
import { FormatError } from '../../../src/model/errors';
import type { Mesh } from '../../../src/model/mesh';
import { isVertexModel, type Model, type VertexModel } from '../../../src/model/model';

interface Reading {
  readonly model: VertexModel;
  readonly warnings: readonly string[];
}

async function readText(text: string | Uint8Array, limit?: number): Promise<Reading> {
  const warnings: string[] = [];
  const bytes = new Uint8Array(Buffer.from(text));
  const options = limit === undefined ? {} : { limit };
  const model = await objFormat.read(new MemorySource('test.obj', bytes), { options, warn: (message) => warnings.push(message) });
  assert.ok(isVertexModel(model));
  return { model, warnings };
}

async function readMesh(text: string | Uint8Array): Promise<Mesh> {
  const { model } = await readText(text);
  assert.ok(model.kind === 'mesh');
  return model;
}

const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'obj', name));
const written = (model: Model): Uint8Array => Buffer.concat([...(objFormat.write?.(model, { encoding: 'binary' }) ?? [])]);

describe('recognising OBJ', () => {
  const isObj = (text: string, name: string): boolean => objFormat.recognise(new Uint8Array(Buffer.from(text)), name);

  it('tells it from its content under another name', () => {
    assert.equal(isObj('# a house\n\n# made by hand\no house\nv 0 0 0\nv 1 0 0\n', 'house.txt'), true);
    assert.equal(isObj('v 0 0 0\nv 1 0 0\nf 1 2 2\n', '-'), true);
    assert.equal(isObj('value 3\nother 4\n', 'notes.txt'), false);
  });

  it('does not try every way to divide a banner of hashes, which would never end', () => {
    const banner = `${'# '.repeat(1000)}\nsome text\n`;
    assert.equal(isObj(banner, 'notes.txt'), false);
  });
});

describe('reading OBJ', () => {
  it('reads every part of a file', async () => {
    const { model, warnings } = await readText(fixture('house.obj'));
    assert.ok(model.kind === 'mesh');
    assert.equal(model.count, 7);
    assert.equal(model.notFinite, 1);
    assert.deepEqual(model.bounds, { min: [0, 0, 0], max: [2, 1.5, 0] });
    assert.deepEqual([...model.polygons.offsets], [0, 4, 7, 12, 15, 18]);
    assert.deepEqual([...model.polygons.indices.slice(-6)], [1, 5, 98, 0, 1, 6]);
    assert.deepEqual([...(model.edges?.indices ?? [])], [0, 1, 1, 2]);
    const tags = new Map(model.polygons.attributes.map(({ name, data }) => [name, [...data].map(Number)]));
    assert.deepEqual(tags.get('group'), [1, 2, 2, 2, 2]);
    assert.deepEqual(tags.get('material'), [1, 2, 2, 2, 2]);
    assert.deepEqual(tags.get('smoothing'), [1, 2, 2, 2, 2]);
    assert.ok(!tags.has('object'), 'All faces are of one object.');
    // The roof has another normal at the walls' vertices, so normals are the corners', not the vertices'.
    assert.deepEqual(tags.get('normal_index')?.slice(0, 8), [0, 0, 0, 0, 1, 1, 1, -1]);
    assert.deepEqual(model.elements.map(({ name, count }) => [name, count]), [['vn', 2], ['vt', 4], ['point', 2]]);
    assert.ok(model.comments.includes('mtllib house.mtl (materials are not followed)'));
    assert.ok(model.comments.includes('material 2: tile'));
    assert.deepEqual(warnings.map((warning) => warning.split(' ')[0]), ['1', '1', 'Statements']);
  });

  it('counts negative numbers back from where the face stands', async () => {
    const mesh = await readMesh(fixture('relative.obj'));
    assert.deepEqual([...mesh.polygons.indices], [0, 1, 2, 3, 4, 5]);
    assert.deepEqual((await readMesh('v 0 0 0\nv 1 0 0\nv 0 1 0\nf -4 1 0\n')).polygons.indices, new Uint32Array([0xffffffff, 0, 0xffffffff]));
  });

  it('takes colours as bytes or shares, and the normals of vertices', async () => {
    const { model, warnings } = await readText(fixture('colours.obj'));
    assert.deepEqual([model.colours?.type, ...(model.colours?.data ?? [])], ['uint8', 255, 0, 0, 0, 255, 0, 0, 0, 128]);
    assert.deepEqual([...(model.normals?.data ?? [])], [0, 0, 1, 0, 0, 1, 0, 0, 1]);
    assert.deepEqual(warnings, []);
    const shares = await readText('v 0 0 0 0.5 0 1\nv 1 2 3\n');
    assert.deepEqual([...(shares.model.colours?.data ?? [])], [0.5, 0, 1, 1, 1, 1]);
    assert.match(shares.warnings[0], /1 of 2 vertices have no colour/);
  });

  it('takes comments behind values, weights, and files of CR alone', async () => {
    const { model } = await readText(fixture('points.obj'));
    assert.equal(model.kind, 'pointCloud');
    assert.deepEqual([...model.positions.data], [0, 0, 0, 1, 0, 0, 0, 1, 0]);
    assert.deepEqual(model.attributes.map(({ name, data }) => [name, ...data]), [['w', 0.5, 1, 1]]);
    assert.equal((await readMesh('v 0 0 0\rv 1 0 0\rv 0 1 0\rf 1 2 3')).polygons.count, 1);
    assert.equal((await readText('# nothing\n')).model.count, 0);
  });

  it('says in which line something is wrong', async () => {
    const cases: readonly (readonly [string, number])[] = [['v 0 0 0\nv 1 x 0\n', 2], ['v 0 0\n', 1], ['v 0 0 0\n\nf 1/a 1 1\n', 3], ['v 0 0 0 \\\n 1 0 0\nf 1//x\n', 3]];
    for (const [text, line] of cases) {
      await assert.rejects(readText(text), (error) => error instanceof FormatError && error.details.place?.kind === 'line' && error.details.place.line === line, text);
    }
    for (const text of ['', 'hello world\n', '\x7fELF\0\0']) await assert.rejects(readText(text), FormatError);
    await assert.rejects(readText('v 0 0 0\n'.repeat(1000), 1000), /at most/);
  });

  it('reads the same from slices of any size', async () => {
    const bytes = new Uint8Array(Buffer.from(`${'v 0.125 -3e-2 7 # x\n'.repeat(300_000)}f 1 2 3 4`));
    const mesh = await readMesh(bytes);
    assert.equal(mesh.count, 300_000);
    assert.ok(mesh.positions.data.every((value, i) => value === [0.125, -0.03, 7][i % 3]));
    assert.equal(triangulate(mesh.positions.data, mesh.polygons).faces.length, 2);
  });

  it('is told from its content too', () => {
    const head = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
    assert.ok(objFormat.recognise(head('# x\nv 0 0 0\n'), 'a.txt'));
    assert.ok(!objFormat.recognise(head('very well\n'), 'a.txt'));
    assert.ok(!objFormat.recognise(new Uint8Array([0x4c, 1, 0, 0, 118, 32, 48]), 'a.obj'));
  });
});

describe('writing OBJ', () => {
  it('reads back as the same vertices, faces, edges and colours', async () => {
    const coordinate = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.float({ noNaN: true, noDefaultInfinity: true }));
    const meshes = fc.record({ coordinates: fc.array(coordinate, { minLength: 9, maxLength: 60 }), faces: fc.array(fc.array(fc.nat(2), { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 5 }) });
    await fc.assert(
      fc.asyncProperty(meshes, async ({ coordinates, faces }) => {
        const count = Math.floor(coordinates.length / 3);
        const mesh = await readMesh(`${Array.from({ length: count }, (_, i) => `v ${coordinates.slice(3 * i, 3 * i + 3).join(' ')}`).join('\n')}\n${faces.map((face) => `f ${face.map((i) => i + 1).join(' ')}`).join('\n')}\nl 1 2\n`);
        const again = await readMesh(written(mesh));
        assert.deepEqual(again.positions, mesh.positions);
        assert.deepEqual(again.polygons, mesh.polygons);
        assert.deepEqual(again.edges, mesh.edges);
      }),
      { seed: 5, numRuns: 100 },
    );
    const coloured = await readMesh(fixture('colours.obj'));
    const again = await readMesh(written(coloured));
    assert.deepEqual([...(again.colours?.data ?? [])].map((value) => Math.round(255 * Number(value))), [...(coloured.colours?.data ?? [])]);
    assert.deepEqual(again.normals, coloured.normals);
  });

  it('leaves out what has no place, and says so', async () => {
    const house = await readMesh(fixture('house.obj'));
    assert.equal((await readMesh(written(house))).polygons.count, 4);
    assert.match(objFormat.losses?.(house)[0] ?? '', /group of faces/);
  });
});
