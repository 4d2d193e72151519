import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumFlags, requireChromium, webgpuFlags } from '../../../scripts/support/chromium';
import { resultsFolder } from '../../../scripts/support/paths';
import { contentSecurityPolicy } from '../../../src/extension/contentSecurityPolicy';
import { bundle } from './bundle';
import { startServer, type PageServer } from './server';

/** How a test's page is made. */
export interface PageOptions {
  /** A TypeScript file, relative to the project, that is bundled and run in the page; it may import from `webview/` and `src/`. */
  readonly entry?: string;
  /** Built bundles to run before it, relative to the project: "dist/page.js". */
  readonly scripts?: readonly string[];
  /** Style sheets, relative to the project. */
  readonly styles?: readonly string[];
  /** The body's HTML. */
  readonly body?: string;
  /** Attributes of the body, as VS Code gives them: { class: 'vscode-dark' }. */
  readonly bodyAttributes?: Readonly<Record<string, string>>;
  /** CSS pixels; 800 by 600 when left out. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A browser with WebGPU (drawn in software); without it WebGL2 alone. */
  readonly webgpu?: boolean;
  /** Errors that the page may report (console, exceptions); any other fails the test. */
  readonly expectedErrors?: RegExp;
}

/** A page of a test with what it can reach. */
export interface TestPage {
  /** Playwright's page, loaded, its scripts run. */
  readonly page: Page;
  /** The origin of the extension's files: what `webview.cspSource` is in VS Code. */
  readonly origin: string;
  /** Makes bytes or text available at an address that the page may fetch, with `Range`. */
  readonly publish: (name: string, content: string | Uint8Array) => string;
  /** Bundles a TypeScript file (a worker, say) and gives its address. */
  readonly publishBundle: (entry: string) => Promise<string>;
  /** Saves what the page looks like into test-results/screenshots/. */
  readonly screenshot: (name: string) => Promise<Buffer>;
}

const browsers = new Map<boolean, Promise<Browser>>();
let server: Promise<PageServer> | undefined;

function browser(webgpu: boolean): Promise<Browser> {
  const known = browsers.get(webgpu);
  if (known) return known;
  const started = chromium.launch({
    executablePath: requireChromium(),
    headless: true,
    args: [...chromiumFlags, ...(webgpu ? webgpuFlags : [])],
  });
  browsers.set(webgpu, started);
  return started;
}

const escapeAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The page's HTML under the policy that the extension's pages have. */
function pageHtml(options: PageOptions, origin: string, scripts: readonly string[]): string {
  const nonce = randomBytes(16).toString('base64url');
  const attributes = Object.entries(options.bodyAttributes ?? {}).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test page</title>',
    `<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(contentSecurityPolicy(origin, nonce))}">`,
    ...(options.styles ?? []).map((style) => `<link rel="stylesheet" href="${origin}/${style}">`),
    `</head><body${attributes.join('')}>${options.body ?? ''}`,
    ...scripts.map((script) => `<script nonce="${nonce}" src="${script}"></script>`),
    '</body></html>',
  ].join('\n');
}

/**
 * Opens a page of its own in the suite's one browser, gives it to `use`, and closes it. The page runs under the
 * Content-Security-Policy of the extension; a violation of it, an exception or an error on the console fails the test.
 */
export async function withPage<Answer>(options: PageOptions, use: (page: TestPage) => Promise<Answer>): Promise<Answer> {
  server ??= startServer();
  const [{ origin, publish }, running] = await Promise.all([server, browser(options.webgpu ?? false)]);
  const publishBundle = async (entry: string): Promise<string> =>
    publish(path.basename(entry).replace(/\.ts$/, '.js'), await bundle(entry));
  const scripts = (options.scripts ?? []).map((script) => `${origin}/${script}`);
  if (options.entry !== undefined) scripts.push(await publishBundle(options.entry));

  const context = await running.newContext({ viewport: options.viewport ?? { width: 800, height: 600 } });
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(publish('index.html', pageHtml(options, origin, scripts)), { waitUntil: 'load' });
    const answer = await use({
      page,
      origin,
      publish,
      publishBundle,
      screenshot: async (name) => {
        const folder = path.join(resultsFolder, 'screenshots');
        await fileSystem.mkdir(folder, { recursive: true });
        return page.screenshot({ path: path.join(folder, `${name}.png`) });
      },
    });
    const unexpected = errors.filter((error) => !options.expectedErrors?.test(error));
    assert.deepEqual(unexpected, [], 'The page reported errors.');
    return answer;
  } finally {
    await context.close();
  }
}

after(async () => {
  await Promise.all([...browsers.values()].map(async (started) => (await started).close()));
  browsers.clear();
  await (await server)?.close();
  server = undefined;
});
