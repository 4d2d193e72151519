import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { FileInfo } from '../../../src/model/fileInfo';
import type { Report } from '../../../src/operations/operation';
import { chunks, Folder, run, type Outcome } from './harness';

const header = (type: string, count: number, more: readonly string[] = []): string =>
  ['ply', 'format ascii 1.0', `element vertex ${count}`, ...['x', 'y', 'z'].map((axis) => `property ${type} ${axis}`), ...more, 'end_header', ''].join('\n');

const compared = `${header('float', 3, ['property uchar red', 'property uchar green', 'property uchar blue', 'property int label'])}0 0 0 1 2 3 7\n3 0 0 4 5 6 8\nnan 0 0 7 8 9 9\n`;
const reference = `${header('double', 1)}0 4 0\n`;
const tetrahedron = (faces: readonly string[]): string =>
  `${header('float', 4, [`element face ${faces.length}`, 'property list uchar int vertex_indices'])}0 0 0\n8 0 0\n0 8 0\n0 0 8\n${faces.join('\n')}\n`;
const closed = ['3 0 2 1', '3 0 1 3', '3 1 2 3', '3 0 3 2'];

describe('operations on clouds, on the command line', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
    folder.write('a.ply', compared);
    folder.write('b.ply', reference);
    folder.write('closed.ply', tetrahedron(closed));
    folder.write('open.ply', tetrahedron(closed.slice(1)));
    folder.write('inside.ply', `${header('double', 2)}1 1 0.5\n-2 1 1\n`);
    folder.write('empty.ply', header('float', 0));
  });
  afterEach(() => folder.remove());

  const ask = (...argv: string[]): Promise<Outcome> => run(argv, { folder: folder.path });
  const report = async (...argv: string[]): Promise<Report> => {
    const { code, output, errors } = await ask(...argv, '--json');
    assert.equal(code, 0, errors);
    return JSON.parse(output) as Report;
  };
  const numbers = async (...argv: string[]): Promise<Report['numbers']> => (await report(...argv)).numbers;

  it('chamfer: its numbers by every option, the keys of the contract', async () => {
    const whole = await report('chamfer', 'a.ply', 'b.ply');
    assert.deepEqual(whole.numbers, { chamfer: 13, forward: 9, backward: 4 });
    assert.equal(whole.convention, 'sums of unsquared distances, both directions added');
    assert.deepEqual(whole.inputs, [
      { file: 'a.ply', kind: 'pointCloud', count: 3 },
      { file: 'b.ply', kind: 'pointCloud', count: 1 },
    ]);
    for (const key of ['operation', 'definition', 'options', 'tables', 'device', 'seconds', 'warnings']) assert.ok(Object.hasOwn(whole, key), key);
    assert.ok(whole.warnings.includes('a.ply: 1 of 3 points is not finite and was left out.'));
    assert.deepEqual(await numbers('chamfer', 'a.ply', 'b.ply', '--reduction', 'mean'), { chamfer: 8.5, forward: 4.5, backward: 4 });
    assert.deepEqual(await numbers('chamfer', 'a.ply', 'b.ply', '--squared'), { chamfer: 57, forward: 41, backward: 16 });
    assert.deepEqual(await numbers('chamfer', 'a.ply', 'b.ply', '--preset', 'pytorch3d'), { chamfer: 36.5, forward: 20.5, backward: 16 });
    assert.deepEqual(await numbers('chamfer', 'a.ply', 'b.ply', '--one-way'), { chamfer: 9, forward: 9, backward: null });
  });

  it('chamfer: --fail-if on its numbers, and on one that has no value', async () => {
    assert.equal((await ask('chamfer', 'a.ply', 'b.ply', '--fail-if', 'chamfer>12.9')).code, 1);
    assert.equal((await ask('chamfer', 'a.ply', 'b.ply', '--fail-if', 'chamfer>13')).code, 0);
    assert.equal((await ask('chamfer', 'a.ply', 'b.ply', '--one-way', '--fail-if', 'backward>0')).code, 2);
  });

  it('chamfer: text for people tells the unit of squared distances', async () => {
    const { output } = await ask('chamfer', 'a.ply', 'b.ply', '--squared');
    assert.match(output, /chamfer +57 +the file's unit²/);
    assert.match((await ask('chamfer', 'a.ply', 'b.ply')).output, /chamfer +13 +the file's unit /);
  });

  it('hausdorff: all eight numbers', async () => {
    const found = await numbers('hausdorff', 'a.ply', 'b.ply');
    assert.deepEqual(Object.keys(found), ['hausdorff', 'forward', 'backward', 'hausdorff95', 'p50', 'p90', 'p95', 'p99']);
    const expected = [5, 5, 4, 4.95, 4.5, 4.9, 4.95, 4.99];
    Object.values(found).forEach((value, i) => assert.ok(Math.abs(Number(value) - expected[i]) < 1e-12, String(value)));
  });

  it('fscore: with the threshold that it needs', async () => {
    assert.deepEqual(await numbers('fscore', 'a.ply', 'b.ply', '--threshold', '4.5'), { fscore: 2 / 3, precision: 0.5, recall: 1 });
    const { code, errors } = await ask('fscore', 'a.ply', 'b.ply');
    assert.equal(code, 2);
    assert.match(errors, /fscore needs --threshold/);
  });

  it('distances: numbers alone, or the cloud with all it had and a distance', async () => {
    assert.deepEqual(await numbers('distances', 'a.ply', 'b.ply'), { mean: 4.5, max: 5, rms: Math.sqrt(20.5) });
    await report('distances', 'a.ply', 'b.ply', '-o', 'out.ply', '--ascii');
    const [head, rows] = readFileSync(folder.of('out.ply'), 'latin1').split('end_header\n');
    assert.deepEqual(head.split('\n').filter((line) => line.startsWith('property')), [
      'property float x',
      'property float y',
      'property float z',
      'property uchar red',
      'property uchar green',
      'property uchar blue',
      'property int label',
      'property double distance',
    ]);
    assert.deepEqual(rows.split('\n'), ['0 0 0 1 2 3 7 4', '3 0 0 4 5 6 8 5', 'nan 0 0 7 8 9 9 nan', '']);
  });

  it('distances: to a surface, signed where it is closed, 2 with the reason where it is not', async () => {
    const signed = await report('distances', 'inside.ply', 'closed.ply', '--signed', '-o', 'out.ply');
    assert.deepEqual([signed.numbers.mean, signed.numbers.max], [1.25, 2]);
    assert.deepEqual(signed.tables[0].rows, [[0.75, -0.5, 2, 1, 0.5]]);
    const info = JSON.parse((await ask('info', 'out.ply', '--json')).output) as FileInfo;
    const distance = info.attributes?.find(({ name }) => name === 'distance');
    assert.deepEqual([distance?.type, distance?.min, distance?.max], ['float64', -0.5, 2]);
    const refused = await ask('distances', 'inside.ply', 'open.ply', '--signed', '-o', 'never.ply');
    assert.equal(refused.code, 2);
    assert.match(refused.errors, /open\.ply: expected a closed mesh for --signed, found 3 open edges\./);
    assert.equal(existsSync(folder.of('never.ply')), false);
  });

  it('sample: farthest and uniform, to a file that keeps attributes', async () => {
    assert.deepEqual(await numbers('sample', 'a.ply', '-n', '2', '--start', '1', '-o', 'far.ply', '--ascii'), { points: 2 });
    assert.match(readFileSync(folder.of('far.ply'), 'latin1'), /property int label\nend_header\n3 0 0 4 5 6 8\n0 0 0 1 2 3 7\n$/);
    assert.deepEqual(await numbers('sample', 'closed.ply', '-n', '100', '--method', 'uniform', '--seed', '4', '-o', 'drawn.ply'), { points: 100 });
    const info = JSON.parse((await ask('info', 'drawn.ply', '--json')).output) as FileInfo;
    assert.deepEqual([info.kind, info.points], ['pointCloud', 100]);
    assert.equal((await numbers('distances', 'drawn.ply', 'closed.ply', '--fail-if', 'max>1e-6')).max !== null, true);
    const without = await ask('sample', 'a.ply', '-n', '2');
    assert.deepEqual([without.code, /sample needs an output/.test(without.errors)], [2, true]);
  });

  it('statistics: spacing, duplicates, not finite', async () => {
    const found = await report('statistics', 'a.ply');
    assert.deepEqual(found.numbers, { spacingMean: 3, spacingP50: 3, spacingP95: 3, duplicates: 0, notFinite: 1 });
    assert.deepEqual(found.tables[1].rows[0], [1, 1, 0, 0, 1.5, 3]);
  });

  it('an empty cloud is an error in one line that names it', async () => {
    const asks = [['chamfer', 'a.ply', 'empty.ply'], ['hausdorff', 'empty.ply', 'a.ply'], ['fscore', 'a.ply', 'empty.ply', '--threshold', '1'], ['distances', 'a.ply', 'empty.ply'], ['statistics', 'empty.ply'], ['sample', 'empty.ply', '-n', '1', '-o', 'never.ply']];
    for (const argv of asks) {
      const { code, output, errors } = await ask(...argv);
      assert.deepEqual([code, output], [2, ''], argv.join(' '));
      assert.match(errors, /empty\.ply: expected at least one point with finite coordinates, found none/);
    }
  });

  it('the GPU is refused with the reason, and the CPU is taken when asked for', async () => {
    const { code, errors } = await ask('chamfer', 'a.ply', 'b.ply', '--device', 'gpu');
    assert.equal(code, 2);
    assert.match(errors, /--device gpu: expected a hardware/);
    const { device } = await report('chamfer', 'a.ply', 'b.ply', '--device', 'cpu');
    assert.deepEqual(device, { kind: 'cpu', name: 'CPU, 1 thread', place: 'process', reason: 'the CPU was asked for' });
  });

  it('batch: the same numbers a line', async () => {
    const lines = [
      { id: 1, operation: 'chamfer', files: ['a.ply', 'b.ply'], options: { preset: 'pytorch3d' } },
      { id: 2, operation: 'sample', files: ['a.ply'], options: { n: 1 }, output: 'one.ply' },
      { id: 3, operation: 'statistics', files: ['one.ply'] },
      { id: 4, operation: 'fscore', files: ['a.ply', 'b.ply'], options: { threshold: '1' } },
    ];
    const { output } = await run(['batch'], { folder: folder.path, input: chunks(lines.map((line) => `${JSON.stringify(line)}\n`).join('')) });
    const [chamfer, sample, statistics, failed] = output.trimEnd().split('\n').map((line) => JSON.parse(line) as Report & { readonly error?: { readonly message: string } });
    assert.equal(chamfer.numbers.chamfer, 36.5);
    assert.equal(sample.numbers.points, 1);
    assert.deepEqual([statistics.numbers.spacingMean, statistics.inputs[0].count], [null, 1]);
    assert.match(failed.error?.message ?? '', /--threshold: expected a number/);
  });

  it('--help tells definition, options and numbers of each', async () => {
    for (const operation of ['chamfer', 'hausdorff', 'fscore', 'distances', 'sample', 'statistics']) {
      const { code, output } = await ask(operation, '--help');
      assert.equal(code, 0);
      assert.match(output, /\nDefinition:\n[^]*\nSource:\n[^]*\nOptions:\n[^]*\nNumbers:\n/, operation);
    }
  });
});
