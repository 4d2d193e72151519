import type { BinaryOperation, FieldProgram } from '../../model/fieldProgram';
import { FormulaError } from './formulaError';
import { formulaConstants, formulaFunctions, type FormulaFunction } from './functions';
import type { Expression, Operator } from './parseExpression';
import { mostSteps, ProgramBuilder, ProgramTooLong, type Place, type Value } from './programBuilder';

/** Parts that may be visited: named parts that use one another are built again for each place. */
const mostVisits = 200_000;
/** Named parts in named parts. */
const deepestNames = 32;

const operations: Readonly<Record<Operator, BinaryOperation>> = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '^': 'power', '=': 'subtract' };

/**
 * A program for a parsed expression. `names` are further expressions that it may use by name, each of them those before it.
 *
 * @throws FormulaError for names that nobody knows, for wrong numbers of parts, and past a limit
 */
export function compileExpression(expression: Expression, names: ReadonlyMap<string, Expression> = new Map()): FieldProgram {
  const compiler = new Compiler(names);
  try {
    return compiler.compile(expression);
  } catch (error) {
    if (error instanceof ProgramTooLong) throw new FormulaError(`at most ${mostSteps} operations with all named parts put in`, 'more', expression.from, expression.to - expression.from);
    throw error;
  }
}

class Compiler {
  private readonly builder = new ProgramBuilder();
  private readonly known = new Map<string, Value>();
  private visits = 0;
  private depth = 0;

  constructor(private readonly names: ReadonlyMap<string, Expression>) {}

  compile(expression: Expression): FieldProgram {
    const { builder } = this;
    const place: Place = { x: builder.coordinate(0), y: builder.coordinate(1), z: builder.coordinate(2) };
    return builder.finish(this.build(expression, place));
  }

  private build(expression: Expression, place: Place): Value {
    const { builder } = this;
    this.visits++;
    if (this.visits > mostVisits) throw new FormulaError(`at most ${mostVisits} operations with all named parts put in`, 'more', expression.from, expression.to - expression.from);
    switch (expression.kind) {
      case 'number':
        return builder.number(expression.value);
      case 'negate':
        return builder.negated(this.build(expression.argument, place));
      case 'operator':
        return builder.binary(operations[expression.operator], this.build(expression.left, place), this.build(expression.right, place));
      case 'name':
        return this.name(expression, place);
      case 'call':
        return this.call(expression, place);
    }
  }

  private name({ name, from, to }: Extract<Expression, { kind: 'name' }>, place: Place): Value {
    if (name === 'x' || name === 'y' || name === 'z') return place[name];
    const constant = formulaConstants.get(name);
    if (constant !== undefined) return this.builder.number(constant);
    const part = this.names.get(name);
    if (!part) throw new FormulaError(`x, y, z, a constant or ${formulaFunctions.has(name) ? `"${name}(" with its parts` : 'a defined name'}`, JSON.stringify(name), from, to - from);
    const key = `${name} ${place.x} ${place.y} ${place.z}`;
    let value = this.known.get(key);
    if (value === undefined) {
      this.depth++;
      if (this.depth > deepestNames) throw new FormulaError(`at most ${deepestNames} names that use one another`, 'more', from, to - from);
      value = this.build(part, place);
      this.depth--;
      this.known.set(key, value);
    }
    return value;
  }

  private call({ name, nameEnd, parts, from, to }: Extract<Expression, { kind: 'call' }>, place: Place): Value {
    const called = formulaFunctions.get(name);
    if (!called) throw new FormulaError(`a function${nearest(name)}`, JSON.stringify(name), from, nameEnd - from);
    const expected = expectedParts(called, parts.length);
    if (expected !== null) throw new FormulaError(`${expected} in ${name}(${called.parts.join(', ')})`, String(parts.length), from, to - from);
    return called.build(
      this.builder,
      place,
      parts.map((part) => (where) => this.build(part, where)),
    );
  }
}

/** What a function takes, where that is not the number given. */
function expectedParts({ parts, repeats, optional = 0 }: FormulaFunction, given: number): string | null {
  const least = parts.length - optional;
  if (given < least) return repeats || optional > 0 ? `at least ${least} parts` : `${least} ${least === 1 ? 'part' : 'parts'}`;
  return given > parts.length && !repeats ? `${optional > 0 ? 'at most ' : ''}${parts.length} ${parts.length === 1 ? 'part' : 'parts'}` : null;
}

/** A function that a misspelt name may stand for: the same but for upper and lower case, or a beginning of it. */
function nearest(name: string): string {
  const lower = name.toLowerCase();
  const near = [...formulaFunctions.keys()].find((known) => known.toLowerCase() === lower) ?? [...formulaFunctions.keys()].find((known) => lower.length >= 3 && (known.toLowerCase().startsWith(lower) || lower.startsWith(known.toLowerCase())));
  return near === undefined ? ' such as sphere or union' : ` such as ${near}`;
}
