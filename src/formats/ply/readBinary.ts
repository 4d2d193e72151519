import { FormatError } from '../../model/errors';
import { bytesOfType, isBigIntegerArray, type NumericType } from '../../model/numericType';
import type { ByteCursor } from '../byteSlices';
import type { ElementPlan, ListColumn } from './columns';
import { decodeFixedRows } from './decodeColumns';
import { hasLists, smallestRowBytes } from './header';

/** Told while rows arrive. */
export interface RowListener {
  /** Rows `from` to `to` (exclusive) are final and still in the cache. */
  rowsDone(from: number, to: number): void;
  /** A slice was read: rows before `row` are final. */
  sliceDone(row: number): void;
}

export interface BinaryReading {
  readonly file: string;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly cursor: ByteCursor;
  readonly littleEndian: boolean;
}

/** Reads the rows of one element from a binary file; returns how many are whole, fewer than `plan.rows` when the file ends early. */
export async function readBinaryElement(reading: BinaryReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  if (plan.element.properties.length === 0) return plan.element.count;
  return hasLists(plan.element) ? readListRows(reading, plan, listener) : readFixedRows(reading, plan, listener);
}

async function readFixedRows(reading: BinaryReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  const { cursor, littleEndian } = reading;
  const stride = smallestRowBytes(plan.element);
  const rowsDone = (from: number, to: number): void => listener.rowsDone(from, to);
  let row = 0;
  while (row < plan.rows && (await cursor.fill(stride))) {
    const count = Math.min(Math.floor(cursor.remaining / stride), plan.rows - row);
    decodeFixedRows(plan, cursor.view, cursor.position, stride, littleEndian, row, count, rowsDone);
    cursor.position += count * stride;
    row += count;
    listener.sliceDone(row);
  }
  return row;
}

async function readListRows(reading: BinaryReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  const { cursor } = reading;
  const decode = isPlainIndexList(plan) ? decodePlainIndexRows : decodeListRows;
  let row = 0;
  let needed = smallestRowBytes(plan.element);
  while (row < plan.rows && (await cursor.fill(needed))) {
    const before = row;
    const step = decode(reading, plan, row);
    row = step.row;
    needed = step.needed;
    listener.rowsDone(before, row);
    listener.sliceDone(row);
  }
  return row;
}

/** Where decoding stopped: rows done in all, and how many bytes the next row is known to need. */
interface ListStep {
  readonly row: number;
  readonly needed: number;
}

/** The shape of nearly all meshes: `property list uchar int vertex_indices` and nothing else. */
function isPlainIndexList(plan: ElementPlan): boolean {
  if (plan.columns.length !== 1) return false;
  const [column] = plan.columns;
  const { type, countType } = column.property;
  return column.kind === 'list' && column.isIndex && countType === 'uint8' && (type === 'int32' || type === 'uint32');
}

function decodePlainIndexRows(reading: BinaryReading, plan: ElementPlan, firstRow: number): ListStep {
  const { cursor, littleEndian } = reading;
  const { bytes, view } = cursor;
  const [column] = plan.columns;
  if (column.kind !== 'list') return { row: firstRow, needed: 1 };
  const { builder } = column;
  const { offsets } = builder;
  let { position } = cursor;
  let row = firstRow;
  let needed = 1;
  let { data } = builder;
  let { length } = builder;
  while (row < plan.rows && position < bytes.length) {
    const corners = bytes[position];
    const end = position + 1 + 4 * corners;
    if (end > bytes.length) {
      needed = 1 + 4 * corners;
      break;
    }
    if (length + corners > data.length) {
      builder.length = length;
      builder.reserve(corners);
      ({ data } = builder);
    }
    if (!(data instanceof Uint32Array)) throw new TypeError('Vertex numbers are kept as uint32.');
    for (position++; position < end; position += 4) data[length++] = view.getUint32(position, littleEndian);
    offsets[++row] = length;
  }
  builder.length = length;
  builder.rows = row;
  cursor.position = position;
  return { row, needed };
}

