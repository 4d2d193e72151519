import { FormatError } from '../model/errors';
import type { ByteSource } from './byteSource';
import { ByteSlices, joinBytes } from './byteSlices';

/** No line of a file of lines is longer, unless it is no such file. */
const longestLine = 64 * 1024 * 1024;
const lineFeed = 10;
const carriageReturn = 13;
const backslash = 92;
const blank = 32;

/**
 * A source's text line by line, without a string a line: `bytes[start ... end - 1]` is the present line, and `bytes[end]`
 * is white space, so that a scanner of words never meets one that is cut. Lines end in LF or CRLF, or all in CR.
 */
export class TextLines {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  start = 0;
  /** Index of the white space that ends the line. */
  end = 0;
  /** Of the present line, from 1. */
  line = 0;
  private next = 0;
  private lines = 1;
  private atEnd = false;
  private newline = lineFeed;
  /** Offset in the file of `bytes[0]`. */
  private base = 0;
  private readonly slices: ByteSlices;

  /** @param continued a backslash at a line's end joins the next line to it */
  constructor(
    private readonly source: ByteSource,
    private readonly continued: boolean,
    signal?: AbortSignal,
  ) {
    this.slices = new ByteSlices(source, 0, signal ? { signal } : {});
  }

  /** Share of the file that was handed out. */
  get share(): number {
    return this.source.size === 0 ? 1 : Math.min(1, (this.base + this.next) / this.source.size);
  }

  /** Steps to the next line of the bytes at hand; false when they have no whole one more. */
  step(): boolean {
    let end = this.bytes.indexOf(this.newline, this.next);
    if (end < 0) return false;
    let lines = 1;
    while (this.continued && this.isContinued(end)) {
      const further = this.bytes.indexOf(this.newline, end + 1);
      if (further < 0) return false;
      this.bytes.fill(blank, this.backslashBefore(end), end + 1);
      end = further;
      lines++;
    }
    this.start = this.next;
    this.end = end;
    this.next = end + 1;
    this.line = this.lines;
    this.lines += lines;
    return true;
  }

  /** Adds the next slice; false at the end. Throws CancelledError, and FormatError for a line without end. */
  async fill(): Promise<boolean> {
    if (this.atEnd) return false;
    const kept = this.bytes.subarray(this.next);
    const slice = await this.slices.next();
    this.atEnd = slice === null;
    if (this.base === 0 && this.bytes.length === 0 && slice && !slice.includes(lineFeed) && slice.includes(carriageReturn)) this.newline = carriageReturn;
    // The last line of a file may have no end; a backslash there continues nothing.
    const added = slice ?? new Uint8Array([this.newline, this.newline]);
    this.base += this.next;
    this.bytes = joinBytes([kept, added], kept.length + added.length);
    this.next = 0;
    if (kept.length > longestLine) {
      throw new FormatError({ file: this.source.name, place: { kind: 'line', line: this.lines }, expected: 'lines of text', found: 'millions of bytes without a line end', advice: 'The file may be binary, or of another format.' });
    }
    return true;
  }

  private isContinued(end: number): boolean {
    const last = this.backslashBefore(end);
    return last >= this.next && this.bytes[last] === backslash;
  }

  private backslashBefore(end: number): number {
    return this.newline === lineFeed && this.bytes[end - 1] === carriageReturn ? end - 2 : end - 1;
  }
}
