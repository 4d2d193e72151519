import type { Vector3 } from '../model/bounds';

const firstQuads = 1 << 12;

/**
 * Gathers rectangles on the corners of a grid of cells. Corners are whole numbers in the array's axes, of which each is
 * kept once where a table for them was asked for.
 */
export class QuadBuilder {
  /** Vertex number + 1 of each corner. */
  private readonly table: Uint32Array<ArrayBuffer>;
  private corners: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  private kinds = new Uint32Array(4 * firstQuads);
  private quads = new Uint32Array(4 * firstQuads);
  private vertexCount = 0;
  private quadCount = 0;

  /**
   * @param tableSize how many corners are to be told apart; 0 for four of its own a rectangle
   * @param largest the largest coordinate of a corner
   */
  constructor(tableSize: number, largest: number) {
    this.table = new Uint32Array(tableSize);
    this.corners = largest < 65_536 ? new Uint16Array(12 * firstQuads) : new Uint32Array(12 * firstQuads);
  }

  /** Corners that come now are new ones, whatever their place in the table. */
  forgetCorners(): void {
    this.table.fill(0);
  }

  /**
   * Adds the rectangle from (fromU, fromV) to (toU, toV) of a plane.
   *
   * @param order which of the array's axes u, v and the plane's number lie along
   * @param isForward whether u, v make its front
   * @param place factors of u, v and the plane in the table
   */
  add(order: Vector3, plane: number, fromU: number, fromV: number, toU: number, toV: number, kind: number, isForward: boolean, place: Vector3): void {
    const at = 4 * this.quadCount++;
    if (at + 4 > this.quads.length) this.quads = grow(this.quads, at);
    const first = this.corner(order, fromU, fromV, plane, kind, place);
    const second = this.corner(order, toU, fromV, plane, kind, place);
    const third = this.corner(order, toU, toV, plane, kind, place);
    const fourth = this.corner(order, fromU, toV, plane, kind, place);
    this.quads[at] = first;
    this.quads[at + 1] = isForward ? second : fourth;
    this.quads[at + 2] = third;
    this.quads[at + 3] = isForward ? fourth : second;
  }

  /** 3 coordinates and a kind a corner, 4 corners a rectangle. */
  finish(): { readonly corners: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>; readonly kinds: Uint32Array<ArrayBuffer>; readonly quads: Uint32Array<ArrayBuffer> } {
    return {
      corners: this.corners.subarray(0, 3 * this.vertexCount),
      kinds: this.kinds.subarray(0, this.table.length > 0 ? 0 : this.vertexCount),
      quads: this.quads.slice(0, 4 * this.quadCount),
    };
  }

  private corner(order: Vector3, u: number, v: number, plane: number, kind: number, place: Vector3): number {
    const isShared = this.table.length > 0;
    const slot = u * place[0] + v * place[1] + plane * place[2];
    if (isShared && this.table[slot] !== 0) return this.table[slot] - 1;
    const vertex = this.vertexCount++;
    const at = 3 * vertex;
    if (at + 3 > this.corners.length) {
      const length = Math.ceil(this.corners.length * 1.5);
      const corners = this.corners instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
      corners.set(this.corners);
      this.corners = corners;
    }
    this.corners[at + order[0]] = u;
    this.corners[at + order[1]] = v;
    this.corners[at + order[2]] = plane;
    if (isShared) {
      this.table[slot] = vertex + 1;
    } else {
      if (vertex >= this.kinds.length) this.kinds = grow(this.kinds, vertex);
      this.kinds[vertex] = kind;
    }
    return vertex;
  }
}

function grow(array: Uint32Array<ArrayBuffer>, used: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.ceil(used * 1.5) + 4);
  larger.set(array);
  return larger;
}
