import assert from 'node:assert/strict';
import { Random } from '../../../src/geometry/random';

/** xoshiro128** as its authors' text defines it, in 32-bit arithmetic of BigInt, from a state. */
function* reference(state: bigint[]): Generator<bigint> {
  const mask = 0xffffffffn;
  const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (32n - bits))) & mask;
  for (;;) {
    yield (rotate((state[1] * 5n) & mask, 7n) * 9n) & mask;
    const shifted = (state[1] << 9n) & mask;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11n);
  }
}

describe('Random', () => {
  it('follows the published recurrence', () => {
    const random = new Random(42);
    const state = [0n, 0n, 0n, 0n];
    let seed = 42n;
    const mask = 0xffffffffn;
    for (let i = 0; i < 4; i++) {
      seed = (seed + 0x9e3779b9n) & mask;
      let mixed = ((seed ^ (seed >> 16n)) * 0x21f0aaadn) & mask;
      mixed = ((mixed ^ (mixed >> 15n)) * 0x735a2d97n) & mask;
      state[i] = mixed ^ (mixed >> 15n);
    }
    const expected = reference(state);
    for (let i = 0; i < 1000; i++) assert.equal(BigInt(random.uint32()), expected.next().value);
  });

  it('repeats for a seed and differs between seeds', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, ((random) => () => random.uint32())(new Random(seed)));
    assert.deepEqual(draw(3), draw(3));
    assert.notDeepEqual(draw(3), draw(4));
    assert.notDeepEqual(draw(0), [0, 0, 0, 0, 0]);
  });

  it('is uniform', () => {
    const random = new Random(1);
    const bins = new Float64Array(20);
    const integers = new Float64Array(7);
    for (let i = 0; i < 200_000; i++) {
      const value = random.uniform();
      assert.ok(value >= 0 && value < 1);
      bins[Math.floor(20 * value)]++;
      integers[random.integer(7)]++;
    }
    // Chi-squared, 99.99 % quantiles for 19 and 6 degrees of freedom.
    const chi = (counts: Float64Array) => counts.reduce((sum, count) => sum + (count - 200_000 / counts.length) ** 2 / (200_000 / counts.length), 0);
    assert.ok(chi(bins) < 52, `${chi(bins)}`);
    assert.ok(chi(integers) < 28, `${chi(integers)}`);
  });
});
