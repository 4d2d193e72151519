import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { FairGate } from '../../../src/cli/fairGate';
import { linesOf } from '../../../src/cli/lines';
import type { OperationRunner } from '../../../src/compute/operationThread';
import { chunks, cloudText, Folder, inlineRunner, Memory, run, type Outcome } from './harness';

interface Result {
  readonly id?: unknown;
  readonly kind?: string;
  readonly operation?: string;
  readonly points?: number;
  readonly file?: string;
  readonly error?: { readonly message: string; readonly file?: string; readonly place?: string; readonly stack?: string };
}

describe('inspect3d batch', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const request = (more: object): string => `${JSON.stringify({ operation: 'info', files: ['cloud.ply'], ...more })}\n`;
  const results = ({ output }: Outcome): Result[] =>
    output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Result);
  const batch = (lines: readonly string[], more: object = {}): Promise<Outcome> =>
    run(['batch'], { folder: folder.path, input: chunks(...lines), ...more });

  it('answers in order, echoes ids, and leaves a missing one out', async () => {
    const outcome = await batch([request({ id: 1 }), request({ id: 'two' }), request({ id: { deep: [3] } }), request({ id: null }), request({})]);
    assert.deepEqual([outcome.code, outcome.errors], [0, '']);
    const answers = results(outcome);
    assert.deepEqual(answers.map(({ id }) => id), [1, 'two', { deep: [3] }, null, undefined]);
    assert.equal(Object.hasOwn(answers[4], 'id'), false);
    for (const answer of answers) assert.deepEqual([answer.kind, answer.points, answer.file], ['pointCloud', 3, 'cloud.ply']);
  });

  it('tells errors in lines and goes on', async () => {
    folder.write('broken.ply', 'ply\nformat ascii 1.0\nelement vertex nine\nend_header\n');
    const outcome = await batch([
      'garbage\n',
      '[1]\n',
      request({ id: 1, files: ['none.ply'] }),
      request({ id: 2, files: ['broken.ply'] }),
      request({ id: 3, operation: 'inof' }),
      request({ id: 4, options: { limt: 3 } }),
      request({ id: 5, options: { limit: '3' } }),
      request({ id: 6, file: 'cloud.ply' }),
      request({ id: 7, files: 'cloud.ply' }),
      request({ id: 8, files: ['-'] }),
      request({ id: 9, operation: 'convert', output: '-' }),
      request({ id: 10, operation: 'convert' }),
      request({ id: 11, options: { json: true } }),
      request({ id: 12 }),
    ]);
    assert.equal(outcome.code, 0);
    const answers = results(outcome);
    const expected = [
      /not JSON/,
      /expected a JSON object, found \[1\]/,
      /none\.ply: expected a file that can be read/,
      /broken\.ply, line 3/,
      /no operation "inof". Did you mean info\?/,
      /no option --limt. Did you mean --limit\?/,
      /--limit: expected an integer of at least 1, found "3"/,
      /no key "file". Did you mean files\?/,
      /files: expected an array/,
      /files: standard input holds the requests/,
      /output: standard output holds the results/,
      /convert needs an output/,
      /no option --json/,
    ];
    assert.equal(answers.length, 14);
    expected.forEach((words, index) => assert.match(answers[index].error?.message ?? '', words));
    assert.deepEqual(answers.map(({ id }) => id), [undefined, undefined, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.equal(answers[3].error?.place, 'line 3');
    assert.equal(answers[3].error?.stack, undefined);
    assert.equal(answers[13].points, 3);
  });

  it('lets a request read what the one before wrote', async () => {
    const outcome = await batch([
      request({ id: 1, operation: 'convert', output: 'b.ply', options: { ascii: true } }),
      request({ id: 2, files: ['b.ply'] }),
      request({ id: 3, operation: 'convert', files: ['b.ply'], output: 'c.ply' }),
      request({ id: 4, files: ['c.ply'] }),
    ]);
    assert.deepEqual(results(outcome).map(({ points, operation }) => points ?? operation), ['convert', 3, 'convert', 3]);
    assert.match(readFileSync(folder.of('b.ply'), 'latin1'), /^ply\nformat ascii/);
  });

  it('keeps nothing between requests: a changed file is read anew', async () => {
    async function* lines(): AsyncGenerator<Uint8Array> {
      yield* chunks(request({ id: 1 }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      folder.write('cloud.ply', cloudText.replace('vertex 3', 'vertex 2').replace('nan 1 1 0 0 255 1\n', ''));
      yield* chunks(request({ id: 2 }));
    }
    const outcome = await run(['batch'], { folder: folder.path, input: lines() });
    assert.deepEqual(results(outcome).map(({ points }) => points), [3, 2]);
  });

  it('answers a request before the next one is sent', async () => {
    const output = new Memory();
    async function* lines(): AsyncGenerator<Uint8Array> {
      yield* chunks(request({ id: 1 }));
      for (let waited = 0; output.text === ''; waited += 10) {
        assert.ok(waited < 5000, 'no answer came');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      yield* chunks(request({ id: 2 }));
    }
    const outcome = await run(['batch'], { folder: folder.path, input: lines(), output });
    assert.equal(results(outcome).length, 2);
  });

  it('runs small requests side by side, writes in order, and lets none overtake one that writes', async () => {
    let running = 0;
    let most = 0;
    const log: string[] = [];
    const runner: OperationRunner = {
      run: async (toRun, listener) => {
        running++;
        most = Math.max(most, running);
        if (toRun.output) assert.equal(running, 1, 'a request that writes runs alone');
        log.push(toRun.operation);
        await new Promise((resolve) => setTimeout(resolve, log.length % 2 === 1 ? 30 : 5));
        running--;
        return inlineRunner.run(toRun, listener);
      },
      dispose: () => undefined,
    };
    const outcome = await batch(
      [1, 2, 3, 4, 5, 6].map((id) => request(id === 4 ? { id, operation: 'convert', output: 'o.ply' } : { id })),
      { runner },
    );
    assert.deepEqual(results(outcome).map(({ id }) => id), [1, 2, 3, 4, 5, 6]);
    assert.equal(most, 2);
    assert.deepEqual(log, ['info', 'info', 'info', 'convert', 'info', 'info']);
  });

  it('takes very long lines', async () => {
    const line = request({ id: 'x'.repeat(3_000_000) });
    const outcome = await batch([line.slice(0, 1000), line.slice(1000, 2_000_000), line.slice(2_000_000)]);
    assert.equal(results(outcome)[0].points, 3);
    assert.equal(String(results(outcome)[0].id).length, 3_000_000);
  });

  it('ends with 2 when standard input cannot be read, 130 when interrupted, 0 when nobody listens', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* chunks(request({ id: 1 }));
      throw new Error('read EISDIR');
    }
    const unreadable = await run(['batch'], { folder: folder.path, input: broken() });
    assert.equal(unreadable.code, 2);
    assert.match(unreadable.errors, /^inspect3d: standard input: .*EISDIR.*\n$/);
    assert.equal(results(unreadable)[0].points, 3);

    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const endless: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    assert.equal((await run(['batch'], { input: endless, signal: controller.signal })).code, 130);

    const deaf = await batch([request({}), request({})], { output: new Memory(false, 'EPIPE') });
    assert.deepEqual([deaf.code, deaf.errors], [0, '']);
  });

  it('takes no lines at all for an answer', async () => {
    const outcome = await batch(['', '\n', ' \r\n']);
    assert.deepEqual([outcome.code, outcome.output], [0, '']);
  });
});

describe('lines of a stream', () => {
  it('are those of the whole text however it is cut (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '𝄞', '\n', '\r', ' ') })), fc.integer({ min: 1, max: 7 }), async (parts, size) => {
        const text = parts.join('');
        const bytes = new TextEncoder().encode(text);
        const pieces: Uint8Array[] = [];
        for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.subarray(start, start + size));
        const lines: string[] = [];
        for await (const line of linesOf(chunks(...pieces))) lines.push(line);
        const expected = text.split('\n');
        if (expected.at(-1) === '') expected.pop();
        assert.deepEqual(lines, expected);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('fair gate', () => {
  it('never lets exclusive work meet other work, keeps the order and the limit (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ exclusive: fc.boolean(), steps: fc.nat({ max: 4 }) })), fc.integer({ min: 1, max: 3 }), async (jobs, limit) => {
        const gate = new FairGate(limit);
        const started: number[] = [];
        let running = 0;
        let exclusiveRuns = false;
        await Promise.all(
          jobs.map(({ exclusive, steps }, index) =>
            gate.pass(exclusive, async () => {
              started.push(index);
              running++;
              assert.ok(!exclusiveRuns && running <= limit && (!exclusive || running === 1));
              exclusiveRuns = exclusive;
              for (let step = 0; step < steps; step++) await Promise.resolve();
              running--;
              exclusiveRuns = false;
            }),
          ),
        );
        assert.deepEqual(started, jobs.map((_, index) => index));
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('goes on after work that failed', async () => {
    const gate = new FairGate(1);
    await assert.rejects(gate.pass(true, () => Promise.reject(new Error('no'))), /no/);
    assert.equal(await gate.pass(true, () => Promise.resolve(5)), 5);
  });
});
