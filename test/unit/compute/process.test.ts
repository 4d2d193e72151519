import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelLane } from '../../../src/compute/editorProtocol';
import type { DisplayPiece, ModelClientProtocol, ModelServiceProtocol, OpenProgress } from '../../../src/compute/modelProtocol';
import { withExactArrays } from '../../../src/compute/nodePorts';
import { OperationThread } from '../../../src/compute/operationThread';
import { partialPath } from '../../../src/compute/outputFile';
import { startProcess, type ProcessHandle } from '../../../src/compute/processHost';
import { ThreadPool } from '../../../src/compute/threadPool';
import { sequential, type Parallel } from '../../../src/geometry/parallel';
import { preparePointIndex } from '../../../src/geometry/pointIndexBuild';
import { Channel } from '../../../src/messaging/channel';
import { lane } from '../../../src/messaging/lanes';
import { CancelledError, FormatError, OperationError } from '../../../src/model/errors';
import { NodeBundles } from '../../support/nodeBundles';

function cloud(rows: number): string {
  const header = ['ply', 'format ascii 1.0', `element vertex ${rows}`, ...['x', 'y', 'z', 'weight'].map((name) => `property float ${name}`), 'end_header'];
  return `${header.join('\n')}\n${'0.5 1.5 -2.25 7\n'.repeat(rows)}`;
}

