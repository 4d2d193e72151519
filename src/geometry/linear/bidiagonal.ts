import { CancelledError } from '../../model/errors';
import type { Band } from './band';
import { reflect } from './reflection';
import { addMultiple, dot } from './vectors';

/** Milliseconds of work between two looks at what else there is to do. */
const longestSilence = 40;

/** A matrix that is zero but for its diagonal and the numbers right of it. */
export interface Bidiagonal {
  readonly diagonal: Float64Array<ArrayBuffer>;
  /** One fewer than on the diagonal. */
  readonly above: Float64Array<ArrayBuffer>;
}

/**
 * Turns an upper band into a bidiagonal matrix with the same singular values: each row is reflected onto two numbers, and
 * what that adds below the diagonal and beyond the band is chased down it, of every column only what the next row's chase
 * would otherwise meet (Lang, "Parallel reduction of banded matrices to bidiagonal form", 1996). O(size^2 width).
 * @param band destroyed
 * @throws CancelledError
 */
export async function bandToBidiagonal(band: Band, signal?: AbortSignal, progress?: (share: number) => void): Promise<Bidiagonal> {
  const { size, width, stride, data } = band;
  /** From a number to the one below it; from row `r`, `r * below` more makes a column's number a place. */
  const below = stride - 1;
  const sums = new Float64Array(2 * width);
  const vector = new Float64Array(width);
  let heard = performance.now();
  for (let step = 0; step + 1 < size; step++) {
    for (let row = step, first = step + 1; first < size; row = first, first += width) {
      const end = Math.min(first + width, size);
      const count = end - first;
      // From the right, so that of this row one number in these columns is left.
      const own = row * below + width + first;
      for (let n = 0; n < count; n++) vector[n] = data[own + n];
      const right = reflect(vector, 0, count);
      data.fill(0, own, own + count);
      data[own] = right.length;
      if (right.scale !== 0) {
        for (let other = row + 1; other < end; other++) {
          const at = other * below + width + first;
          addMultiple(-right.scale * dot(vector, 0, data, at, count), vector, 0, data, at, count);
        }
      }
      // From the left, so that of the first of these columns one number in these rows is left.
      const corner = first * below + width + first;
      for (let n = 0; n < count; n++) vector[n] = data[corner + n * below];
      const left = reflect(vector, 0, count);
      for (let n = 1; n < count; n++) data[corner + n * below] = 0;
      data[corner] = left.length;
      if (left.scale === 0) continue;
      const others = Math.min(end + width, size) - first - 1;
      sums.fill(0);
      for (let n = 0; n < count; n++) addMultiple(left.scale * vector[n], data, corner + n * below + 1, sums, 0, others);
      for (let n = 0; n < count; n++) addMultiple(-vector[n], sums, 0, data, corner + n * below + 1, others);
    }
    if (performance.now() - heard < longestSilence) continue;
    progress?.(1 - (1 - step / size) ** 2);
    await new Promise((resolve) => setTimeout(resolve, 0));
    heard = performance.now();
    if (signal?.aborted) throw new CancelledError();
  }
  const diagonal = Float64Array.from({ length: size }, (_, n) => data[n * stride + width]);
  const above = Float64Array.from({ length: Math.max(0, size - 1) }, (_, n) => data[n * stride + width + 1]);
  return { diagonal, above };
}
