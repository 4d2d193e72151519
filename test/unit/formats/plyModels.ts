import fc from 'fast-check';
import type { AnyAttribute, Attribute, ListAttribute } from '../../../src/model/attribute';
import type { Polygons } from '../../../src/model/mesh';
import type { Model } from '../../../src/model/model';
import type { Vertices } from '../../../src/model/pointCloud';
import { arrayOf, plyTypes, valueOf } from './plyValues';
import type { NumericType } from '../../../src/model/numericType';
import { BoundsBuilder } from '../../../src/formats/boundsBuilder';

function values(name: string, type: NumericType, rows: number): fc.Arbitrary<Attribute> {
  return fc
    .array(valueOf(type), { minLength: rows, maxLength: rows })
    .map((list): Attribute => ({ kind: 'values', name, type, components: 1, data: arrayOf(type, list) }));
}

function lists(name: string, type: NumericType, countType: NumericType, rows: number): fc.Arbitrary<ListAttribute> {
  return fc.array(fc.array(valueOf(type), { maxLength: 6 }), { minLength: rows, maxLength: rows }).map((rowsOfValues): ListAttribute => {
    const offsets = new Uint32Array(rows + 1);
    rowsOfValues.forEach((row, index) => {
      offsets[index + 1] = offsets[index] + row.length;
    });
    return { kind: 'lists', name, type, countType, offsets, data: arrayOf(type, rowsOfValues.flat()) };
  });
}

/** Any number of columns with names that mean nothing. */
function attributes(rows: number): fc.Arbitrary<AnyAttribute[]> {
  const column = (index: number): fc.Arbitrary<AnyAttribute> =>
    fc.tuple(fc.constantFrom(...plyTypes), fc.boolean(), fc.constantFrom<NumericType>('uint8', 'int32', 'uint16')).chain(
      ([type, isList, countType]): fc.Arbitrary<AnyAttribute> =>
        isList ? lists(`list_${index}`, type, countType, rows) : values(`value_${index}`, type, rows),
    );
  return fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_value, index) => column(index))));
}

function group(name: string, componentNames: readonly string[], types: readonly NumericType[], rows: number): fc.Arbitrary<Attribute | undefined> {
  const attribute = fc.constantFrom(...types).chain((type) =>
    fc.array(valueOf(type), { minLength: rows * componentNames.length, maxLength: rows * componentNames.length }).map(
      (list): Attribute => ({ kind: 'values', name, type, components: componentNames.length, componentNames, data: arrayOf(type, list) }),
    ),
  );
  return fc.option(attribute, { nil: undefined });
}

const comments = fc.array(fc.stringMatching(/^[a-zA-Z<>&;:0-9][a-zA-Z0-9 äß]{0,20}[a-z]$/), { maxLength: 3 });

/** Models as a PLY file can hold them: what reading would give, so that reading what was written gives the same. */
export const plyModels: fc.Arbitrary<Model> = fc.tuple(fc.nat(12), fc.constantFrom<NumericType>('float32', 'float64'), fc.nat(4), fc.nat(3), fc.nat(3)).chain(
  ([rows, positionType, faceCount, edgeCount, tableRows]) =>
    fc
      .record({
        coordinates: fc.array(valueOf(positionType), { minLength: 3 * rows, maxLength: 3 * rows }),
        normals: group('normal', ['nx', 'ny', 'nz'], ['float32', 'float64'], rows),
        colours: fc.oneof(
          group('colour', ['red', 'green', 'blue'], ['uint8', 'uint16', 'float32'], rows),
          group('colour', ['r', 'g', 'b', 'a'], ['uint8', 'uint16', 'float64'], rows),
        ),
        textureCoordinates: group('texture coordinate', ['u', 'v'], ['float32', 'float64'], rows),
        attributes: attributes(rows),
        faces: fc.array(fc.array(fc.oneof(fc.nat(20), fc.constant(0xffffffff)), { maxLength: 8 }), { minLength: faceCount, maxLength: faceCount }),
        faceType: fc.constantFrom<NumericType>('int32', 'int16', 'int8', 'float32', 'int64'),
        faceAttributes: attributes(faceCount),
        ends: fc.array(fc.nat(20), { minLength: 2 * edgeCount, maxLength: 2 * edgeCount }),
        edgeAttributes: attributes(edgeCount),
        tableAttributes: attributes(tableRows),
        comments,
      })
      .map((parts): Model => {
        const data = arrayOf(positionType, parts.coordinates);
        const positionData = data instanceof Float64Array || data instanceof Float32Array ? data : new Float32Array(0);
        const bounds = new BoundsBuilder();
        bounds.extend(positionData, 0, rows);
        const offsets = new Uint32Array(faceCount + 1);
        parts.faces.forEach((face, index) => {
          offsets[index + 1] = offsets[index] + face.length;
        });
        const vertices: Vertices = {
          count: rows,
          positions: { kind: 'values', name: 'position', type: positionType, components: 3, componentNames: ['x', 'y', 'z'], data: positionData },
          ...(parts.normals ? { normals: parts.normals } : {}),
          ...(parts.colours ? { colours: parts.colours } : {}),
          ...(parts.textureCoordinates ? { textureCoordinates: parts.textureCoordinates } : {}),
          attributes: parts.attributes,
          elements: [{ name: 'camera', count: tableRows, attributes: parts.tableAttributes }],
          comments: parts.comments,
          bounds: bounds.bounds,
          notFinite: bounds.notFinite,
        };
        if (faceCount + edgeCount === 0) return { kind: 'pointCloud', ...vertices };
        const polygons: Polygons = {
          count: faceCount,
          offsets,
          indices: Uint32Array.from(parts.faces.flat()),
          ...(faceCount > 0 ? { property: { name: 'vertex_indices', type: parts.faceType, countType: 'uint8' } } : {}),
          attributes: faceCount > 0 ? parts.faceAttributes : [],
        };
        const edges = { count: edgeCount, indices: Uint32Array.from(parts.ends), attributes: parts.edgeAttributes };
        return { kind: 'mesh', ...vertices, polygons, ...(edgeCount > 0 ? { edges } : {}) };
      }),
);
