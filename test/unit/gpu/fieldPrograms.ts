import type { FieldProgram, FieldStep } from '../../../src/model/fieldProgram';

/** Steps with the coordinates as 0, 1 and 2, so that others can name them. */
const program = (...steps: readonly FieldStep[]): FieldProgram => ({
  steps: [{ operation: 'coordinate', axis: 0 }, { operation: 'coordinate', axis: 1 }, { operation: 'coordinate', axis: 2 }, ...steps],
});

const square = (a: number): FieldStep => ({ operation: 'multiply', a, b: a });
const add = (a: number, b: number): FieldStep => ({ operation: 'add', a, b });
const number = (value: number): FieldStep => ({ operation: 'number', value });

/** Fields over -1 ... 1 along each axis, by name: what the device evaluates is compared with the CPU. */
export const fieldPrograms = {
  sphere: program(square(0), square(1), square(2), add(3, 4), add(6, 5), { operation: 'squareRoot', a: 7 }, number(0.7), { operation: 'subtract', a: 8, b: 9 }),
  torus: program(
    square(0), square(1), add(3, 4), { operation: 'squareRoot', a: 5 }, number(0.6), { operation: 'subtract', a: 6, b: 7 }, square(8), square(2), add(9, 10),
    { operation: 'squareRoot', a: 11 }, number(0.25), { operation: 'subtract', a: 12, b: 13 },
  ),
  /** Two spheres blended, by minimum, absolute and maximum. */
  union: program(
    number(0.35), { operation: 'subtract', a: 0, b: 3 }, add(0, 3), square(1), square(2), add(6, 7), square(4), square(5), add(9, 8), add(10, 8),
    { operation: 'squareRoot', a: 11 }, { operation: 'squareRoot', a: 12 }, number(0.45), { operation: 'subtract', a: 13, b: 15 }, { operation: 'subtract', a: 14, b: 15 },
    { operation: 'minimum', a: 16, b: 17 },
  ),
  /** sin x cos y + sin y cos z + sin z cos x, open at the box. */
  gyroid: program(
    number(5), { operation: 'multiply', a: 0, b: 3 }, { operation: 'multiply', a: 1, b: 3 }, { operation: 'multiply', a: 2, b: 3 },
    { operation: 'sine', a: 4 }, { operation: 'cosine', a: 5 }, { operation: 'sine', a: 5 }, { operation: 'cosine', a: 6 }, { operation: 'sine', a: 6 }, { operation: 'cosine', a: 4 },
    { operation: 'multiply', a: 7, b: 8 }, { operation: 'multiply', a: 9, b: 10 }, { operation: 'multiply', a: 11, b: 12 }, add(13, 14), add(16, 15), number(-0.1), add(17, 18),
  ),
  /** A box: zeros and ties in plenty. */
  box: program(
    { operation: 'absolute', a: 0 }, { operation: 'absolute', a: 1 }, { operation: 'absolute', a: 2 }, { operation: 'maximum', a: 3, b: 4 }, { operation: 'maximum', a: 6, b: 5 },
    number(0.5), { operation: 'subtract', a: 7, b: 8 },
  ),
} as const;

export type FieldName = keyof typeof fieldPrograms;
export const fieldNames: readonly FieldName[] = ['sphere', 'torus', 'union', 'gyroid', 'box'];
