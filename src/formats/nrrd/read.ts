import { FormatError } from '../../model/errors';
import type { GridModel } from '../../model/model';
import { bytesOfType, createNumericArray, isBigIntegerArray, type NumericArray, type NumericType } from '../../model/numericType';
import { ByteSlices, throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { describeForeignContent } from '../foreignContent';
import { buildGrid } from '../grids/buildGrid';
import { largestBunzipping } from '../grids/bunzip';
import { CellTarget, machineIsLittleEndian } from '../grids/cellTarget';
import { readHeaderText } from '../grids/headerText';
import { largestInflation } from '../grids/inflater';
import { openSibling, readBunzipped, readInflated, readRaw } from '../grids/payload';
import { readTextValues, withLine } from '../grids/textValues';
import { MemoryBudget } from '../memoryBudget';
import { TextCursor } from '../textCursor';
import { fault, parseHeader, requireField, sizesOf, typeOf, type NrrdHeader } from './header';
import { layOutAxes } from './layout';

type Encoding = 'raw' | 'text' | 'hex' | 'gzip' | 'bzip2';

const encodings: ReadonlyMap<string, Encoding> = new Map([
  ['raw', 'raw'], ['ascii', 'text'], ['text', 'text'], ['txt', 'text'], ['hex', 'hex'], ['gzip', 'gzip'], ['gz', 'gzip'], ['bzip2', 'bzip2'], ['bz2', 'bzip2'],
]);

/** Reads a NRRD file, or the header of one and the files that it names. Throws FormatError, CancelledError. */
export async function readNrrd(source: ByteSource, context: ReadContext): Promise<GridModel> {
  const head = await source.read(0, 64, context.signal);
  if (!isNrrd(head)) {
    throw new FormatError({ file: source.name, place: { kind: 'byte', offset: 0 }, expected: '"NRRD000" and a version', found: describeForeignContent(head), advice: 'The file is of another kind.' });
  }
  const { text, dataStart } = await readHeaderText(source, findHeaderEnd, context.signal);
  const header = parseHeader(text, source.name);
  const type = typeOf(header, source.name);
  const sizes = sizesOf(header, source.name);
  const layout = layOutAxes(header, sizes, source.name, (message) => context.warn(message));
  const encoding = encodingOf(header, source.name);
  const length = sizes.reduce((product, size) => product * size, 1);
  const files = header.dataFiles ? await openAll(source, header.dataFiles) : [source];
  const starts = header.dataFiles ? 0 : dataStart;
  const budget = new MemoryBudget(source.name, context.options.limit, context.allocate);
  const held = files.reduce((sum, file) => sum + file.size - starts, 0);
  const target = new CellTarget({ file: source.name, type, length, possible: possibleBytes(encoding, held, type), budget, what: 'the cells' });
  const skips = { lines: skipOf(header, 'lineskip', source.name), bytes: skipOf(header, 'byteskip', source.name) };
  for (const file of files) await readData(file, starts, encoding, target, skips, context);
  const whole = target.finish(encoding === 'text' ? machineIsLittleEndian : isLittleEndian(header, type, context));
  const remark = target.describe(whole);
  if (remark !== null) context.warn(remark);
  const data = layout.componentStride === 1 ? target.data : gatherComponents(target.data, type, layout.components, layout.componentStride);
  const values = { kind: 'values', name: valueName(header), type, components: layout.components, data } as const;
  return buildGrid({ ...layout, values, comments: header.comments, file: source.name }, context);
}

export function isNrrd(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(0, 7)) === 'NRRD000';
}

/** The header ends at an empty line; that of a detached file may end with the file. */
function findHeaderEnd(bytes: Uint8Array<ArrayBuffer>, isWhole: boolean): number {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 10) continue;
    if (bytes[i + 1] === 10) return i + 2;
    if (bytes[i + 1] === 13 && bytes[i + 2] === 10) return i + 3;
  }
  return isWhole ? bytes.length : -1;
}

function valueName(header: NrrdHeader): string {
  const content = header.fields.get('content')?.value;
  return content !== undefined && /^[\w .-]{1,40}$/.test(content) ? content : 'value';
}

function encodingOf(header: NrrdHeader, file: string): Encoding {
  const { value, line } = requireField(header, 'encoding', file);
  const encoding = encodings.get(value.toLowerCase());
  if (encoding) return encoding;
  throw fault(file, line, 'encoding raw, gzip, bzip2, ascii or hex', value, 'Write the file again in one of these, for instance with "unu save -e gzip".');
}

function isLittleEndian(header: NrrdHeader, type: NumericType, context: ReadContext): boolean {
  const endian = header.fields.get('endian')?.value.toLowerCase();
  if (endian === undefined && bytesOfType[type] > 1) context.warn('The header does not say the byte order; little endian is used.');
  return endian !== 'big';
}

