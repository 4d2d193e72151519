import * as vscode from 'vscode';
import { contentSecurityPolicy } from './contentSecurityPolicy';

function nonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/**
 * The document of a page: an editor's, a report's, or a comparison's. Nothing of the file is in it: names and content come by message and are shown as
 * text.
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: 'editor' | 'detections' | 'report' | 'comparison'): string {
  const resource = (...path: string[]): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const scriptNonce = nonce();
  const policy = contentSecurityPolicy(webview.cspSource, scriptNonce);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link id="vscode-codicon-stylesheet" rel="stylesheet" href="${escapeAttribute(resource('dist', 'codicon.css'))}">
<link rel="stylesheet" href="${escapeAttribute(resource('dist', 'page.css'))}">
<title>Inspect 3D</title>
</head>
<body data-page="${page}" data-worker="${escapeAttribute(resource('dist', 'pageWorker.js'))}">
<div id="root"></div>
<script nonce="${scriptNonce}" src="${escapeAttribute(resource('dist', 'page.js'))}"></script>
</body>
</html>`;
}
