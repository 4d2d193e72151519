import type * as vscode from 'vscode';
import { activateWith } from './activate';
import { nodePlatform } from './nodePlatform';

/** Entry of the extension in a host on Node: the desktop's, or a remote machine's. */
export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, nodePlatform(context.extensionPath));
}
