import { firstAtPlace } from './firstAtPlace';
import type { Coordinates } from './pointIndexLayout';

/** What keeps triangles from enclosing a volume. */
export interface SurfaceGaps {
  /** Edges that an odd number of triangles meet at: the border of a hole. */
  readonly open: number;
  /** Other edges that triangles do not pass equally often in both directions: neighbours whose sides disagree. */
  readonly turned: number;
}

/**
 * Whether triangles (3 vertex rows each) enclose a volume: every edge is passed in one direction as often as in the other.
 * Then the winding number is whole everywhere off the surface. Vertices at the same place count as one, as files that
 * store triangles apart need it; an edge from a place to itself does not count. O(n); memory: 12 bytes a vertex, 15 a triangle.
 */
export function surfaceGaps(positions: Coordinates, triangles: Uint32Array<ArrayBufferLike>): SurfaceGaps {
  const places = firstAtPlace(positions);
  const vertices = places.length;
  const visit = (take: (smaller: number, larger: number, direction: 1 | -1) => void): void => {
    for (let i = 0; i < triangles.length; i++) {
      const from = places[triangles[i]];
      const to = places[triangles[i % 3 === 2 ? i - 2 : i + 1]];
      if (from < to) take(from, to, 1);
      else if (to < from) take(to, from, -1);
    }
  };
  // Edges are put into a bucket for their smaller vertex, and within a bucket added up by the larger.
  const begins = new Uint32Array(vertices + 2);
  visit((smaller) => {
    begins[smaller + 2]++;
  });
  for (let i = 2; i < begins.length; i++) begins[i] += begins[i - 1];
  const others = new Uint32Array(begins[vertices + 1]);
  const directions = new Int8Array(others.length);
  visit((smaller, larger, direction) => {
    const at = begins[smaller + 1]++;
    others[at] = larger;
    directions[at] = direction;
  });
  const balance = new Int32Array(vertices);
  let open = 0;
  let turned = 0;
  for (let vertex = 0; vertex < vertices; vertex++) {
    for (let i = begins[vertex]; i < begins[vertex + 1]; i++) balance[others[i]] += directions[i];
    for (let i = begins[vertex]; i < begins[vertex + 1]; i++) {
      const excess = balance[others[i]];
      if (excess === 0) continue;
      // The sum of as many ones, with whatever signs, is odd where their number is.
      if (excess % 2 === 0) turned++;
      else open++;
      balance[others[i]] = 0;
    }
  }
  return { open, turned };
}