function decodeListRows(reading: BinaryReading, plan: ElementPlan, firstRow: number): ListStep {
  const { cursor } = reading;
  let row = firstRow;
  while (row < plan.rows) {
    const needed = measureRow(reading, plan);
    if (needed > cursor.remaining) return { row, needed };
    decodeRow(reading, plan, row);
    row++;
  }
  return { row, needed: 1 };
}

/** Bytes of the row at the cursor, or of as much of it as can be known from the bytes that are there. */
function measureRow(reading: BinaryReading, plan: ElementPlan): number {
  const { cursor, littleEndian } = reading;
  let place = cursor.position;
  for (const { property } of plan.columns) {
    if (property.countType === undefined) {
      place += bytesOfType[property.type];
      continue;
    }
    const countBytes = bytesOfType[property.countType];
    if (place + countBytes > cursor.bytes.length) return place + countBytes - cursor.position;
    const length = readNumber(cursor.view, property.countType, place, littleEndian);
    const bytes = length * bytesOfType[property.type];
    // A cut file holds part of its lists; a list longer than the whole file is nonsense.
    if (length < 0 || bytes > reading.size) {
      throw new FormatError({
        file: reading.file,
        place: { kind: 'byte', offset: cursor.offset + place - cursor.position },
        expected: `a list "${property.name}" that fits into the file`,
        found: `a length of ${length}`,
        advice: 'The file is damaged, or its header states other types than it holds.',
      });
    }
    place += countBytes + bytes;
  }
  return place - cursor.position;
}

function decodeRow(reading: BinaryReading, plan: ElementPlan, row: number): void {
  const { cursor, littleEndian } = reading;
  const { view } = cursor;
  for (const column of plan.columns) {
    const { type } = column.property;
    if (column.kind === 'list') {
      decodeList(reading, column);
      continue;
    }
    if (column.group) {
      const { data, components } = column.group;
      const index = row * components + column.component;
      if (isBigIntegerArray(data)) data[index] = readBigInteger(view, type, cursor.position, littleEndian);
      else data[index] = readNumber(view, type, cursor.position, littleEndian);
    }
    cursor.position += bytesOfType[type];
  }
}

function decodeList(reading: BinaryReading, column: ListColumn): void {
  const { cursor, littleEndian } = reading;
  const { view } = cursor;
  const { builder, isIndex, property } = column;
  const countType = property.countType ?? 'uint8';
  const count = readNumber(view, countType, cursor.position, littleEndian);
  const size = bytesOfType[property.type];
  let place = cursor.position + bytesOfType[countType];
  builder.reserve(count);
  const { data } = builder;
  for (let i = 0; i < count; i++, place += size) {
    if (isBigIntegerArray(data)) {
      data[builder.length++] = readBigInteger(view, property.type, place, littleEndian);
    } else {
      const value = readNumber(view, property.type, place, littleEndian);
      data[builder.length++] = isIndex ? vertexNumber(value) : value;
    }
  }
  builder.endRow();
  cursor.position = place;
}

/** A vertex number as uint32: negative ones wrap to above 2^31, and what is no whole number becomes 2^32 - 1. */
export function vertexNumber(value: number): number {
  return Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff ? value >>> 0 : 0xffff_ffff;
}

function readBigInteger(view: DataView, type: NumericType, offset: number, littleEndian: boolean): bigint {
  return type === 'int64' ? view.getBigInt64(offset, littleEndian) : view.getBigUint64(offset, littleEndian);
}

function readNumber(view: DataView, type: NumericType, offset: number, littleEndian: boolean): number {
  switch (type) {
    case 'int8':
      return view.getInt8(offset);
    case 'uint8':
    case 'bool':
      return view.getUint8(offset);
    case 'int16':
      return view.getInt16(offset, littleEndian);
    case 'uint16':
      return view.getUint16(offset, littleEndian);
    case 'int32':
      return view.getInt32(offset, littleEndian);
    case 'uint32':
      return view.getUint32(offset, littleEndian);
    case 'float32':
      return view.getFloat32(offset, littleEndian);
    case 'float64':
      return view.getFloat64(offset, littleEndian);
    case 'int64':
    case 'uint64':
      return Number(readBigInteger(view, type, offset, littleEndian));
    case 'float16':
      throw new TypeError('PLY has no 16-bit floats.');
  }
}
