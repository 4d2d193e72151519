import { countCells, type OccupiedCells } from './occupancy';

/** Cells with an occupied cell in the window of `kernel` cells a side about them, clipped to the grid; axis by axis. */
export function dilate({ sizes, cells }: OccupiedCells, kernel: number): OccupiedCells {
  let current = cells;
  for (let axis = 0; axis < 3; axis++) current = dilateAlong(current, sizes, axis, (kernel - 1) / 2);
  return { sizes, cells: current };
}

function dilateAlong(cells: OccupiedCells['cells'], sizes: OccupiedCells['sizes'], axis: number, reach: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(cells.length);
  const length = sizes[axis];
  const stride = sizes.slice(0, axis).reduce((product, size) => product * size, 1);
  for (let line = 0; line < cells.length / length; line++) {
    const start = Math.floor(line / stride) * stride * length + (line % stride);
    // The cells still within reach of the last occupied one.
    let covered = 0;
    for (let i = 0; i < length; i++) {
      if (cells[start + i * stride] !== 0) {
        for (let j = Math.max(covered, i - reach); j <= Math.min(length - 1, i + reach); j++) result[start + j * stride] = 1;
        covered = Math.min(length, i + reach + 1);
      }
    }
  }
  return result;
}

/**
 * Pairs of an active centre and an active cell in the window of `kernel` cells a side about it (itself included): the
 * taps of a submanifold convolution. Window sums are made axis by axis, O(cells).
 */
export function countActivePairs(active: OccupiedCells, kernel: number): number {
  const { sizes, cells } = active;
  let sums: Uint32Array<ArrayBuffer> = Uint32Array.from(cells);
  for (let axis = 0; axis < 3; axis++) sums = sumAlong(sums, sizes, axis, (kernel - 1) / 2);
  let pairs = 0;
  for (let row = 0; row < cells.length; row++) if (cells[row] !== 0) pairs += sums[row];
  return pairs;
}

function sumAlong(values: Uint32Array<ArrayBuffer>, sizes: OccupiedCells['sizes'], axis: number, reach: number): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(values.length);
  const length = sizes[axis];
  const stride = sizes.slice(0, axis).reduce((product, size) => product * size, 1);
  for (let line = 0; line < values.length / length; line++) {
    const start = Math.floor(line / stride) * stride * length + (line % stride);
    let sum = 0;
    for (let i = 0; i < Math.min(length, reach); i++) sum += values[start + i * stride];
    for (let i = 0; i < length; i++) {
      if (i + reach < length) sum += values[start + (i + reach) * stride];
      result[start + i * stride] = sum;
      if (i - reach >= 0) sum -= values[start + (i - reach) * stride];
    }
  }
  return result;
}

/** One row of a stack of layers. */
export interface DilatingLayer {
  readonly layer: number;
  /** Cells that are active before the layer and after it, when every layer dilates. */
  readonly before: number;
  readonly after: number;
  /** Pairs of an output cell and an active input cell in its window. */
  readonly pairs: number;
}

/** What becomes of the active cells when each of some layers dilates them. */
export function dilatingLayers(active: OccupiedCells, kernel: number, layers: number): DilatingLayer[] {
  const rows: DilatingLayer[] = [];
  let current = active;
  for (let layer = 1; layer <= layers; layer++) {
    const next = dilate(current, kernel);
    rows.push({ layer, before: countCells(current), after: countCells(next), pairs: countWindowed(current, kernel) });
    current = next;
  }
  return rows;
}

/** Pairs of any cell of the grid and an active cell in its window: each active cell's window, clipped to the grid. */
function countWindowed({ sizes, cells }: OccupiedCells, kernel: number): number {
  const [width, height] = sizes;
  const reach = (kernel - 1) / 2;
  const spans = sizes.map((size) => Uint32Array.from({ length: size }, (_, i) => Math.min(size - 1, i + reach) - Math.max(0, i - reach) + 1));
  let pairs = 0;
  for (let row = 0; row < cells.length; row++) {
    if (cells[row] === 0) continue;
    const line = Math.floor(row / width);
    pairs += spans[0][row - line * width] * spans[1][line % height] * spans[2][Math.floor(line / height)];
  }
  return pairs;
}
