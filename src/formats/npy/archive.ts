import { Inflate } from 'fflate';
import { FormatError } from '../../model/errors';
import { sliceBytes, throwIfCancelled } from '../byteSlices';
import { MemorySource, type ByteSource } from '../byteSource';
import { formatBytes } from '../memoryBudget';

/** A file in a ZIP archive, as its directory has it. */
export interface ArchiveEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its local header. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const locator64Signature = 0x07064b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const longestComment = 0xffff;
const largestDirectory = 1 << 26;
/** Without a limit of the user's own, more than this is only inflated when the file is not far smaller. */
const largestUnasked = 128e6;
const suspiciousRatio = 200;
/** Handed to the decoder at once, so that what comes of it at once stays small. */
const portion = 1 << 14;

export function isArchive(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && (head[3] === 4 || head[3] === 6);
}

/** The entries of a ZIP archive, from its central directory (PKWARE, APPNOTE 6.3), ZIP64 included. @throws FormatError, CancelledError */
export async function readArchive(source: ByteSource, signal?: AbortSignal): Promise<ArchiveEntry[]> {
  const tailStart = Math.max(0, source.size - endBytes - longestComment - 20);
  const tail = await source.read(tailStart, source.size - tailStart, signal);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  let end = tail.length - endBytes;
  while (end >= 0 && view.getUint32(end, true) !== endSignature) end--;
  if (end < 0) throw damaged(source, tailStart, 'the end of a ZIP directory', 'none');
  let size = view.getUint32(end + 12, true);
  let offset = view.getUint32(end + 16, true);
  if (end >= 20 && view.getUint32(end - 20, true) === locator64Signature) {
    const at = Number(view.getBigUint64(end - 12, true));
    const wide = await source.read(at, 56, signal);
    const wideView = new DataView(wide.buffer, wide.byteOffset, wide.byteLength);
    if (wide.length < 56 || wideView.getUint32(0, true) !== end64Signature) throw damaged(source, at, 'a ZIP64 directory', 'none');
    size = Number(wideView.getBigUint64(40, true));
    offset = Number(wideView.getBigUint64(48, true));
  }
  if (size > largestDirectory || offset + size > source.size) throw damaged(source, offset, `a directory of ${size} bytes`, 'fewer');
  const directory = await source.read(offset, size, signal);
  return entriesOf(source, directory, offset);
}

function entriesOf(source: ByteSource, directory: Uint8Array<ArrayBuffer>, offset: number): ArchiveEntry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const entries: ArchiveEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== entrySignature) throw damaged(source, offset + at, 'an entry of the directory', 'other bytes');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > directory.length) throw damaged(source, offset + at, 'a whole entry of the directory', 'a cut one');
    const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    widen(sizes, new DataView(directory.buffer, directory.byteOffset + at + 46 + nameLength, extraLength));
    const [bytes, packedBytes, start] = sizes;
    entries.push({
      name: new TextDecoder().decode(directory.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      packedBytes,
      bytes,
      offset: start,
    });
    at = next;
  }
  return entries;
}

/** Takes sizes that do not fit into 32 bits from the extra field 1, which has those alone, in this order. */
function widen(sizes: number[], extra: DataView): void {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.getUint16(at + 2, true);
    const end = Math.min(extra.byteLength, at + 4 + length);
    if (extra.getUint16(at, true) === 1) {
      let from = at + 4;
      for (let i = 0; i < sizes.length; i++) {
        if (sizes[i] !== 0xffffffff || from + 8 > end) continue;
        sizes[i] = Number(extra.getBigUint64(from, true));
        from += 8;
      }
    }
    at += 4 + length;
  }
}

/**
 * The bytes of an entry: a window of the archive where it is stored, memory where it is deflated. No more is inflated
 * than the directory says, and that only within the limit.
 * @throws FormatError, CancelledError
 */
export async function openEntry(source: ByteSource, entry: ArchiveEntry, limit: number | undefined, signal?: AbortSignal): Promise<ByteSource> {
  const name = `${source.name} (${entry.name})`;
  const local = await source.read(entry.offset, 30, signal);
  const view = new DataView(local.buffer, local.byteOffset, local.byteLength);
  if (local.length < 30 || view.getUint32(0, true) !== localSignature) throw damaged(source, entry.offset, `the header of "${entry.name}"`, 'other bytes');
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.packedBytes > source.size) throw damaged(source, start, `${entry.packedBytes} bytes of "${entry.name}"`, `${source.size - start}`);
  if (entry.encrypted) throw damaged(source, entry.offset, 'an entry that is not encrypted', 'an encrypted one', 'Write it without a password.');
  if (entry.method === 0) return new WindowSource(name, source, start, entry.packedBytes);
  if (entry.method !== 8) throw damaged(source, entry.offset, 'an entry stored or deflated', `compression method ${entry.method}`, 'Write it with numpy.savez_compressed.');
  demandModest(source, entry, limit);
  return new MemorySource(name, await inflate(source, entry, start, signal));
}

function demandModest(source: ByteSource, entry: ArchiveEntry, limit: number | undefined): void {
  const isSuspicious = limit === undefined && entry.bytes > largestUnasked && entry.bytes > suspiciousRatio * entry.packedBytes;
  if (!isSuspicious && (limit === undefined || entry.bytes <= limit)) return;
  throw new FormatError({
    file: source.name,
    expected: limit === undefined ? `at most ${formatBytes(largestUnasked)} from data compressed so strongly` : `at most ${formatBytes(limit)} of decoded data`,
    found: `${formatBytes(entry.bytes)} in "${entry.name}", from ${formatBytes(entry.packedBytes)}`,
    advice: 'If that is meant, allow it by a limit (setting or --limit).',
  });
}

async function inflate(source: ByteSource, entry: ArchiveEntry, start: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(entry.bytes);
  let filled = 0;
  let produced = 0;
  const stream = new Inflate((chunk) => {
    produced += chunk.length;
    const part = chunk.subarray(0, bytes.length - filled);
    bytes.set(part, filled);
    filled += part.length;
  });
  for (let at = 0; at < entry.packedBytes && produced <= entry.bytes; at += sliceBytes) {
    throwIfCancelled(signal);
    const slice = await source.read(start + at, Math.min(sliceBytes, entry.packedBytes - at), signal);
    try {
      for (let from = 0; from < slice.length && produced <= entry.bytes; from += portion) {
        // The decoder keeps what it is given while it waits for more.
        stream.push(slice.slice(from, from + portion), at + from + portion >= entry.packedBytes);
      }
    } catch (error) {
      throw damaged(source, start + at, 'deflated data', error instanceof Error ? error.message : 'damaged data');
    }
  }
  if (produced !== entry.bytes) throw damaged(source, start, `${entry.bytes} bytes in "${entry.name}"`, produced > entry.bytes ? 'more' : `${produced}`);
  return bytes;
}

function damaged(source: ByteSource, offset: number, expected: string, found: string, advice = 'The archive is cut or damaged; write it again.'): FormatError {
  return new FormatError({ file: source.name, place: { kind: 'byte', offset }, expected, found, advice });
}

/** A part of another source. */
class WindowSource implements ByteSource {
  constructor(
    readonly name: string,
    private readonly whole: ByteSource,
    private readonly start: number,
    readonly size: number,
  ) {}

  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return this.whole.read(this.start + offset, Math.max(0, Math.min(length, this.size - offset)), signal);
  }
}
