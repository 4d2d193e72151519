import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { CancelledError, FormatError } from '../../../src/model/errors';
import type { Model } from '../../../src/model/model';
import { MemorySource } from '../../../src/formats/byteSource';
import type { ReaderOptions } from '../../../src/formats/format';
import { MemoryBudget } from '../../../src/formats/memoryBudget';
import { npyFormat } from '../../../src/formats/npy/npy';
import { parsePythonLiteral } from '../../../src/formats/npy/pythonLiteral';
import { readNpyArray, type NpyArray } from '../../../src/formats/npy/readArray';

/** An array as numpy.lib.format describes it, made without the code under test. */
function npyBytes(descr: string, shape: string, payload: Uint8Array, { version = 1, fortran = false }: { version?: number; fortran?: boolean } = {}): Uint8Array<ArrayBuffer> {
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`, version === 3 ? 'utf8' : 'latin1');
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...(version === 1 ? [0, 0] : [0, 0, 0, 0])]);
  if (version === 1) start.writeUInt16LE(header.length, 8);
  else start.writeUInt32LE(header.length, 8);
  return Uint8Array.from(Buffer.concat([start, header, payload]));
}

const bytesOf = (values: ArrayBufferView): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly deflated: boolean;
  /** What the directory says instead of the true size. */
  readonly claimed?: number;
}

function zipBytes(files: readonly ZippedFile[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, deflated, claimed } of files) {
    const packed = deflated ? deflateRawSync(bytes) : Buffer.from(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(deflated ? 8 : 0, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(deflated ? 8 : 0, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimed ?? bytes.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += local.length + name.length + packed.length;
  }
  const middle = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(middle.length, 12);
  end.writeUInt32LE(offset, 16);
  return Uint8Array.from(Buffer.concat([...parts, middle, end]));
}

/** A source that puts bytes where they are wanted, as files of a disk do. */
class PlacingSource extends MemorySource {
  placed = 0;

  async readInto(offset: number, into: Uint8Array<ArrayBufferLike>): Promise<number> {
    const bytes = await this.read(offset, into.byteLength);
    into.set(bytes);
    this.placed += bytes.byteLength;
    return bytes.byteLength;
  }
}

const readArray = (bytes: Uint8Array<ArrayBuffer>, Source: typeof MemorySource = MemorySource): Promise<NpyArray> =>
  readNpyArray(new Source('a.npy', bytes), { warn: () => undefined }, new MemoryBudget('a.npy', undefined));

async function readModel(bytes: Uint8Array<ArrayBuffer>, options: ReaderOptions = {}, name = 'a.npy'): Promise<{ model: Model; warnings: string[] }> {
  const warnings: string[] = [];
  const model = await npyFormat.read(new MemorySource(name, bytes), { options, warn: (message) => warnings.push(message) });
  return { model, warnings };
}

describe('NPY arrays', () => {
  const types: readonly (readonly [string, string, ArrayBufferView])[] = [
    ['i1', 'int8', Int8Array.of(-128, 0, 127)],
    ['u1', 'uint8', Uint8Array.of(0, 128, 255)],
    ['i2', 'int16', Int16Array.of(-32768, 2, 32767)],
    ['u2', 'uint16', Uint16Array.of(0, 258, 65535)],
    ['i4', 'int32', Int32Array.of(-(2 ** 31), 3, 2 ** 31 - 1)],
    ['u4', 'uint32', Uint32Array.of(0, 4, 2 ** 32 - 1)],
    ['i8', 'int64', BigInt64Array.of(-(2n ** 63n), 5n, 2n ** 63n - 1n)],
    ['u8', 'uint64', BigUint64Array.of(0n, 6n, 2n ** 64n - 1n)],
    ['f4', 'float32', Float32Array.of(-1.5, NaN, Infinity)],
    ['f8', 'float64', Float64Array.of(-1.1, 5e-324, 1.7e308)],
  ];
  for (const [code, type, values] of types) {
    it(`reads ${type} in both byte orders`, async () => {
      const size = Number(code[1]);
      const turned = Buffer.from(bytesOf(values));
      for (let at = 0; at < turned.length; at += size) turned.subarray(at, at + size).reverse();
      for (const [order, payload] of [['<', bytesOf(values)], ['>', turned]] as const) {
        const { columns, shape } = await readArray(npyBytes(`'${order}${code}'`, '(3,)', payload));
        assert.deepEqual(shape, [3]);
        assert.equal(columns[0].type, type);
        assert.deepEqual(columns[0].data, values);
        const { columns: placed } = await readArray(npyBytes(`'${order}${code}'`, '(3,)', payload), PlacingSource);
        assert.deepEqual(placed[0].data, values);
      }
    });
  }

  it('puts numbers straight where they are kept, also in shared memory, and tells a file that ends early', async () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    const bytes = npyBytes("'<f4'", '(2, 3)', bytesOf(values));
    const budget = new MemoryBudget('a.npy', undefined, (count) => new SharedArrayBuffer(count));
    const source = new PlacingSource('a.npy', bytes);
    const { columns } = await readNpyArray(source, { warn: () => undefined }, budget);
    assert.ok(columns[0].data.buffer instanceof SharedArrayBuffer);
    assert.deepEqual([...columns[0].data], [...values]);
    assert.equal(source.placed, 24);
    class ShortSource extends PlacingSource {
      override async readInto(offset: number, into: Uint8Array<ArrayBufferLike>): Promise<number> {
        return (await super.readInto(offset, into)) - 4;
      }
    }
    await assert.rejects(readArray(bytes, ShortSource), FormatError);
  });

  it('reads every half-precision number as the definition has it', async () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
    const { columns } = await readArray(npyBytes("'<f2'", '(65536,)', bytesOf(halves)));
    const data = columns[0].data;
    assert.ok(data instanceof Float32Array);
    for (const [bits, value] of [[0x3c00, 1], [0xc000, -2], [0x7bff, 65504], [0x0001, 2 ** -24], [0x0400, 2 ** -14], [0x3555, 0.333251953125], [0x7c00, Infinity], [0x8000, -0]]) assert.ok(Object.is(data[bits], value), `${bits}`);
    // Between neighbours of one sign, values rise.
    for (let bits = 1; bits <= 0x7c00; bits++) assert.ok(data[bits] > data[bits - 1] && data[bits + 0x8000] < data[bits + 0x7fff]);
    assert.ok(Number.isNaN(data[0x7e00]));
  });

  it('reads bool, versions 2 and 3, no axes and named fields', async () => {
    assert.deepEqual((await readArray(npyBytes("'|b1'", '(3,)', Uint8Array.of(0, 1, 7)))).columns[0], { name: null, type: 'bool', components: 1, data: Uint8Array.of(0, 1, 1) });
    for (const version of [2, 3]) assert.deepEqual((await readArray(npyBytes("'<f8'", '()', bytesOf(Float64Array.of(2.5)), { version }))).columns[0].data, Float64Array.of(2.5));
    const items = Buffer.alloc(2 * 13);
    [0, 1].forEach((item) => {
      items.writeFloatBE(item + 0.5, 13 * item);
      items.writeUInt8(item + 9, 13 * item + 4);
      items.writeInt16LE(-item, 13 * item + 8);
      items.writeInt16LE(7, 13 * item + 10);
    });
    const { columns } = await readArray(npyBytes("[('a', '>f4'), ('b', '|u1'), ('', '|V3'), ('c', '<i2', (2,)), ('d', '|i1')]", '(2,)', items));
    assert.deepEqual(columns.map(({ name, data }) => [name, Array.from(data, Number)]), [['a', [0.5, 1.5]], ['b', [9, 10]], ['c', [0, 7, -1, 7]], ['d', [0, 0]]]);
  });

  it('refuses what has no numbers, with the reason', async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ["'|O'", /pickled/],
      ["'<c8'", /complex/],
      ["'<U5'", /texts/],
      ["'<M8[D]'", /dates/],
      ["'<f16'", /differs from machine to machine/],
      ["[('a', [('b', '<f4')])]", /fields of its own/],
      ["{'names': ['a']}", /neither a type nor a list/],
    ];
    for (const [descr, reason] of refused) {
      await assert.rejects(readArray(npyBytes(descr, '(1,)', new Uint8Array(64))), (error) => error instanceof FormatError && reason.test(error.message), descr);
    }
  });

  it('refuses headers that lie before it allocates', async () => {
    const payload = new Uint8Array(36);
    for (const shape of ['(10, 3)', '(-1, 3)', '(9007199254740993, 9)', '(99999999999, 3)', '[3, "3"]', `(${'1, '.repeat(40)})`]) {
      await assert.rejects(readArray(npyBytes("'<f4'", shape, payload)), FormatError, shape);
    }
    const whole = npyBytes("'<f4'", '(3, 3)', payload);
    for (let length = 0; length < whole.length; length++) await assert.rejects(readArray(whole.slice(0, length)), FormatError, `${length} bytes`);
  });

  it('can be cancelled and heeds the limit', async () => {
    const source = new MemorySource('a.npy', npyBytes("'<f4'", '(1000, 3)', new Uint8Array(12000)));
    await assert.rejects(npyFormat.read(source, { options: {}, warn: () => undefined, signal: AbortSignal.abort() }), CancelledError);
    await assert.rejects(npyFormat.read(source, { options: { limit: 11999 }, warn: () => undefined }), FormatError);
    await npyFormat.read(source, { options: { limit: 30000 }, warn: () => undefined });
  });
});

describe('what an NPY array becomes', () => {
  const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, (_, at) => at * 0.5);

  it('points, in C and in Fortran order, and on their side', async () => {
    const values = numbers(36);
    const { model } = await readModel(npyBytes("'<f4'", '(12, 3)', bytesOf(values)));
    assert.ok(model.kind === 'pointCloud');
    assert.deepEqual(model.positions.data, values);
    const turned = Float32Array.from({ length: 36 }, (_, at) => values[3 * (at % 12) + Math.floor(at / 12)]);
    for (const [shape, fortran] of [['(12, 3)', true], ['(3, 12)', false]] as const) {
      const other = await readModel(npyBytes("'<f4'", shape, bytesOf(turned), { fortran }));
      assert.ok(other.model.kind === 'pointCloud');
      assert.deepEqual(other.model.positions.data, values, shape);
      assert.equal(other.warnings.length, fortran ? 0 : 1);
    }
    const side = await readModel(npyBytes("'<f4'", '(3, 12)', bytesOf(values), { fortran: true }));
    assert.ok(side.model.kind === 'pointCloud');
    assert.deepEqual(side.model.positions.data, values);
  });

  it('points with colours, normals and further numbers', async () => {
    const rows = Float64Array.from([[1, 2, 3, 255, 0, 8], [4, 5, 6, 7, 8, 9]].flat());
    const { model } = await readModel(npyBytes("'<f8'", '(2, 6)', bytesOf(rows)));
    assert.ok(model.kind === 'pointCloud');
    assert.deepEqual(model.colours?.data, Uint8Array.of(255, 0, 8, 7, 8, 9));
    const normals = await readModel(npyBytes("'<f8'", '(1, 7)', bytesOf(Float64Array.of(1, 2, 3, 0, -0.6, 0.8, 42))));
    assert.ok(normals.model.kind === 'pointCloud');
    assert.deepEqual(normals.model.normals?.data, Float64Array.of(0, -0.6, 0.8));
    assert.deepEqual(normals.model.attributes.map(({ name, data }) => [name, Array.from(data, Number)]), [['column 6', [42]]]);
    const named = await readModel(npyBytes("'<f8'", '(2, 6)', bytesOf(rows)), { columns: ['time', 'x', 'y', 'z', 'a', 'b'] });
    assert.ok(named.model.kind === 'pointCloud');
    assert.deepEqual(named.model.positions.data, Float64Array.of(2, 3, 255, 5, 6, 7));
    assert.deepEqual(named.model.attributes.map(({ name }) => name), ['time', 'a', 'b']);
    await assert.rejects(readModel(npyBytes("'<f8'", '(2, 6)', bytesOf(rows)), { columns: ['x', 'y', 'z'] }), FormatError);
  });

  it('points of named fields', async () => {
    const items = Buffer.alloc(2 * 14);
    [0, 1].forEach((item) => {
      [1, 2, 3].forEach((value, axis) => items.writeFloatLE(value + item, 14 * item + 4 * axis));
      items.writeInt16LE(-5 * item, 14 * item + 12);
    });
    const { model } = await readModel(npyBytes("[('xyz', '<f4', (3,)), ('label', '<i2')]", '(2,)', items));
    assert.ok(model.kind === 'pointCloud');
    assert.deepEqual(model.positions.data, Float32Array.of(1, 2, 3, 2, 3, 4));
    assert.deepEqual(model.attributes[0].data, Int16Array.of(0, -5));
    await assert.rejects(readModel(npyBytes("[('a', '<f4')]", '(2,)', new Uint8Array(8))), FormatError);
  });

  it('grids indexed [x][y][z] or as --axes says, in either order of memory', async () => {
    const values = numbers(24);
    for (const [fortran, axes, dimensions, cell] of [[false, undefined, [2, 3, 4], 23], [true, undefined, [2, 3, 4], 23], [false, 'zyx', [4, 3, 2], 23]] as const) {
      const { model } = await readModel(npyBytes("'<f4'", '(1, 1, 2, 3, 4)', bytesOf(values), { fortran }), axes ? { axes } : {});
      assert.ok(model.kind === 'scalarGrid');
      assert.deepEqual(model.dimensions, dimensions);
      const fastest = model.axisOrder[0];
      assert.equal(fastest, (axes === 'zyx') === fortran ? 2 : 0);
      assert.equal(model.values.data[cell], 11.5);
    }
    const occupancy = await readModel(npyBytes("'|b1'", '(2, 1, 2)', Uint8Array.of(1, 0, 1, 1)));
    assert.ok(occupancy.model.kind === 'voxelGrid');
    assert.equal(occupancy.model.occupied, 3);
  });

  it('features, a row a sample', async () => {
    const values = numbers(40);
    values[7] = NaN;
    const { model } = await readModel(npyBytes("'<f4'", '(2, 20)', bytesOf(values)));
    assert.ok(model.kind === 'featureSet');
    assert.deepEqual([model.count, model.dimensions, model.notFinite], [2, 20, 1]);
    const turned = await readModel(npyBytes("'<f4'", '(20, 2)', bytesOf(values), { fortran: true }));
    assert.ok(turned.model.kind === 'featureSet');
    assert.equal(turned.model.values.data[3], values[21]);
  });
});

describe('NPZ archives', () => {
  const array = (value: number, shape = '(4, 3)'): Uint8Array => npyBytes("'<f4'", shape, bytesOf(new Float32Array(12).fill(value)));
  const text = npyBytes("'<U1'", '()', new Uint8Array(4));

  for (const deflated of [false, true]) {
    it(`reads arrays that are ${deflated ? 'deflated' : 'stored'}, the named one or the first with two axes`, async () => {
      const bytes = zipBytes([
        { name: 'label.npy', bytes: text, deflated },
        { name: 'notes.txt', bytes: Buffer.from('hello'), deflated },
        { name: 'flat.npy', bytes: array(1, '(12,)'), deflated },
        { name: 'points.npy', bytes: array(2), deflated },
        { name: 'more.npy', bytes: array(3), deflated },
      ]);
      const first = await readModel(bytes, {}, 'a.npz');
      assert.ok(first.model.kind === 'pointCloud' && first.model.positions.data[0] === 2);
      assert.match(first.warnings[0], /"label", "flat", "points", "more"; "points" was read/);
      const named = await readModel(bytes, { array: 'more' }, 'a.npz');
      assert.ok(named.model.kind === 'pointCloud' && named.model.positions.data[0] === 3);
      await assert.rejects(readModel(bytes, { array: 'none' }, 'a.npz'), /"more"/);
      await assert.rejects(readModel(bytes, { array: 'label' }, 'a.npz'), /texts/);
    });
  }

  it('takes origin and spacing of a grid from their arrays', async () => {
    const three = (values: number[], shape: string): Uint8Array => npyBytes("'<f8'", shape, bytesOf(Float64Array.from(values)));
    const { model } = await readModel(
      zipBytes([
        { name: 'sdf.npy', bytes: array(0.25, '(2, 2, 3)'), deflated: true },
        { name: 'origin.npy', bytes: three([1, 2, 3], '(3,)'), deflated: false },
        { name: 'spacing.npy', bytes: three([0.5], '()'), deflated: true },
      ]),
      {},
      'a.npz',
    );
    assert.ok(model.kind === 'scalarGrid');
    assert.deepEqual([model.origin, model.spacing], [[1, 2, 3], [0.5, 0.5, 0.5]]);
  });

  it('refuses bombs, lies and cuts', async () => {
    const zeros = npyBytes("'|u1'", '(200, 1000, 1000)', new Uint8Array(200e6));
    const bomb = zipBytes([{ name: 'a.npy', bytes: zeros, deflated: true }]);
    await assert.rejects(readModel(bomb, {}, 'a.npz'), /compressed so strongly/);
    await assert.rejects(readModel(bomb, { limit: 1e6 }, 'a.npz'), FormatError);
    const liar = zipBytes([{ name: 'a.npy', bytes: new Uint8Array(1e6), deflated: true, claimed: 500 }]);
    await assert.rejects(readModel(liar, {}, 'a.npz'), /500 bytes/);
    const whole = zipBytes([{ name: 'a.npy', bytes: array(1), deflated: true }]);
    for (let length = 4; length < whole.length; length++) await assert.rejects(readModel(whole.slice(0, length), {}, 'a.npz'), FormatError, `${length}`);
    await assert.rejects(readModel(zipBytes([{ name: 'a.txt', bytes: new Uint8Array(4), deflated: false }]), {}, 'a.npz'), /at least one array/);
  });

  it('answers or refuses whatever byte is changed', async () => {
    const whole = zipBytes([{ name: 'a.npy', bytes: array(1), deflated: true }]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        await readModel(changed, { limit: 1e6 }, 'a.npz').catch((error: unknown) => assert.ok(error instanceof FormatError, String(error)));
      }),
      { seed: 7, numRuns: 400 },
    );
  });
});

describe('Python literals', () => {
  it('are read without being run', () => {
    assert.deepEqual(parsePythonLiteral(' {"a": (1, 2L,), \'b\': [True, False, None,], "c": (3), "d": ()} '), new Map<string, unknown>([
      ['a', { kind: 'tuple', items: [1, 2] }],
      ['b', { kind: 'list', items: [true, false, null] }],
      ['c', 3],
      ['d', { kind: 'tuple', items: [] }],
    ]));
    for (const text of ['', '{', '{1: 2}', "{'a' 1}", '[1 2]', "'a", '__import__("os")', '1 2', `${'['.repeat(40)}${']'.repeat(40)}`]) assert.throws(() => parsePythonLiteral(text), SyntaxError, text);
  });
});
