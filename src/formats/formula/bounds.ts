import type { BinaryOperation, FieldProgram, UnaryOperation } from '../../model/fieldProgram';
import type { Bounds } from '../../model/bounds';

/** Between what each step of a program lies in a box: `low[n]`...`high[n]`, both finite, or from -Infinity to Infinity where anything may be, NaN too. */
export interface StepBounds {
  readonly low: Float64Array<ArrayBuffer>;
  readonly high: Float64Array<ArrayBuffer>;
}

/** Above a quarter turn, as arc functions answer it. */
const quarter = 1.6;
/** What library functions that are not rounded correctly may be off, as a share of their value. */
const slack = 1e-14;

/**
 * Interval arithmetic (Moore, "Interval Analysis", 1966) over a box, closed, of floating-point values as they are computed: sums, products,
 * quotients and roots are rounded monotonically, so their bounds hold as they are; those of other functions are widened. Whatever may be
 * infinite or not a number is anything, and so is what is made of it.
 */
export function stepBounds({ steps }: FieldProgram, { min, max }: Bounds): StepBounds {
  const low = new Float64Array(steps.length);
  const high = new Float64Array(steps.length);
  for (const [number, step] of steps.entries()) {
    let found: readonly [number, number] = anything;
    if (step.operation === 'number') found = [step.value, step.value];
    else if (step.operation === 'coordinate') found = [min[step.axis], max[step.axis]];
    else if ('b' in step) {
      const { a, b } = step;
      if (isKnown(low[a], high[a]) && isKnown(low[b], high[b])) found = a === b && step.operation === 'multiply' ? square(low[a], high[a]) : ofTwo(step.operation, low[a], high[a], low[b], high[b]);
    } else if (isKnown(low[step.a], high[step.a])) found = ofOne(step.operation, low[step.a], high[step.a]);
    if (!isKnown(found[0], found[1])) found = anything;
    low[number] = found[0];
    high[number] = found[1];
  }
  return { low, high };
}

const anything: readonly [number, number] = [-Infinity, Infinity];

function isKnown(low: number, high: number): boolean {
  return low - low === 0 && high - high === 0;
}

function ofOne(operation: UnaryOperation, low: number, high: number): readonly [number, number] {
  switch (operation) {
    case 'negate':
      return [-high, -low];
    case 'absolute':
      return low >= 0 ? [low, high] : high <= 0 ? [-high, -low] : [0, Math.max(-low, high)];
    case 'squareRoot':
      return low >= 0 ? [Math.sqrt(low), Math.sqrt(high)] : anything;
    case 'sine':
    case 'cosine':
      return [-1, 1];
    case 'arcSine':
      return low >= -1 && high <= 1 ? [-quarter, quarter] : anything;
    case 'arcCosine':
      return low >= -1 && high <= 1 ? [0, 2 * quarter] : anything;
    case 'arcTangent':
      return [-quarter, quarter];
    case 'exponential':
      return [Math.exp(low) * (1 - slack), Math.exp(high) * (1 + slack)];
    case 'logarithm':
      return low > 0 ? widened(Math.log(low), Math.log(high)) : anything;
    case 'floor':
      return [Math.floor(low), Math.floor(high)];
    case 'ceiling':
      return [Math.ceil(low), Math.ceil(high)];
    case 'round':
      return [Math.floor(low + 0.5), Math.floor(high + 0.5)];
    case 'sign':
      return [Math.sign(low), Math.sign(high)];
    case 'tangent':
      return anything;
  }
}

function ofTwo(operation: BinaryOperation, aLow: number, aHigh: number, bLow: number, bHigh: number): readonly [number, number] {
  switch (operation) {
    case 'add':
      return [aLow + bLow, aHigh + bHigh];
    case 'subtract':
      return [aLow - bHigh, aHigh - bLow];
    case 'multiply':
      return corners([aLow * bLow, aLow * bHigh, aHigh * bLow, aHigh * bHigh]);
    case 'divide':
      return bLow > 0 || bHigh < 0 ? corners([aLow / bLow, aLow / bHigh, aHigh / bLow, aHigh / bHigh]) : anything;
    case 'minimum':
      return [Math.min(aLow, bLow), Math.min(aHigh, bHigh)];
    case 'maximum':
      return [Math.max(aLow, bLow), Math.max(aHigh, bHigh)];
    case 'modulo':
      return modulo(aLow, aHigh, bLow, bHigh);
    case 'power':
      return power(aLow, aHigh, bLow, bHigh);
    case 'arcTangent2':
      return [-2 * quarter, 2 * quarter];
  }
}

function corners(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** A number times itself. */
function square(low: number, high: number): readonly [number, number] {
  const [least, most] = [Math.min(low * low, high * high), Math.max(low * low, high * high)];
  return [low <= 0 && high >= 0 ? 0 : least, most];
}

function widened(low: number, high: number): readonly [number, number] {
  return [low - slack * Math.abs(low) - Number.MIN_VALUE, high + slack * Math.abs(high) + Number.MIN_VALUE];
}

function modulo(aLow: number, aHigh: number, bLow: number, bHigh: number): readonly [number, number] {
  if (bLow !== bHigh || bLow <= 0) return anything;
  const [first, last] = [Math.floor(aLow / bLow), Math.floor(aHigh / bLow)];
  if (first === last) return [aLow - bLow * first, aHigh - bLow * first];
  const off = slack * (Math.max(Math.abs(aLow), Math.abs(aHigh)) + bLow);
  return [-off, bLow + off];
}

/** Of powers that are whole and constant, or of what is positive. */
function power(aLow: number, aHigh: number, bLow: number, bHigh: number): readonly [number, number] {
  if (aLow > 0) return widened(...corners([aLow ** bLow, aLow ** bHigh, aHigh ** bLow, aHigh ** bHigh]));
  if (bLow !== bHigh || !Number.isInteger(bLow) || bLow <= 0) return anything;
  const [low, high] = widened(...corners([aLow ** bLow, aHigh ** bLow]));
  return bLow % 2 === 0 && aHigh >= 0 ? [0, high] : [low, high];
}
