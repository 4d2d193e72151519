import type { AnyAttribute, Attribute } from '../../model/attribute';
import type { Edges, Polygons } from '../../model/mesh';
import type { VertexModel } from '../../model/model';
import { isBigIntegerArray, type NumericArray, type NumericType } from '../../model/numericType';

/** One property to write: where its value of a row lies. */
export interface WrittenScalar {
  readonly kind: 'scalar';
  readonly name: string;
  readonly type: NumericType;
  readonly data: NumericArray;
  /** Index of the first row's value, and the distance to the next. */
  readonly start: number;
  readonly step: number;
}

export interface WrittenList {
  readonly kind: 'list';
  readonly name: string;
  readonly type: NumericType;
  readonly countType: NumericType;
  readonly offsets: Uint32Array;
  readonly data: NumericArray;
  /** Vertex numbers above 2^31 stand for negative ones. */
  readonly isSignedIndex: boolean;
}

export type WrittenProperty = WrittenScalar | WrittenList;

export interface WrittenElement {
  readonly name: string;
  readonly count: number;
  readonly properties: readonly WrittenProperty[];
}

/** The types that PLY lacks are widened to those that hold their values. */
function fileType(type: NumericType): NumericType {
  if (type === 'float16') return 'float32';
  return type === 'bool' ? 'uint8' : type;
}

/** Names are single words in a header. */
function word(name: string): string {
  return name.trim().replace(/\s+/g, '_') || 'unnamed';
}

function scalarsOf(attribute: Attribute, standardNames?: readonly string[]): WrittenScalar[] {
  const { components, data, type } = attribute;
  return Array.from({ length: components }, (_value, component) => {
    const numbered = components === 1 ? attribute.name : `${attribute.name}_${component}`;
    const name = attribute.componentNames?.[component] ?? standardNames?.[component] ?? numbered;
    const componentType = attribute.componentTypes?.[component] ?? type;
    return { kind: 'scalar', name: word(name), type: fileType(componentType), data, start: component, step: components };
  });
}

function propertiesOf(attributes: readonly AnyAttribute[]): WrittenProperty[] {
  return attributes.flatMap((attribute): WrittenProperty[] => {
    if (attribute.kind === 'values') return scalarsOf(attribute);
    const { name, offsets, data } = attribute;
    const countType = countTypeFor(attribute.countType, offsets);
    return [{ kind: 'list', name: word(name), type: fileType(attribute.type), countType, offsets, data, isSignedIndex: false }];
  });
}

const largestOf: Partial<Record<NumericType, number>> = { int8: 127, uint8: 255, int16: 32767, uint16: 65535, int32: 2147483647 };

/** The type for lengths, a wider one when a list has grown too long for it. */
function countTypeFor(type: NumericType, offsets: Uint32Array): NumericType {
  let longest = 0;
  for (let row = 0; row + 1 < offsets.length; row++) longest = Math.max(longest, offsets[row + 1] - offsets[row]);
  return longest <= (largestOf[type] ?? Infinity) ? type : 'uint32';
}

function polygonProperty({ property, offsets, indices }: Polygons): WrittenList {
  const { name, type, countType } = property ?? { name: 'vertex_indices', type: 'int32', countType: 'uint8' };
  return {
    kind: 'list',
    name: word(name),
    countType: countTypeFor(countType, offsets),
    offsets,
    data: indices,
    ...indexTypeFor(fileType(type), indices),
  };
}

/** The type for vertex numbers: the file's own where it holds them all, else one of 32 bits. */
function indexTypeFor(type: NumericType, indices: Uint32Array): { type: NumericType; isSignedIndex: boolean } {
  const isUnsigned = type.startsWith('u');
  let smallest = 0;
  let largest = 0;
  for (const index of indices) {
    const value = isUnsigned ? index : index | 0;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (type === 'float32') {
    const isExact = largest <= 16777216 && smallest >= -16777216;
    return { type: isExact ? type : 'int32', isSignedIndex: true };
  }
  const limit = largestOf[type] ?? Infinity;
  const fits = largest <= limit && smallest >= -limit - 1;
  if (fits) return { type, isSignedIndex: !isUnsigned };
  return { type: isUnsigned ? 'uint32' : 'int32', isSignedIndex: !isUnsigned };
}

function edgeProperties({ indices, attributes }: Edges): WrittenProperty[] {
  const { type } = indexTypeFor('int32', indices);
  const data = Int32Array.from(indices);
  const ends = ['vertex1', 'vertex2'].map((name, start): WrittenScalar => ({ kind: 'scalar', name, type, data, start, step: 2 }));
  return [...ends, ...propertiesOf(attributes)];
}

/** What of a model is written, element by element: vertices, faces, edges, then the further tables. */
export function planWriting(model: VertexModel): WrittenElement[] {
  const colourNames = ['red', 'green', 'blue', 'alpha'];
  const vertex: WrittenElement = {
    name: 'vertex',
    count: model.count,
    properties: [
      ...scalarsOf(model.positions, ['x', 'y', 'z']),
      ...(model.normals ? scalarsOf(model.normals, ['nx', 'ny', 'nz']) : []),
      ...(model.colours ? scalarsOf(model.colours, colourNames) : []),
      ...(model.textureCoordinates ? scalarsOf(model.textureCoordinates, ['s', 't']) : []),
      ...propertiesOf(model.attributes),
    ],
  };
  const elements = [vertex];
  if (model.kind === 'mesh') {
    const { polygons, edges } = model;
    if (polygons.count > 0) elements.push({ name: 'face', count: polygons.count, properties: [polygonProperty(polygons), ...propertiesOf(polygons.attributes)] });
    if (edges) elements.push({ name: 'edge', count: edges.count, properties: edgeProperties(edges) });
  }
  for (const table of model.elements) {
    elements.push({ name: word(table.name), count: table.count, properties: propertiesOf(table.attributes) });
  }
  return elements;
}

/** The value of a list at an index, as it is to be written. */
export function listValue(list: WrittenList, index: number): number | bigint {
  const { data } = list;
  if (isBigIntegerArray(data)) return data[index];
  return list.isSignedIndex ? data[index] | 0 : data[index];
}
