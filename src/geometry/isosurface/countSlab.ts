import type { NumberArray } from '../../model/numericType';
import { insideKernel } from '../insideKernel';
import { countBits } from './bits';
import { exactKey } from './cellTopology';
import { crossedEdges } from './cube';
import { blockCounts } from './blocks';
import { bitsOfWord, markInside, markInsideBlocks, wordsOfRow } from './insideBits';
import { undecided, type PatternTable } from './patternTable';
import { cellsOfWord, patternTable, rowState, type SharedField, type SlabRange } from './slab';
import { lessIso } from './vertexPlaces';

export interface CountSlabArgument extends SlabRange {
  readonly field: SharedField;
}

/** What a slab will make. */
export interface SlabCounts {
  /** Vertices on edges that begin in its planes, and those of them that lie in its first plane. */
  readonly vertices: number;
  readonly firstPlaneVertices: number;
  readonly innerVertices: number;
  readonly triangles: number;
  /** Segments of the surface's border on the border of the grid. */
  readonly boundaryEdges: number;
  /** The surfaces of cells that corners alone do not tell, in the order of the cells. */
  readonly keys: Uint32Array<ArrayBuffer>;
}

/** The first pass: marks which samples of a slab (and of the plane above) are inside, and counts what there will be. */
export function countSlabTask({ field, firstPlane, lastPlane }: CountSlabArgument): SlabCounts {
  return new SlabCounter(field, firstPlane, lastPlane).count();
}

class SlabCounter {
  private readonly rowLength: number;
  private readonly rows: number;
  private readonly words: number;
  private readonly table: PatternTable;
  private readonly kernel = insideKernel();
  private states: Uint8Array<ArrayBuffer>;
  private statesAbove: Uint8Array<ArrayBuffer>;
  private readonly values = new Float64Array(8);
  private readonly cornerSteps: readonly number[];
  private keys = new Uint32Array(64);
  private keyCount = 0;
  private vertices = 0;
  private innerVertices = 0;
  private triangles = 0;
  private boundaryEdges = 0;

  constructor(
    private readonly field: SharedField,
    private readonly firstPlane: number,
    private readonly lastPlane: number,
  ) {
    [this.rowLength, this.rows] = field.sizes;
    this.words = wordsOfRow(this.rowLength);
    this.table = patternTable(field);
    this.states = new Uint8Array(this.rows);
    this.statesAbove = new Uint8Array(this.rows);
    const plane = this.rowLength * this.rows;
    this.cornerSteps = Array.from({ length: 8 }, (_, corner) => (corner & 1) + ((corner >> 1) & 1) * this.rowLength + (corner >> 2) * plane);
  }

  count(): SlabCounts {
    let firstPlaneVertices = 0;
    this.mark(this.firstPlane);
    for (let plane = this.firstPlane; plane < this.lastPlane; plane++) {
      [this.states, this.statesAbove] = [this.statesAbove, this.states];
      this.countInPlane(plane);
      if (plane === this.firstPlane) firstPlaneVertices = this.vertices;
      if (plane + 1 === this.field.sizes[2]) break;
      this.mark(plane + 1);
      this.countAbovePlane(plane);
    }
    const { vertices, innerVertices, triangles, boundaryEdges } = this;
    return { vertices, firstPlaneVertices, innerVertices, triangles, boundaryEdges, keys: this.keys.slice(0, this.keyCount) };
  }

  private mark(plane: number): void {
    const { rowLength, rows, field } = this;
    const { data, iso, bits, blocks } = field;
    if (blocks) markInsideBlocks(data, iso, rowLength, rows, plane, bits, blocks, blockCounts(field.sizes));
    else this.markRows(data, iso, plane);
    for (let row = 0; row < rows; row++) this.statesAbove[row] = rowState(bits, plane * rows + row, rowLength);
  }

  private markRows(data: NumberArray, iso: number, plane: number): void {
    const { rowLength, rows, field, kernel } = this;
    if (kernel && data instanceof Float32Array) kernel.mark(data, iso, rowLength, plane * rows, (plane + 1) * rows, field.bits);
    else markInside(data, iso, rowLength, plane * rows, (plane + 1) * rows, field.bits);
  }

  /** Vertices on edges within a plane. */
  private countInPlane(plane: number): void {
    const { rows, words, rowLength, states } = this;
    const { bits, rowVertices } = this.field;
    for (let b = 0; b < rows; b++) {
      const row = plane * rows + b;
      const at = row * words;
      rowVertices[3 * row] = this.vertices;
      if (states[b] === 2) {
        for (let word = 0; word < words; word++) {
          const next = (bits[at + word] >>> 1) | (word + 1 < words ? bits[at + word + 1] << 31 : 0);
          const changes = (bits[at + word] ^ next) & cellsOfWord(word, rowLength);
          if (changes !== 0) this.vertices += countBits(changes);
        }
      }
      rowVertices[3 * row + 1] = this.vertices;
      if (b + 1 < rows && (states[b] !== states[b + 1] || states[b] === 2)) this.vertices += this.changes(at, at + words);
    }
  }

