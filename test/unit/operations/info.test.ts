import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Mesh } from '../../../src/model/mesh';
import type { NumericArray } from '../../../src/model/numericType';
import type { PointCloud } from '../../../src/model/pointCloud';
import { fileInfo, triangleCount } from '../../../src/operations/info';
import { rangeOf } from '../../../src/operations/range';

const cloud: PointCloud = {
  kind: 'pointCloud',
  count: 3,
  positions: {
    kind: 'values',
    name: 'position',
    type: 'float32',
    components: 3,
    componentNames: ['x', 'y', 'z'],
    componentTypes: ['float32', 'float64', 'int16'],
    data: new Float64Array([1, 2, 3, -1, Number.NaN, 5, 4, 0.5, Infinity]),
  },
  colours: {
    kind: 'values',
    name: 'colour',
    type: 'uint8',
    components: 3,
    componentNames: ['red', 'green', 'blue'],
    data: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  },
  attributes: [
    { kind: 'values', name: 'time', type: 'uint64', components: 1, data: new BigUint64Array([5n, 2n ** 64n - 1n, 7n]) },
    { kind: 'values', name: 'pair', type: 'int16', components: 2, data: new Int16Array([-7, 1, 2, 3, 4, 9]) },
    { kind: 'lists', name: 'near', type: 'int32', countType: 'uint8', offsets: new Uint32Array([0, 1, 3, 3]), data: new Int32Array([4, 5, 6]) },
    { kind: 'values', name: 'nothing', type: 'float32', components: 1, data: new Float32Array([Number.NaN, Infinity, -Infinity]) },
  ],
  elements: [
    {
      name: 'camera',
      count: 1,
      attributes: [{ kind: 'values', name: 'focal', type: 'float32', components: 1, data: new Float32Array([2]) }],
    },
  ],
  comments: ['made by hand'],
  bounds: { min: [1, 2, 3], max: [1, 2, 3] },
  notFinite: 2,
};

describe('info', () => {
  it("tells a cloud by the file's own properties", () => {
    const info = fileInfo('a.ply', 'ply', 99, cloud, ['odd']);
    assert.deepEqual(
      info.attributes?.map(({ element, name, type, components, min, max }) => [element, name, type, components, min, max]),
      [
        ['vertex', 'x', 'float32', 1, -1, 4],
        ['vertex', 'y', 'float64', 1, 0.5, 2],
        ['vertex', 'z', 'int16', 1, 3, 5],
        ['vertex', 'red', 'uint8', 1, 1, 7],
        ['vertex', 'green', 'uint8', 1, 2, 8],
        ['vertex', 'blue', 'uint8', 1, 3, 9],
        ['vertex', 'time', 'uint64', 1, 5, 2 ** 64],
        ['vertex', 'pair', 'int16', 2, -7, 9],
        ['vertex', 'near', 'int32', null, 4, 6],
        ['vertex', 'nothing', 'float32', 1, null, null],
        ['camera', 'focal', 'float32', 1, 2, 2],
      ],
    );
    assert.deepEqual(info, {
      attributes: info.attributes,
      file: 'a.ply',
      format: 'ply',
      kind: 'pointCloud',
      bytes: 99,
      points: 3,
      bounds: cloud.bounds,
      notFinite: 2,
      comments: ['made by hand'],
      warnings: ['odd'],
    });
  });

  it('tells faces, triangles, edges, and negative vertex numbers as the file has them', () => {
    const mesh: Mesh = {
      ...cloud,
      kind: 'mesh',
      polygons: {
        count: 4,
        offsets: new Uint32Array([0, 3, 8, 9, 9]),
        indices: new Uint32Array([0, 1, 2, 0, 1, 2, 1, 0, 2 ** 32 - 1]),
        property: { name: 'vertex_index', type: 'int32', countType: 'uint8' },
        attributes: [],
      },
      edges: { count: 2, indices: new Uint32Array([0, 1, 1, 2]), attributes: [] },
    };
    const info = fileInfo('m.ply', 'ply', 1, mesh, []);
    assert.deepEqual([info.faces, info.triangles, info.edges], [4, 4, 2]);
    assert.equal(triangleCount(mesh.polygons), 4);
    assert.deepEqual(info.attributes?.filter(({ element }) => element === 'face' || element === 'edge'), [
      { element: 'face', name: 'vertex_index', type: 'int32', components: null, min: -1, max: 2 },
      { element: 'edge', name: 'vertex1', type: 'int32', components: 1, min: 0, max: 1 },
      { element: 'edge', name: 'vertex2', type: 'int32', components: 1, min: 1, max: 2 },
    ]);
  });
});

describe('range of values', () => {
  const plain = (data: NumericArray, first: number, stride: number): { min: number | null; max: number | null } => {
    const values = Array.from(data, Number).filter((value, index) => index % stride === first && Number.isFinite(value));
    return { min: values.length > 0 ? Math.min(...values) : null, max: values.length > 0 ? Math.max(...values) : null };
  };
  const arrays: readonly ((values: number[]) => NumericArray)[] = [
    (values) => Float32Array.from(values),
    (values) => Float64Array.from(values),
    (values) => Uint8Array.from(values),
    (values) => Int16Array.from(values),
    (values) => Uint32Array.from(values),
    (values) => BigInt64Array.from(values.map((value) => (Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n))),
  ];

  it('agrees with the plain one for every array type and stride (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.float(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0))),
        fc.integer({ min: 1, max: 4 }),
        fc.nat({ max: 3 }),
        (values, stride, component) => {
          const first = component % stride;
          for (const make of arrays) {
            const data = make(values);
            // Zero and minus zero are the same bound.
            const { min, max } = rangeOf(data, first, stride);
            const expected = plain(data, first, stride);
            assert.ok(min === expected.min && max === expected.max, `${min} ${max} for ${JSON.stringify(expected)}`);
          }
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });

  it('crosses the blocks of types without a loop of their own', () => {
    const data = new Int16Array(3 * 10_000);
    data[3 * 4095 + 2] = -5;
    data[3 * 4096 + 2] = 9;
    data[3 * 9999 + 1] = 11;
    assert.deepEqual(rangeOf(data, 2, 3), { min: -5, max: 9 });
    assert.deepEqual(rangeOf(data, 1, 3), { min: 0, max: 11 });
  });
});
