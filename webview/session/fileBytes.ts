/** Bytes of the opened file, by whatever way they come to this page. */
export interface FileBytes {
  /** `length` bytes from `offset`, or up to the end. */
  read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** The file changed between two slices; what was read so far belongs to two versions of it. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
  constructor() {
    super('The file changed while it was being read.');
  }
}

/**
 * Slices of a webview resource. Ranges, because a plain request is copied into the browser's cache and goes on when
 * aborted. All slices must be of one version of the file, by ETag or time.
 */
export class ResourceBytes implements FileBytes {
  private version: string | undefined;
  /** The whole file, where the other side knows no ranges and answered with all of it. */
  private whole: Uint8Array<ArrayBuffer> | undefined;

  constructor(private readonly url: string) {}

  async read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    if (this.whole) return this.whole.slice(offset, offset + length);
    if (length === 0) return new Uint8Array(0);
    const response = await fetch(this.url, {
      headers: { Range: `bytes=${offset}-${offset + length - 1}` },
      cache: 'no-store',
      signal,
    });
    if (response.status === 416) return new Uint8Array(0);
    if (!response.ok) throw new Error(`The file could not be read: ${response.status} ${response.statusText}.`);
    const version = response.headers.get('ETag') ?? response.headers.get('Last-Modified') ?? '';
    this.version ??= version;
    if (version !== this.version) throw new FileChangedError();
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status === 206) return bytes;
    this.whole = bytes;
    return bytes.slice(offset, offset + length);
  }
}

/** A file that the host reads as a whole and sends once: git, virtual and web files. */
export class HostBytes implements FileBytes {
  private whole: Promise<Uint8Array<ArrayBuffer>> | undefined;

  constructor(private readonly readWhole: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>) {}

  async read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    this.whole ??= this.readWhole(signal);
    return (await this.whole).slice(offset, offset + length);
  }
}

/** Where a process beside the file reads it, no bytes come here. */
export const noBytes: FileBytes = {
  read: () => Promise.reject(new Error('This file is read by a process beside it.')),
};
