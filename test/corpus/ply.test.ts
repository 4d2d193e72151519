import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MemorySource } from '../../src/formats/byteSource';
import { readPly } from '../../src/formats/ply/read';
import { triangulate } from '../../src/geometry/triangulation';
import type { AnyAttribute } from '../../src/model/attribute';
import { FormatError } from '../../src/model/errors';
import type { VertexModel } from '../../src/model/model';
import type { NumericType } from '../../src/model/numericType';
import { findCorpus, isRecord, readIndex, readMalformed, type MalformedFile } from './corpusFolder';

const maximumMilliseconds = 2000;
const maximumBytes = 300e6;
const typeCodes: Partial<Record<NumericType, string>> = {
  int8: 'i1', uint8: 'u1', int16: 'i2', uint16: 'u2', int32: 'i4', uint32: 'u4', int64: 'i8', uint64: 'u8', float32: 'f4', float64: 'f8',
};

interface Reading {
  readonly model?: VertexModel;
  readonly error?: unknown;
  readonly warnings: readonly string[];
}

/** Reads a file of the corpus, in time and within the memory cap. */
async function read(folder: string, file: string): Promise<Reading> {
  const source = new MemorySource(file, new Uint8Array(readFileSync(path.join(folder, file))));
  const warnings: string[] = [];
  const memoryBefore = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  let model: VertexModel | undefined;
  let error: unknown;
  try {
    // What voxels become of a file's rows is tested with the grids.
    model = await readPly(source, { options: {}, warn: (message) => warnings.push(message) });
  } catch (caught) {
    error = caught;
  }
  assert.ok(performance.now() - started < maximumMilliseconds, `${(performance.now() - started).toFixed(0)} ms`);
  assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < maximumBytes);
  return { model, error, warnings };
}

function describeColumns(attributes: readonly AnyAttribute[]): string[] {
  return attributes.flatMap((attribute) => {
    const code = (type: NumericType): string => typeCodes[type] ?? type;
    if (attribute.kind === 'lists') return [`list ${attribute.name}:${code(attribute.type)}`];
    if (attribute.components === 1) return [`${attribute.name}:${code(attribute.type)}`];
    return (attribute.componentNames ?? []).map((name, index) => `${name}:${code(attribute.componentTypes?.[index] ?? attribute.type)}`);
  });
}

/** Names, types and counts of what a model holds, element by element, in the words of the index. */
function describeModel(model: VertexModel): { counts: Map<string, number>; columns: Map<string, string[]> } {
  const { positions, normals, colours, textureCoordinates, attributes } = model;
  const standard = [positions, normals, colours, textureCoordinates].filter((attribute) => attribute !== undefined);
  const counts = new Map([['vertex', model.count]]);
  const columns = new Map([['vertex', describeColumns([...standard, ...attributes])]]);
  if (model.kind === 'mesh') {
    const { property, count } = model.polygons;
    const list = property ? [`list ${property.name}:${typeCodes[property.type]}`] : [];
    counts.set('face', count);
    columns.set('face', [...list, ...describeColumns(model.polygons.attributes)]);
  }
  for (const table of model.elements) {
    counts.set(table.name, table.count);
    columns.set(table.name, describeColumns(table.attributes));
  }
  return { counts, columns };
}

function entriesOf(fact: unknown): [string, unknown][] {
  assert.ok(isRecord(fact));
  return Object.entries(fact);
}

function near(found: number, expected: number, what: string): void {
  // The index prints six decimals.
  assert.ok(Math.abs(found - expected) <= 1e-6 + 1e-6 * Math.abs(expected), `${what}: ${found} for ${expected}`);
}

function nearAll(found: Iterable<number>, expected: unknown, what: string): void {
  assert.ok(Array.isArray(expected));
  const values = [...found];
  assert.equal(values.length, expected.length);
  expected.forEach((value, index) => near(values[index], Number(value), what));
}

