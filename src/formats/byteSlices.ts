import { CancelledError, FormatError } from '../model/errors';
import type { ByteSource } from './byteSource';

/** Bytes asked for at once: large enough that a request's fixed cost vanishes, small enough for smooth progress. */
export const sliceBytes = 8 * 1024 * 1024;
/** The first slices are smaller, each twice as large as the one before, so that something shows soon. */
const firstSliceBytes = 2 * 1024 * 1024;
/** Slices on their way beside the one that is parsed: the line has the next to carry as soon as one has come. */
const slicesAhead = 2;

/** Throws CancelledError when the signal says so. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}

export interface ByteSlicesOptions {
  readonly signal?: AbortSignal;
  /** Bytes from the start offset that were read already (the rest of a header's read). */
  readonly initial?: Uint8Array<ArrayBuffer>;
  /** The last place in (from, to] where a slice best ends (a record's end), or `to`. Spares joining cut records. */
  readonly boundary?: (from: number, to: number) => number;
}

/** A slice that was asked for. */
interface PendingSlice {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * A source's bytes from an offset to its end, slice by slice. The next slices are requested before the present one is
 * handed out, so that reading and parsing overlap.
 */
export class ByteSlices {
  private readonly pending: PendingSlice[] = [];
  private sliceBytes = firstSliceBytes;
  private initial: Uint8Array<ArrayBuffer> | undefined;

  constructor(
    private readonly source: ByteSource,
    private offset: number,
    private readonly options: ByteSlicesOptions = {},
  ) {
    this.initial = options.initial;
    if (this.initial) {
      const end = this.boundary(offset, offset + this.initial.byteLength);
      if (end > offset && end <= offset + this.initial.byteLength) {
        this.initial = this.initial.subarray(0, end - offset);
        this.offset = end;
      } else {
        this.initial = undefined;
      }
    }
    this.request();
  }

  /** The next slice, or null at the end. Throws CancelledError, and FormatError when the source gives less than it said it holds. */
  async next(): Promise<Uint8Array<ArrayBuffer> | null> {
    throwIfCancelled(this.options.signal);
    if (this.initial) {
      const first = this.initial;
      this.initial = undefined;
      return first;
    }
    const next = this.pending.shift();
    if (!next) return null;
    const { start } = next;
    const expected = next.end - start;
    const bytes = await next.bytes;
    throwIfCancelled(this.options.signal);
    if (bytes.byteLength !== expected) {
      throw new FormatError({
        file: this.source.name,
        place: { kind: 'byte', offset: start + bytes.byteLength },
        expected: `${expected} bytes`,
        found: `${bytes.byteLength}`,
        advice: 'The file changed while it was read; open it again.',
      });
    }
    this.request();
    return bytes;
  }

  private request(): void {
    while (this.pending.length < slicesAhead && this.offset < this.source.size) {
      const start = this.offset;
      const limit = Math.min(this.source.size, start + this.sliceBytes);
      const end = limit === this.source.size ? limit : this.boundary(start, limit);
      const bytes = this.source.read(start, end - start, this.options.signal);
      // A parse error may leave this request unawaited; its failure is then nobody's business.
      bytes.catch(() => undefined);
      this.pending.push({ start, end, bytes });
      this.offset = end;
      this.sliceBytes = Math.min(sliceBytes, 2 * this.sliceBytes);
    }
  }

  private boundary(from: number, to: number): number {
    const end = this.options.boundary?.(from, to) ?? to;
    return end > from && end <= to ? end : to;
  }
}

/** A position in a source's bytes, for decoders of binary data: whole records are made available, cut ones are joined. */
export class ByteCursor {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  view = new DataView(this.bytes.buffer);
  /** Index of the next byte in `bytes`. */
  position = 0;
  /** Offset in the file of `bytes[0]`. */
  private base: number;

  constructor(
    private readonly slices: ByteSlices,
    start: number,
  ) {
    this.base = start;
  }

  get remaining(): number {
    return this.bytes.byteLength - this.position;
  }

  /** Offset in the file of the next byte. */
  get offset(): number {
    return this.base + this.position;
  }

  /** Makes at least `needed` bytes available; false when the file ends before. What there is stays available. */
  async fill(needed: number): Promise<boolean> {
    if (this.remaining >= needed) return true;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let total = this.remaining;
    if (total > 0) parts.push(this.bytes.subarray(this.position));
    while (total < needed) {
      const next = await this.slices.next();
      if (!next) break;
      parts.push(next);
      total += next.byteLength;
    }
    this.base += this.position;
    this.position = 0;
    this.bytes = joinBytes(parts, total);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    return total >= needed;
  }
}

/** One array of all parts; the part itself when it is the only one. */
export function joinBytes(parts: readonly Uint8Array<ArrayBuffer>[], total: number): Uint8Array<ArrayBuffer> {
  if (parts.length === 1) return parts[0];
  const joined = new Uint8Array(total);
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.byteLength;
  }
  return joined;
}
