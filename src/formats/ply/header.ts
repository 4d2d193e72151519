import { FormatError, type FilePlace } from '../../model/errors';
import { bytesOfType, type NumericType } from '../../model/numericType';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';

export type PlyEncoding = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

export interface PlyProperty {
  readonly name: string;
  readonly type: NumericType;
  /** The type of a list's length; undefined for single values. */
  readonly countType?: NumericType;
}

export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: readonly PlyProperty[];
}

export interface PlyHeader {
  readonly encoding: PlyEncoding;
  readonly elements: readonly PlyElement[];
  /** The text of `comment` and `obj_info` lines, in the file's order. */
  readonly comments: readonly string[];
  /** Offset of the first byte of data. */
  readonly dataStart: number;
  /** Lines of the header, so the first line of data has the number `lines + 1`. */
  readonly lines: number;
  readonly warnings: readonly string[];
}

/** Names of the format's author, of later tools, and the bit widths that numpy-minded writers use. */
const typeNames: ReadonlyMap<string, NumericType> = new Map<string, NumericType>([
  ['char', 'int8'],
  ['int8', 'int8'],
  ['uchar', 'uint8'],
  ['uint8', 'uint8'],
  ['short', 'int16'],
  ['int16', 'int16'],
  ['ushort', 'uint16'],
  ['uint16', 'uint16'],
  ['int', 'int32'],
  ['int32', 'int32'],
  ['uint', 'uint32'],
  ['uint32', 'uint32'],
  ['long', 'int64'],
  ['int64', 'int64'],
  ['longlong', 'int64'],
  ['ulong', 'uint64'],
  ['uint64', 'uint64'],
  ['ulonglong', 'uint64'],
  ['float', 'float32'],
  ['float32', 'float32'],
  ['double', 'float64'],
  ['float64', 'float64'],
]);

const maximumHeaderBytes = 4 * 1024 * 1024;
const firstReadBytes = 256 * 1024;
/** Arrays of offsets are 32 bits wide. */
const maximumCount = 0xffff_fffe;

/** Index after the magic word `ply` and anything blank around it up to its line's end; -1 when the bytes do not begin so. */
export function findMagic(head: Uint8Array): number {
  let start = 0;
  while (start < 16 && (head[start] === 10 || head[start] === 13)) start++;
  const isMagic = (head[start] | 32) === 112 && (head[start + 1] | 32) === 108 && (head[start + 2] | 32) === 121;
  if (!isMagic) return -1;
  let end = start + 3;
  while (head[end] === 32 || head[end] === 9) end++;
  return end === head.length || head[end] === 10 || head[end] === 13 ? end : -1;
}

export interface HeaderAndRest {
  readonly header: PlyHeader;
  /** Bytes of data that came along with the header's. */
  readonly rest: Uint8Array<ArrayBuffer>;
}

/** Reads as much of a source as its header takes. Throws FormatError. */
export async function readHeader(source: ByteSource, signal?: AbortSignal): Promise<HeaderAndRest> {
  for (let length = firstReadBytes; ; length *= 4) {
    const wanted = Math.min(length, source.size, maximumHeaderBytes);
    const head = await source.read(0, wanted, signal);
    const header = parseHeader(head, source.name, wanted === source.size);
    if (header) return { header, rest: head.subarray(header.dataStart) };
    if (wanted === maximumHeaderBytes) {
      throw headerError(source.name, undefined, '"end_header" within 4 MB', 'none', 'This is no usable PLY header.');
    }
  }
}

function headerError(file: string, place: FilePlace | undefined, expected: string, found: string, advice: string): FormatError {
  return new FormatError({ file, place, expected, found, advice });
}

/**
 * Reads a header from the first bytes of a file; null when it does not end within them and the file goes on
 * (`complete` is false). Line ends may be LF, CRLF or CR; blanks and tabs may surround words; keywords may be in any case.
 */
export function parseHeader(head: Uint8Array, file: string, complete: boolean): PlyHeader | null {
  if (head.length === 0) throw headerError(file, undefined, 'a PLY file', 'an empty file', 'It may not have been written or downloaded fully.');
  if (findMagic(head) < 0) {
    throw headerError(file, { kind: 'line', line: 1 }, '"ply" on the first line', describeForeignContent(head), 'Check that this is a PLY file.');
  }
  return new HeaderParser(head, file).parse(complete);
}

interface MutableElement {
  name: string;
  count: number;
  properties: PlyProperty[];
}

class HeaderParser {
  private readonly decoder = new TextDecoder();
  private readonly elements: MutableElement[] = [];
  private readonly comments: string[] = [];
  private readonly warnings: string[] = [];
  private encoding: PlyEncoding | undefined;
  private line = 0;
  private position = 0;
  private usesReturnAlone = false;

  constructor(
    private readonly head: Uint8Array,
    private readonly file: string,
  ) {}

