import type { ByteSource } from './byteSource';

/**
 * A source whose first bytes were read already. A format is told from them, its header read, and data begun with
 * without asking for them again: on a slow line every request that is waited for delays the first picture.
 */
export class HeadSource implements ByteSource {
  private constructor(
    private readonly source: ByteSource,
    /** The file's first bytes. */
    readonly head: Uint8Array<ArrayBuffer>,
  ) {}

  /** Reads the first `length` bytes, or the whole of a smaller file. */
  static async open(source: ByteSource, length: number, signal?: AbortSignal): Promise<HeadSource> {
    return new HeadSource(source, await source.read(0, Math.min(length, source.size), signal));
  }

  get name(): string {
    return this.source.name;
  }

  get size(): number {
    return this.source.size;
  }

  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(offset + length, this.size);
    // The caller owns what it gets, so it is a copy.
    if (end <= this.head.byteLength) return Promise.resolve(this.head.slice(offset, Math.max(offset, end)));
    return this.source.read(offset, length, signal);
  }
}
