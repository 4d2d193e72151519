import type { Bounds, Vector3 } from '../../src/model/bounds';
import { add } from './vector';

/** Bounds of float32 triples about a centre, in the file's coordinates; NaN is left out. Null when nothing is left. */
export function boundsOf(positions: Float32Array, centre: Vector3): Bounds | null {
  let minX = Infinity;
  let minY = Infinity;
  let minZ = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  let maxZ = -Infinity;
  for (let i = 0; i + 2 < positions.length; i += 3) {
    const x = positions[i];
    const y = positions[i + 1];
    const z = positions[i + 2];
    // Comparisons with NaN are false, so such points change nothing.
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  if (!(minX <= maxX && minY <= maxY && minZ <= maxZ)) return null;
  return { min: add([minX, minY, minZ], centre), max: add([maxX, maxY, maxZ], centre) };
}

export function union(a: Bounds | null, b: Bounds | null): Bounds | null {
  if (!a || !b) return a ?? b;
  return {
    min: [Math.min(a.min[0], b.min[0]), Math.min(a.min[1], b.min[1]), Math.min(a.min[2], b.min[2])],
    max: [Math.max(a.max[0], b.max[0]), Math.max(a.max[1], b.max[1]), Math.max(a.max[2], b.max[2])],
  };
}
