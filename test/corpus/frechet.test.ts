import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { array, nullable, number, object, optional, parse, string } from 'valibot';
import { MemorySource } from '../../src/formats/byteSource';
import { npyFormat } from '../../src/formats/npy/npy';
import type { FeatureSet } from '../../src/model/featureSet';
import type { Model } from '../../src/model/model';
import { measure } from '../unit/operations/pointModels';
import { findCorpus } from './corpusFolder';

const matrix = array(array(number()));
/** Closed forms, and what numpy and scipy compute. */
const statedFile = object({
  tolerance: number(),
  cases: array(
    object({
      name: string(),
      analytic: nullable(number()),
      fid_symmetric: number(),
      mu1: optional(array(number())),
      sigma1: optional(matrix),
      mu2: optional(array(number())),
      sigma2: optional(matrix),
      files: optional(array(string())),
    }),
  ),
});

/** The lower factor L with L L^T = the matrix, straight from its definition. */
function lowerFactor(sigma: readonly (readonly number[])[]): number[][] {
  const lower = sigma.map((row) => row.map(() => 0));
  sigma.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      const rest = row[j] - lower[i].slice(0, j).reduce((sum, value, k) => sum + value * lower[j][k], 0);
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  });
  return lower;
}

/** Rows with exactly this mean and this covariance: pairs of opposite places along the columns of its factor. */
function featuresWith(mean: readonly number[], sigma: readonly (readonly number[])[]): FeatureSet {
  const lower = lowerFactor(sigma);
  const dimensions = mean.length;
  const count = 2 * dimensions;
  const scale = Math.sqrt((count - 1) / 2);
  const data = Float64Array.from({ length: count * dimensions }, (_, at) => {
    const row = Math.floor(at / dimensions);
    return mean[at % dimensions] + (row % 2 === 0 ? scale : -scale) * lower[at % dimensions][row >> 1];
  });
  return { kind: 'featureSet', count, dimensions, values: { kind: 'values', name: 'feature', type: 'float64', components: dimensions, data }, notFinite: 0, comments: [] };
}

/** Equal covariances, and means that differ by 1 in each of so many dimensions: what a case without moments stands for. */
function unitShift(dimensions: number): FeatureSet[] {
  const sigma = Array.from({ length: dimensions }, (_, i) => Array.from({ length: dimensions }, (__, j) => (i === j ? 1 : 0)));
  return [0, 1].map((value) => featuresWith(sigma.map(() => value), sigma));
}

describe('Fréchet distances of the corpus', () => {
  const corpus = findCorpus();
  if (corpus === null) {
    it('are not here: set INSPECT3D_CORPUS to compare with them', function () {
      this.skip();
    });
    return;
  }
  const folder = path.join(corpus, 'reference', 'fid');
  const read = (file: string): Promise<Model> =>
    npyFormat.read(new MemorySource(file, new Uint8Array(readFileSync(path.join(folder, file)))), { options: {}, warn: assert.fail });
  const { cases, tolerance } = parse(statedFile, JSON.parse(readFileSync(path.join(folder, 'fid.json'), 'utf8')));

  for (const { name, analytic, fid_symmetric: computed, mu1, sigma1, mu2, sigma2, files } of cases) {
    it(name, async () => {
      const models = files ? await Promise.all(files.map(read)) : mu1 && sigma1 && mu2 && sigma2 ? [featuresWith(mu1, sigma1), featuresWith(mu2, sigma2)] : unitShift(Number(analytic));
      const { numbers } = await measure('frechet', models);
      const expected = analytic ?? computed;
      assert.ok(Math.abs(Number(numbers.fid) - expected) <= tolerance * Math.max(1, expected), `${numbers.fid} for ${expected}`);
      assert.equal(Number(numbers.meanTerm) + Number(numbers.covarianceTerm), numbers.fid);
    });
  }
});
