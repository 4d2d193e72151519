import { FormatError } from '../../model/errors';
import type { ByteSource } from '../byteSource';
import { ByteSlices, joinBytes } from '../byteSlices';
import type { MemoryBudget } from '../memoryBudget';
import { endOfNumber, readJsonNumber } from './jsonNumber';

/** Thrown by synchronous code that met the end of the bytes that are here while the file goes on; one for all, since a stack costs. */
const moreNeeded = new Error('More bytes are needed.');

/** Nesting that no file of detections needs; a hostile file cannot make the scanner recurse or remember more. */
const deepest = 64;
/** A number longer than this that lies at the end of the bytes is looked at again. */
const longestNumber = 32;
const quote = 34;
const backslash = 92;
const latin = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8');

/** Types of value by their first character. */
export type JsonValueType = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

/**
 * Reads JSON from a source without ever holding more of it than one record: what calls it says which values it wants,
 * as they come, and everything else is passed over. Parsing code is synchronous and works on the bytes that are here;
 * {@link step} runs it again from the last {@link mark} when they end in the middle of something. So code within a step
 * must undo, or repeat without harm, what it did since the mark.
 */
export class JsonScanner {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** Index of the next byte in `bytes`. */
  position = 0;
  private marked = 0;
  private markedNotJson = 0;
  private atEnd = false;
  /** Offset in the file of `bytes[0]`. */
  private base = 0;
  private readonly slices: ByteSlices;
  private readonly nesting = new Uint8Array(deepest);
  /** Where the caller is, for errors: "annotations[12].bbox". */
  path: () => string = () => '';
  /** Told of every NaN or Infinity in a value that nobody wanted, which is no JSON but often written. */
  notJsonNumbers = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly budget: MemoryBudget,
    signal: AbortSignal | undefined,
    private readonly told?: (share: number) => void,
  ) {
    this.slices = new ByteSlices(source, 0, signal ? { signal } : {});
  }

  get file(): string {
    return this.source.name;
  }

  /** Runs synchronous parsing, again from the last mark each time it runs out of bytes. */
  async step<Value>(work: () => Value): Promise<Value> {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (error !== moreNeeded) throw error;
        this.position = this.marked;
        this.notJsonNumbers = this.markedNotJson;
        await this.fill();
      }
    }
  }

  /** Everything before the next byte is done with. */
  mark(): void {
    this.marked = this.position;
    this.markedNotJson = this.notJsonNumbers;
  }

  /** Passes over a byte order mark. */
  async begin(): Promise<void> {
    await this.fill();
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.position = 3;
    this.mark();
  }

  /** The next byte that is no white space, which stays the next. Throws FormatError at the end of the file. */
  peek(): number {
    const { bytes } = this;
    let { position } = this;
    const end = bytes.length;
    while (position < end) {
      const byte = bytes[position];
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) {
        this.position = position;
        return byte;
      }
      position++;
    }
    this.position = position;
    throw this.ended();
  }

  /** True when nothing but white space is left. */
  isAtEnd(): boolean {
    while (this.position < this.bytes.length) {
      const byte = this.bytes[this.position];
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return false;
      this.position++;
    }
    if (!this.atEnd) throw moreNeeded;
    return true;
  }

  /** The type of the next value. */
  type(): JsonValueType {
    const byte = this.peek();
    switch (byte) {
      case 123:
        return 'object';
      case 91:
        return 'array';
      case quote:
        return 'string';
      case 116:
        return 'true';
      case 102:
        return 'false';
      case 110:
        return 'null';
      default:
        return 'number';
    }
  }

  /** Passes over a character, which must be the next: "{". */
  take(character: string): void {
    if (this.peek() !== character.charCodeAt(0)) throw this.fault(`"${character}"`);
    this.position++;
  }

  /** True, and passes over it, when the character is the next. */
  takes(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false;
    this.position++;
    return true;
  }

  /**
   * After "[" or "{" (`first`) or a value: true when another element follows, false, and passes over it, at the closing
   * character.
   */
  goesOn(closing: string, first: boolean): boolean {
    const byte = this.peek();
    if (byte === closing.charCodeAt(0)) {
      this.position++;
      return false;
    }
    if (first) return true;
    if (byte !== 44) throw this.fault(`"," or "${closing}"`);
    this.position++;
    if (this.peek() === closing.charCodeAt(0)) throw this.fault('a further value after ","');
    return true;
  }

  /** The next number, correctly rounded. Throws FormatError for anything else, NaN and Infinity among it. */
  number(): number {
    this.peek();
    const value = readJsonNumber(this.bytes, this.position);
    // What ends with the bytes may go on, and what is no number may become one.
    if (this.position + longestNumber > this.bytes.length || endOfNumber === this.bytes.length) this.checkEnd();
    if (endOfNumber === this.position) throw this.fault('a number');
    this.position = endOfNumber;
    return value;
  }

  /** Near the end of the bytes: asks for more when the number, or what stands in its place, may be cut. */
  private checkEnd(): void {
    if (this.atEnd) return;
    let end = this.position;
    while (end < this.bytes.length && isWordByte(this.bytes[end])) end++;
    if (end === this.bytes.length) throw moreNeeded;
  }

  /** The next string, escapes decoded. */
  string(): string {
    if (this.peek() !== quote) throw this.fault('a text in quotes');
    const start = this.position;
    const end = this.endOfString();
    const raw = this.bytes.subarray(start + 1, end);
    this.position = end + 1;
    if (raw.includes(backslash)) {
      try {
        return String(JSON.parse(utf8.decode(this.bytes.subarray(start, end + 1))));
      } catch {
        this.position = start;
        throw this.fault('a text with escapes as JSON has them');
      }
    }
    return utf8.decode(raw);
  }

  /** Passes over the next value, whatever it is. */
  skip(): void {
    const { nesting } = this;
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === quote) {
        this.position = this.endOfString() + 1;
      } else if (byte === 123 || byte === 91) {
        if (depth === deepest) throw this.fault(`at most ${deepest} values within each other`);
        nesting[depth++] = byte + 2;
        this.position++;
        continue;
      } else if (byte === 125 || byte === 93) {
        if (depth === 0 || nesting[--depth] !== byte) throw this.fault(depth === 0 ? 'a value' : 'brackets that match');
        this.position++;
      } else if ((byte === 44 || byte === 58) && depth > 0) {
        this.position++;
        continue;
      } else {
        this.skipWord();
      }
    } while (depth > 0);
  }

  /** Passes over true, false, null, a number, or the NaN and Infinity that Python writes. */
  skipWord(): void {
    const { bytes } = this;
    const start = this.position;
    let { position } = this;
    while (position < bytes.length && isWordByte(bytes[position])) position++;
    if (position >= bytes.length && !this.atEnd) throw moreNeeded;
    const word = latin.decode(bytes.subarray(start, Math.min(position, start + 40)));
    if (/^-?(NaN|Infinity)$/.test(word)) this.notJsonNumbers++;
    else if (!/^(true|false|null|-?\d[\d.eE+-]*)$/.test(word)) throw this.fault('a value');
    this.position = position;
  }

  /** Index of the quote that ends the string which begins at `position`. */
  endOfString(): number {
    const { bytes } = this;
    let end = this.position + 1;
    for (;;) {
      end = bytes.indexOf(quote, end);
      if (end < 0) {
        this.position = bytes.length;
        throw this.ended();
      }
      let slashes = 0;
      while (bytes[end - 1 - slashes] === backslash) slashes++;
      if (slashes % 2 === 0) return end;
      end++;
    }
  }

  /** The file is not as it should be at the next byte. */
  fault(expected: string, found?: string, advice = 'The JSON is damaged or of another kind; look at this place.'): FormatError {
    const path = this.path();
    const offset = this.base + this.position;
    return new FormatError({
      file: this.file,
      place: path === '' ? { kind: 'byte', offset } : { kind: 'path', path: `${path} (byte ${offset})` },
      expected,
      found: found ?? this.describeNext(),
      advice,
    });
  }

  private describeNext(): string {
    const text = latin.decode(this.bytes.subarray(this.position, this.position + 24)).split(/[\s,\]}]/)[0];
    const shown = text === '' ? String.fromCharCode(this.bytes[this.position] ?? 32) : text;
    if (/^-?(NaN|Infinity)/.test(shown)) return `${shown}, which Python writes but JSON does not have`;
    return JSON.stringify(shown);
  }

  private ended(): Error {
    if (!this.atEnd) return moreNeeded;
    return this.fault('the rest of the JSON', 'the end of the file', 'The file is cut off; write or fetch it again.');
  }

  /** Twice as much as is left over, so that a long value is not scanned again for every slice of it. */
  private async fill(): Promise<void> {
    const kept = this.bytes.subarray(this.marked);
    const parts: Uint8Array<ArrayBuffer>[] = [kept];
    let total = kept.length;
    const wanted = 2 * kept.length + 1;
    this.budget.check(wanted, 'one value of the JSON');
    while (total < wanted) {
      const next = await this.slices.next();
      if (!next) {
        this.atEnd = true;
        break;
      }
      parts.push(next);
      total += next.length;
    }
    this.base += this.marked;
    this.bytes = kept.length === 0 && parts.length === 2 ? parts[1] : joinBytes(parts, total);
    this.position = 0;
    this.marked = 0;
    this.told?.(this.source.size === 0 ? 1 : (this.base + total) / this.source.size);
  }
}

function isWordByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 45 || byte === 43 || byte === 46;
}
