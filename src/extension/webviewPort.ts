import type * as vscode from 'vscode';
import type { Port } from '../messaging/port';

/** The line to a page. */
export function webviewPort(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => webview.onDidReceiveMessage(listener),
  };
}
