import { OperationError } from '../model/errors';
import { choleskyFactor } from './linear/choleskyFactor';
import { gram, type Matrix, type Samples } from './linear/gram';
import type { Numbers } from './linear/panels';
import { timesTransposed } from './linear/product';
import { singularValues } from './linear/singularValues';
import { triangularFactor } from './linear/triangularFactor';
import type { Parallel } from './parallel';

/** Up to so many products, about 2 s, the triangular factor comes from the samples themselves. */
const mostForReflections = 2 ** 31;

export interface FeatureRows {
  readonly rows: number;
  readonly columns: number;
  /** Finite numbers, row by row. */
  readonly data: Numbers;
}

export interface FrechetOptions {
  readonly parallel: Parallel;
  readonly signal?: AbortSignal;
  /** Share done, 0...1, and what is happening. */
  readonly progress?: (share: number, activity: string) => void;
}

export interface FrechetDistance {
  /** |mu_r - mu_g|^2. */
  readonly meanTerm: number;
  /** Tr(S_r + S_g - 2 (S_r S_g)^(1/2)). */
  readonly covarianceTerm: number;
}

/**
 * The squared Fréchet distance of the normal distributions with the means and covariances (n - 1) of two sets of rows
 * (Dowson and Landau, "The Fréchet distance between multivariate normal distributions", 1982). With X_r, X_g the centred
 * rows, the trace of (S_r S_g)^(1/2) is the sum of the singular values of X_r X_g^T / sqrt((n - 1)(m - 1)): real and not
 * negative whatever the ranks. X is replaced by a factor with as few rows as the smaller of its sides; sets too large for
 * reflections get it from X^T X by Cholesky's decomposition.
 * @throws OperationError for fewer than 2 rows, or different numbers of columns; CancelledError
 */
export async function frechetDistance(first: FeatureRows, second: FeatureRows, options: FrechetOptions): Promise<FrechetDistance> {
  if (first.columns !== second.columns) throw new OperationError(`Got rows of ${first.columns} and ${second.columns} numbers when both need equally many.`);
  for (const { rows } of [first, second]) if (rows < 2) throw new OperationError(`Got ${rows} finite rows when a covariance needs at least 2.`);
  const { parallel, signal, progress } = options;
  const sets = [first, second].map((set) => ({ ...sharedIn(set, parallel), means: meansOf(set, parallel) }));
  let meanTerm = 0;
  for (let column = 0; column < first.columns; column++) meanTerm += (sets[0].means[column] - sets[1].means[column]) ** 2;
  const factors: Matrix[] = [];
  let traces = 0;
  for (const [index, samples] of sets.entries()) {
    traces += squaresOf(samples) / (samples.rows - 1);
    const tell = (share: number): void => progress?.(0.3 * (index + share), `covariance of set ${index + 1}`);
    tell(0);
    factors.push(await factorOf(samples, parallel, signal, tell));
  }
  progress?.(0.62, 'multiplying the sets');
  const product = await timesTransposed(factors[0], factors[1], parallel, signal);
  const values = await singularValues(product, parallel, signal, (share) => progress?.(0.7 + 0.3 * share, 'singular values'));
  const root = Math.sqrt((first.rows - 1) * (second.rows - 1));
  const nuclear = values.reduce((sum, value) => sum + value, 0) / root;
  // Never negative but for rounding.
  return { meanTerm, covarianceTerm: Math.max(0, traces - 2 * nuclear) };
}

/** In shared memory where there is such a thing. */
async function factorOf(samples: Samples, parallel: Parallel, signal: AbortSignal | undefined, progress: (share: number) => void): Promise<Matrix> {
  const { rows, columns } = samples;
  if (rows > columns && rows * columns * columns > mostForReflections) {
    const squares = await gram(samples, parallel, signal, (share) => progress(0.9 * share));
    return choleskyFactor(squares, parallel, signal, (share) => progress(0.9 + 0.1 * share));
  }
  const factor = triangularFactor(samples);
  return { ...factor, data: shareNumbers(factor.data, parallel) };
}

function shareNumbers(data: Float64Array<ArrayBufferLike>, parallel: Parallel): Float64Array<ArrayBufferLike> {
  const shared = new Float64Array(parallel.allocate(8 * data.length));
  shared.set(data);
  return shared;
}

function sharedIn(set: FeatureRows, parallel: Parallel): FeatureRows {
  if (!(set.data instanceof Float32Array)) return { ...set, data: shareNumbers(set.data, parallel) };
  const data = new Float32Array(parallel.allocate(set.data.byteLength));
  data.set(set.data);
  return { ...set, data };
}

function meansOf({ rows, columns, data }: FeatureRows, parallel: Parallel): Float64Array<ArrayBufferLike> {
  const means = new Float64Array(parallel.allocate(8 * columns));
  for (let row = 0, at = 0; row < rows; row++) for (let column = 0; column < columns; column++) means[column] += data[at++];
  for (let column = 0; column < columns; column++) means[column] /= rows;
  // Once more about what was found, so that a large offset costs no digits.
  const rest = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) for (let column = 0; column < columns; column++) rest[column] += data[at++] - means[column];
  for (let column = 0; column < columns; column++) means[column] += rest[column] / rows;
  return means;
}

/** Sum of the squares of the centred samples. */
function squaresOf({ rows, columns, data, means }: Samples): number {
  let total = 0;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += (data[at++] - means[column]) ** 2;
    total += sum;
  }
  return total;
}
