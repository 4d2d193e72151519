import assert from 'node:assert/strict';
import { stepBounds } from '../../../src/formats/formula/bounds';
import { FieldEvaluator } from '../../../src/formats/formula/evaluate';
import { evaluateInBlocks } from '../../../src/formats/formula/evaluateInBlocks';
import { canSpecialise, specialise } from '../../../src/formats/formula/specialise';
import type { Bounds } from '../../../src/model/bounds';
import { binaryFunctions, binaryOperations, fieldAt, unaryFunctions, unaryOperations, type FieldProgram, type FieldStep } from '../../../src/model/fieldProgram';
import { seededNumbers } from '../geometry/clouds';

const constants = [0, -0, 1, -1, 2, 3, 0.5, -2.5, 1e-300, 1e200, 4];

/** Any operations on any earlier steps. */
function randomProgram(next: () => number, length: number, operations: readonly string[] = [...unaryOperations, ...binaryOperations]): FieldProgram {
  const steps: FieldStep[] = [0, 1, 2].map((axis): FieldStep => ({ operation: 'coordinate', axis: axis === 0 ? 0 : axis === 1 ? 1 : 2 }));
  const any = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)];
  while (steps.length < length) {
    const a = Math.floor(next() * steps.length);
    const b = next() < 0.2 ? a : Math.floor(next() * steps.length);
    const wanted = next() < 0.15 ? 'number' : any(operations);
    const unary = unaryOperations.find((operation) => operation === wanted);
    const binary = binaryOperations.find((operation) => operation === wanted);
    if (unary) steps.push({ operation: unary, a });
    else if (binary) steps.push({ operation: binary, a, b });
    else steps.push({ operation: 'number', value: any(constants) });
  }
  return { steps };
}

function randomBox(next: () => number): Bounds {
  const size = [0.001, 0.3, 5, 1e6][Math.floor(4 * next())];
  const min = [0, 1, 2].map(() => (next() < 0.2 ? 0 : size * (2 * next() - 1.5)));
  const max = min.map((value) => value + (next() < 0.1 ? 0 : size * next()));
  return { min: [min[0], min[1], min[2]], max: [max[0], max[1], max[2]] };
}

/** Places of a box: its corners, and some within. */
function placesOf({ min, max }: Bounds, next: () => number): (readonly [number, number, number])[] {
  const at = (axis: number, share: number): number => Math.min(max[axis], min[axis] + share * (max[axis] - min[axis]));
  const share = (): number => (next() < 0.3 ? Math.round(next()) : next());
  return Array.from({ length: 24 }, () => [at(0, share()), at(1, share()), at(2, share())] as const);
}

/** The value of every step, straight from the definition. */
function valuesOf({ steps }: FieldProgram, place: readonly [number, number, number]): number[] {
  const values: number[] = [];
  for (const step of steps) {
    if (step.operation === 'number') values.push(step.value);
    else if (step.operation === 'coordinate') values.push(place[step.axis]);
    else if ('b' in step) values.push(binaryFunctions[step.operation](values[step.a], values[step.b]));
    else values.push(unaryFunctions[step.operation](values[step.a]));
  }
  return values;
}

describe('bounds of a formula in a box', () => {
  it('enclose every step at every place, of programs of all operations', () => {
    const next = seededNumbers(31);
    let known = 0;
    for (let round = 0; round < 3000; round++) {
      const program = randomProgram(next, 4 + Math.floor(24 * next()));
      const box = randomBox(next);
      const { low, high } = stepBounds(program, box);
      for (const place of placesOf(box, next)) {
        valuesOf(program, place).forEach((value, step) => {
          if (low[step] === -Infinity && high[step] === Infinity) return;
          known++;
          assert.ok(value >= low[step] && value <= high[step], `${JSON.stringify(program.steps[step])}: ${value} is not in ${low[step]} ... ${high[step]}`);
        });
      }
    }
    assert.ok(known > 300_000, `${known}`);
  });

  it('are tight where the arithmetic is', () => {
    const program: FieldProgram = { steps: [{ operation: 'coordinate', axis: 0 }, { operation: 'multiply', a: 0, b: 0 }, { operation: 'squareRoot', a: 1 }, { operation: 'number', value: 3 }, { operation: 'modulo', a: 0, b: 3 }] };
    const { low, high } = stepBounds(program, { min: [-2, 0, 0], max: [1, 0, 0] });
    assert.deepEqual([...low.slice(0, 3)], [-2, 0, 0]);
    assert.deepEqual([...high.slice(0, 3)], [1, 4, 2]);
    const inside = stepBounds(program, { min: [4, 0, 0], max: [5, 0, 0] });
    assert.deepEqual([inside.low[4], inside.high[4]], [1, 2]);
  });
});

