import * as vscode from 'vscode';
import type { FileReference, RunAnswer, RunProgress, RunRequest } from '../../compute/processProtocol';
import { OperationError } from '../../model/errors';
import type { OptionValues } from '../../operations/operation';
import { nameOf } from '../openedFile';
import type { Platform } from '../platform';

export interface ProcessRun {
  readonly operation: string;
  readonly files: readonly vscode.Uri[];
  readonly options: OptionValues;
  /** True when the model that the operation makes to be looked at is wanted, as a file's bytes; or the id of their format. */
  readonly output: boolean | string;
  /** True when the values of each row that the operation finds are wanted. */
  readonly columns?: boolean;
  /** True when the curves of an evaluation and what became of every box are wanted. */
  readonly evaluation?: boolean;
  readonly signal: AbortSignal;
  readonly progress: (progress: RunProgress) => void;
}

export interface ProcessRunResult {
  readonly answer: RunAnswer;
  /** The written model; empty when none was wanted. */
  readonly output: Uint8Array;
}

async function referenceTo(uri: vscode.Uri): Promise<FileReference> {
  const name = nameOf(uri);
  if (uri.scheme === 'file') return { kind: 'path', name, path: uri.fsPath };
  return { kind: 'bytes', name, bytes: new Uint8Array(await vscode.workspace.fs.readFile(uri)) };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

/**
 * Runs one operation in a process of its own, on the machine where the files lie. Cancelling ends the process, so that
 * nothing of it is left. Throws OperationError, FormatError, CancelledError.
 */
export async function runInProcess(platform: Platform, run: ProcessRun): Promise<ProcessRunResult> {
  const files = await Promise.all(run.files.map(referenceTo));
  const pieces: Uint8Array[] = [];
  const request: RunRequest = {
    operation: run.operation,
    files,
    options: run.options,
    ...(run.output === false ? {} : { output: { kind: 'stream', shown: true, ...(run.output === true ? {} : { format: run.output }) } }),
    ...(run.columns ? { keepColumns: true } : {}),
    ...(run.evaluation ? { keepEvaluation: true } : {}),
  };
  const started = platform.startOperation(request, {
    signal: run.signal,
    progress: run.progress,
    write: (bytes) => {
      pieces.push(bytes);
      return Promise.resolve();
    },
  });
  if (!started) throw new OperationError('There are no processes here; the page computes itself.');
  return { answer: await started, output: joined(pieces) };
}
