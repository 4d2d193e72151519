import type { Attribute } from '../../model/attribute';
import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import { xFastest } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { bytesOfType, isBigIntegerArray, type NumericArray, type NumericType } from '../../model/numericType';
import { ByteSlices, throwIfCancelled } from '../byteSlices';
import { MemorySource, type ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { placeAxes } from '../grids/axes';
import { buildGrid } from '../grids/buildGrid';
import { CellTarget, machineIsLittleEndian } from '../grids/cellTarget';
import { readTextValues } from '../grids/textValues';
import { MemoryBudget } from '../memoryBudget';
import { TextCursor } from '../textCursor';
import { decodeBinary, possibleBytes, type BinaryStyle, type EncodedBytes } from './arrayData';
import { readDocument, type DataArrayElement, type Extent, type Piece, type VtiDocument } from './document';
import { fault } from './xml';

const types: ReadonlyMap<string, NumericType> = new Map<string, NumericType>([
  ['Int8', 'int8'], ['UInt8', 'uint8'], ['Int16', 'int16'], ['UInt16', 'uint16'], ['Int32', 'int32'], ['UInt32', 'uint32'],
  ['Int64', 'int64'], ['UInt64', 'uint64'], ['Float32', 'float32'], ['Float64', 'float64'],
]);

/** Everything that reading the arrays of one file needs. */
interface Reading {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly document: VtiDocument;
  readonly style: BinaryStyle;
  readonly budget: MemoryBudget;
  readonly context: ReadContext;
}

export function isVti(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 4096));
  return /<VTKFile[^>]*type\s*=\s*["']ImageData["']/.test(text);
}

/** Reads a VTK XML image. Values at points make the cells of the grid; without any, those at cells. Throws FormatError, CancelledError. */
export async function readVti(source: ByteSource, context: ReadContext): Promise<GridModel> {
  const head = await source.read(0, 512, context.signal);
  if (!/<(\?xml|VTKFile|!)/.test(new TextDecoder('latin1').decode(head))) {
    throw new FormatError({ file: source.name, place: { kind: 'byte', offset: 0 }, expected: 'a VTK XML file', found: describeForeignContent(head), advice: 'The file is of another kind.' });
  }
  const budget = new MemoryBudget(source.name, context.options.limit, context.allocate);
  budget.check(source.size, 'the whole file');
  const bytes = await source.read(0, source.size, context.signal);
  throwIfCancelled(context.signal);
  const document = readDocument(bytes, source.name);
  const reading = { bytes, document, style: styleOf(document, source.name), budget, context };
  const atPoints = document.pieces.some(({ points }) => points.length > 0);
  if (atPoints && document.pieces.some(({ cells }) => cells.length > 0)) context.warn('The arrays at cells were left out, since there are arrays at points.');
  const arrays = await readArrays(reading, atPoints, source.name);
  const active = document.pieces[0]?.[atPoints ? 'activePoints' : 'activeCells'];
  const chosen = choose(arrays, context.options.array, active, source.name);
  const others = arrays.filter((array) => array !== chosen);
  return buildGrid({ ...placeImage(document, atPoints, (message) => context.warn(message)), values: chosen, attributes: others, file: source.name }, context);
}

const compressions: ReadonlyMap<string, 'zlib' | 'lz4'> = new Map([['vtkZLibDataCompressor', 'zlib'], ['vtkLZ4DataCompressor', 'lz4']]);

function styleOf({ file }: VtiDocument, name: string): BinaryStyle {
  const compressor = file.get('compressor');
  const compression = compressor === undefined ? null : compressions.get(compressor);
  if (compression === undefined) {
    throw fault(name, 0, 'data compressed by vtkZLibDataCompressor, vtkLZ4DataCompressor or not at all', (compressor ?? '').slice(0, 60), 'Write the file again with zlib or without compression.');
  }
  const width = file.get('header_type') ?? 'UInt32';
  if (width !== 'UInt32' && width !== 'UInt64') throw fault(name, 0, 'lengths of type UInt32 or UInt64', width.slice(0, 60), 'The file may be damaged.');
  return { file: name, littleEndian: file.get('byte_order') !== 'BigEndian', headerBytes: width === 'UInt64' ? 8 : 4, compression };
}

