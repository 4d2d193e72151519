import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../formats/byteSource';
import { MemorySource } from '../formats/byteSource';
import { CancelledError, FormatError } from '../model/errors';
import type { OpenedSource } from './fileAccess';
import { withFileErrors } from './fileErrors';
import { relatedPath } from './relatedFile';

/** A single read call of the system takes at most 2 GB. */
const largestRead = 1 << 30;
/** Bytes taken at once from what has no size: pipes and standard input. */
const streamRead = 1 << 20;
/** The most bytes held of a pipe or of standard input, unless a limit was given. */
export const defaultStreamLimit = 4 * 1024 ** 3;

const fileExpected = 'a file that can be read';

/**
 * A file on this machine's disk. All reads see one and the same content: a file that changes its size or time in
 * between is an error, not a mixture.
 */
export class NodeFileSource implements ByteSource {
  private constructor(
    readonly name: string,
    readonly size: number,
    /** Milliseconds since 1970. */
    readonly modified: number,
    private readonly handle: FileHandle,
    private readonly path: string,
  ) {}

  /** Files that this one named, which are closed with it. */
  private readonly siblings: NodeFileSource[] = [];

  /**
   * @param path where the file lies
   * @param name as the user gave it
   * @throws FormatError when there is no such file, it is a folder or may not be read
   */
  static async open(path: string, name: string): Promise<NodeFileSource> {
    return withFileErrors(name, fileExpected, async () => {
      const handle = await open(path, 'r');
      try {
        const status = await handle.stat();
        if (status.isDirectory()) {
          throw new FormatError({ file: name, expected: fileExpected, found: 'a folder', advice: 'Name a file in it.' });
        }
        return new NodeFileSource(name, status.size, status.mtimeMs, handle, path);
      } catch (error) {
        await handle.close();
        throw error;
      }
    });
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    if (signal?.aborted) throw new CancelledError();
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    await this.readInto(offset, bytes, signal);
    return bytes;
  }

  async readInto(offset: number, into: Uint8Array<ArrayBufferLike>, signal?: AbortSignal): Promise<number> {
    if (signal?.aborted) throw new CancelledError();
    const wanted = Math.max(0, Math.min(into.byteLength, this.size - offset));
    await withFileErrors(this.name, fileExpected, async () => {
      let done = 0;
      while (done < wanted) {
        const { bytesRead } = await this.handle.read(into, done, Math.min(wanted - done, largestRead), offset + done);
        if (bytesRead === 0) throw this.changed('an earlier end');
        done += bytesRead;
        if (signal?.aborted) throw new CancelledError();
      }
      const status = await this.handle.stat();
      if (status.size !== this.size) throw this.changed(`${status.size} bytes`);
      if (status.mtimeMs !== this.modified) throw this.changed('a later time of change');
    });
    return wanted;
  }

  async sibling(name: string): Promise<ByteSource> {
    const source = await NodeFileSource.open(await relatedPath(this.path, this.name, name), name);
    this.siblings.push(source);
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.siblings.map((sibling) => sibling.close()));
    await this.handle.close();
  }

  private changed(found: string): FormatError {
    return new FormatError({
      file: this.name,
      expected: `the file as it was when it was opened (${this.size} bytes)`,
      found,
      advice: 'It changed while it was being read; read it again.',
    });
  }
}

/**
 * All bytes of something without a size, held in memory.
 *
 * @param limit the most bytes to take
 * @throws FormatError when there are more
 */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  limit = defaultStreamLimit,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > limit) {
      const advice = 'Raise --limit, or write the data to a file first.';
      throw new FormatError({ file: name, expected: `at most ${limit} bytes`, found: 'more', advice });
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Opens a path: a file as it lies on the disk; a pipe (`/dev/fd/63`) by reading it to its end. */
export async function openPath(path: string, name: string, limit?: number): Promise<OpenedSource> {
  const piped = await withFileErrors(name, fileExpected, async () => {
    const handle = await open(path, 'r');
    try {
      const status = await handle.stat();
      if (status.isFile() || status.isDirectory()) return null;
      return await readStream(chunksOf(handle), name, limit);
    } finally {
      await handle.close();
    }
  });
  if (piped) return { source: new MemorySource(name, piped), close: () => Promise.resolve() };
  const source = await NodeFileSource.open(path, name);
  return { source, close: () => source.close() };
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(streamRead);
    const { bytesRead } = await handle.read(chunk, 0, streamRead, null);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
  }
}
