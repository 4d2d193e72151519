import type { MemoryBudget } from '../memoryBudget';
import { GrowingArray } from './growingArray';

/** Numbers that only some files, or some boxes, have: takes no memory before the first; NaN where a box has none. */
export class OptionalColumn {
  private values: GrowingArray<Float64Array<ArrayBuffer>> | null = null;

  constructor(
    private readonly budget: MemoryBudget,
    private readonly what: string,
    private readonly stride = 1,
  ) {}

  get isUsed(): boolean {
    return this.values !== null;
  }

  /** Rows must come in ascending order. */
  set(row: number, value: number): void {
    const values = this.upTo(row);
    values.push(value);
  }

  /** `stride` values of a row. */
  setAll(row: number, from: ArrayLike<number>): void {
    const values = this.upTo(row);
    values.reserve(this.stride);
    for (let at = 0; at < this.stride; at++) values.data[values.length + at] = from[at];
    values.length += this.stride;
  }

  /** All rows, exactly; null when no row has one. */
  finish(rows: number): Float64Array | null {
    if (!this.values) return null;
    this.values.pad(rows * this.stride, NaN);
    return this.values.data.slice(0, rows * this.stride);
  }

  private upTo(row: number): GrowingArray<Float64Array<ArrayBuffer>> {
    this.values ??= GrowingArray.float64(this.budget, this.what);
    this.values.pad(row * this.stride, NaN);
    return this.values;
  }
}
