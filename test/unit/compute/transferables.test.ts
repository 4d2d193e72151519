import assert from 'node:assert/strict';
import { sharedBuffers, transferables } from '../../../src/compute/transferables';

describe('buffers in plain data', () => {
  const own = new Float32Array(3);
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  const data = { list: [own, { again: own, shared }], buffer: new ArrayBuffer(2), text: 'x', nothing: null };

  it('are handed over once each, shared memory never', () => {
    assert.deepEqual(transferables(data), [own.buffer, data.buffer]);
    assert.deepEqual([...sharedBuffers(data)], [shared.buffer]);
    assert.deepEqual(transferables(null), []);
  });

  it('are found where there is no shared memory, as in a page', () => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'SharedArrayBuffer');
    assert.ok(descriptor && Reflect.deleteProperty(globalThis, 'SharedArrayBuffer'));
    try {
      assert.deepEqual(transferables({ own }), [own.buffer]);
      assert.equal(sharedBuffers({ own }).size, 0);
    } finally {
      Object.defineProperty(globalThis, 'SharedArrayBuffer', descriptor);
    }
  });
});