  parse(complete: boolean): PlyHeader | null {
    for (;;) {
      const text = this.nextLine(complete);
      if (text === null) {
        if (!complete) return null;
        throw this.error('"end_header"', 'the end of the file', 'The file is cut off or not a PLY file.');
      }
      const words = text.trim().split(/[ \t]+/);
      const keyword = words[0].toLowerCase();
      if (keyword === 'end_header') break;
      this.readLine(keyword, words, text);
    }
    if (!this.encoding) throw this.error('a line "format ascii|binary_little_endian|binary_big_endian 1.0"', 'none', 'Add it after the first line.');
    return {
      encoding: this.encoding,
      elements: this.elements,
      comments: this.comments,
      dataStart: this.position,
      lines: this.line,
      warnings: this.warnings,
    };
  }

  private readLine(keyword: string, words: readonly string[], text: string): void {
    switch (keyword) {
      case '':
      case 'ply':
        return;
      case 'comment':
      case 'obj_info':
        // The text itself, which may begin with blanks of its own.
        this.comments.push(text.trimStart().slice(keyword.length).replace(/^[ \t]/, '').trimEnd());
        return;
      case 'format':
        this.readFormat(words);
        return;
      case 'element':
        this.readElement(words);
        return;
      case 'property':
        this.readProperty(words);
        return;
      default:
        throw this.error('a keyword of a PLY header', JSON.stringify(words[0].slice(0, 40)), 'Repair this line or leave it out.');
    }
  }

  /** The next line without its end, or null when it is not whole. */
  private nextLine(complete: boolean): string | null {
    const { head } = this;
    const start = this.position;
    let end = start;
    while (end < head.length && head[end] !== 10 && head[end] !== 13) end++;
    if (end === head.length) return null;
    const isReturn = head[end] === 13;
    if (isReturn && end + 1 === head.length && !this.usesReturnAlone) return complete ? this.lastLine(start, end) : null;
    const isPair = isReturn && head[end + 1] === 10;
    // In a file of lone CRs a 10 after the last of them is the first byte of the data.
    const takesPair = isPair && !this.usesReturnAlone;
    if (isReturn && !isPair) this.usesReturnAlone = true;
    this.position = end + (takesPair ? 2 : 1);
    this.line++;
    return this.decoder.decode(head.subarray(start, end));
  }

  /** A line that ends with CR at the very end of the file. */
  private lastLine(start: number, end: number): string | null {
    const text = this.decoder.decode(this.head.subarray(start, end));
    if (text.trim().toLowerCase() !== 'end_header') return null;
    this.position = end + 1;
    this.line++;
    return text;
  }

  private readFormat(words: readonly string[]): void {
    const name = words[1]?.toLowerCase();
    if (name !== 'ascii' && name !== 'binary_little_endian' && name !== 'binary_big_endian') {
      throw this.error('"ascii", "binary_little_endian" or "binary_big_endian"', quote(words[1]), 'Only these encodings exist.');
    }
    if (words[2] !== '1.0') this.warnings.push(`The header states version ${quote(words[2])}; the file was read as version 1.0.`);
    this.encoding = name;
  }

  private readElement(words: readonly string[]): void {
    const [, name, count] = words;
    if (name === undefined || count === undefined) throw this.error('"element NAME COUNT"', quote(words.join(' ')), 'Add what is missing.');
    const value = /^\+?\d+$/.test(count) ? Number(count) : NaN;
    if (!(value <= maximumCount)) {
      throw this.error(`a count of ${name} between 0 and ${maximumCount}`, quote(count), 'Correct the count.');
    }
    this.elements.push({ name, count: value, properties: [] });
  }

  private readProperty(words: readonly string[]): void {
    const element = this.elements.at(-1);
    if (!element) throw this.error('an "element" line before "property"', 'none', 'Move this line below its element.');
    const isList = words[1]?.toLowerCase() === 'list';
    if (isList) {
      const [, , countName, typeName, name] = words;
      if (name === undefined) throw this.error('"property list COUNT_TYPE TYPE NAME"', quote(words.join(' ')), 'Add what is missing.');
      const countType = this.typeOf(countName);
      if (countType === 'float32' || countType === 'float64') throw this.error('an integer type for the length of a list', quote(countName), 'Correct the type.');
      element.properties.push({ name, type: this.typeOf(typeName), countType });
    } else {
      const [, typeName, name] = words;
      if (name === undefined) throw this.error('"property TYPE NAME"', quote(words.join(' ')), 'Add what is missing.');
      element.properties.push({ name, type: this.typeOf(typeName) });
    }
  }

  private typeOf(name: string): NumericType {
    const type = typeNames.get(name.toLowerCase());
    if (type) return type;
    throw this.error(`a type (${[...typeNames.keys()].join(', ')})`, quote(name), 'Correct the type.');
  }

  private error(expected: string, found: string, advice: string): FormatError {
    return headerError(this.file, { kind: 'line', line: Math.max(1, this.line) }, expected, found, advice);
  }
}

function quote(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text.slice(0, 60));
}

/** Bytes of one row in a binary file, lists counted as empty. */
export function smallestRowBytes(element: PlyElement): number {
  let bytes = 0;
  for (const property of element.properties) bytes += bytesOfType[property.countType ?? property.type];
  return bytes;
}

export function hasLists(element: PlyElement): boolean {
  return element.properties.some((property) => property.countType !== undefined);
}