/** Where the samples lie: at points as the extent says, at cells half a cell further and one fewer. */
function placeImage({ image, extent }: VtiDocument, atPoints: boolean, warn: (message: string) => void) {
  const dimensions = dimensionsOf(extent, atPoints);
  const stated = vectorOf(image.get('Spacing'), 3, [1, 1, 1]);
  const spacing = stated.map((value) => (value !== 0 ? value : 1));
  const matrix = vectorOf(image.get('Direction'), 9, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const step = (axis: number): Vector3 => [matrix[axis] * spacing[axis], matrix[3 + axis] * spacing[axis], matrix[6 + axis] * spacing[axis]];
  const steps = [step(0), step(1), step(2)] as const;
  const origin = vectorOf(image.get('Origin'), 3, [0, 0, 0]);
  const first = [0, 1, 2].map((axis) => extent[2 * axis] + (atPoints || extent[2 * axis + 1] === extent[2 * axis] ? 0 : 0.5));
  const shifted = [0, 1, 2].map((row) => origin[row] + steps[0][row] * first[0] + steps[1][row] * first[1] + steps[2][row] * first[2]);
  const centre: Vector3 = [shifted[0], shifted[1], shifted[2]];
  const placed = placeAxes({ sizes: dimensions, steps });
  if (placed) return { ...placed, origin: centre };
  warn('The directions of the axes do not span space and were not used.');
  return { dimensions, axisOrder: xFastest, spacing: [Math.abs(spacing[0]), Math.abs(spacing[1]), Math.abs(spacing[2])] as const, origin: centre };
}

function dimensionsOf(extent: Extent, atPoints: boolean): Vector3 {
  const size = (axis: number): number => {
    const steps = extent[2 * axis + 1] - extent[2 * axis];
    return atPoints ? steps + 1 : Math.max(1, steps);
  };
  return [size(0), size(1), size(2)];
}

function vectorOf(text: string | undefined, length: number, fallback: readonly number[]): readonly number[] {
  const values = (text ?? '').trim().split(/\s+/).map(Number);
  return values.length === length && values.every(Number.isFinite) ? values : fallback;
}

async function readArrays(reading: Reading, atPoints: boolean, file: string): Promise<Attribute[]> {
  const { document, context } = reading;
  const sections = document.pieces.map((piece) => ({ piece, elements: atPoints ? piece.points : piece.cells }));
  const [first] = sections;
  if (!first || first.elements.length === 0) throw fault(file, 0, 'an array at points or cells', 'none', 'There is nothing to show.');
  const arrays: Attribute[] = [];
  for (const [place, element] of first.elements.entries()) {
    const name = element.attributes.get('Name') ?? `array ${place + 1}`;
    const type = types.get(element.attributes.get('type') ?? '');
    if (!type) {
      context.warn(`The array "${name}" has the type ${element.attributes.get('type') ?? 'none'} and was left out.`);
      continue;
    }
    const components = Number(element.attributes.get('NumberOfComponents') ?? 1);
    if (!(Number.isInteger(components) && components >= 1 && components <= 1024)) throw fault(file, element.from, '1 to 1024 components', `${components}`, 'The file may be damaged.');
    const whole = { name, type, components };
    const parts: { readonly piece: Piece; readonly data: NumericArray }[] = [];
    for (const section of sections) {
      const own = section.elements.find((candidate) => candidate.attributes.get('Name') === element.attributes.get('Name'));
      if (own) parts.push({ piece: section.piece, data: await readArray(reading, own, whole, dimensionsOf(section.piece.extent, atPoints)) });
    }
    arrays.push({ kind: 'values', ...whole, data: assemble(reading, parts, whole, atPoints) });
  }
  if (arrays.length === 0) throw fault(file, 0, 'an array of numbers', 'none', 'There is nothing to show.');
  return arrays;
}

type ArrayShape = Pick<Attribute, 'name' | 'type' | 'components'>;

async function readArray(reading: Reading, element: DataArrayElement, shape: ArrayShape, dimensions: Vector3): Promise<NumericArray> {
  const { bytes, document, style, budget, context } = reading;
  const { name, type, components } = shape;
  const length = dimensions[0] * dimensions[1] * dimensions[2] * components;
  const format = element.attributes.get('format') ?? 'ascii';
  const promise = { file: style.file, type, length, budget, what: `the array "${name}"` };
  context.progress?.(element.from / bytes.length, `decoding "${name}"`);
  if (format === 'ascii') {
    const target = new CellTarget({ ...promise, possible: ((element.to - element.from + 1) / 2) * bytesOfType[type] });
    const text = new MemorySource(style.file, bytes.subarray(element.from, element.to));
    const cursor = new TextCursor(new ByteSlices(text, 0, { signal: context.signal }), 0, style.file);
    const { count, goesOn } = await shifted(element.from, () => readTextValues(cursor, target.data, style.file));
    target.advance(count * target.data.BYTES_PER_ELEMENT);
    if (goesOn) target.overflowed = true;
    return finish(target, machineIsLittleEndian, context);
  }
  const encoded = format === 'appended' ? appendedBytes(reading, document, element) : { bytes, from: element.from, to: element.to, isBase64: true };
  if (format !== 'appended' && format !== 'binary') throw fault(style.file, element.from, 'the format ascii, binary or appended', JSON.stringify(format), 'The file may be damaged.');
  const target = new CellTarget({ ...promise, possible: possibleBytes(encoded, style) });
  decodeBinary(encoded, style, target);
  return finish(target, style.littleEndian, context);
}

function finish(target: CellTarget, littleEndian: boolean, context: ReadContext): NumericArray {
  const remark = target.describe(target.finish(littleEndian));
  if (remark !== null) context.warn(remark);
  return target.data;
}

/** Errors of a part of the file name the byte in the whole. */
async function shifted<Value>(by: number, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FormatError) || error.details.place?.kind !== 'byte') throw error;
    throw new FormatError({ ...error.details, place: { kind: 'byte', offset: error.details.place.offset + by } });
  }
}

