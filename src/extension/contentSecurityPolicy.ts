/**
 * What a page may do, as the content of its `Content-Security-Policy` tag. `source` is where the extension's own files
 * come from (`webview.cspSource`), `nonce` a random text of this page.
 */
export function contentSecurityPolicy(source: string, nonce: string): string {
  return [
    // Nothing that is not named below.
    "default-src 'none'",
    // The page's one bundle, by nonce; no inline script, no eval.
    `script-src 'nonce-${nonce}'`,
    // The worker's bundle is fetched and started from a blob, since a webview can start workers in no other way.
    'worker-src blob:',
    // The worker's bundle and the opened file, both resources of this editor.
    `connect-src ${source}`,
    // Codicons.
    `font-src ${source}`,
    `style-src ${source}`,
    // Screenshots and pictures are made as blobs and data.
    `img-src ${source} blob: data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
