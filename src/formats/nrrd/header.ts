import { FormatError } from '../../model/errors';
import type { NumericType } from '../../model/numericType';

/** A NRRD header's fields by their names in lower case without blanks: "spacedirections". */
export interface NrrdHeader {
  readonly fields: ReadonlyMap<string, NrrdField>;
  readonly comments: readonly string[];
  /** Names of the files that hold the data; null where it follows the header. */
  readonly dataFiles: readonly string[] | null;
}

export interface NrrdField {
  readonly value: string;
  readonly line: number;
}

const types: Readonly<Record<string, NumericType>> = {
  'signed char': 'int8', int8: 'int8', int8_t: 'int8',
  uchar: 'uint8', 'unsigned char': 'uint8', uint8: 'uint8', uint8_t: 'uint8',
  short: 'int16', 'short int': 'int16', 'signed short': 'int16', 'signed short int': 'int16', int16: 'int16', int16_t: 'int16',
  ushort: 'uint16', 'unsigned short': 'uint16', 'unsigned short int': 'uint16', uint16: 'uint16', uint16_t: 'uint16',
  int: 'int32', 'signed int': 'int32', int32: 'int32', int32_t: 'int32',
  uint: 'uint32', 'unsigned int': 'uint32', uint32: 'uint32', uint32_t: 'uint32',
  longlong: 'int64', 'long long': 'int64', 'long long int': 'int64', 'signed long long': 'int64', 'signed long long int': 'int64', int64: 'int64', int64_t: 'int64',
  ulonglong: 'uint64', 'unsigned long long': 'uint64', 'unsigned long long int': 'uint64', uint64: 'uint64', uint64_t: 'uint64',
  float: 'float32', double: 'float64',
};

/** The most axes that the format allows. */
const mostAxes = 16;
const mostFiles = 4096;

/** Parses a header's text. @throws FormatError for a line that is no field */
export function parseHeader(text: string, file: string): NrrdHeader {
  const fields = new Map<string, NrrdField>();
  const comments: string[] = [];
  let dataFiles: string[] | null = null;
  let isList = false;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    const content = raw.trimEnd();
    if (index === 0) {
      if (!/^NRRD000[1-6]$/.test(content)) throw fault(file, line, 'NRRD0001 to NRRD0006', content, 'Other versions are not known.');
      continue;
    }
    if (isList && dataFiles) {
      if (content !== '') dataFiles.push(content.trim());
      continue;
    }
    if (content === '' || content.startsWith('#')) {
      if (content.length > 1) comments.push(content.slice(1).trim());
      continue;
    }
    const pair = /^([^:]+):=(.*)$/.exec(content);
    if (pair) {
      comments.push(`${pair[1]} = ${pair[2]}`);
      continue;
    }
    const field = /^([^:]+):\s*(.*)$/.exec(content);
    if (!field) throw fault(file, line, 'a field ("name: value")', content, 'The header may be damaged.');
    const name = field[1].toLowerCase().replace(/\s/g, '');
    const value = field[2].trim();
    fields.set(name, { value, line });
    if (name === 'content') comments.push(value);
    if (name !== 'datafile') continue;
    isList = /^list(\s|$)/i.test(value);
    dataFiles = isList ? [] : namesOf(value, file, line);
  }
  return { fields, comments, dataFiles };
}

/** One name, or those that a pattern with a first, last and step number makes. */
function namesOf(value: string, file: string, line: number): string[] {
  const pattern = /^(\S*%0?\d*d\S*)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)(\s+\d+)?$/.exec(value);
  if (!pattern) return [value];
  const [, template, firstText, lastText, stepText] = pattern;
  const [first, last, step] = [firstText, lastText, stepText].map(Number);
  const count = step === 0 ? 0 : Math.floor((last - first) / step) + 1;
  if (!(count >= 1 && count <= mostFiles)) throw fault(file, line, `1 to ${mostFiles} files`, `${count}`, 'Check the pattern of the data files.');
  return Array.from({ length: count }, (_, index) =>
    template.replace(/%(0?)(\d*)d/, (_match, zero: string, width: string) => String(first + index * step).padStart(Number(width || 0), zero ? '0' : ' ')),
  );
}

/** The value of a field that must be there. */
export function requireField(header: NrrdHeader, name: string, file: string): NrrdField {
  const field = header.fields.get(name);
  if (field) return field;
  throw new FormatError({ file, place: { kind: 'path', path: 'header' }, expected: `a field "${name}"`, found: 'none', advice: 'The header may be cut off.' });
}

/** @throws FormatError for "block" and types that are not known */
export function typeOf(header: NrrdHeader, file: string): NumericType {
  const { value, line } = requireField(header, 'type', file);
  const type = new Map(Object.entries(types)).get(value.toLowerCase());
  if (type) return type;
  throw fault(file, line, 'a number type', value, 'Blocks and other types cannot be shown.');
}

/** Cells along each axis, the fastest first. @throws FormatError unless there are as many as `dimension` says, each at least 1 */
export function sizesOf(header: NrrdHeader, file: string): number[] {
  const dimension = requireField(header, 'dimension', file);
  const axes = Number(dimension.value);
  if (!(Number.isInteger(axes) && axes >= 1 && axes <= mostAxes)) throw fault(file, dimension.line, `1 to ${mostAxes} axes`, dimension.value, 'The header may be damaged.');
  const { value, line } = requireField(header, 'sizes', file);
  const sizes = value.split(/\s+/).map(Number);
  if (sizes.length !== axes) throw fault(file, line, `${axes} sizes`, `${sizes.length}`, 'The header may be damaged.');
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) throw fault(file, line, 'sizes of at least 1', value, 'The header may be damaged.');
  return sizes;
}

/** Vectors "(a,b,c)" or "none", one an axis; null where the field is absent or a number cannot be read. */
export function vectorsOf(header: NrrdHeader, name: string): (readonly number[] | null)[] | null {
  const field = header.fields.get(name);
  if (!field) return null;
  const words = field.value.match(/none|\([^)]*\)/gi) ?? [];
  return words.map((word) => (word.startsWith('(') ? word.slice(1, -1).split(',').map((part) => Number(part.trim())) : null));
}

/** Numbers separated by blanks; NaN for those that are not. */
export function numbersOf(header: NrrdHeader, name: string): number[] | null {
  const field = header.fields.get(name);
  return field ? field.value.split(/\s+/).map(Number) : null;
}

/** Words separated by blanks, in lower case. */
export function wordsOf(header: NrrdHeader, name: string): string[] | null {
  const field = header.fields.get(name);
  return field ? field.value.toLowerCase().split(/\s+/) : null;
}

export function fault(file: string, line: number, expected: string, found: string, advice: string): FormatError {
  return new FormatError({ file, place: { kind: 'line', line }, expected, found: JSON.stringify(found.slice(0, 80)), advice });
}
