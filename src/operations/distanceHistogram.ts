import type { Neighbours } from '../geometry/nearestDistances';
import { percentiles } from '../geometry/percentile';
import type { Histogram } from './operation';

const bars = 48;
/** As many values tell where most of them lie. */
const lookedAt = 1 << 14;

/**
 * The distances that were found, those of points that are not finite moved away: a view of the same memory, whose order
 * means nothing any more where there are such points.
 */
export function foundDistances({ distances, count }: Neighbours): Float64Array<ArrayBufferLike> {
  if (!distances) throw new TypeError('Distances were not asked for.');
  if (count === distances.length) return distances;
  let kept = 0;
  for (let row = 0; row < distances.length; row++) {
    const distance = distances[row];
    if (!Number.isNaN(distance)) distances[kept++] = distance;
  }
  return distances.subarray(0, kept);
}

/**
 * A histogram of distances, from 0, or the least of signed ones, to the largest in equal steps. Where a few lie far
 * beyond the rest, the steps go as far as the rest and the last bar holds what is beyond.
 *
 * @param values none of them NaN
 * @returns null when there is none
 */
export function distanceHistogram(title: string, values: Float64Array<ArrayBufferLike>): Histogram | null {
  let least = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < least) least = value;
    else if (value > largest) largest = value;
  }
  const extent = largest - least;
  if (values.length === 0 || !Number.isFinite(extent)) return null;
  if (extent === 0) return { title, unit: 'length', edges: [0, 0], counts: [values.length] };
  const stride = Math.ceil(values.length / lookedAt);
  const some = new Float64Array(Math.ceil(values.length / stride));
  for (let i = 0; i < some.length; i++) some[i] = values[i * stride];
  const [most] = percentiles(some, [99]);
  const isLong = least === 0 && most > 0 && most < largest / 4;
  const steps = isLong ? bars - 1 : bars;
  const end = isLong ? 1.25 * most : largest;
  const counts = new Array<number>(bars).fill(0);
  const scale = steps / (end - least);
  // A scale beyond all numbers, of distances too small to divide: one bar tells as much.
  if (!Number.isFinite(scale)) return { title, unit: 'length', edges: [least, largest], counts: [values.length] };
  for (let i = 0; i < values.length; i++) {
    const place = Math.floor((values[i] - least) * scale);
    counts[place < bars ? place : bars - 1]++;
  }
  const edges = Array.from({ length: steps + 1 }, (_, step) => least + ((end - least) * step) / steps);
  if (isLong) edges.push(largest);
  else edges[steps] = largest;
  return { title: isLong ? `${title} (the last bar is all beyond)` : title, unit: 'length', edges, counts };
}
