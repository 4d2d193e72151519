import type { Vector3 } from '../model/bounds';
import { findPart, joinRuns } from './cellRuns';
import type { OccupiedCells } from './occupancy';

/** Connected cells, by the array's own axes. */
export interface CellPart {
  readonly cells: number;
  /** Mean index of its cells. */
  readonly centre: Vector3;
  /** Least and largest index. */
  readonly from: Vector3;
  readonly to: Vector3;
}

export interface LargestParts {
  /** Those of most cells, the largest first; of equal ones the first in the array. */
  readonly largest: readonly CellPart[];
  /** How many there are. */
  readonly count: number;
}

/** The largest connected parts of the cells that hold a number, neighbours sharing a face. */
export function largestParts(grid: OccupiedCells, wanted: number, most: number): LargestParts {
  const { firstRun, starts, ends, parents, parts } = joinRuns(grid, wanted);
  const sizes = new Uint32Array(parents.length);
  for (let run = 0; run < parents.length; run++) sizes[findPart(parents, run)] += ends[run] - starts[run] + 1;
  const chosen = largestPlaces(sizes, most);
  const rank = new Map(chosen.map((root, place) => [root, place]));
  const sums = new Float64Array(3 * chosen.length);
  const from = new Float64Array(3 * chosen.length).fill(Infinity);
  const to = new Float64Array(3 * chosen.length).fill(-Infinity);
  const height = grid.sizes[1];
  for (let line = 0; line < firstRun.length - 1; line++) {
    for (let run = firstRun[line]; run < firstRun[line + 1]; run++) {
      const place = rank.get(findPart(parents, run));
      if (place === undefined) continue;
      const length = ends[run] - starts[run] + 1;
      const index = [(starts[run] + ends[run]) / 2, line % height, Math.floor(line / height)];
      for (let axis = 0; axis < 3; axis++) {
        const at = 3 * place + axis;
        sums[at] += length * index[axis];
        from[at] = Math.min(from[at], axis === 0 ? starts[run] : index[axis]);
        to[at] = Math.max(to[at], axis === 0 ? ends[run] : index[axis]);
      }
    }
  }
  const vector = (values: Float64Array, place: number, divisor = 1): Vector3 => [values[3 * place] / divisor, values[3 * place + 1] / divisor, values[3 * place + 2] / divisor];
  const largest = chosen.map((root, place) => ({ cells: sizes[root], centre: vector(sums, place, sizes[root]), from: vector(from, place), to: vector(to, place) }));
  return { largest, count: parts };
}

/** Places of the largest numbers above 0, largest first, kept in order by insertion. */
function largestPlaces(sizes: Uint32Array, most: number): number[] {
  const places: number[] = [];
  let limit = 0;
  for (let place = 0; place < sizes.length; place++) {
    if (sizes[place] <= limit) continue;
    let at = places.length;
    while (at > 0 && sizes[places[at - 1]] < sizes[place]) at--;
    places.splice(at, 0, place);
    if (places.length > most) places.pop();
    if (places.length === most) limit = sizes[places[most - 1]];
  }
  return places;
}
