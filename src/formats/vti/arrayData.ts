import { largestInflation, Inflater } from '../grids/inflater';
import type { CellTarget } from '../grids/cellTarget';
import { decodeLz4Block, largestLz4 } from '../grids/lz4Block';
import { decodeBase64 } from './base64';
import { fault } from './xml';

/** How a file stores its binary numbers. */
export interface BinaryStyle {
  readonly file: string;
  readonly littleEndian: boolean;
  /** Bytes of the numbers that tell lengths: 4 or 8. */
  readonly headerBytes: 4 | 8;
  /** Null where the bytes are as they are. */
  readonly compression: 'zlib' | 'lz4' | null;
}

/** Bytes of a data array, raw or in base64, from an offset on. */
export interface EncodedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly from: number;
  readonly to: number;
  readonly isBase64: boolean;
}

/** The most blocks that a compressed array may have. */
const mostBlocks = 1 << 24;

/** The most bytes of values that an array's bytes can stand for. */
export function possibleBytes({ from, to, isBase64 }: EncodedBytes, { compression }: BinaryStyle): number {
  return (to - from) * (isBase64 ? 0.75 : 1) * (compression === null ? 1 : compression === 'lz4' ? largestLz4 : largestInflation);
}

/**
 * Decodes an array's values into a target: a length and the bytes, or, compressed, the number and sizes of blocks and
 * the zlib or LZ4 data of each.
 *
 * @throws FormatError for lengths that do not fit, and data that cannot be decoded
 */
export function decodeBinary(encoded: EncodedBytes, style: BinaryStyle, target: CellTarget): void {
  const { file, headerBytes, compression } = style;
  if (compression === null) {
    const [length] = lengthsOf(takeBytes(encoded, headerBytes, file).bytes, style);
    // Length and values are encoded as one.
    const { bytes } = takeBytes(encoded, headerBytes + length, file);
    target.push(bytes.subarray(headerBytes));
    return;
  }
  const [blocks] = lengthsOf(takeBytes(encoded, headerBytes, file).bytes, style);
  if (blocks > mostBlocks) throw fault(file, encoded.from, 'a number of blocks', `${blocks}`, 'The file is damaged; get it again.');
  const header = takeBytes(encoded, headerBytes * (3 + blocks), file);
  const [, blockLength, lastLength, ...sizes] = lengthsOf(header.bytes, style);
  const data = takeBytes({ ...encoded, from: header.end }, sizes.reduce((sum, size) => sum + size, 0), file).bytes;
  let position = 0;
  for (const [block, size] of sizes.entries()) {
    const part = data.subarray(position, position + size);
    position += size;
    if (compression === 'lz4') {
      const length = block === sizes.length - 1 && lastLength > 0 ? lastLength : blockLength;
      const decoded = length <= size * largestLz4 ? decodeLz4Block(part, length) : null;
      if (decoded === null) throw fault(file, encoded.from, `LZ4 data of ${length} bytes`, 'other data', 'The file is damaged; get it again.');
      target.push(decoded);
      continue;
    }
    const inflater = new Inflater('zlib', (bytes) => target.push(bytes));
    inflater.push(part);
    const problem = inflater.end();
    if (problem !== null) throw fault(file, encoded.from, 'zlib data', problem, 'The file is damaged; get it again.');
  }
}

/** A number of bytes, and the offset after them. @throws FormatError when there are fewer */
function takeBytes({ bytes, from, to, isBase64 }: EncodedBytes, length: number, file: string): { readonly bytes: Uint8Array<ArrayBuffer>; readonly end: number } {
  if (!isBase64) {
    if (from + length > to) throw fault(file, from, `${length} bytes`, `${Math.max(0, to - from)}`, 'The file is cut off or damaged; get it again.');
    return { bytes: bytes.subarray(from, from + length), end: from + length };
  }
  const part = decodeBase64(bytes, from, to, length);
  if (typeof part === 'number') throw fault(file, -part - 1, 'base64', 'another character', 'The file is damaged; get it again.');
  if (part.bytes.length < length) throw fault(file, from, `${length} bytes in base64`, `${part.bytes.length}`, 'The file is cut off or damaged; get it again.');
  return part;
}

function lengthsOf(bytes: Uint8Array<ArrayBuffer>, { headerBytes, littleEndian, file }: BinaryStyle): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; at += headerBytes) {
    const length = headerBytes === 4 ? view.getUint32(at, littleEndian) : Number(view.getBigUint64(at, littleEndian));
    if (!Number.isSafeInteger(length)) throw fault(file, 0, 'the length of an array', `${length}`, 'The file is damaged; get it again.');
    lengths.push(length);
  }
  return lengths;
}
