/**
 * The buffers of all typed arrays in plain data, to be handed over instead of copied. The sender cannot use them
 * afterwards. Shared memory is left out: it is never handed over, both sides keep it.
 */
export function transferables(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  collect(value, buffers);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** The shared memory of all typed arrays in plain data. */
export function sharedBuffers(value: unknown): Set<SharedArrayBuffer> {
  const buffers = new Set<ArrayBufferLike>();
  collect(value, buffers);
  return new Set([...buffers].filter(isShared));
}

/** In a page that is not isolated from others there is no shared memory, not even its name. */
function isShared(value: object): value is SharedArrayBuffer {
  return typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer;
}

function collect(value: unknown, buffers: Set<ArrayBufferLike>): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof ArrayBuffer || isShared(value)) {
    buffers.add(value);
    return;
  }
  if (ArrayBuffer.isView(value)) {
    buffers.add(value.buffer);
    return;
  }
  const items: unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const item of items) {
    if (typeof item === 'object') collect(item, buffers);
  }
}
