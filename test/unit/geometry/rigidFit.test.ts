import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composed, identityTransform, transformPoint, transformPoints } from '../../../src/geometry/affineTransform';
import { boxFitting, centring } from '../../../src/geometry/alignment';
import { iterativeClosestPoint } from '../../../src/geometry/iterativeClosestPoint';
import { Random } from '../../../src/geometry/random';
import { RigidFit } from '../../../src/geometry/rigidFit';
import type { Vector3 } from '../../../src/model/bounds';
import { CancelledError, OperationError } from '../../../src/model/errors';

/** A rotation about an axis by Rodrigues' formula, then a shift: written apart from the code under test. */
function motion(axis: Vector3, angle: number, shift: Vector3): number[] {
  const length = Math.hypot(...axis);
  const [x, y, z] = axis.map((part) => part / length);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [
    t * x * x + c, t * x * y - s * z, t * x * z + s * y, shift[0],
    t * x * y + s * z, t * y * y + c, t * y * z - s * x, shift[1],
    t * x * z - s * y, t * y * z + s * x, t * z * z + c, shift[2],
    0, 0, 0, 1,
  ];
}

function randomPoints(count: number, seed: number, offset: Vector3 = [0, 0, 0]): Float64Array<ArrayBuffer> {
  const random = new Random(seed);
  return Float64Array.from({ length: 3 * count }, (_, i) => (random.uniform() - 0.5) * [4, 2, 1][i % 3] + offset[i % 3]);
}

function fitOf(source: Float64Array, target: Float64Array): readonly number[] {
  const fit = new RigidFit([source[0], source[1], source[2]]);
  for (let at = 0; at < source.length; at += 3) fit.add(source[at], source[at + 1], source[at + 2], target[at], target[at + 1], target[at + 2]);
  return fit.solve();
}

function moved(transform: readonly number[], points: Float64Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(points.length);
  transformPoints(transform, points, to);
  return to;
}

function nearTo(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `${i}: ${actual[i]} is not ${expected[i]}`);
}

const part = fc.double({ min: -1, max: 1, noNaN: true });
const axis = fc.tuple(part, part, part).filter(([x, y, z]) => Math.hypot(x, y, z) > 0.1);

describe('rigid fit', () => {
  it('finds the motion that pairs were moved by, also far from the origin (property)', () => {
    fc.assert(
      fc.property(axis, fc.double({ min: -3.1, max: 3.1, noNaN: true }), fc.constantFrom(0, 5e5), (turn, angle, offset) => {
        const source = randomPoints(40, 5, [offset, -10 * offset, 0]);
        const truth = composed([1, 0, 0, offset + 3, 0, 1, 0, -10 * offset - 2, 0, 0, 1, 1, 0, 0, 0, 1], composed(motion(turn, angle, [0, 0, 0]), [1, 0, 0, -offset, 0, 1, 0, 10 * offset, 0, 0, 1, 0, 0, 0, 0, 1]));
        const target = moved(truth, source);
        nearTo(moved(fitOf(source, target), source), target, 1e-9 * (1 + 10 * offset));
      }),
      { seed: 31, numRuns: 60 },
    );
  });

  it('is no worse than any small motion more, where pairs do not fit exactly', () => {
    const source = randomPoints(30, 6);
    const noise = randomPoints(30, 7);
    const target = moved(motion([1, 2, 3], 0.8, [1, 0, -1]), source).map((value, i) => value + 0.2 * noise[i]);
    const fit = fitOf(source, target);
    const error = (transform: readonly number[]): number => moved(transform, source).reduce((sum, value, i) => sum + (value - target[i]) ** 2, 0);
    for (const turn of [[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const) {
      for (const angle of [-1e-3, 1e-3]) assert.ok(error(composed(motion(turn, angle, [0, 0, 0]), fit)) > error(fit));
      for (const step of [-1e-3, 1e-3]) assert.ok(error(composed(motion(turn, 0, [turn[0] * step, turn[1] * step, turn[2] * step]), fit)) > error(fit));
    }
  });

  it('turns no more than it must: points on a line, one point, none, the same points', () => {
    const line = Float64Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? i : 0));
    nearTo(fitOf(line, line), identityTransform, 1e-12);
    nearTo(fitOf(Float64Array.of(1, 2, 3), Float64Array.of(4, 4, 4)), [1, 0, 0, 3, 0, 1, 0, 2, 0, 0, 1, 1, 0, 0, 0, 1], 1e-12);
    nearTo(new RigidFit([5, 5, 5]).solve(), identityTransform, 1e-12);
    // A mirrored cloud has no rotation onto itself; what comes must still be a rotation.
    const cloud = randomPoints(20, 8);
    const [a, b, c, , d, e, f, , g, h, i] = fitOf(cloud, cloud.map((value, at) => (at % 3 === 0 ? -value : value)));
    assert.ok(Math.abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) - 1) < 1e-9);
  });
});

