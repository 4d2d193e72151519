import { FormatError } from '../../model/errors';
import { bytesOfType, type NumericArray, type NumericType } from '../../model/numericType';
import { sliceBytes, throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import type { MemoryBudget } from '../memoryBudget';
import { parseDataType, type NpyField, type NpyItem } from './dataType';
import { decodeField, isStoredAsRead, orderBytes } from './decodeField';
import { describePython, isDictionary, isSequence, parsePythonLiteral, type PythonValue } from './pythonLiteral';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const longestHeader = 1 << 20;
const mostAxes = 32;

/** The numbers of one field, or of the whole of an array without fields. */
export interface NpyColumn {
  /** Null for an array without named fields. */
  readonly name: string | null;
  readonly type: NumericType;
  /** Numbers an item. */
  readonly components: number;
  readonly data: NumericArray;
}

/** An array as its file has it. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** True when the first index changes fastest. */
  readonly fortran: boolean;
  /** In the file's order; one for an array without named fields. */
  readonly columns: readonly NpyColumn[];
}

export interface NpyHeader extends NpyItemShape {
  /** Where the data begin, in bytes. */
  readonly offset: number;
}

interface NpyItemShape {
  readonly shape: readonly number[];
  readonly fortran: boolean;
  readonly item: NpyItem;
}

export function isNpy(head: Uint8Array): boolean {
  return magic.every((byte, at) => head[at] === byte);
}

/**
 * Reads an array as numpy.lib.format writes it, versions 1 to 3: every integer and floating-point type up to 64 bits,
 * bool, both byte orders, C and Fortran order, named fields.
 * @throws FormatError for other types, for headers that lie, for files that are cut; CancelledError
 */
export async function readNpyArray(source: ByteSource, context: Pick<ReadContext, 'signal' | 'progress' | 'warn'>, budget: MemoryBudget): Promise<NpyArray> {
  const { shape, fortran, item, offset } = await readNpyHeader(source, context.signal);
  const items = shape.reduce((product, size) => product * size, 1);
  const there = Math.floor((source.size - offset) / Math.max(1, item.bytes));
  if (items > there) {
    throw new FormatError({
      file: source.name,
      place: { kind: 'byte', offset: source.size },
      expected: `${items} items of ${item.bytes} bytes (shape ${shapeText(shape)})`,
      found: `${there}`,
      advice: 'The file is cut or its header is wrong; write it again.',
    });
  }
  const columns = item.fields.map((field) => ({ field, data: budget.allocate(field.type, items * field.components, `the array of shape ${shapeText(shape)}`) }));
  const itemsOfSlice = Math.max(1, Math.floor(sliceBytes / item.bytes));
  for (let first = 0; first < items; first += itemsOfSlice) {
    throwIfCancelled(context.signal);
    const count = Math.min(itemsOfSlice, items - first);
    const from = offset + first * item.bytes;
    if (source.readInto && columns.length === 1 && isStoredAsRead(columns[0].field, item.bytes)) {
      const { field, data } = columns[0];
      const into = new Uint8Array(data.buffer, data.byteOffset + first * item.bytes, count * item.bytes);
      const found = await source.readInto(from, into, context.signal);
      if (found < into.length) throw changed(source, from + found);
      orderBytes(into, field);
    } else {
      const bytes = await source.read(from, count * item.bytes, context.signal);
      if (bytes.length < count * item.bytes) throw changed(source, from + bytes.length);
      for (const { field, data } of columns) decodeField(bytes, field, item.bytes, count, data, first * field.components);
    }
    context.progress?.((first + count) / items, 'reading numbers');
  }
  const rest = source.size - offset - items * item.bytes;
  if (rest > 0) context.warn(`${source.name}: ${rest} bytes after the array were not read.`);
  return { shape, fortran, columns: columns.map(({ field, data }) => columnOf(field, data)) };
}

function columnOf({ name, type, components }: NpyField, data: NumericArray): NpyColumn {
  return { name, type, components, data };
}

export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Reads what comes before the numbers. @throws FormatError, CancelledError */
export async function readNpyHeader(source: ByteSource, signal?: AbortSignal): Promise<NpyHeader> {
  const wrong = (offset: number, expected: string, found: string, advice = 'Write the file again with numpy.save.'): FormatError =>
    new FormatError({ file: source.name, place: { kind: 'byte', offset }, expected, found, advice });
  const head = await source.read(0, 12, signal);
  if (!isNpy(head)) throw wrong(0, 'a NumPy array ("\\x93NUMPY")', describeForeignContent(head), 'Name the right format.');
  const version = head[6];
  if (head.length < 12 || version < 1 || version > 3) throw wrong(6, 'version 1, 2 or 3', head.length < 12 ? 'the end of the file' : `${version}.${head[7]}`);
  const view = new DataView(head.buffer);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) throw wrong(8, `a header of at most ${longestHeader} bytes`, `${length}`);
  if (start + length > source.size) throw wrong(8, `a header of ${length} bytes`, `${source.size - start} bytes`, 'The file is cut or its header is wrong; write it again.');
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(await source.read(start, length, signal));
  const header = parseHeader(text, (expected, found) => wrong(start, expected, found));
  return { ...header, offset: start + length };
}

function parseHeader(text: string, wrong: (expected: string, found: string) => FormatError): NpyItemShape {
  let header: PythonValue;
  try {
    header = parsePythonLiteral(text);
  } catch (error) {
    throw wrong('a header that is a Python dictionary', error instanceof SyntaxError ? `text that is none (${error.message})` : String(error));
  }
  if (!isDictionary(header)) throw wrong('a header that is a Python dictionary', describePython(header));
  const shape = header.get('shape');
  const fortran = header.get('fortran_order');
  if (!isSequence(shape) || shape.items.length > mostAxes) throw wrong(`a shape of at most ${mostAxes} axes`, isSequence(shape) ? `${shape.items.length} axes` : 'none');
  if (typeof fortran !== 'boolean') throw wrong('"fortran_order" that is True or False', describePython(fortran));
  const sizes = shape.items.map((size) => {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw wrong('sizes of at least 0', describePython(size));
    return size;
  });
  const items = sizes.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(items)) throw wrong('a shape of at most 2^53 items', shapeText(sizes));
  try {
    return { shape: sizes, fortran, item: parseDataType(header.get('descr')) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw wrong('numbers of 8 to 64 bits, or bool', error.message);
  }
}

function changed(source: ByteSource, offset: number): FormatError {
  return new FormatError({ file: source.name, place: { kind: 'byte', offset }, expected: 'more bytes', found: 'the end', advice: 'The file changed while it was read; open it again.' });
}

/** Bytes that an array takes once decoded. */
export function decodedBytes({ shape, item }: NpyHeader): number {
  const perItem = item.fields.reduce((sum, { type, components }) => sum + components * (type === 'float16' ? 4 : bytesOfType[type]), 0);
  return shape.reduce((product, size) => product * size, perItem);
}
