import assert from 'node:assert/strict';
import { fuzzFormat } from './fuzzFormat';
import { fixtureSeeds, fuzzedFormats } from './seeds';

describe('readers on damaged files', () => {
  for (const format of fuzzedFormats) {
    it(`${format.id}: 2,000 mutations come to a model or a FormatError, quickly and small`, async function () {
      this.timeout(60_000);
      const result = await fuzzFormat(format, fixtureSeeds(format), { mutations: 2000, seed: 2 });
      // Both outcomes must occur, or the mutations test nothing. Any bytes are a scan of bare numbers.
      assert.ok(result.models > 100 && (result.refusals > 100 || format.id === 'bin'), JSON.stringify(result));
    });
  }
});
