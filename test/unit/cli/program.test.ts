import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import type { FileInfo } from '../../../src/model/fileInfo';
import { NodeBundles } from '../../support/nodeBundles';
import { cloudText, Folder } from './harness';

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly errors: string;
  /** Milliseconds from `interrupt` to the end. */
  readonly tookToEnd: number;
}

interface Settings {
  readonly input?: string;
  /** Leaves standard input open. */
  readonly waits?: boolean;
  /** Interrupts it as soon as this is true of what it has printed, or of its folder. */
  readonly interruptWhen?: (output: string) => boolean;
  /** Stops reading after the first piece of output. */
  readonly stopsReading?: boolean;
}

/** The program as people run it, in a process with threads of its own. */
describe('inspect3d as a program', () => {
  let bundles: NodeBundles;
  before(() => {
    bundles = new NodeBundles();
  });
  after(() => bundles.remove());

  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const start = (argv: readonly string[], settings: Partial<Settings> = {}): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [bundles.commandLine, ...argv], {
          cwd: folder.path,
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      let output = '';
      let errors = '';
      let interrupted = 0;
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (settings.stopsReading) child.stdout.destroy();
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      child.stdin.on('error', () => undefined);
      if (settings.waits !== true) child.stdin.end(settings.input ?? '');
      else if (settings.input !== undefined) child.stdin.write(settings.input);
      const { interruptWhen } = settings;
      // Asked again and again, since on a busy machine Node alone may take a second to start.
      const asking = setInterval(() => {
        if (interruptWhen?.(output) !== true) return;
        clearInterval(asking);
        interrupted = performance.now();
        child.kill('SIGINT');
      }, 5);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearInterval(asking);
        resolve({ code, signal, output, errors, tookToEnd: performance.now() - interrupted });
      });
    });

  it('tells what a file holds, from a thread', async () => {
    const { code, output } = await start(['info', folder.of('cloud.ply'), '--json']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(output) as FileInfo).points, 3);
  });

  it('converts from standard input to standard output', async () => {
    const { code, output, errors } = await start(['convert', '-', '--format', 'ply', '-o', '-', '--ascii', '--json'], { input: cloudText });
    assert.equal(code, 0);
    assert.match(output, /^ply\nformat ascii/);
    assert.match(errors, /"operation":"convert"/);
  });

  it('exits 1 for a condition that holds and 2 for errors', async () => {
    assert.equal((await start(['info', folder.of('cloud.ply'), '--fail-if', 'points>2'])).code, 1);
    const none = await start(['info', folder.of('none.ply')]);
    assert.equal(none.code, 2);
    assert.match(none.errors, /^inspect3d: .*none\.ply: expected a file that can be read, found none\..*\n$/);
  });

  it('answers a batch in order', async () => {
    const lines = Array.from({ length: 12 }, (_, id) => JSON.stringify({ id, operation: 'info', files: [folder.of(id % 3 ? 'cloud.ply' : 'none.ply')] }));
    const { code, output } = await start(['batch'], { input: lines.join('\n') });
    assert.equal(code, 0);
    const answers = output.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: number; points?: number });
    assert.deepEqual(answers.map(({ id, points }) => [id, points]), lines.map((_, id) => [id, id % 3 ? 3 : undefined]));
  });

  it('ends with 130 at once when interrupted in the middle of its work, and leaves nothing behind', async () => {
    const rows = 1_500_000;
    const header = cloudText.slice(0, cloudText.indexOf('end_header')).replace('vertex 3', `vertex ${rows}`);
    writeFileSync(folder.of('large.ply'), `${header}end_header\n${'0.125 0.25 0.5 255 0 0 0.123456\n'.repeat(rows)}`);
    const { code, tookToEnd, errors } = await start(['convert', folder.of('large.ply'), '-o', folder.of('out.ply'), '--ascii'], {
      interruptWhen: () => readdirSync(folder.path).some((name) => name.endsWith('.partial')),
    });
    assert.deepEqual([code, errors], [130, '']);
    assert.ok(tookToEnd < 1000, `${tookToEnd} ms`);
    assert.deepEqual(readdirSync(folder.path).sort(), ['cloud.ply', 'large.ply']);
  });

  it('ends with 130 when interrupted while it waits for requests', async () => {
    const request = `${JSON.stringify({ operation: 'info', files: [folder.of('cloud.ply')] })}\n`;
    const { code } = await start(['batch'], { waits: true, input: request, interruptWhen: (output) => output.includes('\n') });
    assert.equal(code, 130);
  });

  it('is quiet when its reader has had enough', async () => {
    const lines = Array.from({ length: 200 }, () => JSON.stringify({ operation: 'info', files: [folder.of('cloud.ply')] }));
    const { code, errors } = await start(['batch'], { input: lines.join('\n'), stopsReading: true });
    assert.deepEqual([code, errors], [0, '']);

    const rows = 200_000;
    writeFileSync(folder.of('large.ply'), `ply\nformat ascii 1.0\nelement vertex ${rows}\nproperty float x\nproperty float y\nproperty float z\nend_header\n${'0.125 0.25 0.5\n'.repeat(rows)}`);
    const written = await start(['convert', folder.of('large.ply'), '-o', '-', '--ascii'], { stopsReading: true });
    assert.deepEqual([written.code, written.errors], [0, '']);
  });
});
