import type * as vscode from 'vscode';
import type { EditorPreferences } from '../editorPreferences';
import type { Platform } from '../platform';
import type { ViewStates } from '../viewStates';

/** What all comparisons share. */
export interface ComparisonServices {
  readonly extension: vscode.Extension<unknown>;
  readonly platform: Platform;
  readonly preferences: EditorPreferences;
  readonly viewStates: ViewStates;
  readonly log: vscode.LogOutputChannel;
}
