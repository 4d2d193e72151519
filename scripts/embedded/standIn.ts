import { promises as fileSystem } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, requireChromium } from '../support/chromium';
import { freePort, installEmbeddedEditor, installExtension, startServer, writeSettings, type RunningServer } from '../support/embeddedEditor';

/**
 * Takes the place of the desktop's `code` executable for tests (`vscodeExecutablePath` of @vscode/test-electron): the
 * same parameters, the suite run in the extension host of VS Code's server, the workbench in a headless Chromium.
 *
 * - `--extensionDevelopmentPath=`, `--extensionTestsPath=`, `--user-data-dir=`, `--extensions-dir=`, a folder to open;
 * - `--install-extension FILE.vsix` instead, which installs and ends;
 * - `INSPECT3D_CHROMIUM_FLAGS`: further flags for the browser, apart by blanks;
 *   `INSPECT3D_SUITE_SECONDS`: when to give up, 1800 when left out.
 *
 * The suite finds in its environment `INSPECT3D_CDP` (the browser's remote debugging address) and
 * `INSPECT3D_WORKBENCH` (how the workbench's address begins).
 *
 * Its exit code is the suite's, but an extension host that dies counts as 0 in VS Code: whoever starts this must ask
 * for the report that the suite writes.
 */
interface Parameters {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly folder: string | undefined;
}

/** Options whose value may stand apart from them. */
const withValue = new Set(['install-extension', 'extensions-dir', 'user-data-dir']);

function parse(words: readonly string[]): Parameters {
  const options = new Map<string, string[]>();
  let folder: string | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const option = /^--([^=]+)(?:=(.*))?$/s.exec(word);
    const name = option?.[1];
    if (name === undefined) {
      folder ??= word;
      continue;
    }
    const value = option?.[2] ?? (withValue.has(name) ? (words[++index] ?? '') : 'true');
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return { options, folder };
}

/** Settings that keep a workbench quiet. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'files.simpleDialog.enable': true,
  'git.openRepositoryInParentFolders': 'never',
};

/** What the workbench logs of itself, and of native modules that the server does without; the suite's own lines are what matters. */
const workbenchNoise =
  /workbench\.js|^\[|bindings file|native-watchdog|Creating a socket|connection token|grace-time|AccountPolicy|AgentHost|Service Worker|ChatModel|ENOPRO|builtin extensions/;

async function main(): Promise<void> {
  const { options, folder } = parse(process.argv.slice(2));
  const first = (name: string): string | undefined => options.get(name)?.[0];
  const temporary = await fileSystem.mkdtemp(path.join(os.tmpdir(), 'i3d-'));
  const folders = {
    data: path.resolve(first('user-data-dir') ?? path.join(temporary, 'data')),
    extensions: path.resolve(first('extensions-dir') ?? path.join(temporary, 'extensions')),
  };
  let server: RunningServer | undefined;
  let browser: Browser | undefined;
  let ending = false;
  const finish = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await browser?.close().catch(() => undefined);
    await server?.stop();
    await fileSystem.rm(temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    process.exit(code);
  };
  process.on('SIGINT', () => void finish(130));
  process.on('SIGTERM', () => void finish(143));
  const fail = async (error: unknown): Promise<void> => {
    if (ending) return;
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    await finish(1);
  };

  try {
    const editor = await installEmbeddedEditor();
    const vsixFiles = options.get('install-extension');
    if (vsixFiles) {
      for (const vsix of vsixFiles) await installExtension(editor, folders, path.resolve(vsix));
      await finish(0);
      return;
    }
    writeSettings(folders, quietSettings);
    const [port, debuggingPort] = await Promise.all([freePort(), freePort()]);
    const origin = `http://127.0.0.1:${port}/`;
    server = await startServer(editor, {
      folders,
      port,
      // The driver lets the page run an extension's tests; it is for tests alone.
      parameters: ['--enable-smoke-test-driver', '--disable-workspace-trust', '--reconnection-grace-time', '5'],
      environment: { INSPECT3D_CDP: `http://127.0.0.1:${debuggingPort}`, INSPECT3D_WORKBENCH: origin },
    });
    const flags = (process.env.INSPECT3D_CHROMIUM_FLAGS ?? '').split(' ').filter((flag) => flag !== '');
    browser = await chromium.launch({
      executablePath: requireChromium(),
      headless: true,
      args: [...chromiumFlags, `--remote-debugging-port=${debuggingPort}`, '--window-size=1280,900', ...flags],
    });
    // No viewport from here: the suite sets its own, and two would quarrel.
    const context = await browser.newContext({ viewport: null });
    const page = await context.newPage();

    const seconds = Number(process.env.INSPECT3D_SUITE_SECONDS ?? 1800);
    const { logFile } = server;
    const limit = setTimeout(() => {
      const giveUp = async (): Promise<void> => {
        await page.screenshot({ path: path.join(os.tmpdir(), 'inspect3d-timeout.png') }).catch(() => undefined);
        await fail(`The suite did not end within ${seconds} seconds. The server's last words:\n${(await fileSystem.readFile(logFile, 'utf8')).slice(-2000)}`);
      };
      void giveUp();
    }, seconds * 1000);
    await page.exposeFunction('codeAutomationExit', (code: unknown) => {
      clearTimeout(limit);
      void finish(typeof code === 'number' ? code : 1);
    });
    // Calls of console.log in the extension host arrive as their arguments: formatted here as Node does there.
    await page.exposeFunction('codeAutomationLog', (kind: string, values: unknown[]) => {
      const line = format(...values);
      if (!workbenchNoise.test(line)) process[kind === 'error' ? 'stderr' : 'stdout'].write(`${line}\n`);
    });
    page.on('crash', () => void fail('The page of the workbench crashed.'));
    server.process.on('exit', () => void fail('The embedded VS Code ended before the suite did.'));

    const remote = (file: string): string => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
    const payload = (options.get('extensionDevelopmentPath') ?? []).map((file) => ['extensionDevelopmentPath', remote(file)]);
    const tests = first('extensionTestsPath');
    if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
    payload.push(['enableProposedApi', '']);
    const address = new URL(origin);
    address.searchParams.set('tkn', server.token);
    if (folder === undefined) address.searchParams.set('ew', 'true');
    else address.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', path.resolve(folder));
    address.searchParams.set('payload', JSON.stringify(payload));
    await page.goto(address.href);
  } catch (error) {
    await fail(error);
  }
}

void main();