  /** Vertices on edges from a plane to the next, and the triangles between. */
  private countAbovePlane(plane: number): void {
    const { rows, words, states, statesAbove } = this;
    const { rowVertices, activeRows } = this.field;
    for (let b = 0; b < rows; b++) {
      const row = plane * rows + b;
      rowVertices[3 * row + 2] = this.vertices;
      const isUniform = states[b] === statesAbove[b] && states[b] !== 2;
      if (!isUniform) this.vertices += this.changes(row * words, (row + rows) * words);
      if (b + 1 === rows || (isUniform && states[b] === states[b + 1] && states[b] === statesAbove[b + 1])) continue;
      if (this.countCells(b, plane)) activeRows[row] = 1;
    }
  }

  /** How many bits of two rows differ. */
  private changes(at: number, other: number): number {
    const { bits } = this.field;
    let count = 0;
    for (let word = 0; word < this.words; word++) {
      const changes = bits[at + word] ^ bits[other + word];
      if (changes !== 0) count += countBits(changes);
    }
    return count;
  }

  /** Counts the triangles of a row of cells; false where there are none. */
  private countCells(b: number, plane: number): boolean {
    const { rowLength, rows, words, table } = this;
    const { bits, sizes } = this.field;
    const { ofCorners, triangles, inner } = table;
    const row = plane * rows + b;
    const at0 = row * words;
    const at2 = at0 + rows * words;
    const isBorder = b === 0 || b + 2 === rows || plane === 0 || plane + 2 === sizes[2];
    let isActive = false;
    for (let word = 0; word < words; word++) {
      const m0 = bits[at0 + word];
      const m1 = bits[at0 + words + word];
      const m2 = bits[at2 + word];
      const m3 = bits[at2 + words + word];
      const isLast = word + 1 === words;
      const s0 = (m0 >>> 1) | (isLast ? 0 : bits[at0 + word + 1] << 31);
      const s1 = (m1 >>> 1) | (isLast ? 0 : bits[at0 + words + word + 1] << 31);
      const s2 = (m2 >>> 1) | (isLast ? 0 : bits[at2 + word + 1] << 31);
      const s3 = (m3 >>> 1) | (isLast ? 0 : bits[at2 + words + word + 1] << 31);
      let active = (m0 | m1 | m2 | m3 | s0 | s1 | s2 | s3) & ~(m0 & m1 & m2 & m3 & s0 & s1 & s2 & s3) & cellsOfWord(word, rowLength);
      if (active === 0) continue;
      isActive = true;
      while (active !== 0) {
        const bit = 31 - Math.clz32(active & -active);
        active &= active - 1;
        const corners =
          ((m0 >>> bit) & 1) |
          (((s0 >>> bit) & 1) << 1) |
          (((m1 >>> bit) & 1) << 2) |
          (((s1 >>> bit) & 1) << 3) |
          (((m2 >>> bit) & 1) << 4) |
          (((s2 >>> bit) & 1) << 5) |
          (((m3 >>> bit) & 1) << 6) |
          (((s3 >>> bit) & 1) << 7);
        const a = word * bitsOfWord + bit;
        let pattern = ofCorners[corners];
        if (pattern === undecided) {
          pattern = this.decide(row * rowLength + a, corners);
          this.innerVertices += inner[pattern];
        }
        this.triangles += triangles[pattern];
        if (isBorder || a === 0 || a + 2 === rowLength) this.countBoundary(corners, a, b, plane);
      }
    }
    return isActive;
  }

  private decide(sample: number, corners: number): number {
    const { values, table, cornerSteps } = this;
    const { data, iso } = this.field;
    for (let corner = 0; corner < 8; corner++) values[table.map.corners[corner]] = lessIso(data[sample + cornerSteps[corner]], iso);
    const key = exactKey(values, table.map.cases[corners]);
    if (this.keyCount === this.keys.length) {
      const larger = new Uint32Array(2 * this.keyCount);
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys[this.keyCount++] = key;
    return table.patternOf(key);
  }

  private countBoundary(corners: number, a: number, b: number, plane: number): void {
    const [length, rows, planes] = this.field.sizes;
    const crossed = crossedEdges[corners];
    const faces = [a === 0, a + 2 === length, b === 0, b + 2 === rows, plane === 0, plane + 2 === planes];
    for (let face = 0; face < 6; face++) if (faces[face]) this.boundaryEdges += countBits(crossed & edgesOfFace[face]) / 2;
  }
}

/** The edges on each face, as bits. */
const edgesOfFace: readonly number[] = Array.from({ length: 6 }, (_, face) => {
  let bits = 0;
  for (let edge = 0; edge < 12; edge++) {
    const others = [0, 1, 2].filter((axis) => axis !== edge >> 2);
    if (others.some((axis, place) => 2 * axis + ((edge >> place) & 1) === face)) bits |= 1 << edge;
  }
  return bits;
});
