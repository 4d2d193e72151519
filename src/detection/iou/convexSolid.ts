/** A half space: the points with nx x + ny y + nz z <= distance. */
export interface HalfSpace {
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
  readonly distance: number;
}

/**
 * A solid as the boundary of its volume: faces of directed edges, anticlockwise as seen from outside. A face's edges
 * need not stand in order, which keeps cutting free of decisions: whatever rounding does to a corner that lies in a
 * plane, the boundary stays closed, and a closed boundary has the right volume to the last digits.
 */
export class ConvexSolid {
  /** x, y, z a corner. */
  private readonly corners: number[] = [];
  /** From and to, two corner numbers an edge, a list a face. */
  private faces: number[][] = [];

  /** @param faces corner numbers around each face, anticlockwise as seen from outside */
  constructor(corners: ArrayLike<number>, faces: readonly (readonly number[])[]) {
    for (let at = 0; at < corners.length; at++) this.corners.push(corners[at]);
    this.faces = faces.map((around) => around.flatMap((corner, place) => [corner, around[(place + 1) % around.length]]));
  }

  /** Cuts off what lies outside of a half space. */
  cut({ nx, ny, nz, distance }: HalfSpace): void {
    const { corners } = this;
    const count = corners.length / 3;
    const heights = new Float64Array(count);
    let outside = 0;
    for (let corner = 0; corner < count; corner++) {
      heights[corner] = nx * corners[3 * corner] + ny * corners[3 * corner + 1] + nz * corners[3 * corner + 2] - distance;
      if (heights[corner] > 0) outside++;
    }
    if (outside === 0) return;
    // One new corner for both faces of an edge.
    const made = new Map<number, number>();
    const crossing = (inner: number, outer: number): number => {
      const key = inner * count + outer;
      const known = made.get(key);
      if (known !== undefined) return known;
      const share = heights[inner] / (heights[inner] - heights[outer]);
      const corner = corners.length / 3;
      for (let axis = 0; axis < 3; axis++) corners.push(corners[3 * inner + axis] + share * (corners[3 * outer + axis] - corners[3 * inner + axis]));
      made.set(key, corner);
      return corner;
    };
    const cap: number[] = [];
    const faces: number[][] = [];
    for (const face of this.faces) {
      const kept: number[] = [];
      const leaving: number[] = [];
      const entering: number[] = [];
      for (let edge = 0; edge < face.length; edge += 2) {
        const from = face[edge];
        const to = face[edge + 1];
        const fromInside = heights[from] <= 0;
        const toInside = heights[to] <= 0;
        if (fromInside && toInside) {
          kept.push(from, to);
        } else if (fromInside) {
          const corner = crossing(from, to);
          kept.push(from, corner);
          leaving.push(corner);
        } else if (toInside) {
          const corner = crossing(to, from);
          kept.push(corner, to);
          entering.push(corner);
        }
      }
      for (let pair = 0; pair < leaving.length; pair++) {
        kept.push(leaving[pair], entering[pair]);
        cap.push(entering[pair], leaving[pair]);
      }
      if (kept.length > 0) faces.push(kept);
    }
    if (cap.length > 0) faces.push(cap);
    this.faces = faces;
  }

  /** The volume inside: tetrahedra from the origin over triangles of each face, added with their signs. */
  volume(): number {
    const { corners } = this;
    let sixfold = 0;
    for (const face of this.faces) {
      const top = 3 * face[0];
      const ax = corners[top];
      const ay = corners[top + 1];
      const az = corners[top + 2];
      for (let edge = 0; edge < face.length; edge += 2) {
        const b = 3 * face[edge];
        const c = 3 * face[edge + 1];
        sixfold +=
          ax * (corners[b + 1] * corners[c + 2] - corners[b + 2] * corners[c + 1]) +
          ay * (corners[b + 2] * corners[c] - corners[b] * corners[c + 2]) +
          az * (corners[b] * corners[c + 1] - corners[b + 1] * corners[c]);
      }
    }
    return sixfold / 6;
  }
}
