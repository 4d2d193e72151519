import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../src/formats/byteSource';
import { compileExpression } from '../../../src/formats/formula/compile';
import { FieldEvaluator } from '../../../src/formats/formula/evaluate';
import { formulaFormat } from '../../../src/formats/formula/formula';
import { FormulaError } from '../../../src/formats/formula/formulaError';
import { formulaFunctions } from '../../../src/formats/formula/functions';
import { parseExpression } from '../../../src/formats/formula/parseExpression';
import { formulaSchema } from '../../../src/formats/formula/schema';
import { FormatError } from '../../../src/model/errors';
import { fieldAt } from '../../../src/model/fieldProgram';
import type { ScalarGrid } from '../../../src/model/scalarGrid';

const fieldOf = (text: string): ((x: number, y: number, z: number) => number) => {
  const program = compileExpression(parseExpression(text));
  return (x, y, z) => fieldAt(program, x, y, z);
};

/** Expressions beside what JavaScript says they are. */
const plain: readonly (readonly [string, (x: number, y: number, z: number) => number])[] = [
  ['1 + 2 * 3 - 4 / 8', () => 6.5],
  ['-x^2', (x) => -(x * x)],
  ['2^3^2', () => 512],
  ['2^-x', (x) => 2 ** -x],
  ['x - y - z', (x, y, z) => x - y - z],
  ['x / y / 2', (x, y) => x / y / 2],
  ['(x + y) * -(z - 1)', (x, y, z) => (x + y) * -(z - 1)],
  ['x^2 + y^2 = 1 - z^2', (x, y, z) => x * x + y * y - (1 - z * z)],
  ['.5e1 + 1.e-1 + pi', () => 5.1 + Math.PI],
  ['sin(x) * cos(y) + atan2(y, x) - mod(z, 0.3)', (x, y, z) => Math.sin(x) * Math.cos(y) + Math.atan2(y, x) - (z - 0.3 * Math.floor(z / 0.3))],
  ['min(x, y, z) + max(x, y) + abs(z) + round(3 * x) + sign(y) + floor(z) + ceil(z)', (x, y, z) => Math.min(x, y, z) + Math.max(x, y) + Math.abs(z) + Math.floor(3 * x + 0.5) + Math.sign(y) + Math.floor(z) + Math.ceil(z)],
  ['clamp(x, -0.2, 0.3) + mix(x, y, 0.25) + smoothstep(0, 1, z) + exp(x) + log(2 + y) + pow(2 + x, 1.5) + tan(x) + asin(x / 4) + acos(y / 4) + atan(z) + sqrt(2 + z)', (x, y, z) => {
    const share = Math.min(1, Math.max(0, z));
    return Math.min(0.3, Math.max(-0.2, x)) + x + (y - x) * 0.25 + share * share * (3 - 2 * share) + Math.exp(x) + Math.log(2 + y) + (2 + x) ** 1.5 + Math.tan(x) + Math.asin(x / 4) + Math.acos(y / 4) + Math.atan(z) + Math.sqrt(2 + z);
  }],
  ['sphere(0.5)', (x, y, z) => Math.hypot(x, y, z) - 0.5],
  ['translate(sphere(0.5), 1, y, 2)', (x, _y, z) => Math.hypot(x - 1, 0, z - 2) - 0.5],
  ['rotateZ(x, 90)', (_x, y) => y],
  ['rotateX(y, 90)', (_x, _y, z) => z],
  ['rotateY(z, 90)', (x) => x],
  ['scale(sphere(0.5), 2)', (x, y, z) => Math.hypot(x, y, z) - 1],
  ['mirrorX(translate(sphere(0.1), 0.5, 0, 0))', (x, y, z) => Math.hypot(Math.abs(x) - 0.5, y, z) - 0.1],
  ['repeat(sphere(0.1), 0.5, 0, 0)', (x, y, z) => Math.hypot(x - 0.5 * Math.floor(x / 0.5 + 0.5), y, z) - 0.1],
  ['repeat(sphere(0.1), 0.5, 0, 0, 3, 1, 1)', (x, y, z) => Math.hypot(x - 0.5 * Math.min(1, Math.max(-1, Math.floor(x / 0.5 + 0.5))), y, z) - 0.1],
  ['shell(offset(sphere(0.5), 0.1), 0.2)', (x, y, z) => Math.abs(Math.hypot(x, y, z) - 0.6) - 0.1],
  ['union(x, y, z) - intersection(x, y) + difference(x, y, z)', (x, y, z) => Math.min(x, y, z) - Math.max(x, y) + Math.max(x, -y, -z)],
];

