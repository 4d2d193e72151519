import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource, type ByteSource } from '../../../src/formats/byteSource';
import type { ReadContext } from '../../../src/formats/format';
import { plyFormat } from '../../../src/formats/ply/ply';
import { CancelledError, FormatError } from '../../../src/model/errors';
import type { Mesh } from '../../../src/model/mesh';
import { isVertexModel, type VertexModel } from '../../../src/model/model';

interface Reading {
  readonly model: VertexModel;
  readonly warnings: readonly string[];
}

function bytesOf(...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))));
}

async function readBytes(bytes: Uint8Array<ArrayBuffer>, context: Partial<ReadContext> = {}): Promise<Reading> {
  const warnings: string[] = [];
  const model = await plyFormat.read(new MemorySource('test.ply', bytes), { options: {}, warn: (message) => warnings.push(message), ...context });
  assert.ok(isVertexModel(model));
  return { model, warnings };
}

function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'ply', name)));
}

async function readMesh(bytes: Uint8Array<ArrayBuffer>): Promise<Mesh> {
  const { model } = await readBytes(bytes);
  assert.ok(model.kind === 'mesh');
  return model;
}

function header(format: string, ...lines: readonly string[]): string {
  return ['ply', `format ${format} 1.0`, ...lines, 'end_header', ''].join('\n');
}

const xyz = ['property float x', 'property float y', 'property float z'];

async function errorOf(bytes: Uint8Array<ArrayBuffer>, context: Partial<ReadContext> = {}): Promise<FormatError> {
  try {
    await readBytes(bytes, context);
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error;
  }
  return assert.fail('It was read.');
}

/** Binary points of x, y, z and three bytes, each with its own number in every value. */
function countedPoints(count: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(15 * count);
  const view = new DataView(data.buffer);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) view.setFloat32(15 * i + 4 * axis, i + axis / 4, true);
    data.set([i & 255, (i >> 8) & 255, (i >> 16) & 255], 15 * i + 12);
  }
  return bytesOf(header('binary_little_endian', `element vertex ${count}`, ...xyz, 'property uchar red', 'property uchar green', 'property uchar blue'), data);
}

