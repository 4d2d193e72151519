import { OperationError } from '../model/errors';
import { allOptions } from './commonOptions';
import type { OperationDescriptor, OptionValues } from './operation';
import { checkOptions, nearestNames } from './options';

/** What is asked of an operation, as far as it can be checked before anything is read. */
export interface OperationRequest {
  readonly files: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly output?: object;
  /** True when the models made are wanted back rather than written. */
  readonly keepModels?: boolean;
}

/**
 * Checks number of files, options, output and device. Gives the options' values, those of reading and writing included.
 *
 * @throws OperationError in one line
 */
export function checkRequest(request: OperationRequest, descriptor: OperationDescriptor): OptionValues {
  const { id, inputs, output } = descriptor;
  if (request.files.length !== inputs.length) {
    const roles = inputs.map(({ name }) => name.toUpperCase()).join(' ');
    const noun = inputs.length === 1 ? 'file' : 'files';
    throw new OperationError(`${id}: expected ${inputs.length} ${noun} (${roles}), found ${request.files.length}.`);
  }
  const values = checkOptions(id, allOptions(descriptor), request.options);
  if (values.binary === true && values.ascii === true) {
    throw new OperationError(`${id}: --binary and --ascii exclude each other.`);
  }
  if (request.output && !output) throw new OperationError(`${id} makes no file: -o has no meaning for it.`);
  if (!request.output && output?.required && !request.keepModels) {
    throw new OperationError(`${id} needs an output: -o FILE. ${output.meaning}`);
  }
  return values;
}

/** The error for a name that no operation has; it names the nearest, or all. */
export function unknownOperation(id: string, known: readonly string[]): OperationError {
  const near = nearestNames(id, known);
  const advice = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There are ${known.join(', ')}.`;
  return new OperationError(`There is no operation "${id.slice(0, 80)}". ${advice}`);
}
