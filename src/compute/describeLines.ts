import type { Mesh } from '../model/mesh';
import type { LinesDescription } from './modelProtocol';

/** What a page has to know of a mesh's lines; null where there are faces, or no lines. */
export function describeLines({ positions: { data }, polygons, edges, count }: Mesh): LinesDescription | null {
  if (!edges || edges.count === 0 || polygons.count > 0) return null;
  let before = Infinity;
  let longestFirst = true;
  for (let line = 0; line < edges.count && longestFirst; line++) {
    const a = edges.indices[2 * line];
    const b = edges.indices[2 * line + 1];
    if (a >= count || b >= count) continue;
    const length = Math.hypot(data[3 * a] - data[3 * b], data[3 * a + 1] - data[3 * b + 1], data[3 * a + 2] - data[3 * b + 2]);
    longestFirst = length <= before * (1 + 1e-6);
    before = Math.min(before, length);
  }
  return { count: edges.count, longestFirst };
}
