import assert from 'node:assert/strict';
import { csvTable } from '../../../src/formats/csv/csvTable';
import { formatOfName, writtenFormatOfName } from '../../../src/formats/chooseFormat';
import { OperationError } from '../../../src/model/errors';
import type { Mesh } from '../../../src/model/mesh';
import type { Model } from '../../../src/model/model';
import { voxelGrid } from '../geometry/grids';
import { cloud } from '../operations/pointModels';

const textOf = (model: Model): string => Array.from(csvTable.write(model, { encoding: 'binary' }), (bytes) => new TextDecoder().decode(bytes)).join('');

describe('CSV', () => {
  it('has a row a point, with every column, in digits that read back as the same', () => {
    const points = cloud([0.1, -2, NaN, 1 / 3, 1e-9, 5], [
      { kind: 'values', name: 'label, "one"', type: 'uint8', components: 1, data: new Uint8Array([7, 255]) },
      { kind: 'values', name: 'weight', type: 'float32', components: 2, data: new Float32Array([0.1, 0.2, 0.3, Infinity]) },
      { kind: 'lists', name: 'parts', type: 'int32', countType: 'uint8', offsets: new Uint32Array([0, 2, 2]), data: new Int32Array([4, -5]) },
      { kind: 'values', name: '=HYPERLINK()', type: 'int64', components: 1, data: new BigInt64Array([9007199254740993n, -1n]) },
    ]);
    assert.equal(
      textOf(points),
      'x,y,z,"label, ""one""",weight_0,weight_1,parts,\'=HYPERLINK()\r\n' +
        `0.1,-2,nan,7,0.1,0.2,4 -5,9007199254740993\r\n${1 / 3},1e-9,5,255,0.3,inf,,-1\r\n`,
    );
  });

  it('has a row a line of lines without faces, and the vertices of a mesh', () => {
    const { positions, ...rest } = cloud([0, 0, 0, 1, 0, 0, 0, 2, 0]);
    const mesh: Mesh = {
      ...rest,
      kind: 'mesh',
      positions,
      polygons: { count: 0, offsets: new Uint32Array(1), indices: new Uint32Array(0), attributes: [] },
      edges: { count: 2, indices: new Uint32Array([2, 0, 1, 9]), attributes: [{ kind: 'values', name: 'distance', type: 'float64', components: 1, data: new Float64Array([2, 1]) }] },
    };
    assert.equal(textOf(mesh), 'distance,x_a,y_a,z_a,x_b,y_b,z_b\r\n2,0,2,0,0,0,0\r\n1,1,0,0,,,\r\n');
    const faced: Mesh = { ...mesh, polygons: { count: 1, offsets: new Uint32Array([0, 3]), indices: new Uint32Array([0, 1, 2]), attributes: [] } };
    assert.equal(textOf(faced), 'x,y,z\r\n0,0,0\r\n1,0,0\r\n0,2,0\r\n');
    assert.match(csvTable.losses?.(faced)[0] ?? '', /faces/);
  });

  it('is written in pieces, only written, and refuses grids', () => {
    const many = cloud(Float64Array.from({ length: 30_000 }, (_, at) => at));
    assert.equal(textOf(many).split('\r\n').length, 10_002);
    assert.equal(writtenFormatOfName('pairs.CSV'), csvTable);
    assert.notEqual(formatOfName('pairs.csv')?.id, csvTable.id);
    assert.equal(writtenFormatOfName('cloud.ply')?.id, 'ply');
    assert.throws(() => textOf(voxelGrid([1, 1, 1], [1])), OperationError);
  });
});
