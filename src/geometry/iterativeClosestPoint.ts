import { CancelledError, OperationError } from '../model/errors';
import type { Vector3 } from '../model/bounds';
import { type AffineTransform, composed, identityTransform, transformPoints } from './affineTransform';
import { percentilesInPlace } from './percentile';
import { PointIndex } from './pointIndex';
import type { Coordinates } from './pointIndexLayout';
import { RigidFit } from './rigidFit';
import { finiteRows, sampleUniformly } from './sampling';

export interface ClosestPointOptions {
  /** The share of pairs, those farthest apart, that each step leaves out; 0 ... below 1. */
  readonly trim: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Steps done, and the most that there may be. */
  readonly progress?: (done: number, most: number) => void;
}

export interface ClosestPointResult {
  /** Moves the source onto the reference. */
  readonly transform: AffineTransform;
  readonly iterations: number;
  /** False when the most steps there may be were not enough. */
  readonly converged: boolean;
  /** Source points that the steps were told from. */
  readonly points: number;
}

/** Steps at most, and the relative change of the residual below which another step is not worth it. */
export const mostIterations = 200;
const settled = 1e-7;
/** A rigid motion has six unknowns: more points than this make no difference to it. */
export const mostPoints = 50_000;

/**
 * Iterative closest point: pairs each source point with its nearest reference point, leaves out the farthest pairs,
 * moves the source by the best rotation and translation of the others, and again until the residual stays the same.
 * Besl and McKay, "A Method for Registration of 3-D Shapes", 1992; trimmed: Chetverikov et al., "The Trimmed Iterative
 * Closest Point Algorithm", 2002. It finds the nearest local optimum, from where the clouds are. Of a large source a
 * seeded sample of {@link mostPoints} decides.
 * @throws OperationError when either cloud has no finite point; CancelledError.
 */
export async function iterativeClosestPoint(source: Coordinates, reference: Coordinates, options: ClosestPointOptions): Promise<ClosestPointResult> {
  const index = PointIndex.build(reference);
  const start = finitePoints(source, options.seed);
  const count = start.length / 3;
  if (index.count === 0 || count === 0) throw new OperationError('A cloud without a finite point cannot be aligned.');
  const kept = Math.max(1, Math.ceil((1 - options.trim) * count));
  const moved = start.slice();
  const rows = new Uint32Array(count);
  const squares = new Float64Array(count);
  const sorted = new Float64Array(count);
  const origin: Vector3 = [start[0], start[1], start[2]];
  let transform = identityTransform;
  let before = Infinity;
  for (let iterations = 0; ; iterations++) {
    if (options.signal?.aborted) throw new CancelledError();
    for (let i = 0; i < count; i++) {
      rows[i] = index.nearest(moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]);
      squares[i] = index.distance * index.distance;
    }
    sorted.set(squares);
    const [limit] = kept < count ? percentilesInPlace(sorted, [(100 * (kept - 1)) / (count - 1)]) : [Infinity];
    const fit = new RigidFit(origin);
    let sum = 0;
    let pairs = 0;
    for (let i = 0; i < count; i++) {
      if (squares[i] > limit) continue;
      sum += squares[i];
      pairs++;
      const row = 3 * rows[i];
      fit.add(moved[3 * i], moved[3 * i + 1], moved[3 * i + 2], reference[row], reference[row + 1], reference[row + 2]);
    }
    const residual = Math.sqrt(sum / pairs);
    const converged = residual === 0 || (iterations > 0 && before - residual <= settled * before);
    if (converged || iterations === mostIterations) return { transform, iterations, converged, points: count };
    before = residual;
    transform = composed(fit.solve(), transform);
    // From the start each time, so that roundings do not add up.
    transformPoints(transform, start, moved);
    options.progress?.(iterations + 1, mostIterations);
    // Lets a cancel in.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The finite points, or a sample of them, in float64. */
function finitePoints(positions: Coordinates, seed: number): Float64Array<ArrayBuffer> {
  const finite = finiteRows(positions);
  const rows = finite.length > mostPoints ? sampleUniformly(positions, mostPoints, seed) : finite;
  const points = new Float64Array(3 * rows.length);
  rows.forEach((row, i) => {
    for (let axis = 0; axis < 3; axis++) points[3 * i + axis] = positions[3 * row + axis];
  });
  return points;
}
