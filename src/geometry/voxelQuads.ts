import type { Vector3 } from '../model/bounds';
import type { AxisOrder } from '../model/grid';
import type { CellKinds } from './cellKinds';

/**
 * Rectangles of the faces between occupied and empty cells, two words each:
 *
 * - word 0: bits 0...7, 8...15, 16...23 the least corner in cells from the block's first (x, y, z), bits 24...26 the
 *   {@link faceDirections | direction}, bits 27...31 the width - 1 along the first of the two other axes (in the order x, y, z);
 * - word 1: bits 0...4 the height - 1 along the second, bits 5...31 the kind.
 *
 * Rectangles lie on tiles of 32 x 32 cells, so that they fit and a tile's rows are words. They are in a seeded random
 * order, so that a leading part stands for the whole.
 */
export interface QuadBlock {
  /** The first cell of the block: multiples of {@link blockSide}. */
  readonly first: Vector3;
  readonly count: number;
  readonly words: Uint32Array<ArrayBuffer>;
  /** The box that the rectangles span, in corners' coordinates. */
  readonly from: Vector3;
  readonly to: Vector3;
}

/** Cells along a block's sides: corners from 0 to this take eight bits. */
export const blockSide = 128;

/** Directions 0...5 as words have them: -x, +x, -y, +y, -z, +z. */
export const faceDirections: readonly Vector3[] = [[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]];

export interface DecodedQuad {
  /** The least corner in cells of the grid; corners of cell i are i and i + 1. */
  readonly corner: Vector3;
  readonly direction: number;
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

/** Reads rectangle `index` of a block. */
export function decodeQuad({ first, words }: Pick<QuadBlock, 'first' | 'words'>, index: number): DecodedQuad {
  const low = words[2 * index];
  const high = words[2 * index + 1];
  return {
    corner: [first[0] + (low & 255), first[1] + ((low >>> 8) & 255), first[2] + ((low >>> 16) & 255)],
    direction: (low >>> 24) & 7,
    width: (low >>> 27) + 1,
    height: (high & 31) + 1,
    kind: high >>> 5,
  };
}

/** The cell that a point of a rectangle belongs to: behind it, seen from outside. `place` is in corners' coordinates. */
export function cellBehind({ corner, direction }: Pick<DecodedQuad, 'corner' | 'direction'>, place: Vector3): Vector3 {
  const across = direction >> 1;
  const cell: [number, number, number] = [Math.floor(place[0]), Math.floor(place[1]), Math.floor(place[2])];
  cell[across] = corner[across] - (direction & 1);
  return cell;
}

const tile = 32;

/** Occupied cells as bits: a word holds 32 cells along one axis of the array. */
interface Bits {
  readonly words: Uint32Array;
  /** Words along the axis. */
  readonly row: number;
}

/** A block's region along the array's axes a, b, c (fastest first). */
type Region = readonly [from: readonly [number, number, number], to: readonly [number, number, number]];

/**
 * The exposed faces of cells (outside is empty), block by block. Neighbouring faces of one plane, direction and kind are
 * merged greedily: a run of bits along a tile's row, then as many rows as have it. (Merging is Mikola Lysenko's "Meshing
 * in a Minecraft Game", 2012; that 32 cells at once are compared as bits of a word is a common refinement.)
 *
 * @param sizes cells along the array's axes, fastest first
 * @param order which of x, y, z these axes are
 * @param isUniform whether all cells that are not empty are of one kind
 */
export function* voxelQuads(kinds: CellKinds['kinds'], sizes: readonly [number, number, number], order: AxisOrder, isUniform = false): Generator<QuadBlock> {
  const [sizeA, sizeB, sizeC] = sizes;
  const alongA = bitsAlongA(kinds, sizes);
  const alongB = bitsAlongB(kinds, sizes);
  const buffer = new WordBuffer();
  for (let c = 0; c < sizeC; c += blockSide) {
    for (let b = 0; b < sizeB; b += blockSide) {
      for (let a = 0; a < sizeA; a += blockSide) {
        const region: Region = [[a, b, c], [Math.min(sizeA, a + blockSide), Math.min(sizeB, b + blockSide), Math.min(sizeC, c + blockSide)]];
        const mesher = new BlockMesher(kinds, sizes, order, region, buffer, isUniform);
        mesher.sweep(alongA, alongB);
        if (buffer.count === 0) continue;
        const first: [number, number, number] = [0, 0, 0];
        [a, b, c].forEach((start, axis) => (first[order[axis]] = start));
        const { count } = buffer;
        const words = buffer.take(a + 31 * b + 1021 * c);
        yield { first, count, words, ...extentOf(first, words) };
      }
    }
  }
}

function extentOf(first: Vector3, words: Uint32Array): Pick<QuadBlock, 'from' | 'to'> {
  const from = [blockSide, blockSide, blockSide];
  const to = [0, 0, 0];
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i];
    const across = (low >>> 25) & 3;
    const width = (low >>> 27) + 1;
    const height = (words[i + 1] & 31) + 1;
    for (let axis = 0; axis < 3; axis++) {
      const corner = (low >>> (8 * axis)) & 255;
      // The width lies along the first of the two axes that are not across.
      const end = corner + (axis === across ? 0 : axis === (across === 0 ? 1 : 0) ? width : height);
      if (corner < from[axis]) from[axis] = corner;
      if (end > to[axis]) to[axis] = end;
    }
  }
  return { from: [first[0] + from[0], first[1] + from[1], first[2] + from[2]], to: [first[0] + to[0], first[1] + to[1], first[2] + to[2]] };
}

