import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withTriangles } from '../../src/compute/withTriangles';
import { MemorySource } from '../../src/formats/byteSource';
import type { Format } from '../../src/formats/format';
import { objFormat } from '../../src/formats/obj/obj';
import { stlFormat } from '../../src/formats/stl/stl';
import { triangulate } from '../../src/geometry/triangulation';
import { FormatError } from '../../src/model/errors';
import { isVertexModel, type Model, type VertexModel } from '../../src/model/model';
import { findCorpus, isRecord, readIndex, readMalformed } from './corpusFolder';

const maximumMilliseconds = 2000;
const maximumBytes = 300e6;

interface Reading {
  readonly model?: VertexModel;
  readonly error?: unknown;
  readonly warnings: readonly string[];
}

async function readBytes(format: Format, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Reading> {
  const warnings: string[] = [];
  const memoryBefore = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  let model: Model | undefined;
  let error: unknown;
  try {
    model = await format.read(new MemorySource(name, bytes), { options: {}, warn: (message) => warnings.push(message) });
  } catch (caught) {
    error = caught;
  }
  assert.ok(performance.now() - started < maximumMilliseconds);
  assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < maximumBytes);
  return { ...(model && isVertexModel(model) ? { model } : {}), error, warnings };
}

const read = (format: Format, folder: string, file: string): Promise<Reading> => readBytes(format, file, new Uint8Array(readFileSync(path.join(folder, file))));

function triangles(model: VertexModel): number {
  return model.kind === 'mesh' ? triangulate(model.positions.data, model.polygons).faces.length : 0;
}

function near(found: readonly number[], expected: unknown): void {
  assert.ok(Array.isArray(expected) && expected.length === found.length);
  // Facts are printed to six decimals.
  found.forEach((value, i) => assert.ok(Math.abs(value - Number(expected[i])) <= 1e-6 * (1 + Math.abs(value)), `${value} for ${expected[i]}`));
}

const checks: Record<string, (model: VertexModel, fact: unknown) => void> = {
  bbox: (model, fact) => {
    assert.ok(Array.isArray(fact) && model.bounds);
    near(model.bounds.min, fact[0]);
    near(model.bounds.max, fact[1]);
  },
  triangles: (model, fact) => assert.equal(triangles(model), fact),
  triangles_vtk: (model, fact) => assert.equal(triangles(model), fact),
  binary_count: (model, fact) => assert.equal(triangles(model), fact),
  good_faces: (model, fact) => assert.equal(triangles(model), fact),
  vertices: (model, fact) => assert.equal(model.count, fact),
  v_columns: (model, fact) => assert.deepEqual([model.colours ? 6 : 3], fact),
  face_sizes: (model, fact) => {
    assert.ok(model.kind === 'mesh');
    const sizes: Record<string, number> = {};
    for (let face = 0; face < model.polygons.count; face++) {
      const size = model.polygons.offsets[face + 1] - model.polygons.offsets[face];
      sizes[size] = (sizes[size] ?? 0) + 1;
    }
    assert.deepEqual(sizes, fact);
  },
  statements: (model, fact) => {
    assert.ok(isRecord(fact) && model.kind === 'mesh');
    assert.equal(model.count, fact['v']);
    assert.equal(model.polygons.count, fact['f']);
    assert.equal(model.normals ? model.count : 0, fact['vn']);
  },
};
/** Facts that the reader decides by, and its outcome shows. */
const otherFacts = new Set(['size_says_binary', 'starts_with_solid']);

function checkFacts(model: VertexModel, facts: Readonly<Record<string, unknown>>): void {
  for (const [name, fact] of Object.entries(facts)) {
    if (otherFacts.has(name)) continue;
    assert.ok(name in checks, `no check for the fact "${name}"`);
    checks[name](model, fact);
  }
}

describe('OBJ and STL files of other programs', () => {
  const folder = findCorpus();
  if (folder === null) {
    it('are not here: set INSPECT3D_CORPUS to a folder with an INDEX.tsv to test them', () => {
      console.log('      The corpus of OBJ and STL files was not found; nothing of it was tested.');
    });
    return;
  }
  for (const format of [objFormat, stlFormat]) {
    for (const { file, facts } of readIndex(folder, format.id)) {
      it(`${file} has the facts that another program read, and keeps them when it is written`, async () => {
        const { model, error, warnings } = await read(format, folder, file);
        assert.ok(model, String(error));
        assert.deepEqual(warnings, []);
        checkFacts(model, facts);
        for (const encoding of ['binary', 'ascii'] as const) {
          const bytes = new Uint8Array(Buffer.concat([...(format.write?.(withTriangles(model), { encoding }) ?? [])]));
          const again = await readBytes(format, 'again', bytes);
          assert.ok(again.model, String(again.error));
          checkFacts(again.model, facts);
        }
      });
    }
    for (const row of readMalformed(folder, format.id)) {
      it(`${row.file}: ${row.expect} (${row.what})`, async () => {
        const { model, error, warnings } = await read(format, folder, row.file);
        const said = `${error instanceof Error ? error.message : 'no error'}; warnings: ${warnings.join(' ')}`;
        if (error !== undefined) assert.ok(error instanceof FormatError, said);
        if (row.expect === 'reject') assert.ok(error, said);
        if (row.expect === 'ok' || row.expect === 'warn') assert.ok(model, said);
        if (row.expect === 'ok') assert.equal(warnings.length, 0, said);
        if (row.expect === 'warn') assert.ok(warnings.length > 0, said);
        if (model && row.expect !== 'nocrash') checkFacts(model, row.facts);
      });
    }
  }
});
