import type { ChildProcess, Serializable } from 'node:child_process';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Disposable, Port } from '../messaging/port';

/** The line to a thread, at the end of the thread that started it. Closes when the thread ends, with the reason. */
export function workerThreadPort(worker: Worker): Port {
  let failure: string | undefined;
  worker.on('error', (error) => {
    failure = threadFailure(error);
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ?? []),
    onMessage: (listener) => listen(worker, 'message', listener),
    onClose: (listener) =>
      listen(worker, 'exit', (code) => listener(failure ?? `A thread ended without an answer (exit code ${String(code)}).`)),
  };
}

/** The line to the thread that started this one. */
export function parentThreadPort(parent: MessagePort): Port {
  return {
    post: (message, transfer) => parent.postMessage(message, transfer ?? []),
    onMessage: (listener) => listen(parent, 'message', listener),
  };
}

/** The line to a child process started with `serialization: 'advanced'`. `describeExit` says why it ended. */
export function childProcessPort(
  child: ChildProcess,
  describeExit: (code: number | null, signal: string | null) => string,
): Port {
  return {
    post: (message) => {
      // A process that is gone tells so by its exit; what was to be sent has no receiver.
      if (child.connected) child.send(toSerializable(message), () => undefined);
    },
    onMessage: (listener) => listen(child, 'message', (message) => listener(withExactArrays(message))),
    onClose: (listener) => {
      const ended = (code: number | null, signal: string | null): void => listener(describeExit(code, signal));
      const failed = (error: Error): void => listener(`The process could not be started: ${error.message}`);
      // "close" comes after the last message and the last of standard error were read; "exit" may come before them.
      child.once('close', ended);
      child.once('error', failed);
      return {
        dispose: () => {
          child.off('close', ended);
          child.off('error', failed);
        },
      };
    },
  };
}

/** The line to the process that started this one. */
export function parentProcessPort(): Port {
  return {
    post: (message) => {
      if (process.connected) process.send?.(toSerializable(message), undefined, undefined, () => undefined);
    },
    onMessage: (listener) => {
      const receive = (message: unknown): void => listener(withExactArrays(message));
      process.on('message', receive);
      return { dispose: () => process.off('message', receive) };
    },
    onClose: (listener) => {
      const closed = (): void => listener('The process that asked is gone.');
      process.once('disconnect', closed);
      return { dispose: () => process.off('disconnect', closed) };
    },
  };
}

interface Emitter {
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
}

function listen(emitter: Emitter, event: string, listener: (value: unknown) => void): Disposable {
  emitter.on(event, listener);
  return { dispose: () => emitter.off(event, listener) };
}

function isSerializable(message: unknown): message is Serializable {
  return message !== undefined && typeof message !== 'function' && typeof message !== 'symbol';
}

function toSerializable(message: unknown): Serializable {
  if (isSerializable(message)) return message;
  throw new TypeError('A message between processes must be data.');
}

function threadFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'Out of memory: a thread reached the limit of its heap.';
  return error instanceof Error ? error.message : String(error);
}

/**
 * Arrays that come over a process's line are views on the buffer of the whole message; passed on as they are, each
 * would take that whole buffer along. Gives every such view a buffer of its own, in place.
 */
export function withExactArrays(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return exactArray(value);
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    // Rows of numbers and texts are the bulk of a report, and hold nothing to mend.
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      if (typeof item === 'object' && item !== null) items[index] = withExactArrays(item);
    }
    return items;
  }
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'object' && item !== null) Object.defineProperty(value, key, { value: withExactArrays(item) });
    }
  }
  return value;
}

function exactArray(view: ArrayBufferView): ArrayBufferView {
  if (view.byteLength === view.buffer.byteLength && !Buffer.isBuffer(view)) return view;
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const buffer = bytes.buffer;
  if (view instanceof Float32Array) return new Float32Array(buffer);
  if (view instanceof Float64Array) return new Float64Array(buffer);
  if (view instanceof Uint32Array) return new Uint32Array(buffer);
  if (view instanceof Int32Array) return new Int32Array(buffer);
  if (view instanceof Uint16Array) return new Uint16Array(buffer);
  if (view instanceof Int16Array) return new Int16Array(buffer);
  if (view instanceof Int8Array) return new Int8Array(buffer);
  if (view instanceof BigInt64Array) return new BigInt64Array(buffer);
  if (view instanceof BigUint64Array) return new BigUint64Array(buffer);
  return bytes;
}
