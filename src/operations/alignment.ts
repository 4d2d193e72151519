import { type AffineTransform, scaleOf, transformPoints, withoutTranslation } from '../geometry/affineTransform';
import { boxFitting, centring } from '../geometry/alignment';
import { iterativeClosestPoint, mostIterations, mostPoints } from '../geometry/iterativeClosestPoint';
import { percentilesInPlace } from '../geometry/percentile';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { BoundsBuilder } from '../formats/boundsBuilder';
import { OperationError } from '../model/errors';
import { isBigIntegerArray } from '../model/numericType';
import type { Bounds } from '../model/bounds';
import type { Attribute } from '../model/attribute';
import type { PositionAttribute } from '../model/pointCloud';
import type { AlignMethod } from './alignOptions';
import type { CloudInput } from './cloudPoints';
import type { OperationContext, ReportTable } from './operation';
import { emptyLike } from './selectRows';

export interface Alignment {
  readonly transform: AffineTransform;
  readonly iterations: number;
  /** What was done, in words. */
  readonly meaning: string;
  readonly warnings: readonly string[];
}

export interface AlignChoice {
  readonly method: AlignMethod;
  readonly trim: number;
  readonly seed: number;
}

/**
 * The transform that brings `compared` to `reference`, both with 3 numbers a row and a finite point at least.
 * @throws OperationError, CancelledError
 */
export async function findAlignment(compared: Coordinates, reference: Coordinates, choice: AlignChoice, context: OperationContext): Promise<Alignment> {
  switch (choice.method) {
    case 'center': {
      const transform = centring(compared, reference);
      if (!transform) throw withoutPoints();
      return { transform, iterations: 0, meaning: 'the mean of the compared points moved to that of the reference points', warnings: [] };
    }
    case 'unit-box': {
      const transform = boxFitting(boundsOf(compared), boundsOf(reference));
      return { transform, iterations: 0, meaning: 'the compared box scaled and moved to the longest edge and the middle of the reference box', warnings: [] };
    }
    case 'icp': {
      const { trim, seed } = choice;
      context.progress(0, 'aligning');
      const progress = (done: number): void => context.progress(1 - 0.9 ** done, 'aligning');
      const { transform, iterations, converged, points } = await iterativeClosestPoint(compared, reference, { trim, seed, signal: context.signal, progress });
      const sampled = points === mostPoints ? `, told from ${mostPoints} points drawn with seed ${seed}` : '';
      const trimmed = trim > 0 ? `, the farthest ${trim} of the pairs left out` : '';
      return {
        transform,
        iterations,
        meaning: `the compared points moved by iterated closest points${sampled}${trimmed}`,
        warnings: converged ? [] : [`The alignment had not settled after ${mostIterations} steps.`],
      };
    }
  }
}

function withoutPoints(): OperationError {
  return new OperationError('A cloud without a finite point cannot be aligned.');
}

function boundsOf(positions: Coordinates): Bounds {
  const builder = new BoundsBuilder();
  builder.extend(positions, 0, positions.length / 3);
  if (!builder.bounds) throw withoutPoints();
  return builder.bounds;
}

/** Points moved, in float64, so that nothing is rounded between moving and measuring. */
export function movedPositions(positions: Coordinates, transform: AffineTransform): Float64Array<ArrayBuffer> {
  const moved = new Float64Array(positions.length);
  transformPoints(transform, positions, moved);
  return moved;
}

/** Root of the mean squared distance, without the `trim` share of those farthest away. The values are put into another order. */
export function residualOf(distances: Float64Array<ArrayBufferLike>, trim: number): number {
  const kept = Math.max(1, Math.ceil((1 - trim) * distances.length));
  const limit = kept < distances.length ? percentilesInPlace(distances, [(100 * (kept - 1)) / (distances.length - 1)])[0] : Infinity;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < distances.length; i++) {
    if (distances[i] > limit) continue;
    sum += distances[i] * distances[i];
    count++;
  }
  return Math.sqrt(sum / count);
}

/** The model moved as a whole; positions are rounded to its type, and normals turned. */
export function movedModel({ model }: CloudInput, transform: AffineTransform): CloudInput['model'] {
  const positions = movedAttribute(model.positions, transform);
  const bounds = new BoundsBuilder();
  bounds.extend(positions.data, 0, model.count);
  return {
    ...model,
    positions,
    ...(model.normals ? { normals: turnedNormals(model.normals, transform) } : {}),
    bounds: bounds.bounds,
    notFinite: bounds.notFinite,
  };
}

function movedAttribute(positions: PositionAttribute, transform: AffineTransform): PositionAttribute {
  const { data } = positions;
  const moved = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  transformPoints(transform, data, moved);
  if (data instanceof Float32Array) return { ...positions, data: moved };
  // Between whole numbers lie others: what was stored as integers becomes float64, as which it is held.
  return { ...positions, type: 'float64', componentTypes: undefined, data: moved };
}

function turnedNormals(normals: Attribute, transform: AffineTransform): Attribute {
  const { data, components } = normals;
  if (components !== 3 || isBigIntegerArray(data) || !normals.type.startsWith('float')) return normals;
  const factor = scaleOf(transform);
  const turn = withoutTranslation(transform).map((value, place) => (place === 15 ? value : value / factor));
  const from = Float64Array.from(data);
  transformPoints(turn, from, from);
  const turned = emptyLike(data, data.length);
  turned.set(from);
  return { ...normals, data: turned };
}

/** The transform by rows, all digits. */
export function transformTable(transform: AffineTransform): ReportTable {
  return {
    title: 'Transform of the compared points',
    columns: ['x', 'y', 'z', '1'],
    rows: [0, 1, 2, 3].map((row) => transform.slice(4 * row, 4 * row + 4)),
  };
}
