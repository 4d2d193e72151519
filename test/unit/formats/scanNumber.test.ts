import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseUnusualNumber, roundLong, scanNumber } from '../../../src/formats/scanNumber';

const out = new Float64Array(1);

/** What the scanner makes of a word, or null when it leaves it to others. */
function scan(text: string): number | null {
  const bytes = new TextEncoder().encode(`${text} `);
  const end = scanNumber(bytes, 0, out, 0);
  if (end < 0) return null;
  assert.equal(end, text.length, text);
  return out[0];
}

function check(text: string): void {
  const value = scan(text);
  assert.ok(Object.is(value, Number(text)), `${text}: ${value} instead of ${Number(text)}`);
}

const digits = (maximum: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{1,${maximum}}$`));

describe('scanNumber', () => {
  it('reads what is easily mistaken', () => {
    ['0', '-0', '+1', '.5', '-.5', '1.', '1e5', '1E-2', '1e+2', '0.1', '123456789', '1234567890', '999999999.999999999', '1.7976931348623157e308'].forEach(check);
    ['9007199254740993', '9007199254740992.5', '4503599627370497.5', '0.000000000000000000000001', '123456789012345678', '1234567890123456789', '1e23', '8.5e-324'].forEach(check);
    ['1e400', '-1e400', '1e-400', '00000000000000000000000000001.5', '0.30000000000000004', '5708990770823839524233143877797980545530986496'].forEach(check);
    ['123456789.12345678', '12345678.123456789', '123456789.1234567890', '0.0000000001234567891', '1.000000000000000000', '9.109383701528e-31'].forEach(check);
  });

  it('leaves what is no plain number to others', () => {
    for (const text of ['', '-', '.', '+.', 'e5', '1e', '1e+', 'nan', 'inf', '0x10', '1,5', '1.5.2', '1.5f', '1d5', '--1', '12345678901234567890x', '1-']) {
      assert.equal(scan(text), null, text);
    }
  });

  it('rounds like Number() whatever the digits', () => {
    const text = fc
      .tuple(fc.constantFrom('', '-', '+'), digits(22), fc.option(digits(24), { nil: null }), fc.option(fc.integer({ min: -40, max: 40 }), { nil: null }))
      .map(([sign, whole, decimals, exponent]) => `${sign}${whole}${decimals === null ? '' : `.${decimals}`}${exponent === null ? '' : `e${exponent}`}`);
    fc.assert(fc.property(text, check), { seed: 1, numRuns: 20000 });
  });

  it('reads the texts of doubles back, shortest, of 17 digits and as numpy writes them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        check(String(value));
        check(value.toPrecision(17));
        check(value.toExponential(18));
      }),
      { seed: 2, numRuns: 5000 },
    );
  });

  it('rounds halfway cases of ordinary size', () => {
    // The middle between two neighbours, and the decimals right above and below it.
    fc.assert(
      fc.property(fc.integer({ min: 2 ** 30, max: 2 ** 31 - 1 }), fc.integer({ min: 2 ** 21, max: 2 ** 22 - 1 }), fc.constantFrom(0n, 1n, -1n), (low, high, nudge) => {
        const odd = (BigInt(high) * 2n ** 32n + BigInt(low)) * 2n + 1n;
        check(`${odd * 10n + nudge}`);
        check(`${odd}.${nudge < 0n ? '4999' : '5000'}${nudge === 0n ? '' : '1'}`);
      }),
      { seed: 3, numRuns: 3000 },
    );
  });

  it('decides nearly all long numbers without Number()', () => {
    let undecided = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1e8, max: 1e9 - 1 }), fc.integer({ min: 0, max: 1e9 - 1 }), fc.integer({ min: -22, max: 0 }), (head, tail, exponent) => {
        const rounded = roundLong(head, 9, tail, exponent);
        if (rounded < 0) undecided++;
        else assert.equal(rounded, Number(`${head}${String(tail).padStart(9, '0')}e${exponent}`));
      }),
      { seed: 4, numRuns: 5000 },
    );
    // Exact ties, which whole numbers of 18 digits have now and then, are rightly left.
    assert.ok(undecided < 50, `${undecided} undecided`);
  });
});

describe('parseUnusualNumber', () => {
  it('knows the spellings of what is not finite and of Fortran', () => {
    for (const text of ['nan', 'NaN', '-nan', '-nan(ind)', '1.#QNAN', '-1.#IND00', '1.#SNAN']) assert.ok(Number.isNaN(parseUnusualNumber(text)), text);
    for (const text of ['inf', 'Infinity', '+inf', '1.#INF', '1.#INF00']) assert.equal(parseUnusualNumber(text), Infinity, text);
    assert.equal(parseUnusualNumber('-1.#INF'), -Infinity);
    assert.equal(parseUnusualNumber('1.5D+01'), 15);
    assert.equal(parseUnusualNumber('.5f'), 0.5);
    for (const text of ['', 'x', '0x10', '1,5', '1..2', 'nano', '1d']) assert.equal(parseUnusualNumber(text), null, text);
  });
});
