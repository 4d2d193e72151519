import { maskKind, type Masks } from '../../model/detectionSet';
import type { MemoryBudget } from '../memoryBudget';
import { GrowingArray } from './growingArray';

const what = 'the masks';

/** Gathers masks box by box; what is added belongs to the box that is next to be committed. */
export class MaskBuilder {
  private readonly kinds: GrowingArray<Uint8Array<ArrayBuffer>>;
  private readonly rings: GrowingArray<Uint32Array<ArrayBuffer>>;
  private readonly sizes: GrowingArray<Uint32Array<ArrayBuffer>>;
  private readonly runOffsets: GrowingArray<Uint32Array<ArrayBuffer>>;
  readonly ringOffsets: GrowingArray<Uint32Array<ArrayBuffer>>;
  readonly coordinates: GrowingArray<Float64Array<ArrayBuffer>>;
  readonly runs: GrowingArray<Uint32Array<ArrayBuffer>>;
  private committed = 0;
  private committedCoordinates = 0;
  private committedRuns = 0;
  private committedRings = 0;
  private any = false;
  /** Of the box that is being read. */
  kind: number = maskKind.none;
  height = 0;
  width = 0;

  constructor(budget: MemoryBudget) {
    this.kinds = GrowingArray.uint8(budget, what);
    this.rings = GrowingArray.uint32(budget, what);
    this.sizes = GrowingArray.uint32(budget, what);
    this.runOffsets = GrowingArray.uint32(budget, what);
    this.ringOffsets = GrowingArray.uint32(budget, what);
    this.coordinates = GrowingArray.float64(budget, what);
    this.runs = GrowingArray.uint32(budget, what);
  }

  /** Drops what the box that is being read has so far. */
  restart(): void {
    this.kind = maskKind.none;
    this.height = 0;
    this.width = 0;
    this.coordinates.length = this.committedCoordinates;
    this.runs.length = this.committedRuns;
    this.ringOffsets.length = this.committedRings;
  }

  /** A ring begins at the next coordinate. */
  beginRing(): void {
    this.kind = maskKind.polygons;
    this.ringOffsets.push(this.coordinates.length);
  }

  /** Run lengths of the box that is being read. */
  currentRuns(): Uint32Array {
    return this.runs.data.subarray(this.committedRuns, this.runs.length);
  }

  /** Takes back the runs of the box that is being read. */
  dropRuns(): void {
    this.runs.length = this.committedRuns;
    this.kind = maskKind.none;
  }

  commit(row: number): void {
    if (this.kind === maskKind.none) {
      this.restart();
      return;
    }
    this.fill(row);
    this.any = true;
    this.kinds.push(this.kind);
    this.rings.push(this.committedRings);
    this.runOffsets.push(this.committedRuns);
    this.sizes.push(this.height);
    this.sizes.push(this.width);
    this.committed = row + 1;
    this.committedCoordinates = this.coordinates.length;
    this.committedRuns = this.runs.length;
    this.committedRings = this.ringOffsets.length;
    this.restart();
  }

  finish(rows: number): Masks | null {
    if (!this.any) return null;
    this.restart();
    this.fill(rows);
    this.rings.push(this.committedRings);
    this.runOffsets.push(this.committedRuns);
    this.ringOffsets.push(this.coordinates.length);
    return {
      kinds: this.kinds.data.slice(0, rows),
      rings: this.rings.data.slice(0, rows + 1),
      ringOffsets: this.ringOffsets.data.slice(0, this.ringOffsets.length),
      coordinates: this.coordinates.data.slice(0, this.coordinates.length),
      runOffsets: this.runOffsets.data.slice(0, rows + 1),
      runs: this.runs.data.slice(0, this.runs.length),
      sizes: this.sizes.data.slice(0, 2 * rows),
    };
  }

  /** Rows without a mask up to one. */
  private fill(row: number): void {
    if (this.committed >= row) return;
    this.kinds.pad(row, maskKind.none);
    this.rings.pad(row, this.committedRings);
    this.runOffsets.pad(row, this.committedRuns);
    this.sizes.pad(2 * row, 0);
    this.committed = row;
  }
}
