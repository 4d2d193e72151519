import { CancelledError, FormatError } from '../../src/model/errors';
import type { Failure } from '../panels/errorCard';

/** What the card in place of the scene says of an error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CancelledError) return { kind: 'cancelled' };
  if (error instanceof FormatError) return { kind: 'format', details: error.details };
  return { kind: 'message', message: error instanceof Error ? error.message : String(error) };
}

/** What the host is told of an error, for its log and status bar; null for one that the user asked for. */
export function toldFailure(error: unknown): { readonly message: string; readonly details?: FormatError['details'] } | null {
  if (error instanceof CancelledError) return null;
  if (error instanceof FormatError) return { message: error.message, details: error.details };
  return { message: error instanceof Error ? error.message : String(error) };
}
