import type { Bounds } from '../../model/bounds';
import { cellPattern } from './cellPatterns';
import { bitsOfWord, wordsOfRow } from './insideBits';
import { undecided, type PatternTable } from './patternTable';
import { cellsOfWord, patternTable, type SharedField, type SlabRange } from './slab';
import { crossing, lessIso, middlePlace } from './vertexPlaces';

export interface CutSlabArgument extends SlabRange {
  readonly field: SharedField;
  /** Where the vertices on edges of this slab begin, and those of the next one, whose first plane is looked at. */
  readonly firstVertex: number;
  readonly nextVertex: number;
  /** How many lie in that plane. */
  readonly planeVertices: number;
  readonly firstInner: number;
  readonly firstTriangle: number;
  /** See `countSlabTask`. */
  readonly keys: Uint32Array<ArrayBuffer>;
  /** See `placement`. */
  readonly place: Float64Array<ArrayBuffer>;
  readonly positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
  readonly corners: Uint32Array<ArrayBufferLike>;
  /** Union-find forest of this slab's vertices and of those in the next one's first plane, from 0; a root is its own parent and the least of its tree. Null where nothing is measured. */
  readonly parents: Int32Array<ArrayBufferLike> | null;
}

/** But for the bounds, zeros where nothing is measured. */
export interface SlabMeasures {
  readonly area: number;
  /** Of the cones from the middle of the grid. */
  readonly volume: number;
  /** Connected parts of the slab's surface. */
  readonly parts: number;
  readonly bounds: Bounds;
  /** A vertex for each of the slab's boundary edges. */
  readonly boundary: Uint32Array<ArrayBuffer>;
}

/** The second pass: vertices and triangles of a slab, written to their places in the whole. */
export function cutSlabTask(argument: CutSlabArgument): SlabMeasures {
  const cutter = new SlabCutter(argument);
  cutter.placeVertices();
  cutter.cutCells();
  return cutter.measures();
}

class SlabCutter {
  private readonly rowLength: number;
  private readonly rows: number;
  private readonly planes: number;
  private readonly words: number;
  private readonly table: PatternTable;
  private readonly values = new Float64Array(8);
  private readonly ids = new Int32Array(16);
  private readonly cornerSteps: readonly number[];
  private readonly centre: readonly [number, number, number];
  private readonly boundary: number[] = [];
  private area = 0;
  private volume = 0;
  private inner = 0;
  private key = 0;
  private at = 0;

  constructor(private readonly argument: CutSlabArgument) {
    const { field, place, firstInner, firstTriangle } = argument;
    [this.rowLength, this.rows, this.planes] = field.sizes;
    this.words = wordsOfRow(this.rowLength);
    this.table = patternTable(field);
    const planeSize = this.rowLength * this.rows;
    this.cornerSteps = Array.from({ length: 8 }, (_, corner) => (corner & 1) + ((corner >> 1) & 1) * this.rowLength + (corner >> 2) * planeSize);
    const middle = (axis: number): number => place[axis] + field.sizes.reduce((sum, size, i) => sum + ((size - 1) / 2) * place[3 + 3 * i + axis], 0);
    this.centre = [middle(0), middle(1), middle(2)];
    this.inner = firstInner;
    this.at = 3 * firstTriangle;
  }

  /** Vertices on edges of the slab, and in the first plane of the next one: triangles of this slab have them. */
  placeVertices(): void {
    const { argument, planes, rows, rowLength, words } = this;
    const { firstPlane, lastPlane, firstVertex, nextVertex, field } = argument;
    const { bits, rowVertices } = field;
    const planeSize = rowLength * rows;
    for (let plane = firstPlane; plane <= lastPlane && plane < planes; plane++) {
      let vertex = (plane < lastPlane ? firstVertex : nextVertex) + field.rowVertices[3 * plane * rows];
      for (let b = 0; b < rows; b++) {
        const row = plane * rows + b;
        const at = row * words;
        // Most rows have none.
        const hasOwn = rowVertices[3 * row] !== rowVertices[3 * row + 1];
        for (let word = 0; hasOwn && word < words; word++) {
          const next = (bits[at + word] >>> 1) | (word + 1 < words ? bits[at + word + 1] << 31 : 0);
          const changes = (bits[at + word] ^ next) & cellsOfWord(word, rowLength);
          if (changes !== 0) vertex = this.placeWord(changes, word, b, plane, 0, 1, vertex);
        }
        if (b + 1 === rows || rowVertices[3 * row + 1] === rowVertices[3 * row + 3]) continue;
        for (let word = 0; word < words; word++) {
          const changes = bits[at + word] ^ bits[at + words + word];
          if (changes !== 0) vertex = this.placeWord(changes, word, b, plane, 1, rowLength, vertex);
        }
      }
      if (plane === lastPlane || plane + 1 === planes) continue;
      for (let b = 0; b < rows; b++) {
        const row = plane * rows + b;
        const at = row * words;
        const above = at + rows * words;
        if (b + 1 < rows && rowVertices[3 * row + 2] === rowVertices[3 * row + 5]) continue;
        for (let word = 0; word < words; word++) {
          const changes = bits[at + word] ^ bits[above + word];
          if (changes !== 0) vertex = this.placeWord(changes, word, b, plane, 2, planeSize, vertex);
        }
      }
    }
  }

