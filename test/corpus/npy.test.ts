import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MemorySource } from '../../src/formats/byteSource';
import { MemoryBudget } from '../../src/formats/memoryBudget';
import { npyFormat } from '../../src/formats/npy/npy';
import { readNpyArray } from '../../src/formats/npy/readArray';
import { FormatError } from '../../src/model/errors';
import type { Model } from '../../src/model/model';
import type { NumericType } from '../../src/model/numericType';
import { findCorpus, isRecord, readIndex, readMalformed } from './corpusFolder';

const maximumMilliseconds = 2000;
const maximumBytes = 300e6;
const unreadable = /complex64|object_pickle|unicode_strings/;
const typeNames: Readonly<Record<string, NumericType>> = { '>f4': 'float32' };

interface Reading {
  readonly model?: Model;
  readonly error?: unknown;
}

async function read(file: string, source: MemorySource, array?: string): Promise<Reading> {
  const memoryBefore = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  const reading = await npyFormat.read(source, { options: array === undefined ? {} : { array }, warn: () => undefined }).then(
    (model): Reading => ({ model }),
    (error: unknown): Reading => ({ error }),
  );
  assert.ok(performance.now() - started < maximumMilliseconds, file);
  assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < maximumBytes, file);
  return reading;
}

function valuesOf(model: Model): number[] {
  if (model.kind !== 'pointCloud') {
    assert.ok(model.kind !== 'mesh' && model.kind !== 'detections');
    return Array.from(model.values.data, Number);
  }
  const columns = [model.positions, model.normals, model.colours, ...model.attributes].filter((column) => column !== undefined);
  return columns.flatMap(({ data }) => Array.from(data, Number));
}

function checkFacts(model: Model, facts: Readonly<Record<string, unknown>>): void {
  const { shape, dtype, finite, min, max, sum, first } = facts;
  const values = valuesOf(model);
  if (Array.isArray(shape)) {
    if (typeof dtype !== 'string' || !dtype.startsWith('[')) assert.equal(values.length, shape.reduce<number>((product, size) => product * Number(size), 1), 'values');
    else assert.equal(model.count, shape[0], 'items');
  }
  const type = model.kind === 'pointCloud' ? model.positions.type : model.kind === 'mesh' || model.kind === 'detections' ? undefined : model.values.type;
  if (typeof dtype === 'string' && !dtype.startsWith('[')) assert.equal(type, typeNames[dtype] ?? dtype);
  if (typeof finite !== 'number') return;
  const numbers = values.filter(Number.isFinite);
  const near = (found: number, expected: unknown, what: string): void => assert.ok(Math.abs(found - Number(expected)) <= 1e-9 * Math.max(1, Math.abs(Number(expected))), `${what}: ${found} for ${String(expected)}`);
  assert.equal(numbers.length, finite);
  near(Math.min(...numbers), min, 'minimum');
  near(Math.max(...numbers), max, 'maximum');
  near(numbers.reduce((total, value) => total + value, 0), sum, 'sum');
  near(values[0], first, 'first');
}

describe('NPY files of the corpus', () => {
  const folder = findCorpus();
  if (folder === null) {
    it('are not here: set INSPECT3D_CORPUS to read them', function () {
      this.skip();
    });
    return;
  }
  const source = (file: string): MemorySource => new MemorySource(file, new Uint8Array(readFileSync(path.join(folder, file))));

  for (const { file, facts } of readIndex(folder, 'npy')) {
    it(file, async () => {
      const { model, error } = await read(file, source(file));
      if (unreadable.test(file)) {
        assert.ok(error instanceof FormatError);
        if (file.includes('pickle')) assert.match(error.message, /pickled/);
        return;
      }
      assert.ok(model, String(error));
      checkFacts(model, facts);
    });
  }

  for (const { file, facts } of readIndex(folder, 'npz')) {
    for (const [array, own] of Object.entries(facts)) {
      it(`${file}: ${array}`, async () => {
        const { model, error } = await read(file, source(file), array);
        assert.ok(isRecord(own));
        if (String(own['dtype']).startsWith('<U')) assert.ok(error instanceof FormatError);
        else {
          assert.ok(model, String(error));
          checkFacts(model, own);
        }
      });
    }
  }

  it('read the same points and field in every type and order', async () => {
    const load = async (name: string): Promise<Model> => {
      const { model } = await read(name, source(path.join('written_by_peers', 'numpy', name)));
      assert.ok(model);
      return model;
    };
    const points = valuesOf(await load('points_f4.npy'));
    for (const name of ['points_bigendian_f4.npy', 'points_fortran_f4.npy', 'points_3xN_f4.npy']) assert.deepEqual(valuesOf(await load(name)), points, name);
    const structured = await load('points_structured.npy');
    const coloured = await load('points_xyzrgb_f4.npy');
    assert.ok(structured.kind === 'pointCloud' && coloured.kind === 'pointCloud');
    assert.deepEqual(Array.from(structured.positions.data), points);
    assert.ok(structured.colours && coloured.colours);
    const field = await load('sdf_ijk_f4.npy');
    const turned = await load('sdf_fortran_f8.npy');
    assert.ok(field.kind === 'scalarGrid' && turned.kind === 'scalarGrid');
    assert.deepEqual([turned.dimensions, turned.axisOrder, field.axisOrder], [field.dimensions, [0, 1, 2], [2, 1, 0]]);
    const [nx, ny, nz] = field.dimensions;
    for (let cell = 0; cell < field.count; cell += 97) {
      const [x, y, z] = [cell % nx, Math.floor(cell / nx) % ny, Math.floor(cell / nx / ny)];
      assert.ok(Math.abs(turned.values.data[cell] - field.values.data[(x * ny + y) * nz + z]) < 1e-6);
    }
  });

  for (const { file, expect, facts, what } of readMalformed(folder, 'npy')) {
    it(`${file} (${what}): ${expect}`, async () => {
      const { model, error } = await read(file, source(file));
      if (error !== undefined) assert.ok(error instanceof FormatError, file);
      if (expect === 'reject') assert.ok(error !== undefined);
      if (expect !== 'ok') return;
      assert.ok(model, String(error));
      if (Array.isArray(facts['row1'])) assert.deepEqual(valuesOf(model).slice(3, 6), facts['row1']);
      if (Array.isArray(facts['shape']) && !file.endsWith('npz')) {
        const { shape } = await readNpyArray(source(file), { warn: () => undefined }, new MemoryBudget(file, undefined));
        assert.deepEqual(shape, facts['shape']);
      }
    });
  }
});
