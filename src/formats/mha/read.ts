import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import { xFastest } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { bytesOfType, type NumericType } from '../../model/numericType';
import { ByteSlices } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { placeAxes, type PlacedAxes } from '../grids/axes';
import { buildGrid } from '../grids/buildGrid';
import { CellTarget, machineIsLittleEndian } from '../grids/cellTarget';
import { readHeaderText } from '../grids/headerText';
import { largestInflation } from '../grids/inflater';
import { openSibling, readInflated, readRaw } from '../grids/payload';
import { readTextValues, withLine } from '../grids/textValues';
import { MemoryBudget } from '../memoryBudget';
import { TextCursor } from '../textCursor';
import { dimensionsOf, elementTypes, fault, isTrue, numbersOf, parseHeader, textOf, type MetaHeader } from './header';

/** The file's data: where it lies and how it is stored. */
interface Payload {
  readonly files: readonly ByteSource[];
  readonly start: number;
  readonly encoding: 'raw' | 'zlib' | 'text';
}

const mostFiles = 4096;

/** Reads a MetaImage, or the header of one and the files that it names. Throws FormatError, CancelledError. */
export async function readMha(source: ByteSource, context: ReadContext): Promise<GridModel> {
  const { text, dataStart } = await readHeaderText(source, findHeaderEnd, context.signal);
  if (!isMetaImage(new TextEncoder().encode(text.slice(0, 4096)))) {
    const found = describeForeignContent(await source.read(0, 256, context.signal));
    throw new FormatError({ file: source.name, place: { kind: 'byte', offset: 0 }, expected: 'a MetaImage header ("ObjectType = Image")', found, advice: 'The file is of another kind.' });
  }
  const header = parseHeader(text, source.name);
  const dimensions = dimensionsOf(header, source.name);
  const type = typeOf(header, source.name);
  const components = Number(textOf(header, 'elementnumberofchannels') ?? 1);
  if (!(Number.isInteger(components) && components >= 1 && components <= 64)) {
    throw fault(source.name, header.values.get('elementnumberofchannels')?.line ?? 1, '1 to 64 channels', String(components), 'The header may be damaged.');
  }
  const placed = placeGrid(header, dimensions, (message) => context.warn(message));
  const payload = await findPayload(source, header, dataStart);
  const { files, start, encoding } = payload;
  const length = dimensions[0] * dimensions[1] * dimensions[2] * components;
  const held = files.reduce((sum, file) => sum + Math.max(0, file.size - start), 0);
  const possible = encoding === 'zlib' ? held * largestInflation : encoding === 'text' ? ((held + 1) / 2) * bytesOfType[type] : held;
  const budget = new MemoryBudget(source.name, context.options.limit, context.allocate);
  const target = new CellTarget({ file: source.name, type, length, possible, budget, what: 'the cells' });
  for (const file of files) await readPayload(file, payload, header, target, context);
  const isBig = isTrue(textOf(header, 'elementbyteordermsb', 'binarydatabyteordermsb'));
  const whole = target.finish(encoding === 'text' ? machineIsLittleEndian : !isBig);
  const remark = target.describe(whole);
  if (remark !== null) context.warn(remark);
  const values = { kind: 'values', name: 'value', type, components, data: target.data } as const;
  return buildGrid({ ...placed, values, comments: header.comments, file: source.name }, context);
}

/** "ObjectType = Image" within the first lines, or the keys that every MetaImage has. */
export function isMetaImage(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 4096));
  return /^\s*ObjectType\s*=\s*Image\s*$/im.test(text) || (/^\s*NDims\s*=/im.test(text) && /^\s*DimSize\s*=/im.test(text));
}

/** The header's last line names the data; after a LIST of files the file ends. */
function findHeaderEnd(bytes: Uint8Array<ArrayBuffer>, isWhole: boolean): number {
  const text = new TextDecoder('latin1').decode(bytes);
  const match = /^[ \t]*ElementDataFile[ \t]*=[ \t]*([^\r\n]*)(\r\n|\n|$)/im.exec(text);
  if (!match || (match[2] === '' && !isWhole)) return isWhole && !match ? bytes.length : -1;
  if (/^list/i.test(match[1])) return isWhole ? bytes.length : -1;
  return match.index + match[0].length;
}

function typeOf(header: MetaHeader, file: string): NumericType {
  const found = header.values.get('elementtype');
  // "MET_FLOAT_ARRAY" is how some writers say that there are several channels.
  const type = elementTypes.get((found?.value ?? '').toUpperCase().replace(/_ARRAY$/, ''));
  if (type) return type;
  throw fault(file, found?.line ?? 1, 'an element type such as MET_FLOAT', found?.value ?? 'none', 'The header may be damaged.');
}

