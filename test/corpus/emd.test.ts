import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { array, number, object, parse, string } from 'valibot';
import { MemorySource } from '../../src/formats/byteSource';
import { npyFormat } from '../../src/formats/npy/npy';
import type { Model } from '../../src/model/model';
import { measure } from '../unit/operations/pointModels';
import { findCorpus } from './corpusFolder';

/** What scipy's linear_sum_assignment computes of vertices of two known models. */
const computedFile = object({
  relative_tolerance: number(),
  cases: array(object({ n: number(), a: string(), b: string(), emd_sum: number(), emd_mean: number() })),
});

describe("Earth Mover's Distances of the corpus", () => {
  const corpus = findCorpus();
  if (corpus === null) {
    it('are not here: set INSPECT3D_CORPUS to compare with them', function () {
      this.skip();
    });
    return;
  }
  const folder = path.join(corpus, 'reference', 'pointcloud');
  const read = (file: string): Promise<Model> =>
    npyFormat.read(new MemorySource(file, new Uint8Array(readFileSync(path.join(folder, file)))), { options: {}, warn: assert.fail });
  const { cases, relative_tolerance: tolerance } = parse(computedFile, JSON.parse(readFileSync(path.join(folder, 'emd_exact.json'), 'utf8')));

  for (const { n, a, b, emd_sum: sum, emd_mean: mean } of cases) {
    it(`of ${n} points are scipy's`, async () => {
      const models = await Promise.all([a, b].map(read));
      for (const [reduction, expected] of [['sum', sum], ['mean', mean]] as const) {
        const { numbers } = await measure('emd', models, { reduction });
        assert.ok(Math.abs(Number(numbers.emd) - expected) <= tolerance * expected, `${numbers.emd} for ${expected}`);
        assert.ok(Number(numbers.lowerBound) <= Number(numbers.emd) && Number(numbers.relativeGap) <= 1e-9);
      }
    });
  }
});