  /** Vertices on the edges along an axis of the array from the samples of a word. */
  private placeWord(changes: number, word: number, b: number, plane: number, axis: number, step: number, firstVertex: number): number {
    const { positions, place, field } = this.argument;
    const { data, iso } = field;
    const row = (plane * this.rows + b) * this.rowLength;
    let vertex = firstVertex;
    for (let left = changes; left !== 0; left &= left - 1) {
      const a = word * bitsOfWord + 31 - Math.clz32(left & -left);
      const sample = row + a;
      const t = crossing(lessIso(data[sample], iso), lessIso(data[sample + step], iso));
      const x = axis === 0 ? a + t : a;
      const y = axis === 1 ? b + t : b;
      const z = axis === 2 ? plane + t : plane;
      const to = 3 * vertex++;
      positions[to] = place[0] + x * place[3] + y * place[6] + z * place[9];
      positions[to + 1] = place[1] + x * place[4] + y * place[7] + z * place[10];
      positions[to + 2] = place[2] + x * place[5] + y * place[8] + z * place[11];
    }
    return vertex;
  }

  cutCells(): void {
    const { firstPlane, lastPlane, field, parents } = this.argument;
    for (let i = 0; parents && i < parents.length; i++) parents[i] = i;
    for (let plane = firstPlane; plane < lastPlane && plane + 1 < this.planes; plane++) {
      for (let b = 0; b + 1 < this.rows; b++) if (field.activeRows[plane * this.rows + b] === 1) this.cutRow(b, plane);
    }
  }

