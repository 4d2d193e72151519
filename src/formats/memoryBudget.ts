import { FormatError } from '../model/errors';
import { bytesOfType, createNumericArray, type NumericArray, type NumericType } from '../model/numericType';

/** Bytes as people say them: "1.50 GB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? `${bytes} bytes` : `${value.toPrecision(3)} ${units[unit]}`;
}

/** Keeps account of what decoding one file allocates, so that a file cannot take more memory than allowed. */
export class MemoryBudget {
  private used = 0;

  /**
   * @param limit in bytes; undefined for none
   * @param memory gives the memory of arrays; ordinary memory when left out
   */
  constructor(
    private readonly file: string,
    private readonly limit: number | undefined,
    private readonly memory?: (bytes: number) => ArrayBufferLike,
  ) {}

  /** Throws FormatError when `bytes` more (all that is known to come) would exceed the limit. Reserves nothing. */
  check(bytes: number, what: string): void {
    if (this.limit !== undefined && this.used + bytes > this.limit) throw this.tooLarge(this.used + bytes, what);
  }

  /** Takes an array of `length` values out of the budget. Throws FormatError when it does not fit or cannot be had. */
  allocate(type: NumericType, length: number, what: string): NumericArray {
    return this.take(() => createNumericArray(type, length, this.memory), (type === 'float16' ? 4 : bytesOfType[type]) * length, what);
  }

  /** Takes what `make` makes, of so many bytes, out of the budget. Throws FormatError as {@link allocate}. */
  take<Made>(make: () => Made, bytes: number, what: string): Made {
    this.check(bytes, what);
    try {
      const array = make();
      this.used += bytes;
      return array;
    } catch (error) {
      // Engines throw RangeError for a length that they cannot give.
      if (error instanceof RangeError) throw this.tooLarge(this.used + bytes, what);
      throw error;
    }
  }

  /** Gives back what was taken for an array that is no longer held. */
  release(array: NumericArray): void {
    this.used -= array.byteLength;
  }

  private tooLarge(bytes: number, what: string): FormatError {
    const limited = this.limit !== undefined && bytes > this.limit;
    return new FormatError({
      file: this.file,
      expected: limited ? `at most ${formatBytes(this.limit)} of decoded data` : 'data that fits into memory',
      found: `${formatBytes(bytes)} needed for ${what}`,
      advice: limited ? 'Raise the limit (setting or --limit) or reduce the file.' : 'Close other files, or reduce this one.',
    });
  }
}
