import type { MemoryBudget } from '../memoryBudget';

type Grown = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

const firstLength = 1024;

/** A typed array that grows by doubling, within the budget of its file. */
export class GrowingArray<Data extends Grown> {
  length = 0;

  private constructor(
    public data: Data,
    private readonly create: (length: number) => Data,
    private readonly release: (data: Data) => void,
  ) {}

  static float64(budget: MemoryBudget, what: string): GrowingArray<Float64Array<ArrayBuffer>> {
    return GrowingArray.of((length) => new Float64Array(length), budget, what);
  }

  static uint32(budget: MemoryBudget, what: string): GrowingArray<Uint32Array<ArrayBuffer>> {
    return GrowingArray.of((length) => new Uint32Array(length), budget, what);
  }

  static uint8(budget: MemoryBudget, what: string): GrowingArray<Uint8Array<ArrayBuffer>> {
    return GrowingArray.of((length) => new Uint8Array(length), budget, what);
  }

  private static of<Data extends Grown>(make: (length: number) => Data, budget: MemoryBudget, what: string): GrowingArray<Data> {
    const create = (length: number): Data => {
      const data = budget.take(() => make(length), length * make(0).BYTES_PER_ELEMENT, what);
      return data;
    };
    return new GrowingArray(create(firstLength), create, (data) => budget.release(data));
  }

  /** Makes room for `count` more. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.data.length) return;
    const larger = this.create(Math.max(needed, 2 * this.data.length));
    larger.set(this.data.subarray(0, this.length));
    this.release(this.data);
    this.data = larger;
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  /** Fills up to a length with a value. */
  pad(length: number, value: number): void {
    if (length <= this.length) return;
    this.reserve(length - this.length);
    this.data.fill(value, this.length, length);
    this.length = length;
  }
}
