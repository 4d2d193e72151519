import type { Parallel } from '../parallel';
import { reduceToBand } from './bandReduction';
import { bandToBidiagonal } from './bidiagonal';
import type { Matrix } from './gram';

/** Steps after which an eigenvalue that has not been found never will be; a few are usual. */
const mostSteps = 60;
/** What the band takes of the whole time. */
const shareOfBand = 0.8;

/**
 * The singular values of a matrix, in no order, min(rows, columns) of them: by reflections from both sides first to a band,
 * then to a bidiagonal matrix, and the eigenvalues of the tridiagonal one that has them as pairs +s, -s (Golub and Kahan,
 * "Calculating the singular values and pseudo-inverse of a matrix", 1965). Backward stable: no value is off by more than a
 * small multiple of eps times the largest.
 * @param matrix destroyed; where memory is shared, in shared memory
 * @throws CancelledError
 */
export async function singularValues(matrix: Matrix, parallel: Parallel, signal?: AbortSignal, progress?: (share: number) => void): Promise<Float64Array<ArrayBuffer>> {
  const tall = matrix.rows >= matrix.columns ? matrix : transposed(matrix, parallel);
  const band = await reduceToBand(tall, parallel, signal, (share) => progress?.(shareOfBand * share));
  const { diagonal, above } = await bandToBidiagonal(band, signal, (share) => progress?.(shareOfBand + (1 - shareOfBand) * share));
  const n = diagonal.length;
  // Golub and Kahan's form: 0 on the diagonal, d1, e1, d2, e2 ... beside it.
  const beside = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    beside[2 * i] = diagonal[i];
    if (i + 1 < n) beside[2 * i + 1] = above[i];
  }
  const values = new Float64Array(2 * n);
  tridiagonalEigenvalues(values, beside);
  return values.map(Math.abs).sort().filter((_, index) => index % 2 === 0);
}

function transposed({ rows, columns, data }: Matrix, parallel: Parallel): Matrix {
  const to = new Float64Array(parallel.allocate(8 * data.length));
  for (let row = 0, from = 0; row < rows; row++) for (let column = 0; column < columns; column++) to[column * rows + row] = data[from++];
  return { rows: columns, columns: rows, data: to };
}

/**
 * The eigenvalues of the symmetric tridiagonal matrix, in place of its diagonal, in no order; `beside` is destroyed.
 * Implicit QL (Wilkinson and Reinsch, "Handbook for Automatic Computation" II, 1971, II/4). O(n^2).
 */
export function tridiagonalEigenvalues(diagonal: Float64Array<ArrayBuffer>, beside: Float64Array<ArrayBuffer>): void {
  const n = diagonal.length;
  let scale = 0;
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs(diagonal[i]) + Math.abs(beside[i]));
  for (let l = 0; l < n; l++) {
    for (let steps = 0; steps < mostSteps; steps++) {
      let m = l;
      while (m < n - 1) {
        const near = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        // Next to zeros on the diagonal, what is rounding is told by the whole matrix.
        if (Math.abs(beside[m]) <= Number.EPSILON * Math.max(near, 0.01 * Number.EPSILON * scale)) break;
        m++;
      }
      if (m === l) break;
      let g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
      let r = Math.hypot(g, 1);
      g = diagonal[m] - diagonal[l] + beside[l] / (g + (g < 0 ? -r : r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * beside[i];
        const b = c * beside[i];
        r = Math.sqrt(f * f + g * g);
        beside[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= p;
          beside[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1] - p;
        r = (diagonal[i] - g) * s + 2 * c * b;
        p = s * r;
        diagonal[i + 1] = g + p;
        g = c * r - b;
      }
      if (r === 0 && i >= l) continue;
      diagonal[l] -= p;
      beside[l] = g;
      beside[m] = 0;
    }
  }
}