describe('reading PLY', () => {
  it('reads every part of a mesh in text', async () => {
    const { model, warnings } = await readBytes(fixture('mesh_ascii.ply'));
    assert.ok(model.kind === 'mesh');
    assert.deepEqual(model.comments, ['a house with all sizes of faces', 'made by hand']);
    assert.equal(model.count, 6);
    assert.equal(model.notFinite, 1);
    assert.deepEqual(model.bounds, { min: [0, 0, 0], max: [1, 1.5, 0.5] });
    assert.deepEqual([model.normals?.components, model.normals?.type], [3, 'float32']);
    assert.deepEqual([...(model.colours?.data ?? [])].slice(0, 4), [255, 0, 0, 0]);
    assert.deepEqual(model.textureCoordinates?.componentNames, ['s', 't']);
    assert.deepEqual([...model.polygons.offsets], [0, 3, 7, 12, 15]);
    assert.deepEqual([...model.polygons.indices.slice(-3)], [2, 4, 0xffffffff]);
    assert.deepEqual(model.polygons.attributes.map(({ name }) => name), ['texcoord', 'label']);
    assert.deepEqual([...(model.edges?.indices ?? [])], [0, 1, 2, 3]);
    assert.deepEqual(model.elements.map(({ name, count }) => [name, count]), [['camera', 1]]);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0], /^1 of 4 faces name vertices/);
    assert.match(warnings[1], /^1 of 6 points have a coordinate that is not finite/);
  });

  it('reads the same from little and from big endian', async () => {
    const little = await readMesh(fixture('mesh_little.ply'));
    assert.deepEqual(little, await readMesh(fixture('mesh_big.ply')));
    const [id] = little.attributes;
    assert.deepEqual([...id.data], [0n, 1n, 2n, 3n].map((step) => 2n ** 60n + step));
    assert.deepEqual(little.colours?.componentNames, ['r', 'g', 'b']);
    assert.deepEqual(little.polygons.property, { name: 'vertex_index', type: 'int32', countType: 'uint8' });
  });

  it('keeps doubles, 16-bit colours with alpha, and CRLF apart from data', async () => {
    const { model, warnings } = await readBytes(fixture('points_double.ply'));
    assert.deepEqual(warnings, []);
    assert.ok(model.positions.data instanceof Float64Array);
    assert.equal(model.positions.data[3], 500000.001);
    assert.deepEqual([model.colours?.type, model.colours?.components], ['uint16', 4]);
    assert.deepEqual(model.attributes.map(({ name }) => name), ['intensity']);
  });

  it('turns strips into triangles that face the same way', async () => {
    const { polygons } = await readMesh(fixture('strips.ply'));
    assert.deepEqual([...polygons.indices], [0, 1, 2, 2, 1, 3, 2, 3, 4]);
  });

  it('colours splats by their constant harmonic', async () => {
    const { model } = await readBytes(fixture('splats.ply'));
    // 0.5 + 0.28209479177387814 f, in bytes, for f = (-1, sqrt(pi), -5), (0, 0, 0), (1, -sqrt(pi), 5).
    assert.deepEqual([...(model.derivedColours?.data ?? [])], [56, 255, 0, 128, 128, 128, 199, 0, 255]);
    assert.equal(model.attributes.length, 12);
    assert.equal(model.colours, undefined);
  });

  it('reads lists inside vertices and wrapped rows', async () => {
    const { model } = await readBytes(fixture('lists_in_vertices.ply'));
    assert.deepEqual([...model.positions.data], [0, 0, 0, 1, 2, 3, 2, 4, 6]);
    const [neighbours] = model.attributes;
    assert.ok(neighbours.kind === 'lists');
    assert.deepEqual([...neighbours.offsets], [0, 0, 1, 3]);
    const wrapped = await readBytes(fixture('wrapped_rows.ply'));
    assert.deepEqual([...wrapped.model.positions.data], [0, 0, 0, 1, 0, 0, 0, 1, 0]);
    assert.deepEqual(wrapped.warnings, []);
  });

  it('takes each line as a row where some hold too few or too many values, and names them', async () => {
    const { model, warnings } = await readBytes(fixture('uneven_rows.ply'));
    assert.deepEqual([...model.positions.data], [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]);
    assert.deepEqual([...model.attributes[0].data], [1, 0, 3, 4]);
    assert.match(warnings[0], /^Line 10 has fewer values/);
    assert.match(warnings[1], /^Line 11 has more values/);
  });

  it('reads fractions under a header that says uchar as colours', async () => {
    const lines = ['element vertex 3', ...xyz, 'property uchar red', 'property uchar green', 'property uchar blue'];
    const { model, warnings } = await readBytes(bytesOf(header('ascii', ...lines), '0 0 0 1 1 1\n0 0 1 0 0.25 1\n0 0 2 0.5 0 0\n'));
    assert.equal(model.colours?.type, 'float32');
    assert.deepEqual([...(model.colours?.data ?? [])], [1, 1, 1, 0, 0.25, 1, 0.5, 0, 0]);
    assert.match(warnings.join(), /fractions of 1/);
  });

  it('keeps what is whole of a file cut anywhere, and says what is missing', async () => {
    const whole = countedPoints(40);
    const dataStart = whole.length - 40 * 15;
    for (let length = dataStart + 15; length < whole.length; length++) {
      const rows = Math.floor((length - dataStart) / 15);
      const { model, warnings } = await readBytes(whole.slice(0, length));
      assert.equal(model.count, rows);
      assert.equal(model.positions.data.length, 3 * rows);
      assert.equal(model.bounds?.max[0], rows - 1);
      assert.match(warnings[0], new RegExp(`${rows} of 40 vertices are there, ${40 - rows} are missing`));
    }
  });

  it('checks the memory it is going to need against the limit', async () => {
    const error = await errorOf(countedPoints(1000), { options: { limit: 14_999 } });
    assert.match(error.message, /15\.0 kB needed/);
    assert.equal((await readBytes(countedPoints(1000), { options: { limit: 15_000 } })).model.count, 1000);
  });

  it('allocates nothing for what a header promises and the file cannot hold', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const lines = ['element vertex 4000000000', ...xyz, 'element face 4000000000', 'property list uchar int vertex_indices'];
    const { model } = await readBytes(bytesOf(header('binary_little_endian', ...lines), new Uint8Array(36)));
    assert.equal(model.count, 3);
    assert.ok(process.memoryUsage().arrayBuffers - before < 5e6);
  });

  it('names line, expected and found of a word that is no number', async () => {
    const error = await errorOf(bytesOf(header('ascii', 'element vertex 2', ...xyz), '0 0 0\n0 zero 0\n'));
    assert.deepEqual(error.details.place, { kind: 'line', line: 9 });
    assert.equal(error.details.found, '"zero"');
  });

  it('says what a file is that is no PLY', async () => {
    assert.match((await errorOf(new Uint8Array([0x1f, 0x8b, 8, 0]))).message, /gzip data/);
    assert.match((await errorOf(bytesOf('<!DOCTYPE html>'))).message, /an HTML page/);
    assert.match((await errorOf(new Uint8Array(0))).message, /an empty file/);
    assert.match((await errorOf(bytesOf('plyboard\n'))).message, /"plyboard"/);
  });

  it('gives the same whatever the slices in which bytes come', async () => {
    // A source whose first read is short of the header's length forces the parser to join slices.
    for (const name of ['mesh_ascii.ply', 'mesh_little.ply', 'lists_in_vertices.ply', 'points_double.ply']) {
      const { model } = await readBytes(fixture(name));
      const { ByteCursor, ByteSlices } = await import('../../../src/formats/byteSlices');
      const bytes = fixture(name);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 200 }), async (needs) => {
          const cursor = new ByteCursor(new ByteSlices(new MemorySource(name, bytes), 0, { initial: bytes.slice(0, 7) }), 0);
          const seen: number[] = [];
          for (const need of needs) {
            if (!(await cursor.fill(need))) break;
            assert.equal(cursor.offset, seen.length);
            seen.push(...cursor.bytes.subarray(cursor.position, cursor.position + need));
            cursor.position += need;
          }
          assert.deepEqual(seen, [...bytes.subarray(0, seen.length)]);
        }),
        { seed: 5, numRuns: 20 },
      );
      assert.ok(model.count > 0);
    }
  });

  it('reads files of several slices, telling progress and vertices as they arrive', async function () {
    this.timeout(20000);
    const count = 1_300_000;
    const shares: number[] = [];
    const ready: number[] = [];
    const { model } = await readBytes(countedPoints(count), {
      progress: (share) => shares.push(share),
      verticesReady: (vertices, rows) => {
        assert.equal(vertices.kind, 'pointCloud');
        assert.equal(vertices.count, count);
        assert.equal(vertices.positions.data[3 * (rows - 1)], rows - 1);
        ready.push(rows);
      },
    });
    assert.ok(ready.length >= 3 && ready.at(-1) === count);
    assert.ok(ready.every((rows, index) => index === 0 || rows > ready[index - 1]));
    assert.equal(shares.at(-1), 1);
    for (let i = 0; i < count; i++) {
      if (model.positions.data[3 * i + 2] !== Math.fround(i + 0.5) || model.colours?.data[3 * i + 2] !== i >> 16) assert.fail(`point ${i}`);
    }
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    const reading = readBytes(countedPoints(1_300_000), { signal: controller.signal, progress: () => controller.abort() });
    await assert.rejects(reading, CancelledError);
  });

  it('notices a file that became shorter', async () => {
    const whole = countedPoints(600_000);
    const source: ByteSource = { name: 'shrunk.ply', size: whole.length, read: (offset, length) => Promise.resolve(whole.slice(offset, Math.min(offset + length, 1_000_000))) };
    await assert.rejects(plyFormat.read(source, { options: {}, warn: () => undefined }), /changed while it was read/);
  });

  it('stays quick with thousands of properties and elements', async () => {
    const properties = Array.from({ length: 5_000 }, (_value, index) => `property float p${index}`);
    const elements = Array.from({ length: 5_000 }, (_value, index) => `element e${index} 0\nproperty int a`);
    const started = performance.now();
    await readBytes(bytesOf(header('binary_little_endian', 'element vertex 1', ...xyz, ...properties, ...elements), new Uint8Array(12 + 20_000)));
    assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
  });
});

