import { CancelledError, FormatError, OperationError, TimeoutError } from '../model/errors';
import { plainText } from './plainText';

/** An error as one line for standard error. A stack follows with `--debug` alone. */
export function errorLine(error: unknown, debug: boolean): string {
  const line = `inspect3d: ${plainText(errorMessage(error))}\n`;
  return debug && error instanceof Error && error.stack !== undefined ? `${line}${error.stack}\n` : line;
}

/** What an error says to a user: expected ones in their own words, a mistake in the program as such. */
export function errorMessage(error: unknown): string {
  if (
    error instanceof FormatError ||
    error instanceof OperationError ||
    error instanceof CancelledError ||
    error instanceof TimeoutError
  ) {
    return error.message;
  }
  const words = error instanceof Error ? error.message || error.name : String(error);
  return `A mistake in this program kept it from an answer: ${words}. Report it with the output of --debug.`;
}
