import assert from 'node:assert/strict';
import { Channel } from '../../../src/messaging/channel';
import { lane } from '../../../src/messaging/lanes';
import type { Port } from '../../../src/messaging/port';
import type { Call } from '../../../src/messaging/protocol';
import { CancelledError, FormatError, OperationError, TimeoutError } from '../../../src/model/errors';

interface Calculator {
  readonly calls: {
    readonly add: Call<{ readonly a: number; readonly b: number }, number>;
    readonly count: Call<{ readonly to: number }, string, number>;
    readonly wait: Call<Record<string, never>, null>;
    readonly fail: Call<{ readonly how: 'format' | 'operation' | 'other' }, null>;
  };
  readonly notices: { readonly remark: string };
}
interface Nothing {
  readonly calls: Record<never, never>;
  readonly notices: Record<never, never>;
}

/** Two ends of one line; messages are cloned, as a real line does, and arrive later. */
function line(): { left: Port; right: Port; close: (reason: string) => void } {
  const listeners = { left: new Set<(message: unknown) => void>(), right: new Set<(message: unknown) => void>() };
  const closers = new Set<(reason: string) => void>();
  const end = (own: 'left' | 'right', other: 'left' | 'right'): Port => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[other].forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => {
      listeners[own].add(listener);
      return { dispose: () => listeners[own].delete(listener) };
    },
    onClose: (listener) => {
      closers.add(listener);
      return { dispose: () => closers.delete(listener) };
    },
  });
  return {
    left: end('left', 'right'),
    right: end('right', 'left'),
    close: (reason) => [...closers].forEach((closer) => closer(reason)),
  };
}

function calculator(): {
  client: Channel<Nothing, Calculator>;
  remarks: string[];
  aborted: () => number;
  close: (reason: string) => void;
} {
  const { left, right, close } = line();
  const remarks: string[] = [];
  let aborted = 0;
  new Channel<Calculator, Nothing>(
    right,
    {
      add: ({ a, b }) => a + b,
      count: ({ to }, { progress }) => {
        for (let i = 1; i <= to; i++) progress(i);
        return 'counted';
      },
      wait: (_, { signal }) =>
        new Promise<null>((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted++;
            reject(new CancelledError());
          }),
        ),
      fail: ({ how }) => {
        if (how === 'format') {
          throw new FormatError({ file: 'a.ply', place: { kind: 'line', line: 3 }, expected: 'a number', found: '"x"', advice: 'Mend it.' });
        }
        throw how === 'operation' ? new OperationError('Empty cloud.') : new TypeError('oh');
      },
    },
    { remark: (text) => remarks.push(text) },
    {
      calls: {
        add: (value) => {
          const { a, b } = value as { a: unknown; b: unknown };
          if (typeof a !== 'number' || typeof b !== 'number') throw new Error('add takes two numbers');
          return { a, b };
        },
        count: (value) => value as { to: number },
        wait: () => ({}),
        fail: (value) => value as { how: 'format' | 'operation' | 'other' },
      },
      notices: { remark: (value) => String(value) },
    },
  );
  return { client: new Channel<Nothing, Calculator>(left, {}, {}), remarks, aborted: () => aborted, close };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('Channel', () => {
  it('answers requests, each its own', async () => {
    const { client } = calculator();
    assert.deepEqual(
      await Promise.all([client.request('add', { a: 1, b: 2 }), client.request('add', { a: 20, b: 2 })]),
      [3, 22],
    );
  });

  it('tells progress in order before the answer', async () => {
    const { client } = calculator();
    const told: number[] = [];
    assert.equal(await client.request('count', { to: 4 }, { onProgress: (value) => told.push(value) }), 'counted');
    assert.deepEqual(told, [1, 2, 3, 4]);
  });

  it('makes the same error again on this side', async () => {
    const { client } = calculator();
    await assert.rejects(client.request('fail', { how: 'operation' }), OperationError);
    await assert.rejects(client.request('fail', { how: 'other' }), /^Error: oh$/);
    await assert.rejects(client.request('fail', { how: 'format' }), (error: unknown) => {
      assert(error instanceof FormatError);
      assert.equal(error.message, 'a.ply, line 3: expected a number, found "x". Mend it.');
      return true;
    });
  });

  it('cancels on both sides', async () => {
    const { client, aborted } = calculator();
    const controller = new AbortController();
    const waiting = client.request('wait', {}, { signal: controller.signal });
    await settle();
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    await settle();
    assert.equal(aborted(), 1);
    await assert.rejects(client.request('wait', {}, { signal: controller.signal }), CancelledError);
  });

  it('times out, and cancels what it no longer waits for', async () => {
    const { client, aborted } = calculator();
    await assert.rejects(client.request('wait', {}, { timeout: 10 }), TimeoutError);
    await settle();
    assert.equal(aborted(), 1);
  });

  it('lets nothing wait on a closed line', async () => {
    const { client, close } = calculator();
    const waiting = client.request('wait', {});
    close('The process ended.');
    await assert.rejects(waiting, /The process ended\./);
    await assert.rejects(client.request('add', { a: 1, b: 1 }), /The process ended\./);
  });

  it('refuses what the validators refuse, and calls that do not exist', async () => {
    const { left, right } = line();
    new Channel<Calculator, Nothing>(
      right,
      { add: ({ a, b }) => a + b, count: () => '', wait: () => null, fail: () => null },
      { remark: () => undefined },
      {
        calls: {
          add: () => {
            throw new Error('add takes two numbers');
          },
          count: () => ({ to: 1 }),
          wait: () => ({}),
          fail: () => ({ how: 'other' }),
        },
        notices: { remark: String },
      },
    );
    const client = new Channel<Nothing, Calculator>(left, {}, {});
    await assert.rejects(client.request('add', { a: 1, b: 2 }), /add takes two numbers/);
    const replies: unknown[] = [];
    left.onMessage((message) => replies.push(message));
    for (const call of ['constructor', 'toString', 'none']) left.post({ type: 'request', id: 900, call, params: {} });
    for (const noise of [null, 1, 'x', {}, { type: 'reply' }, { type: 'odd', id: 1 }]) left.post(noise);
    await settle();
    assert.equal(replies.length, 3);
    for (const reply of replies) assert.match(JSON.stringify(reply), /Nothing here answers/);
  });

  it('keeps lanes of one port apart', async () => {
    const { left, right } = line();
    const heard: string[] = [];
    lane(right, 'one').onMessage((message) => heard.push(`one ${String(message)}`));
    lane(right, 'two').onMessage((message) => heard.push(`two ${String(message)}`));
    lane(left, 'two').post('hello');
    lane(left, 'three').post('nobody');
    left.post('not of a lane');
    await settle();
    assert.deepEqual(heard, ['two hello']);
  });

  it('hears notices', async () => {
    const { client, remarks } = calculator();
    client.notify('remark', 'fine');
    await settle();
    assert.deepEqual(remarks, ['fine']);
  });
});
