import { OperationError } from '../../model/errors';
import { isVertexModel, type Model } from '../../model/model';
import { bytesOfType, isBigIntegerArray, type NumericArray, type NumericType } from '../../model/numericType';
import type { WriteOptions } from '../format';
import { float32Text, float64Text } from '../numberText';
import { listValue, planWriting, type WrittenElement, type WrittenProperty } from './writePlan';

const typeWords: Readonly<Record<NumericType, string>> = {
  int8: 'char',
  uint8: 'uchar',
  int16: 'short',
  uint16: 'ushort',
  int32: 'int',
  uint32: 'uint',
  int64: 'int64',
  uint64: 'uint64',
  float16: 'float',
  float32: 'float',
  float64: 'double',
  bool: 'uchar',
};

const encoder = new TextEncoder();
/** Bytes, roughly, of a chunk. */
const chunkBytes = 1024 * 1024;

/**
 * Writes a model as a PLY file, ascii or binary little endian, chunk by chunk. Every attribute keeps its name and the
 * type it has in its file; text is the shortest that reads back as the same value.
 */
export function* writePly(model: Model, options: WriteOptions): Generator<Uint8Array<ArrayBuffer>> {
  if (!isVertexModel(model)) throw new OperationError('A field of cells cannot be written as PLY. Choose .nrrd, or cut its surface out with marching-cubes.');
  const elements = planWriting(model);
  yield encoder.encode(headerText(elements, model.comments, options.encoding));
  for (const element of elements) {
    if (element.properties.length === 0) continue;
    yield* options.encoding === 'ascii' ? writeText(element) : writeBinary(element);
  }
}

function headerText(elements: readonly WrittenElement[], comments: readonly string[], encoding: WriteOptions['encoding']): string {
  const lines = ['ply', `format ${encoding === 'ascii' ? 'ascii' : 'binary_little_endian'} 1.0`];
  for (const comment of comments) lines.push(...comment.split(/\r\n|\r|\n/).map((text) => `comment ${text}`.trimEnd()));
  for (const element of elements) {
    lines.push(`element ${element.name} ${element.count}`);
    for (const property of element.properties) {
      const type = typeWords[property.type];
      lines.push(property.kind === 'list' ? `property list ${typeWords[property.countType]} ${type} ${property.name}` : `property ${type} ${property.name}`);
    }
  }
  return `${lines.join('\n')}\nend_header\n`;
}

function* writeBinary(element: WrittenElement): Generator<Uint8Array<ArrayBuffer>> {
  const { count, properties } = element;
  let fixedBytes = 0;
  for (const property of properties) fixedBytes += bytesOfType[property.kind === 'list' ? property.countType : property.type];
  const hasLists = properties.some((property) => property.kind === 'list');
  const rowsAtOnce = Math.max(1, Math.floor(chunkBytes / fixedBytes));
  for (let row = 0; row < count; ) {
    const end = hasLists ? endOfChunk(element, fixedBytes, row) : Math.min(count, row + rowsAtOnce);
    const bytes = new Uint8Array(chunkSize(properties, fixedBytes, row, end));
    const view = new DataView(bytes.buffer);
    if (hasLists) fillRows(view, properties, row, end);
    else fillColumns(view, properties, fixedBytes, row, end);
    yield bytes;
    row = end;
  }
}

/** Bytes of the list values of rows `from` to `to` (exclusive). */
function chunkSize(properties: readonly WrittenProperty[], fixedBytes: number, from: number, to: number): number {
  let bytes = (to - from) * fixedBytes;
  for (const property of properties) {
    if (property.kind === 'list') bytes += (property.offsets[to] - property.offsets[from]) * bytesOfType[property.type];
  }
  return bytes;
}

function endOfChunk(element: WrittenElement, fixedBytes: number, row: number): number {
  let rows = Math.max(1, Math.floor(chunkBytes / fixedBytes));
  // Long lists make the chunk too large: halve it until it fits or one row is left.
  while (rows > 1 && chunkSize(element.properties, fixedBytes, row, Math.min(element.count, row + rows)) > 4 * chunkBytes) rows >>>= 1;
  return Math.min(element.count, row + rows);
}

