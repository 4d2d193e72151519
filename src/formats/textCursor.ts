import { FormatError } from '../model/errors';
import type { ByteSource } from './byteSource';
import { joinBytes, sliceBytes, throwIfCancelled, type ByteSlices } from './byteSlices';

/** True for blank, tab, line feed, vertical tab, form feed and carriage return. */
export function isWhitespace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/**
 * A position in a source's text, slice by slice. Of `bytes` those before `end` are whole words followed by white space,
 * so a scanner that stays before `end` never meets a word that is cut.
 */
export class TextCursor {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  position = 0;
  end = 0;
  private atEnd = false;
  /** Offset in the file of `bytes[0]`. */
  private base: number;

  constructor(
    private readonly slices: ByteSlices,
    start: number,
    private readonly file: string,
  ) {
    this.base = start;
  }

  /** Offset in the file of the next byte. */
  get offset(): number {
    return this.offsetOf(this.position);
  }

  /** Offset in the file of an index in `bytes`. */
  offsetOf(index: number): number {
    return this.base + index;
  }

  /** Adds the next slice to what was not yet scanned; false when there is none. */
  async fill(): Promise<boolean> {
    if (this.atEnd) return false;
    const kept = this.bytes.subarray(this.position);
    const next = await this.slices.next();
    this.atEnd = next === null;
    // The last word of a file may have nothing behind it.
    const added = next ?? new Uint8Array([10]);
    this.base += this.position;
    this.bytes = joinBytes([kept, added], kept.length + added.length);
    this.position = 0;
    this.end = this.bytes.length;
    while (this.end > 0 && !isWhitespace(this.bytes[this.end - 1])) this.end--;
    if (this.end === 0 && this.bytes.length > sliceBytes) {
      throw new FormatError({
        file: this.file,
        place: { kind: 'byte', offset: this.base },
        expected: 'numbers as text',
        found: 'millions of bytes without white space',
        advice: 'The data may be binary though the header says ascii.',
      });
    }
    return true;
  }
}

/** The number (from 1) of the line in which a byte lies. Reads the source again, so the way without an error stays free of counting. */
export async function lineOfOffset(source: ByteSource, offset: number, signal?: AbortSignal): Promise<number> {
  let line = 1;
  let former = 0;
  for (let start = 0; start < offset; start += sliceBytes) {
    throwIfCancelled(signal);
    const bytes = await source.read(start, Math.min(sliceBytes, offset - start), signal);
    for (const byte of bytes) {
      if (byte === 13 || (byte === 10 && former !== 13)) line++;
      former = byte;
    }
  }
  return line;
}
