import type { MatrixKernel } from '../matrixKernel';

/** Rows and columns of a tile of a product: as many sums as processors have registers for. */
export const tile = 4;
/** Panels are whole multiples of this long: so many steps are taken between two looks at whether it ends. */
export const panelDepth = 4;
/** Numbers of a lane that are added at once: a panel of so many, 8 kB, stays in the nearest cache. */
export const depthOfBlock = 256;

export type Numbers = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

export const paddedLanes = (lanes: number): number => Math.ceil(lanes / tile) * tile;
export const paddedDepth = (depth: number): number => Math.ceil(depth / panelDepth) * panelDepth;

/** Some numbers of a matrix: `lanes` rows or columns of it, of each `depth` numbers along the sum of a product. */
export interface Lanes {
  readonly data: Numbers;
  /** Where number 0 of lane 0 lies. */
  readonly first: number;
  readonly lanes: number;
  readonly depth: number;
  /** From a lane to the next, and from a number of a lane to its next. */
  readonly laneStride: number;
  readonly depthStride: number;
  /** What each number is multiplied with; 1 unless said. */
  readonly sign?: 1 | -1;
  /** What is taken from the numbers of each lane. */
  readonly means?: Float64Array<ArrayBufferLike>;
}

/** Neighbouring lanes that are read together: whole lines of the cache. */
const lanesAtOnce = 16;

/**
 * Writes lanes as panels from `at` on, `panelLength` numbers apart, the numbers of each from step `start` of it: `tile` lanes
 * side by side, number k of each after number k - 1 of each. Zeros fill the last panel, and each up to a multiple of
 * `panelDepth`.
 */
export function packPanels(of: Lanes, memory: Float64Array<ArrayBuffer>, at: number, panelLength: number, start = 0): void {
  const { lanes, depth, laneStride } = of;
  const whole = lanes - (lanes % tile);
  const first = at + tile * start;
  const unused = tile * (paddedDepth(depth) - depth);
  if (unused > 0) for (let lane = 0; lane < lanes; lane += tile) memory.fill(0, first + (lane / tile) * panelLength + tile * depth, first + (lane / tile) * panelLength + tile * depth + unused);
  if (laneStride === 1) for (let lane = 0; lane < whole; lane += lanesAtOnce) packAcross(of, lane, Math.min(whole, lane + lanesAtOnce), memory, first + (lane / tile) * panelLength, panelLength);
  else for (let lane = 0; lane < whole; lane += tile) packAlong(of, lane, memory, first + (lane / tile) * panelLength);
  if (whole < lanes) packRest(of, whole, memory, first + (whole / tile) * panelLength);
}

/** Lanes that lie side by side. */
function packAcross({ data, first, depth, depthStride, sign = 1, means }: Lanes, fromLane: number, toLane: number, memory: Float64Array<ArrayBuffer>, at: number, panelLength: number): void {
  for (let k = 0; k < depth; k++) {
    let from = first + k * depthStride + fromLane;
    let to = at + tile * k;
    if (means) {
      for (let lane = fromLane; lane < toLane; lane += tile, from += tile, to += panelLength) {
        memory[to] = sign * (data[from] - means[lane]);
        memory[to + 1] = sign * (data[from + 1] - means[lane + 1]);
        memory[to + 2] = sign * (data[from + 2] - means[lane + 2]);
        memory[to + 3] = sign * (data[from + 3] - means[lane + 3]);
      }
    } else {
      for (let lane = fromLane; lane < toLane; lane += tile, from += tile, to += panelLength) {
        memory[to] = sign * data[from];
        memory[to + 1] = sign * data[from + 1];
        memory[to + 2] = sign * data[from + 2];
        memory[to + 3] = sign * data[from + 3];
      }
    }
  }
}

/** Lanes whose numbers lie one after another. */
function packAlong({ data, first, depth, laneStride, depthStride, sign = 1, means }: Lanes, lane: number, memory: Float64Array<ArrayBuffer>, at: number): void {
  let from0 = first + lane * laneStride;
  let from1 = from0 + laneStride;
  let from2 = from1 + laneStride;
  let from3 = from2 + laneStride;
  const mean0 = means?.[lane] ?? 0;
  const mean1 = means?.[lane + 1] ?? 0;
  const mean2 = means?.[lane + 2] ?? 0;
  const mean3 = means?.[lane + 3] ?? 0;
  for (let to = at, end = at + tile * depth; to < end; to += tile) {
    memory[to] = sign * (data[from0] - mean0);
    memory[to + 1] = sign * (data[from1] - mean1);
    memory[to + 2] = sign * (data[from2] - mean2);
    memory[to + 3] = sign * (data[from3] - mean3);
    from0 += depthStride;
    from1 += depthStride;
    from2 += depthStride;
    from3 += depthStride;
  }
}

/** The last lanes, fewer than a panel has. */
function packRest({ data, first, lanes, depth, laneStride, depthStride, sign = 1, means }: Lanes, lane: number, memory: Float64Array<ArrayBuffer>, at: number): void {
  memory.fill(0, at, at + tile * depth);
  for (let k = 0; k < depth; k++) {
    for (let n = 0; n < lanes - lane; n++) memory[at + tile * k + n] = sign * (data[first + (lane + n) * laneStride + k * depthStride] - (means?.[lane + n] ?? 0));
  }
}

/** Columns of a product that are worked on while their panels are near. */
const columnsOfGroup = 64;

/** Adds the products of panels at `a`, one for each `tile` of `rows`, with panels at `b`, to sums at `c`, rows of `width`. */
export function addPanels(kernel: MatrixKernel, rows: number, a: number, width: number, b: number, c: number, depth: number): void {
  for (let group = 0; group < width; group += columnsOfGroup) {
    const tiles = Math.min(columnsOfGroup, width - group) / tile;
    for (let row = 0; row < rows; row += tile) kernel.addTiles(a + row * depth, b + group * depth, c + row * width + group, width, depth, tiles);
  }
}

/** Part of a matrix whose rows are `stride` apart. */
export interface Rectangle {
  readonly data: Float64Array<ArrayBufferLike>;
  readonly stride: number;
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/**
 * Adds to part of a matrix the product of panels at `a`, one a `tile` of its rows, with those at `b`, one a `tile` of its
 * columns. The rows are copied to `c` and back, where there must be room for all of them.
 */
export function addProduct(kernel: MatrixKernel, memory: Float64Array<ArrayBuffer>, { data, stride, fromRow, toRow, fromColumn, toColumn }: Rectangle, a: number, b: number, c: number, depth: number): void {
  const width = paddedLanes(toColumn - fromColumn);
  const rows = toRow - fromRow;
  for (let row = 0; row < rows; row++) {
    const from = (fromRow + row) * stride;
    memory.set(data.subarray(from + fromColumn, from + toColumn), c + row * width);
  }
  addPanels(kernel, rows, a, width, b, c, depth);
  for (let row = 0; row < rows; row++) {
    data.set(memory.subarray(c + row * width, c + row * width + toColumn - fromColumn), (fromRow + row) * stride + fromColumn);
  }
}