/** The most bytes of cells that `held` bytes of a file can stand for. */
function possibleBytes(encoding: Encoding, held: number, type: NumericType): number {
  switch (encoding) {
    case 'raw':
      return held;
    case 'hex':
      return held / 2;
    case 'gzip':
      return held * largestInflation;
    case 'bzip2':
      return held * largestBunzipping;
    case 'text':
      // A digit and a blank.
      return ((held + 1) / 2) * bytesOfType[type];
  }
}

function skipOf(header: NrrdHeader, name: string, file: string): number {
  const field = header.fields.get(name);
  if (!field) return 0;
  const skip = Number(field.value);
  if (Number.isSafeInteger(skip) && skip >= (name === 'byteskip' ? -1 : 0)) return skip;
  throw fault(file, field.line, 'a number of lines or bytes to skip', field.value, 'The header may be damaged.');
}

async function openAll(source: ByteSource, names: readonly string[]): Promise<ByteSource[]> {
  const files: ByteSource[] = [];
  for (const name of names) files.push(await openSibling(source, name));
  return files;
}

async function readData(
  file: ByteSource,
  start: number,
  encoding: Encoding,
  target: CellTarget,
  skips: { readonly lines: number; readonly bytes: number },
  context: ReadContext,
): Promise<void> {
  const from = await skipLines(file, start, skips.lines, context.signal);
  switch (encoding) {
    case 'raw':
      // -1: the data is the last of the file, whatever lines there are before it.
      return readRaw(file, skips.bytes === -1 ? Math.max(start, file.size - target.data.byteLength) : from + skips.bytes, target, context);
    case 'gzip': {
      const problem = await readInflated(file, from, 'gzip', target, context, Math.max(0, skips.bytes));
      if (problem !== null) context.warn(`The gzip data is damaged: ${problem}.`);
      return;
    }
    case 'bzip2': {
      const problem = await readBunzipped(file, from, target, context, Math.max(0, skips.bytes));
      if (problem !== null) context.warn(`The bzip2 data is damaged: ${problem}.`);
      return;
    }
    case 'hex':
      return readHex(file, from + Math.max(0, skips.bytes), target, context);
    case 'text': {
      const cursor = new TextCursor(new ByteSlices(file, from + Math.max(0, skips.bytes), { signal: context.signal }), from, file.name);
      const filled = target.filled / target.data.BYTES_PER_ELEMENT;
      const { count, goesOn } = await withLine(file, context.signal, () => readTextValues(cursor, target.data.subarray(filled), file.name));
      target.advance(count * target.data.BYTES_PER_ELEMENT);
      if (goesOn) target.overflowed = true;
      return;
    }
  }
}

async function skipLines(file: ByteSource, start: number, lines: number, signal: AbortSignal | undefined): Promise<number> {
  let left = lines;
  let offset = start;
  const slices = left > 0 ? new ByteSlices(file, start, { signal }) : null;
  for (let slice = await slices?.next(); slice && left > 0; slice = await slices?.next()) {
    for (let i = 0; i < slice.length && left > 0; i++) {
      offset++;
      if (slice[i] === 10) left--;
    }
  }
  return offset;
}

/** Two hexadecimal digits a byte; anything else is a separator. */
async function readHex(file: ByteSource, from: number, target: CellTarget, context: ReadContext): Promise<void> {
  const slices = new ByteSlices(file, from, { signal: context.signal });
  let high = -1;
  for (let slice = await slices.next(); slice; slice = await slices.next()) {
    throwIfCancelled(context.signal);
    const bytes = new Uint8Array((slice.length >> 1) + 1);
    let count = 0;
    for (let i = 0; i < slice.length; i++) {
      const digit = hexDigits[slice[i]];
      if (digit < 0) continue;
      if (high < 0) {
        high = digit;
      } else {
        bytes[count++] = (high << 4) | digit;
        high = -1;
      }
    }
    if (!target.push(bytes.subarray(0, count))) return;
  }
}

const hexDigits = Int8Array.from({ length: 256 }, (_, code) => {
  const digit = parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? -1 : digit;
});

/** Brings the components of a cell together, which a file may have as one volume after the other. */
export function gatherComponents(data: NumericArray, type: NumericType, components: number, stride: number): NumericArray {
  const gathered = createNumericArray(type, data.length);
  const cells = data.length / components;
  for (let cell = 0; cell < cells; cell++) {
    const first = Math.floor(cell / stride) * stride * components + (cell % stride);
    for (let component = 0; component < components; component++) {
      const from = first + component * stride;
      if (isBigIntegerArray(gathered)) gathered[cell * components + component] = isBigIntegerArray(data) ? data[from] : 0n;
      else if (!isBigIntegerArray(data)) gathered[cell * components + component] = data[from];
    }
  }
  return gathered;
}
