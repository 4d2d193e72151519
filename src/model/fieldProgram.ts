/** Operations on one number. Angles are in radians; `round` takes halves up. */
export const unaryOperations = ['negate', 'absolute', 'squareRoot', 'sine', 'cosine', 'tangent', 'arcSine', 'arcCosine', 'arcTangent', 'exponential', 'logarithm', 'floor', 'ceiling', 'round', 'sign'] as const;
export type UnaryOperation = (typeof unaryOperations)[number];

/** Operations on two numbers. `modulo` has the sign of the divisor: a - b floor(a / b). `arcTangent2` takes y, then x. */
export const binaryOperations = ['add', 'subtract', 'multiply', 'divide', 'power', 'minimum', 'maximum', 'modulo', 'arcTangent2'] as const;
export type BinaryOperation = (typeof binaryOperations)[number];

/** One step of a program: its value is known by the step's number. `a` and `b` are numbers of earlier steps. */
export type FieldStep =
  | { readonly operation: 'number'; readonly value: number }
  /** 0 for x, 1 for y, 2 for z. */
  | { readonly operation: 'coordinate'; readonly axis: 0 | 1 | 2 }
  | { readonly operation: UnaryOperation; readonly a: number }
  | { readonly operation: BinaryOperation; readonly a: number; readonly b: number };

/**
 * A field F(x, y, z) as straight-line arithmetic: no branches, no loops, no names. Steps come after those that they
 * use, equal ones are there once, and the last one is the field's value. A compiler needs but these operations.
 */
export interface FieldProgram {
  readonly steps: readonly FieldStep[];
}

export const unaryFunctions: Readonly<Record<UnaryOperation, (a: number) => number>> = {
  negate: (a) => -a,
  absolute: Math.abs,
  squareRoot: Math.sqrt,
  sine: Math.sin,
  cosine: Math.cos,
  tangent: Math.tan,
  arcSine: Math.asin,
  arcCosine: Math.acos,
  arcTangent: Math.atan,
  exponential: Math.exp,
  logarithm: Math.log,
  floor: Math.floor,
  ceiling: Math.ceil,
  round: (a) => Math.floor(a + 0.5),
  sign: Math.sign,
};

export const binaryFunctions: Readonly<Record<BinaryOperation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
  minimum: Math.min,
  maximum: Math.max,
  modulo: (a, b) => a - b * Math.floor(a / b),
  arcTangent2: Math.atan2,
};

/** The field's value at one place: the plain reference for all that computes many. */
export function fieldAt({ steps }: FieldProgram, x: number, y: number, z: number): number {
  const values = new Float64Array(steps.length);
  steps.forEach((step, number) => {
    if (step.operation === 'number') values[number] = step.value;
    else if (step.operation === 'coordinate') values[number] = [x, y, z][step.axis];
    else if ('b' in step) values[number] = binaryFunctions[step.operation](values[step.a], values[step.b]);
    else values[number] = unaryFunctions[step.operation](values[step.a]);
  });
  return values[values.length - 1];
}
