import { parseArgs } from 'node:util';
import { OperationError } from '../model/errors';
import { allOptions } from '../operations/commonOptions';
import type { OperationDescriptor, OptionDescriptor, OptionValue } from '../operations/operation';
import { parseOptionText, unknownOption } from '../operations/options';
import { parseFailCondition, type FailCondition } from './failIf';

/** What the command line itself heeds, besides an operation's options. */
export const commandOptions = [
  { name: 'output', letter: 'o', type: 'file', default: null, title: 'Output', meaning: 'Where the result goes; - for standard output, the report then goes to standard error.' },
  { name: 'json', type: 'flag', default: false, title: 'JSON', meaning: 'The report as one JSON document, numbers at full precision.' },
  { name: 'fail-if', type: 'text', default: null, title: 'Fail if', meaning: "Exit code 1 when a condition such as 'chamfer>0.01' holds; may be given several times." },
  { name: 'threads', type: 'integer', minimum: 1, maximum: 1024, default: null, title: 'Threads', meaning: 'How many cores to compute on; all of them by default.' },
  { name: 'debug', type: 'flag', default: false, title: 'Debug', meaning: 'Adds the stack to an error.' },
  { name: 'help', letter: 'h', type: 'flag', default: false, title: 'Help', meaning: 'Says what this, or an operation, does and takes.' },
  { name: 'version', type: 'flag', default: false, title: 'Version', meaning: 'Says which version this is.' },
] as const satisfies readonly OptionDescriptor[];

/** An operation, "batch", or nothing was named; the rest as it was given. */
export interface CommandArguments {
  readonly command: string | undefined;
  readonly files: readonly string[];
  /** Values of the operation's options and those that all have, by name; only what was given. */
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly output: string | undefined;
  readonly json: boolean;
  readonly failIf: readonly FailCondition[];
  readonly threads: number | undefined;
  readonly debug: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

interface GivenOption {
  readonly rawName: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly inline: boolean;
}

/**
 * Reads the arguments after the program's name.
 *
 * @param describe the descriptor of an operation's id; undefined for what is none ("batch", a misspelt name)
 * @throws OperationError: unknown option, missing or wrong value
 */
export function parseArguments(
  argv: readonly string[],
  describe: (id: string) => OperationDescriptor | undefined,
): CommandArguments {
  // The options depend on the operation, so it is looked for first, among the options that all operations have.
  const [command] = split(argv, knownOptions(undefined)).positionals;
  const descriptor = command === undefined ? undefined : describe(command);
  const known = knownOptions(descriptor);
  const { given, positionals } = split(argv, known);
  const own = new Map<string, OptionValue>();
  const commandValues = new Map<string, OptionValue>();
  const failIf: FailCondition[] = [];
  for (const entry of given) {
    const option = findOption(command ?? 'inspect3d', entry, known);
    const value = valueOf(option, entry);
    if (option.name === 'fail-if') failIf.push(parseFailCondition(String(value)));
    else if (isCommandOption(option)) commandValues.set(option.name, value);
    else own.set(option.name, value);
  }
  const output = commandValues.get('output');
  const threads = commandValues.get('threads');
  return {
    command,
    files: positionals.slice(1),
    options: Object.fromEntries(own),
    output: typeof output === 'string' ? output : undefined,
    json: commandValues.get('json') === true,
    failIf,
    threads: typeof threads === 'number' ? threads : undefined,
    debug: commandValues.get('debug') === true,
    help: commandValues.get('help') === true,
    version: commandValues.get('version') === true,
  };
}

/** True when `--debug` is among the arguments, however wrong the rest is. */
export function asksForDebug(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--debug');
}

const anyOperation: OperationDescriptor = {
  id: 'inspect3d',
  title: '',
  definition: '',
  source: '',
  inputs: [],
  options: [],
  numbers: [],
  output: { meaning: '', required: false },
};

function knownOptions(descriptor: OperationDescriptor | undefined): readonly OptionDescriptor[] {
  const own = allOptions(descriptor ?? anyOperation);
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...commandOptions.filter(({ name }) => !names.has(name))];
}

function isCommandOption(option: OptionDescriptor): boolean {
  const own: readonly OptionDescriptor[] = commandOptions;
  return own.includes(option);
}

function letterOf(option: OptionDescriptor): string | undefined {
  return option.letter ?? (option.name.length === 1 ? option.name : undefined);
}

/** Tells options, their values and the rest apart; what they mean is checked afterwards, with messages of our own. */
function split(argv: readonly string[], known: readonly OptionDescriptor[]): { given: GivenOption[]; positionals: string[] } {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      known.map((option) => {
        const short = letterOf(option);
        const type = option.type === 'flag' ? ('boolean' as const) : ('string' as const);
        return [option.name, short === undefined ? { type } : { type, short }];
      }),
    ),
  });
  const given: GivenOption[] = [];
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    else if (token.kind === 'option') {
      given.push({ rawName: token.rawName, name: token.name, value: token.value, inline: token.inlineValue === true });
    }
  }
  return { given, positionals };
}

function findOption(owner: string, entry: GivenOption, known: readonly OptionDescriptor[]): OptionDescriptor {
  const named = known.find((option) => option.name === entry.name);
  if (named) return named;
  const positive = negated(entry.name);
  const flag = known.find((option) => option.name === positive && option.type === 'flag');
  if (flag) return flag;
  if (!entry.rawName.startsWith('--')) {
    const letters = known.flatMap((option) => letterOf(option) ?? []).map((letter) => `-${letter}`);
    throw new OperationError(`${owner} has no option ${entry.rawName}. It has ${letters.join(', ')}; --help tells all.`);
  }
  throw unknownOption(owner, entry.name, known);
}

function negated(name: string): string | undefined {
  return name.startsWith('no-') ? name.slice(3) : undefined;
}

function valueOf(option: OptionDescriptor, { name, rawName, value, inline }: GivenOption): OptionValue {
  if (option.type === 'flag') {
    if (option.name !== name) {
      if (value !== undefined) throw new OperationError(`${rawName} takes no value, found ${JSON.stringify(value)}.`);
      return false;
    }
    return value === undefined ? true : parseOptionText(option, value);
  }
  if (value === undefined) throw new OperationError(`${rawName} needs a value: ${option.meaning}`);
  if (!inline && /^--[a-z]/.test(value)) {
    throw new OperationError(`${rawName} needs a value, found the option ${value}. Write ${rawName}=${value} if that is the value.`);
  }
  return parseOptionText(option, value);
}
