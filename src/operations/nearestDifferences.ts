import { closest, closestOnTriangle } from '../geometry/closestOnTriangle';
import { meshDistances } from '../geometry/meshDistances';
import { nearestDistances, noRow } from '../geometry/nearestDistances';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { triangulate } from '../geometry/triangulation';
import type { Mesh } from '../model/mesh';
import type { OperationContext, ReportTable } from './operation';

/** For each query the vector from the nearest place of the reference to it, one array an axis; NaN where a query is not finite. */
export type Differences = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

/** @throws OperationError when the reference has no finite point or face; CancelledError */
export async function nearestDifferences(queries: Coordinates, reference: Coordinates, surface: Mesh | null, context: OperationContext): Promise<Differences> {
  const rows = queries.length / 3;
  const differences: Differences = [new Float32Array(rows).fill(NaN), new Float32Array(rows).fill(NaN), new Float32Array(rows).fill(NaN)];
  const { parallel, signal } = context;
  const progress = (share: number): void => context.progress(share, 'splitting distances into x, y, z');
  const take = (row: number, x: number, y: number, z: number): void => {
    differences[0][row] = queries[3 * row] - x;
    differences[1][row] = queries[3 * row + 1] - y;
    differences[2][row] = queries[3 * row + 2] - z;
  };
  if (!surface) {
    const { indices } = await nearestDistances(queries, reference, { parallel, signal, progress, distances: false, indices: true });
    indices?.forEach((nearest, row) => {
      if (nearest !== noRow) take(row, reference[3 * nearest], reference[3 * nearest + 1], reference[3 * nearest + 2]);
    });
    return differences;
  }
  const { indices } = triangulate(reference, surface.polygons, { allFinite: surface.notFinite === 0 });
  const { triangles } = await meshDistances(queries, reference, indices, { parallel, signal, progress });
  const corners = new Float64Array(9);
  triangles.forEach((triangle, row) => {
    if (triangle === noRow) return;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = 3 * indices[3 * triangle + corner];
      for (let axis = 0; axis < 3; axis++) corners[3 * corner + axis] = reference[vertex + axis];
    }
    closestOnTriangle(corners, 0, queries[3 * row], queries[3 * row + 1], queries[3 * row + 2]);
    take(row, closest.x, closest.y, closest.z);
  });
  return differences;
}

/** Mean and root mean square along each axis. */
export function differencesTable(differences: Differences): ReportTable {
  return {
    title: 'Differences from the nearest place of the reference',
    columns: ['axis', 'mean', 'rms'],
    rows: differences.map((values, axis) => {
      let sum = 0;
      let squares = 0;
      let count = 0;
      for (const value of values) {
        if (Number.isNaN(value)) continue;
        sum += value;
        squares += value * value;
        count++;
      }
      return ['xyz'[axis], count > 0 ? sum / count : null, count > 0 ? Math.sqrt(squares / count) : null];
    }),
  };
}