/** Bit a of row (b, c). */
function bitsAlongA(kinds: CellKinds['kinds'], [sizeA, sizeB, sizeC]: readonly [number, number, number]): Bits {
  const row = Math.ceil(sizeA / tile);
  const words = new Uint32Array(row * sizeB * sizeC);
  let at = 0;
  for (let line = 0; line < sizeB * sizeC; line++) {
    for (let w = 0; w < row; w++) {
      const end = Math.min(tile, sizeA - w * tile);
      let word = 0;
      for (let bit = 0; bit < end; bit++, at++) word |= (kinds[at] !== 0 ? 1 : 0) << bit;
      words[line * row + w] = word;
    }
  }
  return { words, row };
}

/** Bit b of row (a, c); rows of one c and word lie side by side along a. */
function bitsAlongB(kinds: CellKinds['kinds'], [sizeA, sizeB, sizeC]: readonly [number, number, number]): Bits {
  const row = Math.ceil(sizeB / tile);
  const words = new Uint32Array(row * sizeA * sizeC);
  let at = 0;
  for (let c = 0; c < sizeC; c++) {
    for (let b = 0; b < sizeB; b++) {
      const bit = b % tile;
      let to = (c * row + Math.floor(b / tile)) * sizeA;
      for (let a = 0; a < sizeA; a++, at++, to++) words[to] |= (kinds[at] !== 0 ? 1 : 0) << bit;
    }
  }
  return { words, row };
}

/** Words of one block as they are found; its memory is used again for the next. */
class WordBuffer {
  count = 0;
  private words = new Uint32Array(1 << 14);

  push(low: number, high: number): void {
    const at = 2 * this.count++;
    if (at + 2 > this.words.length) {
      const larger = new Uint32Array(2 * this.words.length);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[at] = low;
    this.words[at + 1] = high;
  }

  /** What was found so far, in random order, and begins anew. */
  take(seed: number): Uint32Array<ArrayBuffer> {
    const { count, words } = this;
    // Fisher and Yates, with xorshift32 for chance: speed matters more than its quality here.
    let state = (seed * 2_654_435_761 + 0x9e3779b9) | 0 || 1;
    for (let i = count - 1; i > 0; i--) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const j = 2 * (((state >>> 0) * (i + 1)) / 4_294_967_296 | 0);
      const low = words[2 * i];
      const high = words[2 * i + 1];
      words[2 * i] = words[j];
      words[2 * i + 1] = words[j + 1];
      words[j] = low;
      words[j + 1] = high;
    }
    this.count = 0;
    return words.slice(0, 2 * count);
  }
}

/** Finds the rectangles of one block. */
class BlockMesher {
  /** Rows of one tile: which faces are there and in no rectangle yet. */
  private readonly rows = new Uint32Array(tile);
  private readonly strides: readonly [number, number, number];

  constructor(
    private readonly kinds: CellKinds['kinds'],
    private readonly sizes: readonly [number, number, number],
    private readonly order: AxisOrder,
    private readonly region: Region,
    private readonly output: WordBuffer,
    private readonly isUniform: boolean,
  ) {
    this.strides = [1, sizes[0], sizes[0] * sizes[1]];
  }