function appendedBytes({ bytes, style }: Reading, { appended }: VtiDocument, element: DataArrayElement): EncodedBytes {
  const offset = Number(element.attributes.get('offset'));
  if (!appended) throw fault(style.file, element.from, 'appended data', 'none', 'The file may be cut off.');
  const from = appended.from + offset;
  if (!Number.isSafeInteger(offset) || offset < 0 || from >= bytes.length) {
    throw fault(style.file, element.from, 'an offset inside the appended data', `${element.attributes.get('offset') ?? 'none'}`, 'The file is cut off or damaged; get it again.');
  }
  return { bytes, from, to: bytes.length, isBase64: !appended.isRaw };
}

/** The pieces' values in one array over the whole extent; cells that no piece has are NaN or 0. */
function assemble({ document, budget, context, style }: Reading, parts: readonly { readonly piece: Piece; readonly data: NumericArray }[], { name, type, components }: ArrayShape, atPoints: boolean): NumericArray {
  const whole = dimensionsOf(document.extent, atPoints);
  const [only] = parts;
  if (parts.length === 1 && only.piece.extent.every((index, i) => index === document.extent[i])) return only.data;
  const covered = parts.reduce((sum, { data }) => sum + data.length, 0);
  const length = whole[0] * whole[1] * whole[2] * components;
  if (covered < length / 2) throw fault(style.file, 0, `${length} values of "${name}" over the whole extent`, `${covered} in the pieces`, 'The pieces of the image may lie in other files.');
  const data = budget.allocate(type, length, `the array "${name}"`);
  if (covered < length) context.warn(`The pieces do not cover the whole extent; what is missing of "${name}" is empty.`);
  if (data instanceof Float32Array || data instanceof Float64Array) data.fill(NaN);
  for (const { piece, data: part } of parts) {
    const size = dimensionsOf(piece.extent, atPoints);
    const [x, y, z] = [0, 1, 2].map((axis) => piece.extent[2 * axis] - document.extent[2 * axis]);
    const isInside = x >= 0 && y >= 0 && z >= 0 && x + size[0] <= whole[0] && y + size[1] <= whole[1] && z + size[2] <= whole[2];
    if (!isInside) throw fault(style.file, 0, 'pieces inside the whole extent', 'one that reaches outside', 'The file may be damaged.');
    const row = size[0] * components;
    for (let slice = 0; slice < size[2]; slice++) {
      for (let line = 0; line < size[1]; line++) {
        const from = row * (line + size[1] * slice);
        const to = components * (x + whole[0] * (y + line + whole[1] * (z + slice)));
        copy(part, from, from + row, data, to);
      }
    }
  }
  return data;
}

function copy(from: NumericArray, start: number, end: number, to: NumericArray, at: number): void {
  if (isBigIntegerArray(from)) {
    if (isBigIntegerArray(to)) to.set(from.subarray(start, end), at);
  } else if (!isBigIntegerArray(to)) {
    to.set(from.subarray(start, end), at);
  }
}

function choose(arrays: readonly Attribute[], asked: string | undefined, active: string | undefined, file: string): Attribute {
  if (asked === undefined) return arrays.find(({ name }) => name === active) ?? arrays[0];
  const found = arrays.find(({ name }) => name === asked);
  if (found) return found;
  throw new FormatError({ file, expected: `an array among ${arrays.map(({ name }) => name).join(', ')}`, found: JSON.stringify(asked.slice(0, 60)), advice: 'Give another --array.' });
}
