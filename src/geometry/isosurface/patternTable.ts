import type { AxisOrder } from '../../model/grid';
import { surfaceKey } from './cellLoops';
import { cellPattern, needsValues } from './cellPatterns';
import { cubeMap, faceCount, type CubeMap } from './cube';

/** What stands in place of a pattern where the corners alone do not tell it. */
export const undecided = 0xffff;

/**
 * The patterns of cells laid out in flat arrays, for cubes whose axes are those of an array: 0 for the fastest, 2 for the
 * slowest. Whatever the order of the axes, the surface is the one that cubes in x, y, z have.
 */
export class PatternTable {
  /** Between cubes of the array and cubes in x, y, z. */
  readonly map: CubeMap;
  /** Of each combination of corners in the array's order, bit a set inside: the pattern, or {@link undecided}. */
  readonly ofCorners = new Uint16Array(256);
  /** Of each pattern: where its triangles begin in `corners`, how many there are, how many vertices inside the cell. */
  readonly starts: number[] = [];
  readonly triangles: number[] = [];
  readonly inner: number[] = [];
  /** 3 numbers a triangle: edges of the cube 0 ... 11, from 12 on vertices inside the cell. */
  corners = new Uint8Array(1 << 12);
  /** Of each pattern: where its joins begin in `joins`; the next pattern's are its end. */
  readonly joinStarts: number[] = [0];
  /** Pairs of edges whose vertices belong to one part of the surface; one fewer than such edges a part. */
  joins = new Uint8Array(1 << 12);
  private filled = 0;
  private joined = 0;
  private readonly ofKeys = new Map<number, number>();
  private readonly keys: number[] = [];
  private readonly segments = new Map<number, readonly number[]>();

  /** @param isTurned whether triangles are to be seen from the other side */
  constructor(
    axisOrder: AxisOrder,
    private readonly isTurned: boolean,
    method: 'exact' | 'classic',
  ) {
    this.map = cubeMap(axisOrder);
    for (let corners = 0; corners < 256; corners++) {
      const inside = this.map.cases[corners];
      this.ofCorners[corners] = method === 'exact' && needsValues(inside) ? undecided : this.patternOf(surfaceKey(inside, 0));
    }
  }

  /** The pattern of a key (of a cube in x, y, z). */
  patternOf(key: number): number {
    let pattern = this.ofKeys.get(key);
    if (pattern === undefined) this.ofKeys.set(key, (pattern = this.add(key)));
    return pattern;
  }

  /** An edge of each segment of a pattern's surface on a face of the array's cube. */
  segmentsOf(pattern: number, face: number): readonly number[] {
    const name = faceCount * pattern + face;
    let found = this.segments.get(name);
    if (!found) {
      const { edges } = this.map;
      found = segmentsOnFace(cellPattern(this.keys[pattern]).borders.flat(), this.map, face).map((edge) => edges.indexOf(edge));
      this.segments.set(name, found);
    }
    return found;
  }

  private add(key: number): number {
    const { triangles, inner, borders } = cellPattern(key);
    const { edges } = this.map;
    const toArray = (corner: number): number => (corner < 12 ? edges.indexOf(corner) : corner);
    this.keys.push(key);
    this.starts.push(this.filled);
    this.triangles.push(triangles.length / 3);
    this.inner.push(inner.length);
    this.corners = withRoom(this.corners, this.filled + triangles.length);
    const order = this.isTurned ? [0, 2, 1] : [0, 1, 2];
    for (let i = 0; i < triangles.length; i += 3) for (const j of order) this.corners[this.filled++] = toArray(triangles[i + j]);
    for (const part of borders) {
      const all = part.flat().map(toArray);
      this.joins = withRoom(this.joins, this.joined + 2 * all.length);
      for (const edge of all.slice(1)) {
        this.joins[this.joined++] = all[0];
        this.joins[this.joined++] = edge;
      }
    }
    this.joinStarts.push(this.joined);
    return this.starts.length - 1;
  }
}

/** Edges of segments on a face of the array's cube: both ends of a segment lie on that face alone. */
function segmentsOnFace(borders: readonly (readonly number[])[], { edges }: CubeMap, face: number): number[] {
  const onFace = (edge: number): boolean => arrayFaces[edges.indexOf(edge)].includes(face);
  return borders.flatMap((border) => border.filter((edge, i) => onFace(edge) && onFace(border[(i + 1) % border.length])));
}

/** The two faces on which each edge lies. */
const arrayFaces: readonly (readonly number[])[] = Array.from({ length: 12 }, (_, edge) =>
  [0, 1, 2].filter((axis) => axis !== edge >> 2).map((axis, place) => 2 * axis + ((edge >> place) & 1)),
);

function withRoom(array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const larger = new Uint8Array(2 * length);
  larger.set(array);
  return larger;
}
