import { binaryFunctions, unaryFunctions, type BinaryOperation, type FieldProgram, type FieldStep, type UnaryOperation } from '../../model/fieldProgram';

/** A value of the program that is being built: the number of its step. */
export type Value = number & { readonly value: unique symbol };

/** The place where a part of the field is asked for. */
export interface Place {
  readonly x: Value;
  readonly y: Value;
  readonly z: Value;
}

export const mostSteps = 20_000;

/** Told when a program grows past {@link mostSteps}. */
export class ProgramTooLong extends Error {}

/** Builds a program step by step: what is known already is computed at once, and equal steps are one. */
export class ProgramBuilder {
  private readonly steps: FieldStep[] = [];
  private readonly known = new Map<string, Value>();

  number(value: number): Value {
    return this.step(`n${Object.is(value, -0) ? '-0' : value}`, { operation: 'number', value });
  }

  coordinate(axis: 0 | 1 | 2): Value {
    return this.step(`c${axis}`, { operation: 'coordinate', axis });
  }

  unary(operation: UnaryOperation, a: Value): Value {
    const known = this.constant(a);
    if (known !== null) return this.number(unaryFunctions[operation](known));
    return this.step(`${operation} ${a}`, { operation, a });
  }

  binary(operation: BinaryOperation, a: Value, b: Value): Value {
    const [left, right] = [this.constant(a), this.constant(b)];
    if (left !== null && right !== null) return this.number(binaryFunctions[operation](left, right));
    if (right === 0 && (operation === 'add' || operation === 'subtract')) return a;
    if (left === 0 && operation === 'add') return b;
    if (right === 1 && (operation === 'multiply' || operation === 'divide')) return a;
    if (left === 1 && operation === 'multiply') return b;
    if (right === 2 && operation === 'power') return this.binary('multiply', a, a);
    return this.step(`${operation} ${a} ${b}`, { operation, a, b });
  }

  /** The number that a value always is; null where it depends on the place. */
  constant(value: Value): number | null {
    const step = this.steps[value];
    return step.operation === 'number' ? step.value : null;
  }

  add = (a: Value, b: Value): Value => this.binary('add', a, b);
  subtract = (a: Value, b: Value): Value => this.binary('subtract', a, b);
  multiply = (a: Value, b: Value): Value => this.binary('multiply', a, b);
  divide = (a: Value, b: Value): Value => this.binary('divide', a, b);
  minimum = (a: Value, b: Value): Value => this.binary('minimum', a, b);
  maximum = (a: Value, b: Value): Value => this.binary('maximum', a, b);
  square = (a: Value): Value => this.binary('multiply', a, a);
  scaled = (a: Value, factor: number): Value => this.multiply(a, this.number(factor));
  half = (a: Value): Value => this.scaled(a, 0.5);
  negated = (a: Value): Value => this.unary('negate', a);
  absolute = (a: Value): Value => this.unary('absolute', a);

  /** The root of the sum of squares. */
  length(...parts: readonly Value[]): Value {
    return this.unary('squareRoot', parts.map(this.square).reduce(this.add));
  }

  clamped(value: Value, least: Value, most: Value): Value {
    return this.minimum(this.maximum(value, least), most);
  }

  /** The program whose value is `result`, without the steps that it does not need. */
  finish(result: Value): FieldProgram {
    const needed = new Uint8Array(this.steps.length);
    needed[result] = 1;
    for (let number = result; number >= 0; number--) {
      const step = this.steps[number];
      if (needed[number] === 0) continue;
      if ('a' in step) needed[step.a] = 1;
      if ('b' in step) needed[step.b] = 1;
    }
    const renumbered = new Uint32Array(this.steps.length);
    const steps: FieldStep[] = [];
    for (let number = 0; number <= result; number++) {
      if (needed[number] === 0) continue;
      const step = this.steps[number];
      renumbered[number] = steps.length;
      if ('b' in step) steps.push({ operation: step.operation, a: renumbered[step.a], b: renumbered[step.b] });
      else if ('a' in step) steps.push({ operation: step.operation, a: renumbered[step.a] });
      else steps.push(step);
    }
    return { steps };
  }

  private step(key: string, step: FieldStep): Value {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.steps.length >= mostSteps) throw new ProgramTooLong();
    // The one place where a step's number becomes a value.
    const value = this.steps.length as Value;
    this.steps.push(step);
    this.known.set(key, value);
    return value;
  }
}
