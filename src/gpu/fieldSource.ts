import type { BinaryOperation, FieldProgram, FieldStep, UnaryOperation } from '../model/fieldProgram';

/** Longer programs take a driver too long to compile. */
const mostSteps = 400;
/** Powers up to this are products: a device's `pow` of a negative number is nothing. */
const largestProduct = 8;

/** What devices compute to four digits alone, and no short series does better. */
const inexact: readonly FieldStep['operation'][] = ['arcSine', 'arcCosine', 'arcTangent', 'arcTangent2'];

/** Operations written as one expression. */
const unary: Readonly<Record<Exclude<UnaryOperation, 'sine' | 'cosine' | 'tangent'>, (a: string) => string>> = {
  negate: (a) => `(0 - ${a})`,
  absolute: (a) => `Math.abs(${a})`,
  squareRoot: (a) => `Math.sqrt(${a})`,
  arcSine: (a) => `Math.asin(${a})`,
  arcCosine: (a) => `Math.acos(${a})`,
  arcTangent: (a) => `Math.atan(${a})`,
  exponential: (a) => `Math.exp(${a})`,
  logarithm: (a) => `Math.log(${a})`,
  floor: (a) => `Math.floor(${a})`,
  ceiling: (a) => `Math.ceil(${a})`,
  round: (a) => `Math.floor(${a} + 0.5)`,
  sign: (a) => `Math.sign(${a})`,
};

const binary: Readonly<Record<BinaryOperation, (a: string, b: string) => string>> = {
  add: (a, b) => `(${a} + ${b})`,
  subtract: (a, b) => `(${a} - ${b})`,
  multiply: (a, b) => `(${a} * ${b})`,
  divide: (a, b) => `(${a} / ${b})`,
  power: (a, b) => `Math.pow(${a}, ${b})`,
  minimum: (a, b) => `Math.min(${a}, ${b})`,
  maximum: (a, b) => `Math.max(${a}, ${b})`,
  modulo: (a, b) => `(${a} - ${b} * Math.floor(${a} / ${b}))`,
  arcTangent2: (a, b) => `Math.atan2(${a}, ${b})`,
};

/** Lines of a kernel that compute a field, or why there are none. */
export type FieldSource = { readonly lines: string } | { readonly reason: string };

/**
 * The lines of a kernel that compute `value` from `x`, `y` and `z`: named by the steps' numbers, so that nothing a file's author wrote
 * reaches the kernel but finite numbers.
 */
export function fieldSource({ steps }: FieldProgram): FieldSource {
  if (steps.length === 0 || steps.length > mostSteps) return { reason: `the formula has ${steps.length} steps when a kernel takes ${mostSteps} at most` };
  if (steps.some((step) => step.operation === 'number' && !(Math.abs(step.value) < 1e38))) return { reason: 'the formula has a number beyond float32' };
  if (steps.some(({ operation }) => inexact.includes(operation))) return { reason: 'devices compute inverse trigonometric functions to four digits alone' };
  const lines = steps.flatMap((step, number) => linesOf(steps, step, number));
  return { lines: [...lines, `const value = ${operand(steps, steps.length - 1)} + 0;`].join('\n              ') };
}

function linesOf(steps: readonly FieldStep[], step: FieldStep, number: number): string[] {
  if (step.operation === 'number' || step.operation === 'coordinate') return [];
  const a = operand(steps, step.a);
  if ('b' in step) {
    const exponent = steps[step.b];
    if (step.operation === 'power' && exponent.operation === 'number' && Number.isInteger(exponent.value) && exponent.value >= 1 && exponent.value <= largestProduct) {
      return [`const s${number} = (${Array<string>(exponent.value).fill(a).join(' * ')});`];
    }
    return [`const s${number} = ${binary[step.operation](a, operand(steps, step.b))};`];
  }
  if (step.operation === 'sine' || step.operation === 'cosine') return sineLines(`${number}`, a, step.operation);
  if (step.operation === 'tangent') return [...sineLines(`${number}a`, a, 'sine'), ...sineLines(`${number}b`, a, 'cosine'), `const s${number} = s${number}a / s${number}b;`];
  return [`const s${number} = ${unary[step.operation](a)};`];
}

/**
 * Sine by a series to the 11th power about the nearest multiple of pi (which is taken off in two parts): devices may be off by 2^-11.
 * "OpenGL ES Shading Language 3.0" leaves the precision open, "WebGPU Shading Language" states that bound.
 */
function sineLines(name: string, angle: string, operation: 'sine' | 'cosine'): string[] {
  const shifted = operation === 'cosine' ? `(${angle} + 1.5707963267948966)` : angle;
  return [
    `const a${name} = ${shifted} + 0;`,
    `const k${name} = Math.floor(a${name} * 0.3183098861837907 + 0.5);`,
    `const r${name} = (a${name} - k${name} * 3.140625) - k${name} * 0.0009676535897932;`,
    `const q${name} = r${name} * r${name};`,
    `const p${name} = 1 - q${name} * (0.16666666666666666 - q${name} * (0.008333333333333333 - q${name} * (0.0001984126984126984 - q${name} * (0.0000027557319223985893 - q${name} * 0.00000002505210838544172))));`,
    `const s${name} = (1 - 2 * (k${name} - 2 * Math.floor(k${name} * 0.5))) * r${name} * p${name};`,
  ];
}

function operand(steps: readonly FieldStep[], number: number): string {
  const step = steps[number];
  if (step.operation === 'coordinate') return ['x', 'y', 'z'][step.axis];
  if (step.operation !== 'number') return `s${number}`;
  // What float32 makes of it; a point or an exponent makes it one in every language.
  const text = String(Math.abs(Math.fround(step.value)));
  return step.value < 0 ? `(0 - ${text})` : text;
}