describe('node worker', () => {
  let bundles: NodeBundles;
  let folder: string;
  const of = (name: string): string => path.join(folder, name);
  const reference = (name: string): { kind: 'path'; name: string; path: string } => ({ kind: 'path', name, path: of(name) });

  before(() => {
    bundles = new NodeBundles();
    folder = mkdtempSync(path.join(tmpdir(), 'inspect3d-'));
    writeFileSync(of('small.ply'), cloud(5));
    writeFileSync(of('large.ply'), cloud(1_500_000));
  });
  after(() => {
    bundles.remove();
    rmSync(folder, { recursive: true });
  });

  describe('as a process', () => {
    let handle: ProcessHandle;
    beforeEach(() => {
      handle = startProcess(bundles.worker);
    });
    afterEach(() => handle.terminate());

    const model = (): Channel<{ calls: Record<never, never>; notices: Record<never, never> } & ModelClientProtocol, ModelServiceProtocol> =>
      new Channel<ModelClientProtocol, ModelServiceProtocol>(
        lane(handle.port, modelLane),
        { read: () => Promise.reject(new Error('A process reads its file itself.')) },
        {},
      );

    it('opens the file that the host named, whatever the page says, and sends exact arrays', async () => {
      const page = model();
      await assert.rejects(page.request('open', { name: of('small.ply'), bytes: 1, limit: 1e9 }), /No file has been named/);
      const bound = await handle.control.request('openFile', { path: of('small.ply'), name: 'small.ply' });
      assert.equal(bound.bytes, readFileSync(of('small.ply')).length);
      assert.ok(bound.modified > 0);
      const told: OpenProgress[] = [];
      const opened = await page.request('open', { name: of('large.ply'), bytes: 3, limit: 1e9 }, { onProgress: (progress) => told.push(progress) });
      assert.deepEqual([opened.info.file, opened.info.points], ['small.ply', 5]);
      const pieces = told.flatMap((progress): DisplayPiece[] => (progress.kind === 'display' ? [progress.piece] : []));
      const points = pieces.find((piece) => piece.kind === 'points');
      assert.ok(points);
      assert.ok(points.positions instanceof Float32Array);
      assert.equal(points.positions.length, 15);
      assert.equal(points.positions.buffer.byteLength, 60);
      const picked = await page.request('pick', { piece: 0, slot: 2 });
      assert.deepEqual(picked.position, [0.5, 1.5, -2.25]);
    });

    it('reads a file that changed anew when it is opened again', async () => {
      writeFileSync(of('growing.ply'), cloud(2));
      const page = model();
      await handle.control.request('openFile', { path: of('growing.ply'), name: 'growing.ply' });
      const open = async (): Promise<number | undefined> => (await page.request('open', { name: '', bytes: 0, limit: 1e9 })).info.points;
      assert.equal(await open(), 2);
      writeFileSync(of('growing.ply'), cloud(3));
      assert.equal(await open(), 3);
    });

    it('tells errors of files as what they are', async () => {
      await assert.rejects(
        handle.control.request('openFile', { path: of('none.ply'), name: 'none.ply' }),
        (error) => error instanceof FormatError && error.details.file === 'none.ply',
      );
      await assert.rejects(handle.control.request('run', { operation: 'nothing', files: [], options: {} }), OperationError);
    });

    it('runs operations, and sends back the models that are asked for', async () => {
      const shares: number[] = [];
      const answer = await handle.control.request(
        'run',
        { operation: 'convert', files: [reference('small.ply')], options: {}, keepModels: true },
        { onProgress: ({ share }) => shares.push(share) },
      );
      assert.ok(answer.kind === 'report');
      const { model } = answer.models[0];
      assert.ok(model.kind === 'pointCloud');
      assert.equal(model.count, 5);
      assert.equal(model.positions.data.buffer.byteLength, 60);
      assert.ok(shares.length > 0 && shares.every((share) => share >= 0 && share <= 1));
    });

    it('answers about its model while an operation runs, and ends that when it is cancelled', async () => {
      const page = model();
      await handle.control.request('openFile', { path: of('small.ply'), name: 'small.ply' });
      await page.request('open', { name: '', bytes: 0, limit: 1e9 });
      const controller = new AbortController();
      const running = handle.control.request(
        'run',
        { operation: 'convert', files: [reference('large.ply')], options: { ascii: true }, output: { kind: 'path', path: of('out.ply') } },
        { signal: controller.signal },
      );
      await page.request('pick', { piece: 0, slot: 0 });
      controller.abort();
      await assert.rejects(running, CancelledError);
      const again = await handle.control.request('run', { operation: 'info', files: [reference('small.ply')], options: {} });
      assert.ok(again.kind === 'info' && again.info.points === 5);
      assert.equal(existsSync(of('out.ply')), false);
    });

    it('that is ended fails what was asked at once, without calling it a death', async () => {
      let died = false;
      handle.onExit(() => (died = true));
      const running = handle.control.request('run', { operation: 'info', files: [reference('large.ply')], options: {} });
      const failed = assert.rejects(running, /The process was ended/);
      setTimeout(() => handle.terminate(), 100);
      await failed;
      assert.equal(died, false);
      await assert.rejects(handle.control.request('run', { operation: 'info', files: [], options: {} }), CancelledError);
    });

    it('that is killed says so to whoever waits', async () => {
      const reasons: string[] = [];
      handle.onExit((reason) => reasons.push(reason));
      await handle.control.request('openFile', { path: of('small.ply'), name: 'small.ply' });
      const running = assert.rejects(
        handle.control.request('run', { operation: 'info', files: [reference('large.ply')], options: {} }),
        /was killed, most likely by the system for lack of memory/,
      );
      assert.ok(handle.pid);
      process.kill(handle.pid, 'SIGKILL');
      await running;
      assert.equal(reasons.length, 1);
    });
  });

  describe('as a thread', () => {
    it('is ended in the middle of its work when cancelled, and the next request starts a new one', async () => {
      const thread = new OperationThread(bundles.worker, 1);
      const controller = new AbortController();
      const running = thread.run({ operation: 'info', files: [reference('large.ply')], options: {} }, { signal: controller.signal });
      setTimeout(() => controller.abort(), 150);
      const started = performance.now();
      await assert.rejects(running, CancelledError);
      assert.ok(performance.now() - started < 1000);
      const answer = await thread.run({ operation: 'info', files: [reference('small.ply')], options: {} });
      assert.ok(answer.kind === 'info' && answer.info.points === 5);
      thread.dispose();
    });

    it('that dies is an error of its request alone', async () => {
      const worker = of('dies.js');
      writeFileSync(worker, "require('node:worker_threads').parentPort.on('message', () => process.exit(3));");
      const thread = new OperationThread(worker, 1);
      for (let time = 0; time < 2; time++) {
        await assert.rejects(
          thread.run({ operation: 'info', files: [], options: {} }),
          (error) => error instanceof OperationError && /exit code 3/.test(error.message),
        );
      }
      thread.dispose();
    });

    it('that throws where nobody catches says what', async () => {
      const worker = of('throws.js');
      writeFileSync(worker, "require('node:worker_threads').parentPort.on('message', () => { throw new RangeError('odd'); });");
      const thread = new OperationThread(worker, 1);
      await assert.rejects(thread.run({ operation: 'info', files: [], options: {} }), /odd/);
      thread.dispose();
    });

    it('removes a partial output by the name that others know it by', () => {
      assert.equal(partialPath('/a/b.ply', 7), '/a/b.ply.7.partial');
    });
  });

  it('holds the memory of one large request at a time, however many it runs', async () => {
    const samples = 220;
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${samples}, ${samples}, ${samples}), }`;
    const head = Buffer.alloc(128, 0x20);
    head.write('\x93NUMPY\x01\x00', 'latin1');
    head.writeUInt16LE(118, 8);
    head.write(header, 10, 'latin1');
    head[127] = 10;
    const plane = samples * samples;
    const values = new Float32Array(samples * plane);
    for (let x = 0; x < samples; x++) values.fill(x - samples / 2 + 0.25, x * plane, (x + 1) * plane);
    writeFileSync(of('field.npy'), Buffer.concat([head, new Uint8Array(values.buffer)]));
    const thread = new OperationThread(bundles.worker, 2);
    const request = { operation: 'marching-cubes', files: [reference('field.npy')], options: {} };
    const most: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      const answer = await thread.run(request);
      assert.equal(answer.kind === 'report' ? answer.report.numbers.triangles : 0, 2 * (samples - 1) ** 2);
      most.push(process.memoryUsage().rss);
    }
    thread.dispose();
    // Without, each adds the 43 MB of its grid.
    assert.ok(most[6] - most[1] < 2 * values.byteLength, `${most.map((bytes) => Math.round(bytes / 1e6)).join(', ')} MB`);
  });

  describe('as a pool', () => {
    it('starts its threads, is ended, and starts them again', async () => {
      const pool = new ThreadPool(bundles.worker, 2);
      await pool.prepare();
      assert.ok(pool.allocate(16) instanceof SharedArrayBuffer);
      assert.deepEqual(await pool.run('sortPointIndex', []), []);
      pool.dispose();
      await pool.prepare();
      pool.dispose();
    });

    it('does on shared memory what one thread does, in the order of the pieces', async () => {
      const pool = new ThreadPool(bundles.worker, 2);
      const clouds = [3000, 1, 40_000, 500, 0].map((count, seed) =>
        Float64Array.from({ length: 3 * count }, (_, index) => Math.sin(index * 12.9898 + seed) * 1000),
      );
      const prepare = (parallel: Parallel): { buffer: ArrayBufferLike; part: number; parts: number }[] =>
        clouds.map((positions) => ({ buffer: preparePointIndex(positions, (bytes) => parallel.allocate(bytes)).buffer, part: 0, parts: 1 }));
      const expected = prepare(sequential);
      await sequential.run('sortPointIndex', expected);
      const given = prepare(pool);
      const answers = await pool.run('sortPointIndex', given);
      given.forEach(({ buffer }, index) => {
        assert.ok(buffer instanceof SharedArrayBuffer);
        // Bytes 16 to 23 of an index are its identity, which no two share.
        for (const start of [0, 24]) {
          const end = start === 0 ? 16 : buffer.byteLength;
          assert.ok(Buffer.from(buffer, start, end - start).equals(Buffer.from(expected[index].buffer, start, end - start)));
        }
        assert.equal(answers[index].buffer.byteLength, buffer.byteLength);
      });
      pool.dispose();
    });

    it('uses shared memory again that no answer holds, zeroed', async () => {
      const pool = new ThreadPool(bundles.worker, 2);
      const bytes = 2 << 20;
      const [first, held] = [pool.allocate(bytes), pool.allocate(bytes)];
      new Uint8Array(first).fill(1);
      await pool.run('sortPointIndex', []);
      pool.recycle({ models: [{ data: new Float32Array(held) }] }, true);
      const [second, third] = [pool.allocate(bytes), pool.allocate(bytes)];
      assert.equal(second, first);
      assert.ok(new Uint8Array(second).every((byte) => byte === 0));
      assert.ok(third !== held && third !== first);
      // After a failure nobody knows who still writes.
      pool.recycle(null, false);
      assert.ok(![first, second, third].includes(pool.allocate(bytes)));
      pool.dispose();
    });

    it('tells what a task throws, and works on', async () => {
      const pool = new ThreadPool(bundles.worker, 2);
      // An index without its header is no index.
      const bad = { buffer: new ArrayBuffer(1), part: 0, parts: 1 };
      await assert.rejects(pool.run('sortPointIndex', [bad, bad, bad, bad, bad]), Error);
      await pool.prepare();
      pool.dispose();
    });

    it('does not start when it is cancelled already', async () => {
      const pool = new ThreadPool(bundles.worker, 2);
      const controller = new AbortController();
      controller.abort();
      await assert.rejects(pool.run('sortPointIndex', [], controller.signal), CancelledError);
    });
  });
});

describe('arrays from a process', () => {
  it('get buffers of their own, of the same type and values', () => {
    const buffer = new ArrayBuffer(64);
    new Uint8Array(buffer).forEach((_, index, bytes) => (bytes[index] = index));
    const whole = new Float32Array(4);
    const message = {
      a: [new Uint16Array(buffer, 8, 3), { b: new BigInt64Array(buffer, 16, 2) }],
      c: whole,
      d: Buffer.from([1, 2, 3]),
      e: 'text',
      f: null,
    };
    const expected = [[...new Uint16Array(buffer, 8, 3)], [...new BigInt64Array(buffer, 16, 2)]];
    const exact = withExactArrays(message);
    assert.equal(exact, message);
    const [first, second] = message.a;
    assert.ok(first instanceof Uint16Array && 'b' in second);
    assert.deepEqual([[...first], [...second.b]], expected);
    assert.deepEqual([first.buffer.byteLength, second.b.buffer.byteLength], [6, 16]);
    assert.equal(message.c, whole);
    assert.equal(Buffer.isBuffer(message.d), false);
    assert.deepEqual([...message.d], [1, 2, 3]);
    assert.equal(message.d.buffer.byteLength, 3);
  });
});

describe('a file that changes while it is read', () => {
  it('is an error that says so', async () => {
    const { NodeFileSource } = await import('../../../src/compute/nodeFileSource');
    const folder = mkdtempSync(path.join(tmpdir(), 'inspect3d-'));
    const file = path.join(folder, 'a.bin');
    writeFileSync(file, new Uint8Array(100).fill(7));
    const source = await NodeFileSource.open(file, 'a.bin');
    const part = await source.read(90, 100);
    assert.equal(part.length, 10);
    assert.equal(part.buffer.byteLength, 10);
    assert.equal((await source.read(200, 5)).length, 0);
    appendFileSync(file, 'more');
    await assert.rejects(source.read(0, 10), (error) => error instanceof FormatError && /found 104 bytes.*changed/.test(error.message));
    await source.close();
    rmSync(folder, { recursive: true });
  });
});
