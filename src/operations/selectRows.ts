import { BoundsBuilder } from '../formats/boundsBuilder';
import type { AnyAttribute, Attribute, ListAttribute } from '../model/attribute';
import { isBigIntegerArray, type NumberArray, type NumericArray } from '../model/numericType';
import type { PointCloud, PositionAttribute, Vertices } from '../model/pointCloud';

/** Rows of a model's vertices as a cloud of their own, in the order given, with every attribute. A row may come twice. */
export function selectVertices(vertices: Vertices, rows: Uint32Array<ArrayBufferLike>): PointCloud {
  const { positions, normals, colours, textureCoordinates, derivedColours } = vertices;
  return cloudOf(vertices, { ...positions, data: selectCoordinates(positions, rows) }, {
    ...(normals ? { normals: selectValues(normals, rows) } : {}),
    ...(colours ? { colours: selectValues(colours, rows) } : {}),
    ...(textureCoordinates ? { textureCoordinates: selectValues(textureCoordinates, rows) } : {}),
    ...(derivedColours ? { derivedColours: selectValues(derivedColours, rows) } : {}),
    attributes: vertices.attributes.map((attribute) => selectAttribute(attribute, rows)),
  });
}

/** The columns of a cloud besides its positions. */
export type CloudColumns = Pick<PointCloud, 'normals' | 'colours' | 'textureCoordinates' | 'derivedColours' | 'attributes'>;

/** A cloud made from others' points. Tables besides the vertices do not come along: they speak of the whole. */
export function cloudOf({ comments }: Vertices, positions: PositionAttribute, columns: CloudColumns): PointCloud {
  const count = positions.data.length / 3;
  const bounds = new BoundsBuilder();
  bounds.extend(positions.data, 0, count);
  return { kind: 'pointCloud', count, positions, ...columns, elements: [], comments, bounds: bounds.bounds, notFinite: bounds.notFinite };
}

/** Names the tables that {@link cloudOf} leaves behind. */
export function tableWarnings(file: string, { elements }: Vertices): string[] {
  return elements.map(({ name }) => `${file}: the table "${name}" is about the whole file and was not kept.`);
}

export function selectAttribute(attribute: AnyAttribute, rows: Uint32Array<ArrayBufferLike>): AnyAttribute {
  return attribute.kind === 'lists' ? selectLists(attribute, rows) : selectValues(attribute, rows);
}

function selectValues(attribute: Attribute, rows: Uint32Array<ArrayBufferLike>): Attribute {
  return { ...attribute, data: selectNumeric(attribute.data, attribute.components, rows) };
}

function selectCoordinates({ data }: PositionAttribute, rows: Uint32Array<ArrayBufferLike>): PositionAttribute['data'] {
  const selected = data instanceof Float32Array ? new Float32Array(3 * rows.length) : new Float64Array(3 * rows.length);
  copyRows(data, selected, 3, rows);
  return selected;
}

function selectNumeric(data: NumericArray, components: number, rows: Uint32Array<ArrayBufferLike>): NumericArray {
  const length = components * rows.length;
  if (isBigIntegerArray(data)) {
    const selected = data instanceof BigInt64Array ? new BigInt64Array(length) : new BigUint64Array(length);
    for (let row = 0, at = 0; row < rows.length; row++) {
      for (let component = 0; component < components; component++) selected[at++] = data[components * rows[row] + component];
    }
    return selected;
  }
  const selected = emptyLike(data, length);
  copyRows(data, selected, components, rows);
  return selected;
}

function copyRows(from: NumberArray, to: NumberArray, components: number, rows: Uint32Array<ArrayBufferLike>): void {
  for (let row = 0, at = 0; row < rows.length; row++) {
    for (let component = 0; component < components; component++) to[at++] = from[components * rows[row] + component];
  }
}

/** Zeros in an array of the same type. */
export function emptyLike(data: NumberArray, length: number): NumberArray {
  if (data instanceof Float32Array) return new Float32Array(length);
  if (data instanceof Float64Array) return new Float64Array(length);
  if (data instanceof Uint8Array) return new Uint8Array(length);
  if (data instanceof Int8Array) return new Int8Array(length);
  if (data instanceof Uint16Array) return new Uint16Array(length);
  if (data instanceof Int16Array) return new Int16Array(length);
  if (data instanceof Uint32Array) return new Uint32Array(length);
  return new Int32Array(length);
}

function selectLists(attribute: ListAttribute, rows: Uint32Array<ArrayBufferLike>): ListAttribute {
  const { offsets, data } = attribute;
  const selectedOffsets = new Uint32Array(rows.length + 1);
  for (let row = 0; row < rows.length; row++) {
    selectedOffsets[row + 1] = selectedOffsets[row] + offsets[rows[row] + 1] - offsets[rows[row]];
  }
  const places = new Uint32Array(selectedOffsets[rows.length]);
  for (let row = 0; row < rows.length; row++) {
    for (let at = selectedOffsets[row], from = offsets[rows[row]]; at < selectedOffsets[row + 1]; at++, from++) places[at] = from;
  }
  return { ...attribute, offsets: selectedOffsets, data: selectNumeric(data, 1, places) };
}