describe('a sample of PLY', () => {
  it('is spread over the whole file and only of its own points', async () => {
    const count = 200_000;
    const source = new MemorySource('sample.ply', countedPoints(count));
    const sample = await plyFormat.sample?.(source, { options: {}, warn: () => undefined }, 10_000);
    assert.ok(sample);
    assert.ok(Math.abs(sample.count - 10_000) < 500);
    const hits = new Uint8Array(20);
    for (let i = 0; i < sample.count; i++) {
      const x: number = sample.positions.data[3 * i];
      assert.equal(sample.positions.data[3 * i + 1], Math.fround(x + 0.25));
      assert.equal(sample.colours?.data[3 * i], x & 255);
      hits[Math.floor((20 * x) / count)] = 1;
    }
    assert.ok(hits.every((hit) => hit === 1));
  });

  it('of text has whole lines only, also when faces follow', async () => {
    const count = 50_000;
    const rows = Array.from({ length: count }, (_value, index) => `${index} ${index + 0.5} -${index}\n`);
    const faces = Array.from({ length: 50_000 }, (_value, index) => `3 0 1 ${index}\n`);
    const lines = [`element vertex ${count}`, ...xyz, 'element face 50000', 'property list uchar int vertex_indices'];
    const source = new MemorySource('sample.ply', bytesOf(header('ascii', ...lines), rows.join(''), faces.join('')));
    const sample = await plyFormat.sample?.(source, { options: {}, warn: () => undefined }, 2000);
    assert.ok(sample && sample.count > 1500 && sample.count <= 2100);
    for (let i = 0; i < sample.count; i++) assert.equal(sample.positions.data[3 * i + 2], -sample.positions.data[3 * i]);
    assert.ok((sample.bounds?.max[0] ?? 0) > 0.7 * count);
  });

  it('is not taken of a file that is hardly larger', async () => {
    const source = new MemorySource('small.ply', countedPoints(100));
    assert.equal(await plyFormat.sample?.(source, { options: {}, warn: () => undefined }, 51), null);
    assert.equal((await plyFormat.sample?.(source, { options: {}, warn: () => undefined }, 50))?.count, 50);
  });
});

describe('plyFormat', () => {
  it('knows its files and which are text', () => {
    assert.equal(plyFormat.recognise(fixture('mesh_ascii.ply'), 'a'), true);
    assert.equal(plyFormat.recognise(bytesOf('ply \nformat'), 'a'), true);
    assert.equal(plyFormat.recognise(bytesOf('plywood'), 'a.ply'), false);
    assert.equal(plyFormat.decodeInPlace?.(fixture('mesh_ascii.ply')), true);
    assert.equal(plyFormat.decodeInPlace?.(fixture('mesh_little.ply')), false);
  });
});
