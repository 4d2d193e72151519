import { OperationError } from '../model/errors';

const comparisons = {
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '==': (value: number, limit: number) => value === limit,
  '!=': (value: number, limit: number) => value !== limit,
} as const;
type Comparison = keyof typeof comparisons;

/** A condition of `--fail-if`: "chamfer>0.01". */
export interface FailCondition {
  readonly name: string;
  readonly comparison: Comparison;
  readonly limit: number;
}

const pattern = /^\s*([\w.-]+)\s*(<=|>=|==|!=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*$/i;

function isComparison(text: string): text is Comparison {
  return Object.hasOwn(comparisons, text);
}

/** Throws OperationError for anything but `number op value`. */
export function parseFailCondition(text: string): FailCondition {
  const [, name, comparison, limit] = pattern.exec(text) ?? [];
  if (name !== undefined && isComparison(comparison)) return { name, comparison, limit: Number(limit) };
  throw new OperationError(
    `--fail-if: expected NAME OPERATOR VALUE with one of < <= > >= == !=, found ${JSON.stringify(text)}. For example 'chamfer>0.01', in quotes.`,
  );
}

/**
 * The conditions that hold, each with its value, in words.
 *
 * @throws OperationError for a number that the operation does not give, or that has no value
 */
export function heldConditions(
  conditions: readonly FailCondition[],
  numbers: Readonly<Record<string, number | null>>,
): string[] {
  return conditions.flatMap(({ name, comparison, limit }) => {
    if (!Object.hasOwn(numbers, name)) {
      const known = Object.keys(numbers).join(', ') || 'none';
      throw new OperationError(`--fail-if: expected a number of this operation (${known}), found "${name}". Name one of these.`);
    }
    const value = numbers[name];
    if (value === null) {
      throw new OperationError(`--fail-if: expected a value of ${name}, found none. The report's warnings say why.`);
    }
    return comparisons[comparison](value, limit) ? [`${name} ${comparison} ${limit} holds: ${name} is ${value}.`] : [];
  });
}
