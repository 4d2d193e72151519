import type { Bounds } from '../model/bounds';

/** Grows bounds over coordinates as they arrive, and counts the points that are not finite. */
export class BoundsBuilder {
  private minX = Infinity;
  private minY = Infinity;
  private minZ = Infinity;
  private maxX = -Infinity;
  private maxY = -Infinity;
  private maxZ = -Infinity;
  notFinite = 0;

  /** Takes in points `from` to `to` (exclusive) of interleaved x, y, z. */
  extend(positions: Float32Array | Float64Array, from: number, to: number): void {
    // Two copies of one loop, so that each is compiled for one kind of array.
    if (positions instanceof Float32Array) this.extendSingle(positions, from, to);
    else this.extendDouble(positions, from, to);
  }

  /** Null when no point was finite. */
  get bounds(): Bounds | null {
    if (this.minX > this.maxX) return null;
    return { min: [this.minX, this.minY, this.minZ], max: [this.maxX, this.maxY, this.maxZ] };
  }

  private extendSingle(positions: Float32Array, from: number, to: number): void {
    let { minX, minY, minZ, maxX, maxY, maxZ, notFinite } = this;
    for (let i = 3 * from; i < 3 * to; i += 3) {
      const x = positions[i];
      const y = positions[i + 1];
      const z = positions[i + 2];
      // A difference of something not finite with itself is NaN.
      if (x - x + (y - y) + (z - z) !== 0) {
        notFinite++;
        continue;
      }
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    Object.assign(this, { minX, minY, minZ, maxX, maxY, maxZ, notFinite });
  }

  private extendDouble(positions: Float64Array, from: number, to: number): void {
    let { minX, minY, minZ, maxX, maxY, maxZ, notFinite } = this;
    for (let i = 3 * from; i < 3 * to; i += 3) {
      const x = positions[i];
      const y = positions[i + 1];
      const z = positions[i + 2];
      if (x - x + (y - y) + (z - z) !== 0) {
        notFinite++;
        continue;
      }
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    Object.assign(this, { minX, minY, minZ, maxX, maxY, maxZ, notFinite });
  }
}