describe('a formula for a box', () => {
  it('has the same values bit for bit, of programs of all operations', () => {
    const next = seededNumbers(32);
    const choices = ['minimum', 'maximum', 'absolute', 'add', 'subtract', 'multiply', 'squareRoot', 'negate'];
    let shorter = 0;
    for (let round = 0; round < 4000; round++) {
      const program = randomProgram(next, 5 + Math.floor(40 * next()), round % 2 === 0 ? choices : undefined);
      const box = randomBox(next);
      const special = specialise(program, box);
      assert.ok(special.steps.length <= program.steps.length);
      if (special.steps.length < program.steps.length) shorter++;
      for (const place of placesOf(box, next)) {
        const [found, expected] = [fieldAt(special, ...place), fieldAt(program, ...place)];
        assert.ok(Object.is(found, expected), `${found} for ${expected} at ${place.join()}`);
      }
    }
    assert.ok(shorter > 1000, `${shorter}`);
  });

  it('keeps of a union of far shapes the near one', () => {
    // min over eight spheres along x, each |(x - 4 k, y, z)| - 1.
    const steps: FieldStep[] = [0, 1, 2].map((axis): FieldStep => ({ operation: 'coordinate', axis: axis === 0 ? 0 : axis === 1 ? 1 : 2 }));
    const push = (step: FieldStep): number => steps.push(step) - 1;
    const rest = push({ operation: 'add', a: push({ operation: 'multiply', a: 1, b: 1 }), b: push({ operation: 'multiply', a: 2, b: 2 }) });
    const one = push({ operation: 'number', value: 1 });
    let union = -1;
    for (let k = 0; k < 8; k++) {
      const dx = push({ operation: 'subtract', a: 0, b: push({ operation: 'number', value: 4 * k }) });
      const sum = push({ operation: 'add', a: push({ operation: 'multiply', a: dx, b: dx }), b: rest });
      const shape = push({ operation: 'subtract', a: push({ operation: 'squareRoot', a: sum }), b: one });
      union = union < 0 ? shape : push({ operation: 'minimum', a: union, b: shape });
    }
    const program = { steps };
    assert.ok(canSpecialise(program));
    const special = specialise(program, { min: [7.5, -0.5, -0.5], max: [8.5, 0.5, 0.5] });
    assert.ok(special.steps.length <= 13, `${special.steps.length} of ${steps.length}`);
    const out = new Float64Array(1);
    new FieldEvaluator(special, 1).run([8.25], 0.1, -0.2, out, 0);
    assert.equal(out[0], fieldAt(program, 8.25, 0.1, -0.2));
    assert.equal(specialise(program, { min: [-9, -9, -9], max: [40, 9, 9] }), program);
    assert.ok(!canSpecialise({ steps: steps.slice(0, 5) }));
  });

  it('gives grids of every shape the same bits, whatever is left out of its blocks', () => {
    const next = seededNumbers(33);
    const choices = ['minimum', 'minimum', 'maximum', 'absolute', 'add', 'subtract', 'multiply', 'squareRoot'];
    for (let round = 0; round < 40; round++) {
      const program = randomProgram(next, 8 + Math.floor(40 * next()), choices);
      const dimensions = [[1, 1, 1], [3, 40, 17], [65, 5, 4], [150, 18, 3], [64, 16, 33]][round % 5];
      const along = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => 0.13 * i - 2.1);
      const [xs, ys, zs] = dimensions.map(along);
      const out = new Float64Array(xs.length * ys.length * zs.length).fill(NaN);
      let share = 0;
      for (const told of evaluateInBlocks(program, { dimensions: [xs.length, ys.length, zs.length], xs, ys, zs }, out)) {
        assert.ok(told > share && told <= 1);
        share = told;
      }
      assert.equal(share, 1);
      let at = 0;
      for (const z of zs) for (const y of ys) for (const x of xs) assert.ok(Object.is(out[at++], fieldAt(program, x, y, z)), `${x}, ${y}, ${z}`);
    }
  });
});