describe('alignment', () => {
  it('moves the mean, leaving out what is not finite', () => {
    const transform = centring(Float64Array.of(0, 0, 0, 2, 0, 0, NaN, 5, 5), Float64Array.of(10, 1, 1, 12, 3, 3));
    assert.deepEqual(transform && transformPoint(transform, [1, 0, 0]), [11, 2, 2]);
    assert.equal(centring(Float64Array.of(NaN, 0, 0), Float64Array.of(1, 1, 1)), null);
  });

  it('fits boxes by their longest edge and middle', () => {
    const transform = boxFitting({ min: [0, 0, 0], max: [2, 1, 1] }, { min: [10, 10, 10], max: [12, 16, 11] });
    assert.deepEqual(transformPoint(transform, [1, 0.5, 0.5]), [11, 13, 10.5]);
    assert.deepEqual(transformPoint(transform, [2, 0.5, 0.5]), [14, 13, 10.5]);
    assert.deepEqual(transformPoint(boxFitting({ min: [1, 1, 1], max: [1, 1, 1] }, { min: [0, 0, 0], max: [2, 2, 2] }), [1, 1, 1]), [1, 1, 1]);
  });
});

describe('iterative closest point', () => {
  const sheet = (): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: 3 * 1600 }, (_, i) => {
      const [u, v] = [(Math.floor(i / 3) % 40) / 20 - 1, Math.floor(i / 120) / 20 - 1];
      return [u, v, 0.4 * Math.sin(2 * u) * Math.cos(3 * v) + 0.3 * u * v * v][i % 3];
    });

  it('brings a moved copy back', async () => {
    const reference = sheet();
    const truth = motion([0.2, -0.3, 1], 0.12, [0.04, -0.05, 0.03]);
    const { transform, converged, iterations } = await iterativeClosestPoint(moved(truth, reference), reference, { trim: 0, seed: 0 });
    assert.ok(converged && iterations > 2);
    nearTo(composed(transform, truth), identityTransform, 1e-6);
  });

  it('trimmed, is not led astray by a part that the reference lacks', async () => {
    const reference = sheet();
    const truth = motion([0, 0, 1], 0.05, [0.03, 0, 0.02]);
    const source = moved(truth, reference);
    const extra = randomPoints(300, 9, [0, 0, 2.5]);
    const both = Float64Array.from([...source, ...extra]);
    const trimmed = await iterativeClosestPoint(both, reference, { trim: 0.2, seed: 0 });
    nearTo(composed(trimmed.transform, truth), identityTransform, 1e-4);
    const plain = await iterativeClosestPoint(both, reference, { trim: 0, seed: 0 });
    assert.ok(Math.abs(composed(plain.transform, truth)[11]) > 0.05);
  });

  it('leaves what lies on the reference, answers for one point, and refuses none', async () => {
    const reference = sheet();
    const same = await iterativeClosestPoint(reference, reference, { trim: 0, seed: 0 });
    assert.deepEqual([same.transform, same.iterations], [identityTransform, 0]);
    const one = await iterativeClosestPoint(Float64Array.of(5, 5, 5), Float64Array.of(1, 2, 3), { trim: 0, seed: 0 });
    nearTo(transformPoint(one.transform, [5, 5, 5]), [1, 2, 3], 1e-12);
    await assert.rejects(iterativeClosestPoint(Float64Array.of(NaN, 0, 0), reference, { trim: 0, seed: 0 }), OperationError);
    const aborted = AbortSignal.abort();
    await assert.rejects(iterativeClosestPoint(reference, reference, { trim: 0, seed: 0, signal: aborted }), CancelledError);
  });
});
