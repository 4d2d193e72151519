/** The bytes of one file, wherever it lies: a disk, a webview's resource, a virtual file system, memory. */
export interface ByteSource {
  /** As shown to people: a name or a path relative to what they opened. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes from `offset`, `length` of them or up to the end of the file. The caller owns what it gets. Throws CancelledError when aborted. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * As {@link read}, straight to where the bytes are wanted, which may be shared memory: as many as fit there, or up to the
   * end of the file. Answers how many. Left out where bytes come in buffers of their own anyway.
   */
  readInto?(offset: number, into: Uint8Array<ArrayBufferLike>, signal?: AbortSignal): Promise<number>;
  /**
   * A file that this one names, as headers name the file of their data: relative, inside this file's folder. Left out
   * where there is no folder to look into. Throws FormatError when the name leads outside, or to nothing.
   */
  sibling?(name: string): Promise<ByteSource>;
}

/** A source over bytes that are already here. */
export class MemorySource implements ByteSource {
  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array<ArrayBuffer>,
  ) {}

  get size(): number {
    return this.bytes.byteLength;
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.resolve(this.bytes.slice(offset, offset + length));
  }
}
