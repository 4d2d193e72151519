import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OperationError } from '../../../src/model/errors';
import type { OptionDescriptor, OptionValue } from '../../../src/operations/operation';
import { checkOptions, nearestNames, optionText, parseOptionText } from '../../../src/operations/options';

const base = { title: 'Title', meaning: 'What it means.' };
const threshold: OptionDescriptor = { ...base, name: 'threshold', type: 'number', default: null, minimum: 0, required: true };
const count: OptionDescriptor = { ...base, name: 'count', letter: 'n', type: 'integer', default: 1024, minimum: 1, maximum: 1e6 };
const reduction: OptionDescriptor = { ...base, name: 'reduction', type: 'choice', choices: ['sum', 'mean'], default: 'sum' };
const squared: OptionDescriptor = { ...base, name: 'squared', type: 'flag', default: false };
const label: OptionDescriptor = { ...base, name: 'label', type: 'text', default: null };
const all = [threshold, count, reduction, squared, label];

function refused(given: Record<string, unknown>, words: RegExp): void {
  assert.throws(
    () => checkOptions('fscore', all, given),
    (error) => error instanceof OperationError && words.test(error.message) && !error.message.includes('\n'),
  );
}

describe('options of operations', () => {
  it('fill in defaults, and take a letter for a name', () => {
    assert.deepEqual(checkOptions('fscore', all, { threshold: 0.5, n: 7 }), {
      threshold: 0.5,
      count: 7,
      reduction: 'sum',
      squared: false,
      label: null,
    });
  });

  it('refuse in one line: missing, unknown, wrong type, out of range, twice', () => {
    refused({}, /fscore needs --threshold: What it means/);
    refused({ threshold: null }, /needs --threshold/);
    refused({ threshold: 1, treshold: 1 }, /no option --treshold. Did you mean --threshold\?/);
    refused({ threshold: '1' }, /--threshold: expected a number of at least 0, found "1"/);
    refused({ threshold: -1 }, /at least 0, found -1/);
    refused({ threshold: Number.NaN }, /found null|found NaN/);
    refused({ threshold: 1, count: 1.5 }, /expected an integer from 1 to 1000000, found 1.5/);
    refused({ threshold: 1, count: 0 }, /found 0/);
    refused({ threshold: 1, reduction: 'median' }, /one of sum, mean, found "median"/);
    refused({ threshold: 1, squared: 'yes' }, /true or false/);
    refused({ threshold: 1, label: '' }, /a text/);
    refused({ threshold: 1, count: 1, n: 2 }, /--count is given twice/);
    refused({ threshold: 1, label: { deep: ['value', '\n'] } }, /found \{"deep"/);
  });

  it('take no names from the prototype of objects', () => {
    refused({ threshold: 1, constructor: 1 }, /no option --constructor/);
    refused(JSON.parse('{"threshold": 1, "__proto__": 2}') as Record<string, unknown>, /no option --__proto__/);
  });

  it('read decimal numbers alone from text', () => {
    for (const text of ['', ' ', '0x10', 'Infinity', 'NaN', '1e', '1,5', '--json']) {
      assert.throws(() => parseOptionText(threshold, text), OperationError, text);
    }
    assert.equal(parseOptionText(threshold, '1e-3'), 0.001);
    assert.equal(parseOptionText(threshold, '.5'), 0.5);
  });

  it('come back from their own text (property)', () => {
    const value: fc.Arbitrary<{ option: OptionDescriptor; value: Exclude<OptionValue, null> }> = fc.oneof(
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((number) => ({ option: threshold, value: number })),
      fc.integer({ min: 1, max: 1e6 }).map((number) => ({ option: count, value: number })),
      fc.constantFrom('sum', 'mean').map((choice) => ({ option: reduction, value: choice })),
      fc.boolean().map((flag) => ({ option: squared, value: flag })),
      fc.string({ minLength: 1 }).map((text) => ({ option: label, value: text })),
    );
    fc.assert(
      fc.property(value, ({ option, value: expected }) => {
        const read = parseOptionText(option, optionText(expected));
        assert.ok(read === expected, `${String(read)} is not ${String(expected)}`);
      }),
      { seed: 20, numRuns: 2000 },
    );
  });
});

describe('nearest names', () => {
  it('suggest what is a slip away and nothing that is not', () => {
    const names = ['chamfer', 'hausdorff', 'convert', 'info'];
    assert.deepEqual(nearestNames('chamfre', names), ['chamfer']);
    assert.deepEqual(nearestNames('CONVERT', names), ['convert']);
    assert.deepEqual(nearestNames('elephant', names), []);
    assert.deepEqual(nearestNames('x'.repeat(100_000), names), []);
  });
});