  private cutRow(b: number, plane: number): void {
    const { rowLength, rows, words, table, ids, planes } = this;
    const { field, firstVertex, nextVertex, lastPlane, keys, corners, parents, positions } = this.argument;
    const { bits, rowVertices } = field;
    const { ofCorners, starts, triangles, inner, joinStarts } = table;
    const row = plane * rows + b;
    const above = plane + 1 < lastPlane ? firstVertex : nextVertex;
    // Vertices are met in the order in which they are numbered: a cell without a surface has none on its edges.
    let x0 = firstVertex + rowVertices[3 * row];
    let x1 = firstVertex + rowVertices[3 * (row + 1)];
    let x2 = above + rowVertices[3 * (row + rows)];
    let x3 = above + rowVertices[3 * (row + rows + 1)];
    let y0 = firstVertex + rowVertices[3 * row + 1];
    let y2 = above + rowVertices[3 * (row + rows) + 1];
    let z0 = firstVertex + rowVertices[3 * row + 2];
    let z1 = firstVertex + rowVertices[3 * (row + 1) + 2];
    const at0 = row * words;
    const at2 = at0 + rows * words;
    const isBorder = b === 0 || b + 2 === rows || plane === 0 || plane + 2 === planes;
    const [cx, cy, cz] = this.centre;
    let { at, area, volume } = this;
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
      while (active !== 0) {
        const bit = 31 - Math.clz32(active & -active);
        active &= active - 1;
        const k0 = (m0 >>> bit) & 1;
        const k1 = (s0 >>> bit) & 1;
        const k2 = (m1 >>> bit) & 1;
        const k3 = (s1 >>> bit) & 1;
        const k4 = (m2 >>> bit) & 1;
        const k5 = (s2 >>> bit) & 1;
        const k6 = (m3 >>> bit) & 1;
        const k7 = (s3 >>> bit) & 1;
        const y0Next = y0 + (k0 ^ k2);
        const y2Next = y2 + (k4 ^ k6);
        const z0Next = z0 + (k0 ^ k4);
        const z1Next = z1 + (k2 ^ k6);
        ids[0] = x0;
        ids[1] = x1;
        ids[2] = x2;
        ids[3] = x3;
        ids[4] = y0;
        ids[5] = y0Next;
        ids[6] = y2;
        ids[7] = y2Next;
        ids[8] = z0;
        ids[9] = z0Next;
        ids[10] = z1;
        ids[11] = z1Next;
        x0 += k0 ^ k1;
        x1 += k2 ^ k3;
        x2 += k4 ^ k5;
        x3 += k6 ^ k7;
        y0 = y0Next;
        y2 = y2Next;
        z0 = z0Next;
        z1 = z1Next;
        const a = word * bitsOfWord + bit;
        let pattern = ofCorners[k0 | (k1 << 1) | (k2 << 2) | (k3 << 3) | (k4 << 4) | (k5 << 5) | (k6 << 6) | (k7 << 7)];
        if (pattern === undecided) {
          const key = keys[this.key++];
          pattern = table.patternOf(key);
          if (inner[pattern] > 0) this.placeInner(key, a, b, plane);
        }
        const numbers = table.corners;
        const last = starts[pattern] + 3 * triangles[pattern];
        for (let i = starts[pattern]; i < last; i += 3) {
          const p = ids[numbers[i]];
          const q = ids[numbers[i + 1]];
          const r = ids[numbers[i + 2]];
          corners[at] = p;
          corners[at + 1] = q;
          corners[at + 2] = r;
          at += 3;
          if (!parents) continue;
          const px = positions[3 * p] - cx;
          const py = positions[3 * p + 1] - cy;
          const pz = positions[3 * p + 2] - cz;
          const ux = positions[3 * q] - cx - px;
          const uy = positions[3 * q + 1] - cy - py;
          const uz = positions[3 * q + 2] - cz - pz;
          const vx = positions[3 * r] - cx - px;
          const vy = positions[3 * r + 1] - cy - py;
          const vz = positions[3 * r + 2] - cz - pz;
          const nx = uy * vz - uz * vy;
          const ny = uz * vx - ux * vz;
          const nz = ux * vy - uy * vx;
          area += Math.sqrt(nx * nx + ny * ny + nz * nz);
          volume += px * nx + py * ny + pz * nz;
        }
        if (!parents) continue;
        const joins = table.joins;
        for (let i = joinStarts[pattern]; i < joinStarts[pattern + 1]; i += 2) {
          let p = ids[joins[i]] - firstVertex;
          let q = ids[joins[i + 1]] - firstVertex;
          while (parents[p] !== p) p = parents[p] = parents[parents[p]];
          while (parents[q] !== q) q = parents[q] = parents[parents[q]];
          if (p < q) parents[q] = p;
          else parents[p] = q;
        }
        if (isBorder || a === 0 || a + 2 === rowLength) this.noteBoundary(pattern, a, b, plane);
      }
    }
    this.at = at;
    this.area = area;
    this.volume = volume;
  }

  private placeInner(key: number, a: number, b: number, plane: number): void {
    const { values, table, cornerSteps, ids } = this;
    const { field, positions, place } = this.argument;
    const sample = (plane * this.rows + b) * this.rowLength + a;
    for (let corner = 0; corner < 8; corner++) values[table.map.corners[corner]] = lessIso(field.data[sample + cornerSteps[corner]], field.iso);
    const [first, second, third] = field.axisOrder;
    for (const [i, { around }] of cellPattern(key).inner.entries()) {
      const moved = middlePlace(values, around);
      const index = [a + moved[first], b + moved[second], plane + moved[third]];
      ids[12 + i] = this.inner;
      for (let axis = 0; axis < 3; axis++) {
        positions[3 * this.inner + axis] = place[axis] + index[0] * place[3 + axis] + index[1] * place[6 + axis] + index[2] * place[9 + axis];
      }
      this.inner++;
    }
  }

  private noteBoundary(pattern: number, a: number, b: number, plane: number): void {
    const faces = [a === 0, a + 2 === this.rowLength, b === 0, b + 2 === this.rows, plane === 0, plane + 2 === this.planes];
    for (let face = 0; face < 6; face++) {
      if (faces[face]) for (const edge of this.table.segmentsOf(pattern, face)) this.boundary.push(this.ids[edge]);
    }
  }

  measures(): SlabMeasures {
    const { parents, positions, firstVertex, nextVertex, firstInner } = this.argument;
    let parts = 0;
    for (let i = 0; parents && i < parents.length; i++) if (parents[i] === i) parts++;
    const min: [number, number, number] = [Infinity, Infinity, Infinity];
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    const include = (first: number, last: number): void => {
      for (let i = 3 * first; i < 3 * last; i += 3) {
        for (let axis = 0; axis < 3; axis++) {
          const value = positions[i + axis];
          if (value < min[axis]) min[axis] = value;
          if (value > max[axis]) max[axis] = value;
        }
      }
    };
    include(firstVertex, nextVertex);
    include(firstInner, this.inner);
    return { area: this.area / 2, volume: this.volume / 6, parts, bounds: { min, max }, boundary: new Uint32Array(this.boundary) };
  }
}
