import type { SliceParams } from '../../src/compute/modelProtocol';
import type { GridSlice } from '../../src/geometry/gridSlice';
import type { Axis } from '../../src/model/grid';

/** Values of slices that are kept, so that going back and forth asks nobody. */
const keptValues = 4_000_000;

/** Asks for slices, one at a time for each axis: while one is on its way, only the newest wish counts. */
export class SliceFetcher {
  private readonly waiting = new Map<Axis, SliceParams>();
  private readonly busy = new Set<Axis>();
  private readonly kept = new Map<string, GridSlice>();
  private held = 0;
  private generation = 0;

  constructor(
    private readonly ask: (params: SliceParams) => Promise<GridSlice>,
    private readonly came: (slice: GridSlice) => void,
    private readonly failed: (reason: string) => void,
  ) {}

  /** Another grid, or another component of it. */
  forget(): void {
    this.generation++;
    this.waiting.clear();
    this.busy.clear();
    this.kept.clear();
    this.held = 0;
  }

  want(params: SliceParams): void {
    const kept = this.kept.get(keyOf(params));
    if (kept) {
      this.waiting.delete(params.axis);
      this.came(kept);
      return;
    }
    this.waiting.set(params.axis, params);
    if (!this.busy.has(params.axis)) void this.fetch(params.axis);
  }

  private async fetch(axis: Axis): Promise<void> {
    const { generation } = this;
    this.busy.add(axis);
    for (let params = this.waiting.get(axis); params; params = this.waiting.get(axis)) {
      this.waiting.delete(axis);
      try {
        const slice = await this.ask(params);
        if (generation !== this.generation) return;
        this.keep(keyOf(params), slice);
        this.came(slice);
      } catch (error) {
        if (generation !== this.generation) return;
        this.failed(error instanceof Error ? error.message : String(error));
      }
    }
    this.busy.delete(axis);
  }

  private keep(key: string, slice: GridSlice): void {
    this.kept.set(key, slice);
    this.held += slice.values.length;
    for (const [oldest, { values }] of this.kept) {
      if (this.held <= keptValues || oldest === key) break;
      this.kept.delete(oldest);
      this.held -= values.length;
    }
  }
}

function keyOf({ axis, index, component }: SliceParams): string {
  return `${axis} ${index} ${component}`;
}
