import type * as vscode from 'vscode';
import { activateWith } from './activate';
import { webPlatform } from './platform';

/** Entry of the extension in a host without Node (vscode.dev). */
export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, webPlatform);
}
