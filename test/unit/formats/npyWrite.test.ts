import assert from 'node:assert/strict';
import { MemorySource } from '../../../src/formats/byteSource';
import { npyFormat } from '../../../src/formats/npy/npy';
import { readNpyHeader } from '../../../src/formats/npy/readArray';
import { gridBounds, gridStrides, xFastest, zFastest, type AxisOrder } from '../../../src/model/grid';
import type { Model } from '../../../src/model/model';
import type { ScalarGrid } from '../../../src/model/scalarGrid';
import { cloud, cube } from '../operations/pointModels';

const written = (model: Model): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat([...(npyFormat.write?.(model, { encoding: 'binary' }) ?? [])]));

function grid(axisOrder: AxisOrder, components = 1): ScalarGrid {
  const placed = { dimensions: [2, 3, 4], spacing: [1, 1, 1], origin: [0, 0, 0] } as const;
  const data = new Float32Array(24 * components);
  const [sx, sy, sz] = gridStrides({ dimensions: placed.dimensions, axisOrder });
  for (let x = 0; x < 2; x++) for (let y = 0; y < 3; y++) for (let z = 0; z < 4; z++) for (let c = 0; c < components; c++) data[(x * sx + y * sy + z * sz) * components + c] = 100 * x + 10 * y + z + c / 4;
  return { kind: 'scalarGrid', ...placed, axisOrder, count: 24, values: { kind: 'values', name: 'v', type: 'float32', components, data }, attributes: [], comments: [], bounds: gridBounds(placed), notFinite: 0 };
}

describe('writing NPY', () => {
  it('indexes grids [x][y][z] whatever the order they are held in, and reads back as the same cells', async () => {
    const orders: readonly AxisOrder[] = [xFastest, zFastest, [1, 2, 0]];
    const files = orders.map((order) => written(grid(order)));
    for (const bytes of files) assert.deepEqual(bytes, files[0]);
    // The data begins at a multiple of 64 bytes, as numpy has it.
    assert.equal((files[0].length - 24 * 4) % 64, 0);
    const again = await npyFormat.read(new MemorySource('a.npy', files[0]), { options: { content: 'field' }, warn: (message) => assert.fail(message) });
    assert.ok(again.kind === 'scalarGrid');
    assert.deepEqual([again.dimensions, again.values.data], [[2, 3, 4], grid(zFastest).values.data]);
    const vectors = await readNpyHeader(new MemorySource('b.npy', written(grid(xFastest, 3))));
    assert.deepEqual(vectors.shape, [2, 3, 4, 3]);
  });

  it('writes the positions of clouds in their type, and says what is left out', async () => {
    const again = await npyFormat.read(new MemorySource('a.npy', written(cloud(Float64Array.of(1, 2, 3, 4, 5, NaN)))), { options: {}, warn: () => undefined });
    assert.ok(again.kind === 'pointCloud');
    assert.deepEqual([again.positions.type, [...again.positions.data]], ['float64', [1, 2, 3, 4, 5, NaN]]);
    assert.deepEqual(npyFormat.losses?.(cube()), ['NPY is written with the positions alone.']);
    assert.deepEqual(npyFormat.losses?.({ ...grid(xFastest), origin: [1, 0, 0] }), ['NPY holds no place: spacing and origin are left out.']);
  });
});
