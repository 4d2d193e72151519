import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { array, number, object, optional, parse, string } from 'valibot';
import { cloud, measure } from '../unit/operations/pointModels';
import { findCorpus } from './corpusFolder';

const corpus = findCorpus();
const clouds = array(array(array(number())));
/** What Kaolin's tests state of batches of two pairs. */
const statedFile = object({
  cases: array(
    object({
      source: string(),
      a: optional(clouds),
      b: optional(clouds),
      gt: optional(clouds),
      pred: optional(clouds),
      stated: object({
        chamfer_mean_sq: optional(array(number())),
        weighted_1_3_and_0_8: optional(array(number())),
        chamfer_mean_l2: optional(array(number())),
        sided_sq_a_to_b: optional(array(array(number()))),
        f_score_radius_0_2: optional(array(number())),
        f_score_radius_0_12: optional(array(number())),
      }),
    }),
  ),
});
/** What numpy and scipy compute of vertices of two known models. */
const computedFile = object({
  cases: array(
    object({
      n: number(),
      a: string(),
      b: string(),
      metrics: object({
        chamfer_sum_l2: number(),
        chamfer_sum_l2_a_to_b: number(),
        chamfer_sum_l2_b_to_a: number(),
        chamfer_mean_l2: number(),
        chamfer_sum_sq: number(),
        chamfer_mean_sq: number(),
        hausdorff_a_to_b: number(),
        hausdorff_b_to_a: number(),
        hausdorff: number(),
      }),
    }),
  ),
});

const near = (found: number | null | undefined, expected: number, tolerance: number): void =>
  assert.ok(typeof found === 'number' && Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${found}, expected ${expected}`);

/** An array of n rows of 3 numbers as numpy saves it, little endian and rows first. */
function readArray(file: string): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  const bytes = readFileSync(file);
  const begin = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, begin);
  assert.match(header, /'descr': '<f[48]', 'fortran_order': False, 'shape': \(\d+, 3\)/);
  const data = new Uint8Array(bytes.subarray(begin)).buffer;
  return header.includes('<f4') ? new Float32Array(data) : new Float64Array(data);
}

describe('metrics of clouds equal what other programs say', function () {
  before(function () {
    if (!corpus) {
      console.log('      (the corpus is not here: set INSPECT3D_CORPUS to its folder)');
      this.skip();
    }
  });
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(corpus ?? '', 'reference', 'pointcloud', name), 'utf8'));

  it('Chamfer as Kaolin and PyTorch3D state it, and its one-way halves', async () => {
    const found = parse(statedFile, read('chamfer_stated.json')).cases.find(({ a, b }) => a && b);
    const { a = [], b = [], stated } = found ?? assert.fail('No case has clouds a and b.');
    assert.equal(a.length, 2);
    for (const [pair, points] of a.entries()) {
      const models = [cloud(points.flat()), cloud(b[pair].flat())];
      const preset = await measure('chamfer', models, { preset: 'pytorch3d' });
      near(preset.numbers.chamfer, stated.chamfer_mean_sq?.[pair] ?? NaN, 1e-5);
      near(1.3 * Number(preset.numbers.forward) + 0.8 * Number(preset.numbers.backward), stated.weighted_1_3_and_0_8?.[pair] ?? NaN, 1e-5);
      const mean = await measure('chamfer', models, { reduction: 'mean' });
      near(mean.numbers.chamfer, stated.chamfer_mean_l2?.[pair] ?? NaN, 1e-5);
      const sided = stated.sided_sq_a_to_b?.[pair] ?? [];
      const oneWay = await measure('chamfer', models, { squared: true, 'one-way': true });
      near(oneWay.numbers.chamfer, sided.reduce((sum, square) => sum + square, 0), 1e-5);
    }
  });

  it('F-scores as Kaolin states them', async () => {
    const found = parse(statedFile, read('chamfer_stated.json')).cases.find(({ gt, pred }) => gt && pred);
    const { gt = [], pred = [], stated } = found ?? assert.fail('No case has clouds gt and pred.');
    assert.equal(gt.length, 2);
    for (const [pair, points] of pred.entries()) {
      const models = [cloud(points.flat()), cloud(gt[pair].flat())];
      near((await measure('fscore', models, { threshold: 0.2 })).numbers.fscore, stated.f_score_radius_0_2?.[pair] ?? NaN, 1e-12);
      near((await measure('fscore', models, { threshold: 0.12 })).numbers.fscore, stated.f_score_radius_0_12?.[pair] ?? NaN, 1e-12);
    }
  });

  it('Chamfer and Hausdorff of a bunny and a teapot, as numpy has them', async () => {
    const { cases } = parse(computedFile, read('emd_exact.json'));
    assert.ok(cases.length >= 2);
    for (const { n, a, b, metrics } of cases) {
      const models = [a, b].map((name) => cloud(readArray(path.join(corpus ?? '', 'reference', 'pointcloud', name))));
      assert.equal(models[0].count, n);
      const sum = (await measure('chamfer', models)).numbers;
      near(sum.chamfer, metrics.chamfer_sum_l2, 1e-6);
      near(sum.forward, metrics.chamfer_sum_l2_a_to_b, 1e-6);
      near(sum.backward, metrics.chamfer_sum_l2_b_to_a, 1e-6);
      near((await measure('chamfer', models, { reduction: 'mean' })).numbers.chamfer, metrics.chamfer_mean_l2, 1e-6);
      near((await measure('chamfer', models, { squared: true })).numbers.chamfer, metrics.chamfer_sum_sq, 1e-6);
      near((await measure('chamfer', models, { preset: 'pytorch3d' })).numbers.chamfer, metrics.chamfer_mean_sq, 1e-6);
      const { numbers } = await measure('hausdorff', models);
      near(numbers.forward, metrics.hausdorff_a_to_b, 1e-6);
      near(numbers.backward, metrics.hausdorff_b_to_a, 1e-6);
      near(numbers.hausdorff, metrics.hausdorff, 1e-6);
    }
  });
});
