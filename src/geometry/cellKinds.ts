import type { CellValues } from '../model/grid';
import type { VoxelGrid } from '../model/voxelGrid';

/** More different colours than these are no longer told apart. */
const mostKinds = 1 << 20;

/**
 * The cells as small numbers in the array's order: 0 is empty, equal numbers may be drawn as one face. `values` and
 * `colours` say what a number stands for.
 */
export interface CellKinds {
  readonly kinds: Uint8Array<ArrayBufferLike> | Uint32Array<ArrayBufferLike>;
  /** The value of the cells of each kind, from kind 0 on. */
  readonly values: Float64Array;
  /** RGBA of each kind, 0...255; null where the grid has no colours. */
  readonly colours: Uint8Array<ArrayBuffer> | null;
}

/** Sorts a grid's cells into kinds: by label, or by the cells' own colour where they have one. Hidden labels are as empty. */
export function cellKinds(grid: VoxelGrid, hidden: ReadonlySet<number> = new Set()): CellKinds {
  const colour = grid.attributes.find(({ name, components, data }) => components >= 3 && /colou?r/i.test(name) && data instanceof Uint8Array);
  if (colour) return kindsByColour(grid, colour, hidden);
  return grid.content === 'occupancy' ? occupancyKinds(grid) : labelKinds(grid, hidden);
}

function occupancyKinds({ values: { data }, count }: VoxelGrid): CellKinds {
  const values = Float64Array.of(0, 1);
  if (data instanceof Uint8Array && isBinary(data)) return { kinds: data, values, colours: null };
  const kinds = new Uint8Array(count);
  for (let row = 0; row < count; row++) kinds[row] = data[row] !== 0 ? 1 : 0;
  return { kinds, values, colours: null };
}

function isBinary(data: Uint8Array): boolean {
  for (let row = 0; row < data.length; row++) if (data[row] > 1) return false;
  return true;
}

function labelKinds({ values: { data }, count, labels }: VoxelGrid, hidden: ReadonlySet<number>): CellKinds {
  const known = new Map<number, number>([[0, 0]]);
  const found: number[] = [0];
  // Nearly all files have few labels: a byte a cell until there are more.
  let kinds: CellKinds['kinds'] = new Uint8Array(count);
  let last = 0;
  let lastKind = 0;
  for (let row = 0; row < count; row++) {
    const value = data[row];
    if (value !== last) {
      last = value;
      let kind = known.get(value);
      if (kind === undefined) {
        kind = hidden.has(value) ? 0 : found.length;
        if (kind > 0) found.push(value);
        if (kind > 255 && kinds instanceof Uint8Array) kinds = Uint32Array.from(kinds);
        known.set(value, kind);
      }
      lastKind = kind;
    }
    kinds[row] = lastKind;
  }
  const values = Float64Array.from(found);
  const colourOf = new Map(labels?.map((label) => [label.value, label.colour]));
  if (![...colourOf.values()].some((colour) => colour !== undefined)) return { kinds, values, colours: null };
  const colours = new Uint8Array(4 * values.length);
  found.forEach((value, kind) => colours.set(colourOf.get(value) ?? [128, 128, 128, 255], 4 * kind));
  return { kinds, values, colours };
}

function kindsByColour({ values: { data }, count }: VoxelGrid, colour: CellValues, hidden: ReadonlySet<number>): CellKinds {
  const kinds = new Uint32Array(count);
  const known = new Map<number, number>();
  const values: number[] = [0];
  const colours: number[] = [0, 0, 0, 0];
  const { data: painted, components } = colour;
  for (let row = 0; row < count; row++) {
    const value = data[row];
    if (value === 0 || hidden.has(value)) continue;
    const at = components * row;
    const key = painted[at] + 256 * painted[at + 1] + 65_536 * painted[at + 2] + 16_777_216 * (value % 65_536);
    let kind = known.get(key);
    if (kind === undefined) {
      kind = Math.min(values.length, mostKinds);
      known.set(key, kind);
      if (kind === values.length) {
        values.push(value);
        colours.push(painted[at], painted[at + 1], painted[at + 2], 255);
      }
    }
    kinds[row] = kind;
  }
  return { kinds, values: Float64Array.from(values), colours: Uint8Array.from(colours) };
}

/** Kinds of blocks of 2 x 2 x 2 cells: the first in the block that is not empty. `sizes` along the array's axes, fastest first. */
export function halvedKinds(kinds: CellKinds['kinds'], sizes: readonly [number, number, number]): { kinds: CellKinds['kinds']; sizes: [number, number, number] } {
  const [a, b, c] = sizes;
  const [halfA, halfB, halfC] = [(a + 1) >> 1, (b + 1) >> 1, (c + 1) >> 1];
  const halved = kinds instanceof Uint8Array ? new Uint8Array(halfA * halfB * halfC) : new Uint32Array(halfA * halfB * halfC);
  // Backwards, so that the first of a block is written last.
  for (let k = c - 1; k >= 0; k--) {
    for (let j = b - 1; j >= 0; j--) {
      const line = a * (j + b * k);
      const to = halfA * ((j >> 1) + halfB * (k >> 1));
      for (let i = a - 1; i >= 0; i--) {
        const kind = kinds[line + i];
        if (kind !== 0) halved[to + (i >> 1)] = kind;
      }
    }
  }
  return { kinds: halved, sizes: [halfA, halfB, halfC] };
}

/** Sizes along the array's axes, fastest first. */
export function arraySizes({ dimensions, axisOrder }: Pick<VoxelGrid, 'dimensions' | 'axisOrder'>): [number, number, number] {
  return [dimensions[axisOrder[0]], dimensions[axisOrder[1]], dimensions[axisOrder[2]]];
}
