/**
 * Decompresses bzip2 data, block by block (Julian Seward's format of 1996: Burrows-Wheeler transform, move to front,
 * Huffman codes). No library that is kept does this in a browser's page with limits on hostile data, so this is our own.
 */

/** Two BCD-coded constants, pi and its root, that begin a block and end a stream. */
const blockMagic = 0x314159265359;
const endMagic = 0x177245385090;
const groupSize = 50;
const longestCode = 20;

/** Bytes that one byte can stand for: a block of 900,000 bytes, each fifth of which repeats the four before 255 times, in a few dozen. */
export const largestBunzipping = 1_500_000;

class DamagedData extends Error {}

/** Bits of a byte array, the highest of each byte first. */
class BitReader {
  private held = 0;
  private bits = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private position: number,
  ) {}

  /** At most 24 bits. */
  read(count: number): number {
    while (this.bits < count) {
      if (this.position >= this.bytes.length) throw new DamagedData('it ends early');
      this.held = ((this.held << 8) | this.bytes[this.position++]) & 0x7fff_ffff;
      this.bits += 8;
    }
    this.bits -= count;
    const value = (this.held >>> this.bits) & ((1 << count) - 1);
    this.held &= (1 << this.bits) - 1;
    return value;
  }

  read32(): number {
    return (this.read(16) * 65_536 + this.read(16)) >>> 0;
  }

  read48(): number {
    return this.read(24) * 16_777_216 + this.read(24);
  }

  /** The next whole byte's place. */
  align(): number {
    this.bits -= this.bits % 8;
    return this.position - this.bits / 8;
  }
}

/** Codes of one Huffman table, by length: codes of a length below `limit` are symbols from `base` on. */
interface Codes {
  readonly shortest: number;
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

/**
 * @param take gets what comes out, in order; false when it wants no more
 * @returns what is wrong with the data, or null
 */
export function bunzip(bytes: Uint8Array, from: number, take: (bytes: Uint8Array) => boolean): string | null {
  try {
    let position = from;
    let wanted = true;
    // Streams may follow one another, as parallel programs write them.
    while (wanted && position < bytes.length && (position === from || startsStream(bytes, position))) {
      [position, wanted] = readStream(bytes, position, take);
    }
    return null;
  } catch (error) {
    if (error instanceof DamagedData) return error.message;
    throw error;
  }
}

function startsStream(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x42 && bytes[at + 1] === 0x5a && bytes[at + 2] === 0x68;
}

function readStream(bytes: Uint8Array, from: number, take: (bytes: Uint8Array) => boolean): [position: number, wanted: boolean] {
  const level = bytes[from + 3] - 0x30;
  if (!startsStream(bytes, from) || !(level >= 1 && level <= 9)) throw new DamagedData('it is not bzip2 data');
  const reader = new BitReader(bytes, from + 4);
  const links = new Uint32Array(level * 100_000);
  let whole = 0;
  for (;;) {
    const magic = reader.read48();
    const sum = reader.read32();
    if (magic === endMagic) {
      if (sum !== whole) throw new DamagedData('its checksum does not fit');
      return [reader.align(), true];
    }
    if (magic !== blockMagic) throw new DamagedData('a block does not begin where it should');
    const block = new BlockWriter(take);
    if (!readBlock(reader, links, block)) return [0, false];
    if (block.sum !== sum) throw new DamagedData('the checksum of a block does not fit');
    whole = (((whole << 1) | (whole >>> 31)) ^ sum) >>> 0;
  }
}

/** False when no more is wanted. */
function readBlock(reader: BitReader, links: Uint32Array, output: BlockWriter): boolean {
  if (reader.read(1) === 1) throw new DamagedData('it was written by a program of before 1997');
  const first = reader.read(24);
  const symbols = readAlphabet(reader);
  const groups = reader.read(3);
  if (groups < 2 || groups > 6) throw new DamagedData('it has an impossible number of codes');
  const selectors = readSelectors(reader, groups);
  const tables = Array.from({ length: groups }, () => readCodes(reader, symbols.length + 2));
  const counts = new Uint32Array(256);
  const length = readSymbols(reader, symbols, selectors, tables, links, counts);
  if (length === 0) return true;
  if (first >= length) throw new DamagedData('a block begins outside itself');
  // Inverts the transform: `links` holds a byte in its low bits and, from here on, the place of the next above.
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = counts[byte];
    counts[byte] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) links[counts[links[i] & 255]++] |= i << 8;
  let place = links[first] >>> 8;
  for (let i = 0; i < length; i++) {
    const link = links[place];
    place = link >>> 8;
    if (!output.push(link & 255)) return false;
  }
  return output.flush();
}

/** The bytes that occur. */
function readAlphabet(reader: BitReader): Uint8Array {
  const used = reader.read(16);
  const symbols: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (((used >> (15 - row)) & 1) === 0) continue;
    const bits = reader.read(16);
    for (let column = 0; column < 16; column++) if ((bits >> (15 - column)) & 1) symbols.push(16 * row + column);
  }
  if (symbols.length === 0) throw new DamagedData('a block has no bytes');
  return Uint8Array.from(symbols);
}

