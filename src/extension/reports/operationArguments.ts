import * as vscode from 'vscode';
import type { OptionValue, OptionValues } from '../../operations/operation';

/** What a command of an operation was given. */
export interface OperationArguments {
  readonly files: readonly vscode.Uri[];
  readonly options: OptionValues;
  /** True when another extension, a key binding or a test called it with its files, and waits for the report. */
  readonly called: boolean;
}

function isOptionValue(value: unknown): value is OptionValue {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function toUri(value: unknown): vscode.Uri[] {
  if (value instanceof vscode.Uri) return [value];
  // A plain path is what a key binding in a settings file can say.
  return typeof value === 'string' && value !== '' ? [vscode.Uri.file(value)] : [];
}

/**
 * Reads the ways in which VS Code calls a command: with nothing (palette), with the clicked file and the selection
 * (explorer), with the active editor's file (title menu), or with a list of files and an object of options (a program).
 */
export function operationArguments(first: unknown, second: unknown): OperationArguments {
  if (Array.isArray(first)) {
    const entries = typeof second === 'object' && second !== null ? Object.entries(second) : [];
    return {
      files: first.flatMap(toUri),
      options: Object.fromEntries(entries.filter((entry): entry is [string, OptionValue] => isOptionValue(entry[1]))),
      called: true,
    };
  }
  const selection = Array.isArray(second) ? second.flatMap(toUri) : [];
  return { files: selection.length > 1 ? selection : toUri(first), options: {}, called: false };
}
