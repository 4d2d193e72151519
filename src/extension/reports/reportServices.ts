import type * as vscode from 'vscode';
import type { EditorPreferences } from '../editorPreferences';
import type { Platform } from '../platform';
import type { ResultFiles } from './resultFiles';

/** What all report panels share. */
export interface ReportServices {
  readonly extension: vscode.Extension<unknown>;
  readonly platform: Platform;
  readonly preferences: EditorPreferences;
  readonly log: vscode.LogOutputChannel;
  readonly results: ResultFiles;
  /** By a file's address, what its editor colours by when it opens for the first time. */
  readonly firstColourings: Map<string, string>;
}
