import { Gunzip, Unzlib } from 'fflate';

/** Deflate makes at most this many bytes of one. */
export const largestInflation = 1032;

/** Bytes handed to the decoder at once, so that what comes of them at once stays small. */
const portion = 16 * 1024;

/**
 * Inflates gzip or zlib data as it arrives, and checks the sum at its end. What comes out is told as it comes, until
 * `take` answers that it wants no more.
 */
export class Inflater {
  private readonly stream: Gunzip | Unzlib;
  private crc = -1;
  private sumA = 1;
  private sumB = 0;
  private produced = 0;
  private tail: number[] = [];
  private failure: string | null = null;
  private wanted = true;

  /** @param take gets the next bytes; false when it wants no more */
  constructor(
    private readonly kind: 'gzip' | 'zlib',
    private readonly take: (bytes: Uint8Array) => boolean,
  ) {
    this.stream = kind === 'gzip' ? new Gunzip() : new Unzlib();
    this.stream.ondata = (bytes) => this.came(bytes);
    // Each member of a gzip file has a sum of its own.
    if (this.stream instanceof Gunzip) this.stream.onmember = () => this.restart();
  }

  /** False when the rest is not wanted or cannot be inflated. */
  push(bytes: Uint8Array<ArrayBuffer>): boolean {
    for (let start = 0; start < bytes.length && this.wanted && this.failure === null; start += portion) {
      const part = bytes.subarray(start, start + portion);
      this.tail = [...this.tail, ...part.subarray(Math.max(0, part.length - 8))].slice(-8);
      try {
        // The decoder keeps what it is given while it waits for more.
        this.stream.push(part.slice(), false);
      } catch (error) {
        this.failure = error instanceof Error ? error.message : 'damaged data';
      }
    }
    return this.wanted && this.failure === null;
  }

  /** What is wrong with the whole of the data, or null. To be called after the last of it. */
  end(): string | null {
    if (this.failure !== null) return `it cannot be decompressed (${this.failure})`;
    if (!this.wanted) return null;
    try {
      this.stream.push(new Uint8Array(0), true);
    } catch (error) {
      return error instanceof Error && /eof/i.test(error.message) ? 'it ends early' : 'it cannot be decompressed';
    }
    return this.sumFits() ? null : 'its checksum does not fit';
  }

  private came(bytes: Uint8Array): void {
    if (!this.wanted) return;
    this.produced += bytes.length;
    if (this.kind === 'gzip') this.crc = crc32(bytes, this.crc);
    else this.addAdler(bytes);
    this.wanted = this.take(bytes);
  }

  private restart(): void {
    this.crc = -1;
    this.produced = 0;
  }

  private sumFits(): boolean {
    const { tail } = this;
    if (this.kind === 'gzip') {
      if (tail.length < 8) return false;
      const view = new DataView(Uint8Array.from(tail).buffer);
      return view.getUint32(0, true) === ~this.crc >>> 0 && view.getUint32(4, true) === this.produced >>> 0;
    }
    if (tail.length < 4) return false;
    const view = new DataView(Uint8Array.from(tail.slice(-4)).buffer);
    return view.getUint32(0, false) === ((this.sumB << 16) | this.sumA) >>> 0;
  }

  /** The sum of RFC 1950. */
  private addAdler(bytes: Uint8Array): void {
    let { sumA, sumB } = this;
    // The most additions after which the sums still fit into 31 bits.
    for (let start = 0; start < bytes.length; start += 2655) {
      const end = Math.min(bytes.length, start + 2655);
      for (let i = start; i < end; i++) {
        sumA += bytes[i];
        sumB += sumA;
      }
      sumA %= 65521;
      sumB %= 65521;
    }
    Object.assign(this, { sumA, sumB });
  }
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The sum of RFC 1952, inverted before and after by the caller. */
function crc32(bytes: Uint8Array, start: number): number {
  let crc = start;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return crc;
}
