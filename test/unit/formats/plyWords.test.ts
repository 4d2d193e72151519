import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../src/formats/byteSource';
import { plyFormat } from '../../../src/formats/ply/ply';

async function coordinates(words: readonly string[], separators: readonly string[]): Promise<ArrayLike<number>> {
  const rows = words.length / 3;
  let body = '';
  words.forEach((word, index) => (body += word + (index % 3 === 2 ? '\n' : separators[index % separators.length])));
  const header = `ply\nformat ascii 1.0\nelement vertex ${rows}\nproperty double x\nproperty double y\nproperty double z\nend_header\n`;
  const model = await plyFormat.read(new MemorySource('words.ply', new TextEncoder().encode(header + body)), { options: {}, warn: () => undefined });
  assert.ok(model.kind === 'pointCloud');
  return model.positions.data;
}

/** Decimals around the nine digits at which the quick way of reading ends, with and without signs, points, exponents. */
const word = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 }),
    fc.option(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 12 })),
    fc.option(fc.integer({ min: -30, max: 30 }), { freq: 5 }),
  )
  .map(([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`);

describe('words of an ascii PLY file', () => {
  it('are the nearest doubles, as JavaScript reads them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(word, word, word), { minLength: 1, maxLength: 40 }),
        fc.constantFrom([' '], ['\t'], ['  ', ' \t']),
        async (rows, separators) => {
          const words = rows.flat();
          const read = await coordinates(words, separators);
          words.forEach((text, index) => assert.ok(Object.is(read[index], Number(text)), `${text} became ${read[index]}`));
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it('may lack digits on one side of the point, but not on both', async () => {
    assert.deepEqual([...Array.from(await coordinates(['.5', '5.', '-.25'], [' ']))], [0.5, 5, -0.25]);
    for (const nothing of ['.', '-', '-.', '1-', '1.2.3', '0x10']) {
      await assert.rejects(coordinates([nothing, '1', '2'], [' ']), /number/, nothing);
    }
  });
});
