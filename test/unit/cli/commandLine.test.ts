import assert from 'node:assert/strict';
import { existsSync, linkSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import type { OperationRunner } from '../../../src/compute/operationThread';
import type { RunAnswer } from '../../../src/compute/processProtocol';
import type { FileInfo } from '../../../src/model/fileInfo';
import type { Report } from '../../../src/operations/operation';
import { convertDescriptor } from '../../../src/operations/convertDescriptor';
import { chunks, cloudText, Folder, Memory, run } from './harness';

/** That there is one line, besides warnings about the points that are not finite. */
function oneLine(all: string, words: RegExp): void {
  const errors = withoutWarnings(all);
  assert.match(errors, words);
  assert.equal(errors.split('\n').length, 2, `one line: ${errors}`);
  assert.doesNotMatch(errors, /\n\s+at /);
}

function withoutWarnings(errors: string): string {
  return errors.replace(/^inspect3d: warning: .* not finite.*\n/gm, '');
}

describe('command line', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const answering = (answer: RunAnswer): OperationRunner => ({ run: () => Promise.resolve(answer), dispose: () => undefined });
  const failing = (error: unknown): OperationRunner => ({
    run: () => (error instanceof Error ? Promise.reject(error) : Promise.reject(new Error(String(error)))),
    dispose: () => undefined,
  });
  const convert = (...more: string[]): string[] => ['convert', folder.of('cloud.ply'), ...more];

  describe('info', () => {
    it('prints one JSON document with the keys of the contract', async () => {
      const { code, output, errors } = await run(['info', 'cloud.ply', '--json'], { folder: folder.path });
      assert.equal(code, 0);
      assert.equal(errors, '');
      const info = JSON.parse(output) as FileInfo;
      assert.deepEqual(Object.keys(info), ['file', 'format', 'kind', 'bytes', 'points', 'bounds', 'notFinite', 'attributes', 'comments', 'warnings']);
      assert.equal(info.file, 'cloud.ply');
      assert.equal(info.kind, 'pointCloud');
      assert.equal(info.bytes, cloudText.length);
      assert.equal(info.notFinite, 1);
      assert.deepEqual(info.bounds, { min: [0, 0.1, 0], max: [1, 2, 3] });
      assert.deepEqual(info.attributes?.map(({ name }) => name), ['x', 'y', 'z', 'red', 'green', 'blue', 'intensity']);
      assert.equal(info.attributes?.[1].type, 'float64');
    });

    it('prints text for people: aligned, with bounds, attributes, comments', async () => {
      const { code, output } = await run(['info', folder.of('cloud.ply')]);
      assert.equal(code, 0);
      assert.match(output, /^ {2}points +3$/m);
      assert.match(output, /^ {2}not finite +1$/m);
      assert.match(output, /^ {2}vertex +intensity +float32 +0\.25\d* +1\.0\d*$/m);
      assert.match(output, /^ {2}made by hand$/m);
    });

    it('keeps control characters of files out of the terminal', async () => {
      folder.write('odd.ply', cloudText.replace('made by hand', 'a\u001b[31mred\u0007'));
      const { output } = await run(['info', folder.of('odd.ply')]);
      assert.doesNotMatch(output, /\p{Cc}(?<!\n)/u);
      assert.match(output, /a \[31mred/);
    });

    it('reads standard input with --format, and asks for it otherwise', async () => {
      const input = (): AsyncIterable<Uint8Array> => chunks(cloudText.slice(0, 100), cloudText.slice(100));
      const { code, output } = await run(['info', '-', '--format', 'ply', '--json'], { input: input() });
      assert.equal(code, 0);
      assert.deepEqual([(JSON.parse(output) as FileInfo).file, (JSON.parse(output) as FileInfo).points], ['-', 3]);
      const refused = await run(['info', '-'], { input: input() });
      assert.equal(refused.code, 2);
      oneLine(refused.errors, /--format/);
      const limited = await run(['info', '-', '--format=ply', '--limit', '10'], { input: input() });
      assert.equal(limited.code, 2);
      oneLine(limited.errors, /at most 10 bytes, found more/);
    });

    it('warns about reader options that the format does not use', async () => {
      const { code, errors } = await run(['info', folder.of('cloud.ply'), '--axes', 'zyx']);
      assert.equal(code, 0);
      oneLine(errors, /warning: --axes has no meaning/);
    });
  });

  describe('help', () => {
    it('lists the operations', async () => {
      const { code, output, errors } = await run(['--help']);
      assert.deepEqual([code, errors], [0, '']);
      for (const id of ['info', 'convert', 'batch']) assert.match(output, new RegExp(`^ {2}${id} `, 'm'));
    });

    it('of an operation holds its definition and options', async () => {
      for (const argv of [['convert', '--help'], ['-h', 'convert']]) {
        const { code, output } = await run(argv);
        assert.equal(code, 0);
        assert.ok(output.replace(/\s+/g, ' ').includes(convertDescriptor.definition));
        assert.match(output, /--ascii/);
        assert.match(output, /--fail-if/);
      }
    });

    it('of batch, and the version', async () => {
      assert.match((await run(['batch', '--help'])).output, /"operation": "info"/);
      assert.match((await run(['--version'])).output, /^\d+\.\d+\.\d+\n$/);
    });
  });

  describe('usage errors exit 2 with one line', () => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [[], /Name an operation: info, convert/],
      [['convret', 'a.ply'], /no operation "convret". Did you mean convert\?/],
      [['info'], /info: expected 1 file \(FILE\), found 0/],
      [['info', 'a.ply', 'b.ply'], /found 2/],
      [['info', 'a.ply', '--jsno'], /no option --jsno. Did you mean --json\?/],
      [['info', 'a.ply', '-x'], /no option -x/],
      [['info', 'a.ply', '--limit'], /--limit needs a value/],
      [['info', 'a.ply', '--limit', '--json'], /--limit needs a value, found the option --json/],
      [['info', 'a.ply', '--limit', 'many'], /--limit: expected an integer of at least 1, found "many"/],
      [['info', 'a.ply', '--limit=-1'], /found -1/],
      [['info', 'a.ply', '--threads', '0'], /--threads: expected an integer from 1 to 1024, found 0/],
      [['info', 'a.ply', '--device', 'tpu'], /one of auto, gpu, cpu/],
      [['info', 'a.ply', '--fail-if', 'points'], /--fail-if: expected NAME OPERATOR VALUE/],
      [['info', 'a.ply', '-o', 'out.ply'], /info makes no file/],
      [['convert', 'a.ply'], /convert needs an output: -o FILE/],
      [['convert', 'a.ply', '-o', 'b.ply', '--ascii', '--binary'], /exclude each other/],
      [['batch', 'a.ply'], /batch takes its files/],
      [['elephant', '--help'], /no operation "elephant"/],
    ];
    for (const [argv, words] of cases) {
      it(argv.join(' ') || '(nothing)', async () => {
        const { code, output, errors } = await run(argv);
        assert.equal(code, 2);
        assert.equal(output, '');
        oneLine(errors, words);
      });
    }
  });

  describe('files that cannot be read exit 2 with one line', () => {
    it('none, a folder, an unknown format, a broken one, the wrong device', async () => {
      folder.write('a.xyz123', 'hello');
      folder.write('broken.ply', 'ply\nformat ascii 1.0\nelement vertex nine\nend_header\n');
      const cases: readonly (readonly [string[], RegExp])[] = [
        [[folder.of('none.ply')], /none\.ply: expected a file that can be read, found none/],
        [[folder.path], /expected a folder of detections/],
        [[folder.of('a.xyz123')], /a\.xyz123: expected .*ply.*, found neither/],
        [[folder.of('cloud.ply'), '--format', 'jpeg'], /expected a format among .*ply.*, found "jpeg"/],
        [[folder.of('broken.ply')], /broken\.ply, line 3: expected/],
        [[folder.of('cloud.ply'), '--device', 'gpu'], /--device gpu: expected a hardware/],
        [[folder.of('cloud.ply'), '--limit', '1'], /cloud\.ply.*limit/],
      ];
      for (const [argv, words] of cases) {
        const { code, errors } = await run(['info', ...argv]);
        assert.equal(code, 2, errors);
        oneLine(errors, words);
      }
    });

    it('and names with line ends stay on one line', async () => {
      const { code, errors } = await run(['info', 'a\nb\u001b[2J.ply']);
      assert.equal(code, 2);
      oneLine(errors, /a b \[2J\.ply/);
    });
  });

  describe('convert', () => {
    it('writes binary by default, text with --ascii, and keeps the values', async () => {
      const { code, output } = await run(convert('-o', folder.of('out.ply'), '--json'));
      assert.equal(code, 0);
      const report = JSON.parse(output) as Report;
      assert.deepEqual(Object.keys(report), ['operation', 'definition', 'inputs', 'options', 'numbers', 'tables', 'device', 'seconds', 'warnings']);
      assert.deepEqual(report.inputs, [{ file: folder.of('cloud.ply'), kind: 'pointCloud', count: 3 }]);
      assert.deepEqual(report.numbers, {});
      assert.deepEqual(Object.keys(report.seconds), ['read', 'compute', 'write']);
      assert.match(readFileSync(folder.of('out.ply'), 'latin1'), /^ply\nformat binary_little_endian/);
      assert.equal((await run(convert('-o', folder.of('text.ply'), '--ascii'))).code, 0);
      assert.match(readFileSync(folder.of('text.ply'), 'latin1'), /^ply\nformat ascii/);
      const infoOf = async (name: string): Promise<Partial<FileInfo>> => {
        const info = JSON.parse((await run(['info', folder.of(name), '--json'])).output) as FileInfo;
        return { ...info, file: '', bytes: 0 };
      };
      assert.deepEqual(await infoOf('out.ply'), await infoOf('cloud.ply'));
      assert.deepEqual(await infoOf('text.ply'), await infoOf('cloud.ply'));
    });

    it('-o - writes the file to standard output and the report to standard error', async () => {
      const { code, bytes, errors } = await run(convert('-o', '-', '--json'));
      assert.equal(code, 0);
      assert.equal((JSON.parse(errors) as Report).operation, 'convert');
      assert.equal((await run(convert('-o', folder.of('out.ply')))).code, 0);
      assert.deepEqual(bytes, readFileSync(folder.of('out.ply')));
    });

    it('never writes over an input, by whatever name', async () => {
      linkSync(folder.of('cloud.ply'), folder.of('hard.ply'));
      symlinkSync(folder.of('cloud.ply'), folder.of('soft.ply'));
      for (const name of ['cloud.ply', 'hard.ply', 'soft.ply', './cloud.ply']) {
        const { code, errors } = await run(convert('-o', name), { folder: folder.path });
        assert.equal(code, 2);
        oneLine(errors, /never written over/);
      }
      assert.equal(readFileSync(folder.of('cloud.ply'), 'utf8'), cloudText);
    });

    it('leaves nothing behind when it fails', async () => {
      folder.write('cut.ply', 'ply\nformat ascii 1.0\n');
      assert.equal((await run(['convert', folder.of('cut.ply'), '-o', folder.of('out.ply')])).code, 2);
      const missing = await run(convert('-o', folder.of('none/out.ply')));
      assert.equal(missing.code, 2);
      oneLine(missing.errors, /expected a file that can be written, found none/);
      oneLine((await run(convert('-o', folder.of('out.unknown')))).errors, /expected an extension that can be written \(.*\.ply.*\)/);
      assert.deepEqual(readdirSync(folder.path).sort(), ['cloud.ply', 'cut.ply']);
      assert.equal(existsSync(folder.of('out.ply')), false);
    });
  });

  describe('--fail-if', () => {
    it('exits 1 when one of several holds, after the report', async () => {
      const argv = ['info', folder.of('cloud.ply'), '--json'];
      assert.equal((await run([...argv, '--fail-if', 'points<3', '--fail-if', 'notFinite==0'])).code, 0);
      const { code, output, errors } = await run([...argv, '--fail-if', 'points<3', '--fail-if', 'notFinite>=1']);
      assert.equal(code, 1);
      assert.equal((JSON.parse(output) as FileInfo).points, 3);
      oneLine(errors, /notFinite >= 1 holds: notFinite is 1/);
    });

    it('exits 2 for a number that is not there or has no value', async () => {
      const unknown = await run(['info', folder.of('cloud.ply'), '--fail-if', 'chamfer>1', '--fail-if', 'points>0']);
      assert.equal(unknown.code, 2);
      oneLine(unknown.errors, /found "chamfer"/);
      const report: Report = {
        operation: 'convert',
        definition: '',
        inputs: [],
        options: {},
        numbers: { chamfer: 0.02, backward: null },
        tables: [],
        device: { kind: 'cpu', name: 'test', place: 'process', reason: '' },
        seconds: { read: 0, compute: 0, write: 0 },
        warnings: [],
      };
      const runner = answering({ kind: 'report', report, models: [], columns: [] });
      const conditions = (...list: string[]): string[] => convert('-o', folder.of('o.ply'), ...list.flatMap((text) => ['--fail-if', text]));
      const empty = await run(conditions('backward>1'), { runner });
      assert.equal(empty.code, 2);
      assert.match(empty.errors, /expected a value of backward, found none/);
      assert.equal((await run(conditions('chamfer > 0.01'), { runner })).code, 1);
      assert.equal((await run(conditions('chamfer!=2e-2'), { runner })).code, 0);
    });
  });

  describe('what goes wrong', () => {
    const argv = ['info', 'x.ply', '--json'];

    it('a crash exits 2 with one line, and shows its stack with --debug alone', async () => {
      const runner = failing(new TypeError('x is not a function\nat all'));
      const quiet = await run(argv, { runner });
      assert.equal(quiet.code, 2);
      oneLine(quiet.errors, /mistake in this program.*x is not a function/);
      const loud = await run([...argv, '--debug'], { runner });
      assert.equal(loud.code, 2);
      assert.match(loud.errors, /\n\s+at /);
    });

    it('an interrupt exits 130 at once and quietly, also while standard input is awaited', async () => {
      const controller = new AbortController();
      const endless: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
      const waiting = run(['info', '-', '--format', 'ply'], { input: endless, signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      const { code, errors } = await waiting;
      assert.deepEqual([code, errors], [130, '']);
    });

    it('a reader who had enough is no error, and a condition is still answered for', async () => {
      const broken = (): Memory => new Memory(false, 'EPIPE');
      const file = folder.of('cloud.ply');
      const quiet = await run(['info', file], { output: broken() });
      assert.deepEqual([quiet.code, withoutWarnings(quiet.errors)], [0, '']);
      assert.equal((await run(['info', file, '--fail-if', 'points>1'], { output: broken() })).code, 1);
      assert.equal((await run(['--help'], { output: broken() })).code, 0);
      assert.equal((await run(['info', file], { output: new Memory(false, 'ENOSPC') })).code, 2);
    });
  });

  it('draws a bar on a terminal alone, and clears it', async () => {
    const slow: OperationRunner = {
      run: async (_request, listener) => {
        await new Promise((resolve) => setTimeout(resolve, 350));
        listener?.progress?.({ share: 0.5, activity: 'thinking' });
        throw new Error('enough');
      },
      dispose: () => undefined,
    };
    const terminal = await run(['info', 'x.ply'], { runner: slow, errors: new Memory(true) });
    assert.ok(terminal.errors.includes(`[${'#'.repeat(12)}${'.'.repeat(12)}]  50 %  thinking\r\u001b[K`), terminal.errors);
    assert.doesNotMatch((await run(['info', 'x.ply'], { runner: slow })).errors, /#/);
  });
});
