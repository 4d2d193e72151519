import { OperationError } from '../model/errors';
import { nearestNames } from '../operations/options';

/** A line of `inspect3d batch`. */
export interface BatchRequest {
  readonly operation: string;
  readonly files: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly output: string | undefined;
}

const keys = ['id', 'operation', 'files', 'options', 'output'] as const;

/** What a line holds: the request or what is wrong with it, and the id to echo where one could be read. */
export interface ParsedLine {
  /** Left out when the line has none. */
  readonly id?: { readonly value: unknown };
  readonly request: BatchRequest | OperationError;
}

export function parseBatchLine(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { request: new OperationError(`The line: expected a JSON object, found what is not JSON (${words}).`) };
  }
  if (!isRecord(value)) {
    return { request: new OperationError(`The line: expected a JSON object, found ${describe(value)}.`) };
  }
  const id = Object.hasOwn(value, 'id') ? { id: { value: value.id } } : {};
  try {
    return { ...id, request: checkRequest(value) };
  } catch (error) {
    if (error instanceof OperationError) return { ...id, request: error };
    throw error;
  }
}

function checkRequest(value: Readonly<Record<string, unknown>>): BatchRequest {
  for (const key of Object.keys(value)) {
    if (keys.some((known) => known === key)) continue;
    const near = nearestNames(key, keys);
    const advice = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It has ${keys.join(', ')}.`;
    throw new OperationError(`A request has no key ${JSON.stringify(key.slice(0, 80))}. ${advice}`);
  }
  const { operation, files, options, output } = value;
  if (typeof operation !== 'string') throw wrong('operation', 'the name of an operation', operation);
  if (!Array.isArray(files)) throw wrong('files', 'an array of file names', files);
  const names = files.map((file: unknown) => {
    if (typeof file !== 'string' || file === '') throw wrong('files', 'an array of file names', files);
    if (file === '-') throw new OperationError('files: standard input holds the requests and cannot be a file.');
    return file;
  });
  if (options !== undefined && options !== null && !isRecord(options)) throw wrong('options', 'an object', options);
  if (output !== undefined && output !== null && (typeof output !== 'string' || output === '')) {
    throw wrong('output', 'a file name', output);
  }
  if (output === '-') throw new OperationError('output: standard output holds the results and cannot be the output.');
  return { operation, files: names, options: options ?? {}, output: output ?? undefined };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(key: string, expected: string, found: unknown): OperationError {
  return new OperationError(`${key}: expected ${expected}, found ${describe(found)}.`);
}

function describe(value: unknown): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
