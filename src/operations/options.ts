import { OperationError } from '../model/errors';
import type { OptionDescriptor, OptionValue, OptionValues } from './operation';

/** Decimal notation alone: `Number` would also take "0x10", "" and "Infinity". */
const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The value of an option as typed on a command line. Flags take "true" and "false".
 *
 * @throws OperationError in one line: option, expected, found
 */
export function parseOptionText(option: OptionDescriptor, text: string): OptionValue {
  switch (option.type) {
    case 'flag':
      if (text === 'true' || text === 'false') return text === 'true';
      throw wrongValue(option, JSON.stringify(text));
    case 'number':
    case 'integer':
      if (!decimalNumber.test(text.trim())) throw wrongValue(option, JSON.stringify(text));
      return checkOptionValue(option, Number(text));
    case 'choice':
    case 'text':
    case 'file':
      return checkOptionValue(option, text);
  }
}

/** A value as text that {@link parseOptionText} reads as the same value. */
export function optionText(value: Exclude<OptionValue, null>): string {
  return String(value);
}

/**
 * Checks one option's value of whatever type it came in (JSON, a form).
 *
 * @throws OperationError in one line: option, expected, found
 */
export function checkOptionValue(option: OptionDescriptor, value: unknown): OptionValue {
  switch (option.type) {
    case 'flag':
      if (typeof value === 'boolean') return value;
      break;
    case 'number':
    case 'integer': {
      if (typeof value !== 'number' || !Number.isFinite(value)) break;
      if (option.type === 'integer' && !Number.isSafeInteger(value)) break;
      if (option.minimum !== undefined && value < option.minimum) break;
      if (option.maximum !== undefined && value > option.maximum) break;
      return value;
    }
    case 'choice':
      if (typeof value === 'string' && option.choices.includes(value)) return value;
      break;
    case 'text':
    case 'file':
      if (typeof value === 'string' && value !== '') return value;
      break;
  }
  throw wrongValue(option, describeValue(value));
}

/**
 * Checks what was given against the schema and fills in defaults. An option may be given by its name or its letter;
 * null stands for "not given".
 *
 * @param owner what the options belong to, for messages: "fscore"
 * @throws OperationError in one line: unknown option, wrong type, out of range, required and missing, given twice
 */
export function checkOptions(
  owner: string,
  options: readonly OptionDescriptor[],
  given: Readonly<Record<string, unknown>>,
): OptionValues {
  const values = new Map<string, OptionValue>();
  for (const [name, value] of Object.entries(given)) {
    const option = options.find((candidate) => candidate.name === name || candidate.letter === name);
    if (!option) throw unknownOption(owner, name, options);
    if (value === null || value === undefined) continue;
    if (values.has(option.name)) throw new OperationError(`--${option.name} is given twice.`);
    values.set(option.name, checkOptionValue(option, value));
  }
  for (const option of options) {
    if (values.has(option.name)) continue;
    if ('required' in option && option.required && option.default === null) {
      throw new OperationError(`${owner} needs --${option.name}: ${option.meaning}`);
    }
    values.set(option.name, option.default);
  }
  return Object.fromEntries(options.map((option) => [option.name, values.get(option.name) ?? null]));
}

export function unknownOption(owner: string, name: string, options: readonly OptionDescriptor[]): OperationError {
  const near = nearestNames(
    name,
    options.map((option) => option.name),
  );
  const advice =
    near.length > 0
      ? `Did you mean ${near.map((candidate) => `--${candidate}`).join(' or ')}?`
      : `It has ${options.map((option) => `--${option.name}`).join(', ') || 'none'}.`;
  return new OperationError(`${owner} has no option --${name}. ${advice}`);
}

/** The names that a misspelt one may stand for: at most a third of its letters apart, the nearest first, three at most. */
export function nearestNames(name: string, names: readonly string[]): string[] {
  // Comparing costs the product of the lengths; nobody misspells a name of thousands of letters.
  if (name.length > 64) return [];
  return names
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance }) =>
        distance <= Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3)) ||
        (name.length >= 3 && candidate.startsWith(name)),
    )
    .sort((first, second) => first.distance - second.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each. */
function editDistance(first: string, second: string): number {
  let beforeThat: number[] = [];
  let above = Array.from({ length: second.length + 1 }, (_, column) => column);
  for (let row = 1; row <= first.length; row++) {
    const current = [row];
    for (let column = 1; column <= second.length; column++) {
      const replaced = above[column - 1] + (first[row - 1] === second[column - 1] ? 0 : 1);
      let least = Math.min(replaced, above[column] + 1, current[column - 1] + 1);
      const swapped = first[row - 1] === second[column - 2] && first[row - 2] === second[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, beforeThat[column - 2] + 1);
      current.push(least);
    }
    beforeThat = above;
    above = current;
  }
  return above[second.length];
}

/** What an option takes, in words: "an integer of at least 1". */
export function describeExpected(option: OptionDescriptor): string {
  switch (option.type) {
    case 'flag':
      return 'true or false';
    case 'choice':
      return `one of ${option.choices.join(', ')}`;
    case 'text':
      return 'a text';
    case 'file':
      return 'a file name';
    case 'number':
    case 'integer': {
      const noun = option.type === 'integer' ? 'an integer' : 'a number';
      const { minimum, maximum } = option;
      if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`;
      if (minimum !== undefined) return `${noun} of at least ${minimum}`;
      if (maximum !== undefined) return `${noun} of at most ${maximum}`;
      return noun;
    }
  }
}

function wrongValue(option: OptionDescriptor, found: string): OperationError {
  return new OperationError(`--${option.name}: expected ${describeExpected(option)}, found ${found}.`);
}

function describeValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
