import { FormatError } from '../../model/errors';
import { isBigIntegerArray, type NumericArray, type NumericType } from '../../model/numericType';
import type { MemoryBudget } from '../memoryBudget';

/** Collects the lists of one property: values in one growing array, and where each list begins. */
export class ListBuilder {
  readonly offsets: Uint32Array;
  data: NumericArray;
  /** Lists finished so far. */
  rows = 0;
  /** Values so far. */
  length = 0;

  /**
   * @param storedType type of the array that keeps the values
   * @param capacity lists to come at most
   * @param expectedLength values a list is expected to have
   * @param maximumValues values that the rest of the file can hold at most
   */
  constructor(
    private readonly file: string,
    private readonly budget: MemoryBudget,
    private readonly what: string,
    private readonly storedType: NumericType,
    capacity: number,
    expectedLength: number,
    private readonly maximumValues: number,
  ) {
    const offsets = budget.allocate('uint32', capacity + 1, what);
    this.offsets = offsets instanceof Uint32Array ? offsets : new Uint32Array(0);
    this.data = budget.allocate(storedType, Math.min(capacity * expectedLength, maximumValues), what);
  }

  /** Makes room for `count` more values. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.data.length) return;
    if (needed > 0xffff_ffff) {
      throw new FormatError({
        file: this.file,
        expected: `at most 4294967295 values in ${this.what}`,
        found: 'more',
        advice: 'Split the file.',
      });
    }
    const grown = Math.max(needed, Math.min(Math.ceil(this.data.length * 1.5) + 64, this.maximumValues));
    this.resize(grown);
  }

  /** Ends the present list after its values were stored. */
  endRow(): void {
    this.rows++;
    this.offsets[this.rows] = this.length;
  }

  /** Cuts the arrays to the first `rows` lists; what was begun after them is dropped. */
  finish(rows: number): { readonly offsets: Uint32Array; readonly data: NumericArray } {
    this.length = this.offsets[rows];
    this.rows = rows;
    if (this.length < this.data.length) this.resize(this.length);
    const offsets = this.rows + 1 < this.offsets.length ? this.offsets.slice(0, this.rows + 1) : this.offsets;
    return { offsets, data: this.data };
  }

  private resize(length: number): void {
    const former = this.data;
    const target = this.budget.allocate(this.storedType, length, this.what);
    copyValues(former, target, Math.min(this.length, length));
    this.data = target;
    this.budget.release(former);
  }
}

/** Copies the first `count` values between arrays of the same type. */
export function copyValues(from: NumericArray, to: NumericArray, count: number): void {
  if (isBigIntegerArray(from)) {
    if (isBigIntegerArray(to)) to.set(from.subarray(0, count));
  } else if (!isBigIntegerArray(to)) {
    to.set(from.subarray(0, count));
  }
}
