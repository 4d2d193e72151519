import type { MemoryBudget } from './memoryBudget';

/** Numbers of a text file whose count is not known before its end, within a budget of memory. */
export class GrowingArray<Values extends Float64Array | Uint32Array> {
  values: Values;
  /** Values so far. */
  length = 0;

  private constructor(
    private readonly allocate: (length: number) => Values,
    private readonly release: (values: Values) => void,
    private readonly most: number,
  ) {
    this.values = allocate(0);
  }

  /** @param most values that the file can hold at most */
  static doubles(budget: MemoryBudget, what: string, most: number): GrowingArray<Float64Array> {
    const allocate = (length: number): Float64Array => {
      const values = budget.allocate('float64', length, what);
      return values instanceof Float64Array ? values : new Float64Array(0);
    };
    return new GrowingArray<Float64Array>(allocate, (values) => budget.release(values), most);
  }

  static indices(budget: MemoryBudget, what: string, most: number): GrowingArray<Uint32Array> {
    const allocate = (length: number): Uint32Array => {
      const values = budget.allocate('uint32', length, what);
      return values instanceof Uint32Array ? values : new Uint32Array(0);
    };
    return new GrowingArray<Uint32Array>(allocate, (values) => budget.release(values), most);
  }

  /** Makes room for `count` values after the last. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.values.length) this.resize(Math.max(needed, Math.min(Math.ceil(1.5 * this.values.length) + 256, this.most)));
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length++] = value;
  }

  /** The values, in an array of just their number. */
  finish(): Values {
    if (this.length < this.values.length) this.resize(this.length);
    return this.values;
  }

  private resize(length: number): void {
    const former = this.values;
    const values = this.allocate(length);
    values.set(former.subarray(0, Math.min(this.length, length)));
    this.values = values;
    this.release(former);
  }
}