/** Which code each fifty symbols use, moved to the front. */
function readSelectors(reader: BitReader, groups: number): Uint8Array {
  const count = reader.read(15);
  if (count === 0) throw new DamagedData('a block has no codes');
  const order = Array.from({ length: groups }, (_, group) => group);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (reader.read(1) === 1) if (++place >= groups) throw new DamagedData('it names a code that it does not have');
    const [group] = order.splice(place, 1);
    order.unshift(group);
    selectors[i] = group;
  }
  return selectors;
}

/** Lengths of the codes as differences, and the codes that follow from them. */
function readCodes(reader: BitReader, count: number): Codes {
  const lengths = new Uint8Array(count);
  let length = reader.read(5);
  for (let symbol = 0; symbol < count; symbol++) {
    for (;;) {
      if (length < 1 || length > longestCode) throw new DamagedData('it has a code of an impossible length');
      if (reader.read(1) === 0) break;
      length += reader.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const limits = new Int32Array(longestCode + 2).fill(-1);
  const bases = new Int32Array(longestCode + 2);
  const symbols = new Uint16Array(count);
  let code = 0;
  let used = 0;
  for (let bits = 1; bits <= longestCode; bits++) {
    bases[bits] = used - code;
    for (let symbol = 0; symbol < count; symbol++) {
      if (lengths[symbol] !== bits) continue;
      symbols[used++] = symbol;
      code++;
    }
    if (code > 2 ** bits) throw new DamagedData('its codes do not fit');
    limits[bits] = code;
    code *= 2;
  }
  return { shortest: lengths.reduce((least, each) => Math.min(least, each), longestCode), limits, bases, symbols };
}

/** Undoes Huffman codes, runs and moving to the front, into the low bits of `links`; the number of bytes. */
function readSymbols(reader: BitReader, alphabet: Uint8Array, selectors: Uint8Array, tables: readonly Codes[], links: Uint32Array, counts: Uint32Array): number {
  const order = Uint8Array.from(alphabet);
  const end = alphabet.length + 1;
  let length = 0;
  let run = 0;
  let power = 1;
  let left = 0;
  let group = -1;
  let codes = tables[0];
  for (;;) {
    if (left === 0) {
      if (++group >= selectors.length) throw new DamagedData('a block has too few codes');
      codes = tables[selectors[group]];
      left = groupSize;
    }
    left--;
    const symbol = readSymbol(reader, codes);
    if (symbol < 2) {
      run += power << symbol;
      power *= 2;
      if (run > links.length - length) throw new DamagedData('a block is longer than it may be');
      continue;
    }
    if (run > 0) {
      counts[order[0]] += run;
      links.fill(order[0], length, length + run);
      length += run;
      run = 0;
      power = 1;
    }
    if (symbol === end) return length;
    if (length >= links.length) throw new DamagedData('a block is longer than it may be');
    const place = symbol - 1;
    const byte = order[place];
    order.copyWithin(1, 0, place);
    order[0] = byte;
    counts[byte]++;
    links[length++] = byte;
  }
}

function readSymbol(reader: BitReader, { shortest, limits, bases, symbols }: Codes): number {
  let code = reader.read(shortest);
  for (let bits = shortest; bits <= longestCode; bits++) {
    if (code < limits[bits]) {
      const at = code + bases[bits];
      if (at >= 0 && at < symbols.length) return symbols[at];
    }
    code = (code << 1) | reader.read(1);
  }
  throw new DamagedData('it has a code that stands for nothing');
}

const portion = 65_536;

/** Undoes the first step, runs of four bytes and a count, and adds up the checksum of a block. */
class BlockWriter {
  private readonly bytes = new Uint8Array(portion);
  private filled = 0;
  private last = -1;
  private same = 0;
  private crc = 0xffff_ffff;

  constructor(private readonly take: (bytes: Uint8Array) => boolean) {}

  get sum(): number {
    return ~this.crc >>> 0;
  }

  push(byte: number): boolean {
    if (this.same === 4) {
      this.same = 0;
      for (let i = 0; i < byte; i++) if (!this.write(this.last)) return false;
      this.last = -1;
      return true;
    }
    this.same = byte === this.last ? this.same + 1 : 1;
    this.last = byte;
    return this.write(byte);
  }

  flush(): boolean {
    const wanted = this.filled === 0 || this.take(this.bytes.slice(0, this.filled));
    this.filled = 0;
    return wanted;
  }

  private write(byte: number): boolean {
    this.crc = (this.crc << 8) ^ crcTable[(this.crc >>> 24) ^ byte];
    this.bytes[this.filled++] = byte;
    return this.filled < portion || this.flush();
  }
}

/** Of the sum's polynomial, the highest bit first. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});
