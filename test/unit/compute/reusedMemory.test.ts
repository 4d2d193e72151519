import assert from 'node:assert/strict';
import { ReusedMemory } from '../../../src/compute/reusedMemory';

const large = 3 << 20;

describe('shared memory that is used again', () => {
  it('is what the round before took, as large and zeroed', () => {
    const memory = new ReusedMemory();
    const [first, second] = [memory.take(large), memory.take(large)];
    assert.notEqual(first, second);
    new Uint8Array(first).fill(7);
    assert.equal(memory.endRound(new Set()), 0);
    const again = [memory.take(large), memory.take(large), memory.take(large)];
    assert.deepEqual(new Set(again.slice(0, 2)), new Set([first, second]));
    assert.ok(again[2] !== first && again[2] !== second);
    for (const buffer of again) assert.ok(new Uint8Array(buffer).every((byte) => byte === 0));
  });

  it('is never what somebody still has, nor of another size', () => {
    const memory = new ReusedMemory();
    const kept = memory.take(large);
    const free = memory.take(large + 8);
    memory.endRound(new Set([kept]));
    const others = [memory.take(large), memory.take(large + 16), memory.take(large + 8)];
    assert.ok(others[0] !== kept);
    assert.equal(others[2], free);
  });

  it('is forgotten when a round had no use for it, or was abandoned', () => {
    const memory = new ReusedMemory();
    const first = memory.take(large);
    memory.endRound(new Set());
    memory.take(large + 8);
    assert.equal(memory.endRound(new Set()), large);
    assert.notEqual(memory.take(large), first);
    memory.abandonRound();
    assert.equal(memory.forget(), large + 8);
    assert.equal(memory.forget(), 0);
  });

  it('is not looked for when it is small', () => {
    const memory = new ReusedMemory();
    const small = memory.take(1000);
    memory.endRound(new Set());
    assert.notEqual(memory.take(1000), small);
  });
});
