import { reflect } from './reflection';
import { addMultiple, dot } from './vectors';

/**
 * Reflects vectors one after another: the n-th reflection turns vector n from its number n on along an axis, and all later
 * vectors with it. The vectors become those of the reflections (zeros, 1, the rest); what the matrix of them became is told.
 * @param vectors `count` rows of `length` numbers
 * @param tell of each number that is left: its place in its vector, the vector's, and the number
 * @returns the scales
 */
function reflectVectors(vectors: Float64Array<ArrayBufferLike>, count: number, length: number, tell: (place: number, vector: number, value: number) => void): Float64Array<ArrayBuffer> {
  const scales = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const base = n * length;
    const first = Math.min(n, length);
    for (let at = 0; at < first; at++) tell(at, n, vectors[base + at]);
    const { length: found, scale } = reflect(vectors, base + first, base + length);
    scales[n] = scale;
    if (n < length) tell(n, n, found);
    vectors.fill(0, base, base + first);
    if (scale === 0) continue;
    for (let later = base + length; later < count * length; later += length) {
      const sum = scale * dot(vectors, base + n, vectors, later + n, length - n);
      addMultiple(-sum, vectors, base + n, vectors, later + n, length - n);
    }
  }
  return scales;
}

/** The QR decomposition of `count` columns, each a row of `vectors`; tells of R. */
export function reflectColumns(columns: Float64Array<ArrayBufferLike>, count: number, length: number, tell: (row: number, column: number, value: number) => void): Float64Array<ArrayBuffer> {
  return reflectVectors(columns, count, length, tell);
}

/** The LQ decomposition of `count` rows; tells of L. */
export function reflectRows(rows: Float64Array<ArrayBufferLike>, count: number, length: number, tell: (row: number, column: number, value: number) => void): Float64Array<ArrayBuffer> {
  return reflectVectors(rows, count, length, (place, vector, value) => tell(vector, place, value));
}

/**
 * The upper triangular T, row by row, for which the reflections one after another are I - V T V^T (Schreiber and Van Loan, "A
 * storage-efficient WY representation for products of Householder transformations", 1989).
 */
export function factorOfReflections(vectors: Float64Array<ArrayBufferLike>, scales: Float64Array<ArrayBuffer>, count: number, length: number): Float64Array<ArrayBuffer> {
  const factor = new Float64Array(count * count);
  const along = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    for (let m = 0; m < n; m++) along[m] = dot(vectors, m * length + n, vectors, n * length + n, Math.max(0, length - n));
    for (let m = 0; m < n; m++) {
      let sum = 0;
      for (let k = m; k < n; k++) sum += factor[m * count + k] * along[k];
      factor[m * count + n] = -scales[n] * sum;
    }
    factor[n * count + n] = scales[n];
  }
  return factor;
}
