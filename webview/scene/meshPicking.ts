import type { Vector3 } from '../../src/model/bounds';
import type { GpuBuffer } from './gpuBuffers';
import { cross, length, subtract } from './vector';

/** Triangles read back at once; a read waits for its copy, so it must stay short. */
const trianglesPerRead = 131_072;

/**
 * How far a point is outside of a triangle, as a share of the triangle's area: 0 inside. (The areas that a point spans
 * with the three sides add up to the triangle's own only inside it.)
 */
export function outsideness(point: Vector3, a: Vector3, b: Vector3, c: Vector3): number {
  const area = length(cross(subtract(b, a), subtract(c, a)));
  const toA = subtract(a, point);
  const toB = subtract(b, point);
  const toC = subtract(c, point);
  const spanned = length(cross(toA, toB)) + length(cross(toB, toC)) + length(cross(toC, toA));
  return area > 0 ? (spanned - area) / area : Infinity;
}

/**
 * The triangle that has vertex `row` as a corner and holds `place` (about the layer's centre). Indices are not kept in
 * the page, so they are read back in slices; only a click pays for it.
 */
export async function findTriangle(
  indices: GpuBuffer,
  positions: GpuBuffer,
  row: number,
  place: Vector3,
): Promise<{ triangle: number; vertices: readonly [number, number, number] } | null> {
  const total = indices.byteLength / 12;
  const slice = new Uint32Array(3 * Math.min(total, trianglesPerRead));
  const corner = new Float32Array(3);
  const positionOf = (vertex: number): Vector3 => {
    positions.read(12 * vertex, corner);
    return [corner[0], corner[1], corner[2]];
  };
  let best: { triangle: number; vertices: readonly [number, number, number] } | null = null;
  let least = Infinity;
  for (let first = 0; first < total; first += trianglesPerRead) {
    const count = Math.min(trianglesPerRead, total - first);
    indices.read(12 * first, slice.subarray(0, 3 * count));
    for (let i = 0; i < 3 * count; i += 3) {
      if (slice[i] !== row && slice[i + 1] !== row && slice[i + 2] !== row) continue;
      const vertices = [slice[i], slice[i + 1], slice[i + 2]] as const;
      const outside = outsideness(place, positionOf(vertices[0]), positionOf(vertices[1]), positionOf(vertices[2]));
      if (outside >= least) continue;
      least = outside;
      best = { triangle: first + i / 3, vertices };
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return best;
}