  sweep(alongA: Bits, alongB: Bits): void {
    const [sizeA, sizeB, sizeC] = this.sizes;
    const [[fromA, fromB, fromC], [toA, toB, toC]] = this.region;
    const { rows } = this;
    // Across c, then b, with rows along a: bit and row axes are a and the other one.
    for (const side of [-1, 1] as const) {
      for (let c = fromC; c < toC; c++) {
        const hasNext = c + side >= 0 && c + side < sizeC;
        for (let b = fromB; b < toB; b += tile) {
          const height = Math.min(tile, toB - b);
          for (let w = fromA / tile; w * tile < toA; w++) {
            let any = 0;
            for (let j = 0; j < height; j++) {
              const here = alongA.words[(c * sizeB + b + j) * alongA.row + w];
              const next = hasNext ? alongA.words[((c + side) * sizeB + b + j) * alongA.row + w] : 0;
              any |= rows[j] = here & ~next;
            }
            if (any !== 0) this.merge(0, 1, 2, w * tile, b, c, height, side);
          }
        }
      }
      for (let b = fromB; b < toB; b++) {
        const hasNext = b + side >= 0 && b + side < sizeB;
        for (let c = fromC; c < toC; c += tile) {
          const height = Math.min(tile, toC - c);
          for (let w = fromA / tile; w * tile < toA; w++) {
            let any = 0;
            for (let k = 0; k < height; k++) {
              const here = alongA.words[((c + k) * sizeB + b) * alongA.row + w];
              const next = hasNext ? alongA.words[((c + k) * sizeB + b + side) * alongA.row + w] : 0;
              any |= rows[k] = here & ~next;
            }
            if (any !== 0) this.merge(0, 2, 1, w * tile, c, b, height, side);
          }
        }
      }
      // Across a, with rows along b.
      for (let a = fromA; a < toA; a++) {
        const hasNext = a + side >= 0 && a + side < sizeA;
        for (let c = fromC; c < toC; c += tile) {
          const height = Math.min(tile, toC - c);
          for (let w = fromB / tile; w * tile < toB; w++) {
            let any = 0;
            for (let k = 0; k < height; k++) {
              const at = ((c + k) * alongB.row + w) * sizeA + a;
              const here = alongB.words[at];
              const next = hasNext ? alongB.words[at + side] : 0;
              any |= rows[k] = here & ~next;
            }
            if (any !== 0) this.merge(1, 2, 0, w * tile, c, a, height, side);
          }
        }
      }
    }
  }

  /**
   * Takes rectangles out of the tile's rows.
   *
   * @param bits the array's axis of a row's bits; `lines`: of the rows; `across`: of the plane
   * @param u, v first cell of the tile along bits and lines; `d` the plane's cell
   */
  private merge(bits: number, lines: number, across: number, u: number, v: number, d: number, height: number, side: -1 | 1): void {
    const { rows, kinds, strides, order, isUniform, output, region } = this;
    const axisU = order[bits];
    const axisV = order[lines];
    const axisD = order[across];
    const direction = 2 * axisD + (side > 0 ? 1 : 0);
    const shiftU = 8 * axisU;
    const shiftV = 8 * axisV;
    // The first of the two axes in the order x, y, z is the width.
    const isTurned = axisU > axisV;
    const fixed = ((d - region[0][across] + (side > 0 ? 1 : 0)) << (8 * axisD)) | (direction << 24);
    const localU = u - region[0][bits];
    const localV = v - region[0][lines];
    const stepU = strides[bits];
    const stepV = strides[lines];
    for (let j = 0; j < height; j++) {
      let row = rows[j];
      while (row !== 0) {
        const start = 31 - Math.clz32(row & -row);
        const shifted = ~(row >>> start);
        let length = shifted === 0 ? tile : 31 - Math.clz32(shifted & -shifted);
        // Bits beyond the word are 0, which counts as their end.
        length = Math.min(length, tile - start);
        const cell = (u + start) * stepU + (v + j) * stepV + d * strides[across];
        const kind = kinds[cell];
        if (!isUniform) {
          let same = 1;
          while (same < length && kinds[cell + same * stepU] === kind) same++;
          length = same;
        }
        const mask = length === tile ? -1 : ((1 << length) - 1) << start;
        row &= ~mask;
        let end = j + 1;
        while (end < height && (rows[end] & mask) === mask && (isUniform || this.isSame(cell + (end - j) * stepV, stepU, length, kind))) {
          rows[end] &= ~mask;
          end++;
        }
        const tall = end - j;
        output.push(
          (((localU + start) << shiftU) | ((localV + j) << shiftV) | fixed | ((isTurned ? tall : length) - 1) << 27) >>> 0,
          (((isTurned ? length : tall) - 1) | (kind << 5)) >>> 0,
        );
      }
    }
  }

  private isSame(from: number, step: number, length: number, kind: number): boolean {
    for (let i = 0; i < length; i++) if (this.kinds[from + i * step] !== kind) return false;
    return true;
  }
}
