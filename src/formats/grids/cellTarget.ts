import { FormatError } from '../../model/errors';
import { bytesOfType, type NumericArray, type NumericType } from '../../model/numericType';
import { formatBytes, type MemoryBudget } from '../memoryBudget';

/** As much may be promised by a file of any size. */
const alwaysAllowed = 1 << 20;

export interface CellPromise {
  readonly file: string;
  readonly type: NumericType;
  /** Values that the header promises. */
  readonly length: number;
  /** The most bytes of values that the file can hold, decompressed. */
  readonly possible: number;
  readonly budget: MemoryBudget;
  /** "the cells". */
  readonly what: string;
}

/**
 * Takes the bytes of numbers as they come, in the file's byte order, into the array that the model keeps.
 *
 * @throws FormatError before anything is allocated, when the header promises more than the file can hold half of
 */
export class CellTarget {
  readonly data: NumericArray;
  private readonly bytes: Uint8Array<ArrayBufferLike>;
  /** Bytes taken. */
  filled = 0;
  /** Whether more came than was promised. */
  overflowed = false;

  constructor(private readonly promise: CellPromise) {
    const { file, type, length, possible, budget, what } = promise;
    const size = length * bytesOfType[type];
    if (!Number.isSafeInteger(size) || (size > alwaysAllowed && possible < size / 2)) {
      throw new FormatError({
        file,
        expected: `${formatBytes(size)} of ${what}`,
        found: `${formatBytes(possible)} at most`,
        advice: 'The header promises more than the file holds; get the file again.',
      });
    }
    this.data = budget.allocate(type, length, what);
    this.bytes = new Uint8Array(this.data.buffer, this.data.byteOffset, this.data.byteLength);
  }

  /** False when there is no room for all of them. */
  push(bytes: Uint8Array<ArrayBufferLike>): boolean {
    const room = this.bytes.length - this.filled;
    this.bytes.set(bytes.length > room ? bytes.subarray(0, room) : bytes, this.filled);
    this.filled += Math.min(room, bytes.length);
    if (bytes.length > room) this.overflowed = true;
    return !this.overflowed;
  }

  /** Values were put into `data` directly. */
  advance(bytes: number): void {
    this.filled += bytes;
  }

  /**
   * All bytes are there: turns them to this machine's order, and fills what is missing, NaN for floats and 0 for
   * integers. Gives the number of whole values that came.
   */
  finish(littleEndian: boolean): number {
    const { data, bytes } = this;
    const size = data.BYTES_PER_ELEMENT;
    const whole = Math.floor(this.filled / size);
    bytes.fill(0, whole * size, this.filled);
    if (size > 1 && littleEndian !== machineIsLittleEndian) swapBytes(bytes.subarray(0, whole * size), size);
    if (data instanceof Float32Array || data instanceof Float64Array) data.fill(NaN, whole);
    return whole;
  }

  /** What there is to say about missing or further values; null when all is well. */
  describe(whole: number): string | null {
    const { length, what } = this.promise;
    if (whole === length) return this.overflowed ? `The file goes on after the last of ${what}; the rest was not read.` : null;
    const filler = this.data instanceof Float32Array || this.data instanceof Float64Array ? 'NaN' : '0';
    return `The file ends early: ${whole} of ${length} values of ${what} are there; the missing ones are ${filler}.`;
  }
}

export const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Turns every `size` bytes around, in place. */
export function swapBytes(bytes: Uint8Array<ArrayBufferLike>, size: number): void {
  for (let start = 0; start + size <= bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}