const checks: Record<string, (model: VertexModel, fact: unknown) => void> = {
  elements: (model, fact) => {
    const { counts } = describeModel(model);
    for (const [name, count] of entriesOf(fact)) assert.equal(counts.get(name), count, name);
  },
  properties: (model, fact) => {
    const { columns } = describeModel(model);
    for (const [name, expected] of entriesOf(fact)) {
      assert.ok(Array.isArray(expected));
      assert.deepEqual(new Set(columns.get(name)), new Set(expected), name);
    }
  },
  comments: (model, fact) => includesAll(model, fact),
  obj_info: (model, fact) => includesAll(model, fact),
  finite_vertices: (model, fact) => assert.equal(model.count - model.notFinite, fact),
  finite: (model, fact) => assert.equal(model.count - model.notFinite, fact),
  vertices: (model, fact) => assert.equal(model.count, fact),
  complete: (model, fact) => assert.equal(model.count, fact),
  bbox: (model, fact) => {
    assert.ok(Array.isArray(fact) && model.bounds);
    nearAll(model.bounds.min, fact[0], 'minimum');
    nearAll(model.bounds.max, fact[1], 'maximum');
  },
  extent: (model, fact) => {
    const { bounds } = model;
    assert.ok(bounds);
    nearAll(bounds.max.map((value, axis) => value - bounds.min[axis]), fact, 'extent');
  },
  first_vertex: (model, fact) => nearAll(model.positions.data.slice(0, 3), fact, 'first vertex'),
  first: (model, fact) => nearAll(model.positions.data.slice(0, 3), fact, 'first vertex'),
  faces: (model, fact) => assert.equal(model.kind === 'mesh' ? model.polygons.count : 0, fact),
  edges: (model, fact) => assert.equal(model.kind === 'mesh' ? model.edges?.count : 0, fact),
  face_sizes: (model, fact) => {
    assert.ok(model.kind === 'mesh');
    const sizes: Record<string, number> = {};
    for (let face = 0; face < model.polygons.count; face++) {
      const size = model.polygons.offsets[face + 1] - model.polygons.offsets[face];
      sizes[size] = (sizes[size] ?? 0) + 1;
    }
    assert.deepEqual(sizes, fact);
  },
  triangles_after_fan: (model, fact) => {
    assert.ok(model.kind === 'mesh');
    assert.equal(triangulate(model.positions.data, model.polygons).faces.length, fact);
  },
  max_index: (model, fact) => {
    assert.ok(model.kind === 'mesh');
    assert.equal(model.polygons.indices.reduce((largest, index) => Math.max(largest, index), 0), fact);
  },
};

function includesAll(model: VertexModel, fact: unknown): void {
  assert.ok(Array.isArray(fact));
  for (const text of fact) assert.ok(model.comments.includes(String(text)), String(text));
}

/** Facts about the file rather than the model, which the tests above them cover. */
const otherFacts = new Set(['format', 'declared']);

function checkFacts(model: VertexModel, facts: Readonly<Record<string, unknown>>): void {
  for (const [name, fact] of Object.entries(facts)) {
    if (otherFacts.has(name)) continue;
    assert.ok(name in checks, `no check for the fact "${name}"`);
    checks[name](model, fact);
  }
}

function checkOutcome(row: MalformedFile, { model, error, warnings }: Reading): void {
  const said = `${error instanceof Error ? error.message : 'no error'}; warnings: ${warnings.join(' ')}`;
  if (error !== undefined) assert.ok(error instanceof FormatError, said);
  if (row.expect === 'reject') assert.ok(error, said);
  if (row.expect === 'ok' || row.expect === 'warn') assert.ok(model, said);
  if (row.expect === 'ok') assert.equal(warnings.length, 0, said);
  if (row.expect === 'warn') assert.ok(warnings.length > 0, said);
  if (model && row.expect !== 'nocrash') checkFacts(model, row.facts);
}

describe('PLY files of other programs', () => {
  const folder = findCorpus();
  if (folder === null) {
    it('are not here: set INSPECT3D_CORPUS to a folder with an INDEX.tsv to test them', () => {
      console.log('      The corpus of PLY files was not found; nothing of it was tested.');
    });
    return;
  }
  for (const { file, facts } of readIndex(folder, 'ply')) {
    it(`${file} has the facts that another program read`, async () => {
      const { model, error, warnings } = await read(folder, file);
      assert.ok(model, String(error));
      assert.deepEqual(warnings, []);
      checkFacts(model, facts);
    });
  }
  for (const row of readMalformed(folder, 'ply')) {
    it(`${row.file}: ${row.expect} (${row.what})`, async () => {
      checkOutcome(row, await read(folder, row.file));
    });
  }
});