function fillColumns(view: DataView, properties: readonly WrittenProperty[], stride: number, from: number, to: number): void {
  let offset = 0;
  for (const property of properties) {
    if (property.kind === 'scalar') {
      let place = offset;
      for (let row = from; row < to; row++, place += stride) {
        putValue(view, property.type, place, property.data[property.start + row * property.step]);
      }
      offset += bytesOfType[property.type];
    }
  }
}

function fillRows(view: DataView, properties: readonly WrittenProperty[], from: number, to: number): void {
  let place = 0;
  for (let row = from; row < to; row++) {
    for (const property of properties) {
      const { type } = property;
      if (property.kind === 'scalar') {
        putValue(view, type, place, property.data[property.start + row * property.step]);
        place += bytesOfType[type];
        continue;
      }
      const begin = property.offsets[row];
      const end = property.offsets[row + 1];
      putValue(view, property.countType, place, end - begin);
      place += bytesOfType[property.countType];
      for (let i = begin; i < end; i++, place += bytesOfType[type]) putValue(view, type, place, listValue(property, i));
    }
  }
}

function putValue(view: DataView, type: NumericType, offset: number, value: number | bigint): void {
  switch (type) {
    case 'int64':
    case 'uint64':
      putBigInteger(view, type, offset, value);
      return;
    case 'int8':
      view.setInt8(offset, Number(value));
      return;
    case 'uint8':
    case 'bool':
      view.setUint8(offset, Number(value));
      return;
    case 'int16':
      view.setInt16(offset, Number(value), true);
      return;
    case 'uint16':
      view.setUint16(offset, Number(value), true);
      return;
    case 'int32':
      view.setInt32(offset, Number(value), true);
      return;
    case 'uint32':
      view.setUint32(offset, Number(value), true);
      return;
    case 'float16':
    case 'float32':
      view.setFloat32(offset, Number(value), true);
      return;
    case 'float64':
      view.setFloat64(offset, Number(value), true);
      return;
  }
}

function putBigInteger(view: DataView, type: 'int64' | 'uint64', offset: number, value: number | bigint): void {
  const integer = bigIntegerOf(value);
  if (type === 'int64') view.setBigInt64(offset, integer, true);
  else view.setBigUint64(offset, integer, true);
}

/** A position stored as float64 though its file has 64-bit integers may be anything. */
function bigIntegerOf(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value;
  return Number.isFinite(value) ? BigInt(Math.round(value)) : 0n;
}

function* writeText(element: WrittenElement): Generator<Uint8Array<ArrayBuffer>> {
  const texts = element.properties.map((property) => textOf(property.type));
  let parts: string[] = [];
  let length = 0;
  for (let row = 0; row < element.count; row++) {
    let line = '';
    element.properties.forEach((property, index) => {
      const separator = index === 0 ? '' : ' ';
      if (property.kind === 'scalar') {
        line += separator + texts[index](valueAt(property.data, property.start + row * property.step));
        return;
      }
      line += separator + String(property.offsets[row + 1] - property.offsets[row]);
      for (let i = property.offsets[row]; i < property.offsets[row + 1]; i++) line += ` ${texts[index](listValue(property, i))}`;
    });
    parts.push(line);
    length += line.length + 1;
    if (length < chunkBytes) continue;
    yield encoder.encode(`${parts.join('\n')}\n`);
    parts = [];
    length = 0;
  }
  if (parts.length > 0) yield encoder.encode(`${parts.join('\n')}\n`);
}

function valueAt(data: NumericArray, index: number): number | bigint {
  return isBigIntegerArray(data) ? data[index] : data[index];
}

function textOf(type: NumericType): (value: number | bigint) => string {
  if (type === 'float32' || type === 'float16') return (value) => float32Text(Number(value));
  if (type === 'int64' || type === 'uint64') return (value) => bigIntegerOf(value).toString();
  return (value) => float64Text(Number(value));
}
