/**
 * Ear clipping (G. Meisters, "Polygons have ears", 1975): a corner whose triangle holds no other corner is cut off until
 * a triangle is left. Large outlines look only at corners near the triangle, found through a list sorted along a z-order
 * curve; the idea is Mapbox's earcut. About O(n log n) for outlines as they occur; at worst O(n^2) for such that fold
 * over many times, where after {@link maximumFailures} forced cuts the rest becomes a fan.
 */
export function clipEars(points: Float64Array, corners: number, emit: (first: number, second: number, third: number) => void): void {
  new EarClipper(points, corners).clip(emit);
}

/** From this many corners on sorting pays. */
const sortedFrom = 64;
const maximumFailures = 64;

class EarClipper {
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** Neighbours along the z-order curve; empty for small outlines. */
  private readonly zNext: Int32Array;
  private readonly zPrevious: Int32Array;
  private readonly z: Uint32Array;
  private minX = Infinity;
  private minY = Infinity;
  private scale = 0;

  constructor(
    private readonly points: Float64Array,
    private readonly corners: number,
  ) {
    this.next = Int32Array.from({ length: corners }, (_value, i) => (i + 1) % corners);
    this.previous = Int32Array.from({ length: corners }, (_value, i) => (i + corners - 1) % corners);
    const sorted = corners >= sortedFrom ? corners : 0;
    this.zNext = new Int32Array(sorted).fill(-1);
    this.zPrevious = new Int32Array(sorted).fill(-1);
    this.z = new Uint32Array(sorted);
    if (sorted > 0) this.sort();
  }

  clip(emit: (first: number, second: number, third: number) => void): void {
    const { next, previous } = this;
    let left = this.corners;
    let corner = 0;
    let tried = 0;
    let failures = 0;
    while (left > 3) {
      const isStuck = tried > left;
      if (isStuck && ++failures > maximumFailures) break;
      if (isStuck) corner = this.leastBadCorner(corner);
      if (!isStuck && !this.isEar(corner)) {
        corner = next[corner];
        tried++;
        continue;
      }
      emit(previous[corner], corner, next[corner]);
      this.remove(corner);
      left--;
      tried = 0;
      // Skipping one corner makes fewer slivers.
      corner = next[next[corner]];
    }
    for (const first = previous[corner]; left > 2; left--) {
      emit(first, corner, next[corner]);
      corner = next[corner];
    }
  }

  private remove(corner: number): void {
    const { next, previous, zNext, zPrevious } = this;
    next[previous[corner]] = next[corner];
    previous[next[corner]] = previous[corner];
    if (zNext.length === 0) return;
    if (zPrevious[corner] >= 0) zNext[zPrevious[corner]] = zNext[corner];
    if (zNext[corner] >= 0) zPrevious[zNext[corner]] = zPrevious[corner];
  }

  /** Twice the area of a triangle of corners, positive when counter-clockwise. */
  private area(a: number, b: number, c: number): number {
    const { points } = this;
    const x = points[2 * a];
    const y = points[2 * a + 1];
    return (points[2 * b] - x) * (points[2 * c + 1] - y) - (points[2 * b + 1] - y) * (points[2 * c] - x);
  }

  private isEar(corner: number): boolean {
    const a = this.previous[corner];
    const c = this.next[corner];
    const area = this.area(a, corner, c);
    if (area < 0) return false;
    return this.zNext.length > 0 ? this.isEmptyNearby(a, corner, c) : this.isEmpty(a, corner, c);
  }

  private isEmpty(a: number, b: number, c: number): boolean {
    for (let other = this.next[c]; other !== a; other = this.next[other]) {
      if (this.isInside(a, b, c, other)) return false;
    }
    return true;
  }

  private isEmptyNearby(a: number, b: number, c: number): boolean {
    const { points, z, zNext, zPrevious } = this;
    const lowest = this.curve(
      Math.min(points[2 * a], points[2 * b], points[2 * c]),
      Math.min(points[2 * a + 1], points[2 * b + 1], points[2 * c + 1]),
    );
    const highest = this.curve(
      Math.max(points[2 * a], points[2 * b], points[2 * c]),
      Math.max(points[2 * a + 1], points[2 * b + 1], points[2 * c + 1]),
    );
    for (let other = zNext[b]; other >= 0 && z[other] <= highest; other = zNext[other]) {
      if (other !== a && other !== c && this.isInside(a, b, c, other)) return false;
    }
    for (let other = zPrevious[b]; other >= 0 && z[other] >= lowest; other = zPrevious[other]) {
      if (other !== a && other !== c && this.isInside(a, b, c, other)) return false;
    }
    return true;
  }

  /** True when a reflex corner lies in a triangle or on its border. Corners at the same place as one of the triangle's do not count. */
  private isInside(a: number, b: number, c: number, other: number): boolean {
    const { points } = this;
    const x = points[2 * other];
    const y = points[2 * other + 1];
    const isCorner = (corner: number): boolean => points[2 * corner] === x && points[2 * corner + 1] === y;
    return (
      this.area(a, b, other) >= 0 &&
      this.area(b, c, other) >= 0 &&
      this.area(c, a, other) >= 0 &&
      this.area(this.previous[other], other, this.next[other]) <= 0 &&
      !isCorner(a) &&
      !isCorner(b) &&
      !isCorner(c)
    );
  }

  /** Where no ear is left, as in outlines that cross themselves: a corner without area, else the first that turns left. */
  private leastBadCorner(start: number): number {
    let best = start;
    let hasLeft = false;
    let corner = start;
    do {
      const area = this.area(this.previous[corner], corner, this.next[corner]);
      if (area === 0) return corner;
      if (area > 0 && !hasLeft) {
        best = corner;
        hasLeft = true;
      }
      corner = this.next[corner];
    } while (corner !== start);
    return best;
  }

  private sort(): void {
    const { points, corners, z, zNext, zPrevious } = this;
    let maxX = -Infinity;
    let maxY = -Infinity;
    for (let i = 0; i < corners; i++) {
      this.minX = Math.min(this.minX, points[2 * i]);
      this.minY = Math.min(this.minY, points[2 * i + 1]);
      maxX = Math.max(maxX, points[2 * i]);
      maxY = Math.max(maxY, points[2 * i + 1]);
    }
    const size = Math.max(maxX - this.minX, maxY - this.minY);
    this.scale = size > 0 ? 32767 / size : 0;
    for (let i = 0; i < corners; i++) z[i] = this.curve(points[2 * i], points[2 * i + 1]);
    // Sorting numbers that hold both key and corner is several times faster than sorting corners by a comparison.
    const keys = Float64Array.from(z, (value, i) => value * corners + i).sort();
    let former = -1;
    for (const key of keys) {
      const corner = key % corners;
      zPrevious[corner] = former;
      if (former >= 0) zNext[former] = corner;
      former = corner;
    }
  }

  /** Position on a z-order curve over the outline's square, 15 bits an axis. */
  private curve(x: number, y: number): number {
    return spreadBits((x - this.minX) * this.scale) | (spreadBits((y - this.minY) * this.scale) << 1);
  }
}

/** Puts a zero between the bits of a 15-bit whole number. */
function spreadBits(value: number): number {
  let bits = value | 0;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}