/** Off the planes and axes where shapes have their edges. */
const place = fc.integer({ min: -2000, max: 2000 }).map((value) => value / 1000 + 0.00037);

describe('formulae', () => {
  for (const [text, expected] of plain) {
    it(`${text.slice(0, 70)} is what it says, at one place and in rows`, () => {
      const program = compileExpression(parseExpression(text));
      fc.assert(
        fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), place, place, (xs, y, z) => {
          const row = new Float64Array(xs.length);
          new FieldEvaluator(program, xs.length).run(xs, y, z, row, 0);
          xs.forEach((x, i) => {
            const wanted = expected(x, y, z);
            const found = fieldAt(program, x, y, z);
            assert.ok(Object.is(found, row[i]) || found === row[i]);
            assert.ok(!Number.isFinite(wanted) ? Object.is(found, wanted) : Math.abs(found - wanted) <= 1e-12 * (1 + Math.abs(wanted)), `${x}, ${y}, ${z}: ${found}, expected ${wanted}`);
          });
        }),
        { seed: 6, numRuns: 50 },
      );
    });
  }

  for (const text of ['sphere(0.7)', 'box(1, 0.6, 1.4)', 'roundedBox(1, 0.6, 1.4, 0.2)', 'torus(0.7, 0.2)', 'cylinder(0.5, 1)', 'capsule(0.3, 1)', 'cone(0.6, 1.2)', 'plane(1, 2, 2, 0.1)', 'rotateX(translate(cone(0.5, 1), 0.1, 0.2, 0), 30)']) {
    it(`${text} is a distance: |gradient| is 1, and its surface is that far away`, () => {
      const field = fieldOf(text);
      const step = 1e-5;
      let off = 0;
      let places = 0;
      fc.assert(
        fc.property(place, place, place, (x, y, z) => {
          const gradient = [field(x + step, y, z) - field(x - step, y, z), field(x, y + step, z) - field(x, y - step, z), field(x, y, z + step) - field(x, y, z - step)].map((value) => value / (2 * step));
          const length = Math.hypot(...gradient);
          places++;
          // Where two places of the surface are equally near the gradient has no value.
          if (Math.abs(length - 1) > 1e-3) off++;
          else {
            const distance = field(x, y, z);
            const [u, v, w] = gradient;
            assert.ok(Math.abs(field(x - distance * u, y - distance * v, z - distance * w)) < 1e-3, `${x}, ${y}, ${z}`);
          }
        }),
        { seed: 4, numRuns: 300 },
      );
      assert.ok(off <= 0.02 * places, `${off} of ${places}`);
    });
  }

  it('blends smoothly: below both, by no more than k / 4, and the same beyond k', () => {
    fc.assert(
      fc.property(place, place, (x, y) => {
        const blend = fieldOf('smoothUnion(0.4, x, y)')(x, y, 0);
        const least = Math.min(x, y);
        assert.ok(blend <= least && blend >= least - 0.1 - 1e-12);
        if (Math.abs(x - y) >= 0.4) assert.equal(blend, least);
        assert.ok(Math.abs(fieldOf('smoothIntersection(0.4, x, y)')(x, y, 0) + fieldOf('smoothUnion(0.4, -x, -y)')(x, y, 0)) < 1e-12);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it('say at which characters something is wrong', () => {
    const cases: readonly (readonly [string, number, number])[] = [
      ['sphere(0.5', 9, 1], ['1 + ', 2, 1], ['spere(1)', 0, 5], ['1 + foo * 2', 4, 3], ['sphere(1, 2)', 0, 12], ['x $ y', 2, 1], ['(x))', 3, 1], ['1 2', 2, 1], ['x = y = z', 6, 1], ['translate(sphere(1), 1)', 0, 23], ['sphere', 0, 6], ['constructor(1)', 0, 11], ['__proto__', 0, 9],
    ];
    for (const [text, offset, length] of cases) {
      assert.throws(() => fieldOf(text), (error) => error instanceof FormulaError && error.offset === offset && error.length === length, text);
    }
    assert.throws(() => fieldOf('Sphere(1)'), /such as sphere/);
  });

  it('have limits of length, depth and nodes', () => {
    assert.equal(fieldOf(`${'('.repeat(90)}x${')'.repeat(90)}`)(3, 0, 0), 3);
    assert.equal(fieldOf(Array.from({ length: 900 }, () => 'x').join('+'))(1, 0, 0), 900);
    for (const text of ['('.repeat(101), '-'.repeat(101), 'x'.repeat(20_001), Array.from({ length: 6000 }, () => '1').join('+'), Array.from({ length: 1500 }, () => 'x').join('+'), `${'2^'.repeat(200)}2`]) {
      assert.throws(() => fieldOf(text), FormulaError);
    }
  });
});

async function read(text: string, limit?: number): Promise<ScalarGrid> {
  const grid = await formulaFormat.read(new MemorySource('a.sdf.json', new Uint8Array(Buffer.from(text))), { options: limit === undefined ? {} : { limit }, warn: () => undefined });
  assert.ok(grid.kind === 'scalarGrid');
  return grid;
}

describe('formula files', () => {
  const fixture = (name: string): string => readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'formula', name), 'utf8');

  it('become grids over their bounds', async () => {
    const grid = await read(fixture('blend.sdf.json'));
    assert.deepEqual([grid.dimensions, grid.spacing, grid.origin, grid.comments], [[9, 5, 5], [0.25, 0.25, 0.25], [-1, -0.5, -0.5], ['a blend of two balls']]);
    const ball = (x: number): number => Math.hypot(x, 0, 0) - 0.3;
    assert.ok(ball(0.1) < 0 && grid.values.data[0] > 0);
    // The middle of each ball is drilled open: the distance to the bore's wall.
    assert.ok(Math.abs(grid.values.data[4 + 9 * (2 + 5 * 2)] - 0.1) < 1e-6);
    const implicit = await read(fixture('implicit.sdf.json'));
    assert.deepEqual([implicit.dimensions, implicit.values.data[0]], [[5, 5, 5], 2.5]);
  });

  it('say where something is wrong: line, column, and the character of the expression', async () => {
    const cases: readonly (readonly [string, number, number, string | undefined])[] = [
      ['{\n  "expression": "sphere(0.5"\n}', 2, 27, '$.expression, character 10'],
      ['{"expression": ["sphere(0.5)", "- \\u0041b"]}', 1, 35, '$.expression, character 15'],
      ['{"definitions": {"a": "b", "b": "x"}, "expression": "a"}', 1, 24, '$.definitions.a, character 1'],
      ['{"definitions": {"sin": "x"}, "expression": "x"}', 1, 18, '$.definitions.sin'],
      ['{"expression": 5}', 1, 16, '$.expression'],
      ['{"resolution": 1, "expression": "x"}', 1, 16, '$.resolution'],
      ['{"bounds": {"min": [0, 0, 0], "max": [1, 0, 1]}, "expression": "x"}', 1, 12, '$.bounds'],
      ['{"expression": "x", "other": 1}', 1, 21, '$'],
      ['{"expression": "x",}', 1, 20, undefined],
      ['[]', 1, 1, '$'],
      ['{}', 1, 1, '$'],
    ];
    for (const [text, line, column, within] of cases) {
      await assert.rejects(read(text), (error) => {
        assert.ok(error instanceof FormatError && error.details.place?.kind === 'text', String(error));
        assert.deepEqual([error.details.place.line, error.details.place.column, error.details.place.within], [line, column, within], text);
        return true;
      });
    }
  });

  it('cannot take the machine: definitions that double, resolutions, memory, size', async () => {
    const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`a${i}`, i === 0 ? 'sphere(0.1)' : `translate(a${i - 1}, ${1 + i / 7}, 0, 0) + translate(a${i - 1}, 0, ${1 + i / 3}, 0)`]));
    const started = performance.now();
    await assert.rejects(read(JSON.stringify({ definitions: doubling, expression: 'a39' })), /with all named parts put in/);
    assert.ok(performance.now() - started < 2000);
    await assert.rejects(read('{"resolution": 513, "expression": "x"}'), FormatError);
    await assert.rejects(read('{"resolution": 512, "expression": "x"}', 1e6), /at most/);
    await assert.rejects(read(`{"expression": "x"${' '.repeat(2e6)}}`), FormatError);
  });

  it('have a schema that knows every function', () => {
    const text = JSON.stringify(formulaSchema);
    for (const name of formulaFunctions.keys()) assert.ok(text.includes(`${name}(`), name);
  });
});