/** Rows of the matrix are the directions in which x, y and z of a cell's index lead. */
function placeGrid(header: MetaHeader, dimensions: Vector3, warn: (message: string) => void): PlacedAxes & { readonly origin: Vector3 } {
  const axes = Math.min(3, Number(textOf(header, 'ndims') ?? 3));
  const stated = numbersOf(header, 'elementspacing', 'elementsize') ?? [];
  const spacing = [0, 1, 2].map((axis) => (Number.isFinite(stated[axis]) && stated[axis] !== 0 ? stated[axis] : 1));
  const offset = numbersOf(header, 'offset', 'position', 'origin') ?? [];
  const origin: Vector3 = [finite(offset[0]), finite(offset[1]), finite(offset[2])];
  const matrix = numbersOf(header, 'transformmatrix', 'rotation', 'orientation');
  const isUsable = matrix?.length === axes * axes && matrix.every(Number.isFinite);
  if (matrix && !isUsable) warn('The transform matrix cannot be read and was not used.');
  const row = (axis: number): Vector3 => {
    const entry = (column: number): number => {
      if (!isUsable || axis >= axes || column >= axes) return axis === column ? 1 : 0;
      return matrix[axis * axes + column];
    };
    return [entry(0) * spacing[axis], entry(1) * spacing[axis], entry(2) * spacing[axis]];
  };
  const placed = placeAxes({ sizes: dimensions, steps: [row(0), row(1), row(2)] });
  if (placed) return { ...placed, origin };
  warn('The transform matrix does not span space and was not used.');
  return { dimensions, axisOrder: xFastest, spacing: [Math.abs(spacing[0]), Math.abs(spacing[1]), Math.abs(spacing[2])], origin };
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}

async function findPayload(source: ByteSource, header: MetaHeader, dataStart: number): Promise<Payload> {
  const isText = textOf(header, 'binarydata') !== undefined && !isTrue(textOf(header, 'binarydata'));
  const encoding = isTrue(textOf(header, 'compresseddata')) ? 'zlib' : isText ? 'text' : 'raw';
  const found = header.values.get('elementdatafile');
  if (!found) throw new FormatError({ file: source.name, place: { kind: 'path', path: 'header' }, expected: '"ElementDataFile"', found: 'none', advice: 'The header may be cut off.' });
  if (found.value.toUpperCase() === 'LOCAL') return { files: [source], start: dataStart, encoding };
  const names = namesOf(header, found.value);
  if (names.length === 0 || names.length > mostFiles) throw fault(source.name, found.line, `1 to ${mostFiles} files of data`, `${names.length}`, 'Check the list after ElementDataFile.');
  const files: ByteSource[] = [];
  for (const name of names) files.push(await openSibling(source, name));
  return { files, start: 0, encoding };
}

function namesOf(header: MetaHeader, value: string): readonly string[] {
  if (/^list/i.test(value)) return header.list;
  const pattern = /^(\S*%0?\d*d\S*)\s+(\d+)\s+(\d+)\s+(\d+)$/.exec(value);
  if (!pattern) return [value];
  const [first, last, step] = pattern.slice(2).map(Number);
  const count = step > 0 ? Math.floor((last - first) / step) + 1 : 0;
  return Array.from({ length: Math.max(0, Math.min(count, mostFiles + 1)) }, (_, index) =>
    pattern[1].replace(/%(0?)(\d*)d/, (_match, zero: string, width: string) => String(first + index * step).padStart(Number(width || 0), zero ? '0' : ' ')),
  );
}

async function readPayload(file: ByteSource, { start, encoding }: Payload, header: MetaHeader, target: CellTarget, context: ReadContext): Promise<void> {
  const skipped = Number(textOf(header, 'headersize') ?? 0);
  // -1: the data is the last of the file.
  const from = skipped === -1 && encoding === 'raw' ? Math.max(start, file.size - target.data.byteLength) : start + Math.max(0, Math.trunc(skipped) || 0);
  switch (encoding) {
    case 'raw':
      return readRaw(file, from, target, context);
    case 'zlib': {
      const problem = await readInflated(file, from, 'zlib', target, context);
      if (problem !== null) context.warn(`The zlib data is damaged: ${problem}.`);
      return;
    }
    case 'text': {
      const cursor = new TextCursor(new ByteSlices(file, from, { signal: context.signal }), from, file.name);
      const { BYTES_PER_ELEMENT: size } = target.data;
      const { count, goesOn } = await withLine(file, context.signal, () => readTextValues(cursor, target.data.subarray(target.filled / size), file.name));
      target.advance(count * size);
      if (goesOn) target.overflowed = true;
    }
  }
}
