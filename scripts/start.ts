import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { viewTypeOf } from '../src/extension/viewTypes';
import { formats } from '../src/formats/registry';
import { findProgram } from './support/chromium';
import { installEmbeddedEditor, installExtension, startServer, writeSettings, type EditorFolders } from './support/embeddedEditor';
import { build, pack, packedExtension } from './support/pack';
import { projectFolder, toolsFolder } from './support/paths';

/**
 * `npm start [-- FILE_OR_FOLDER] [--embedded]`: builds and packs the extension and opens it in VS Code: the one whose
 * command `code` is on the PATH, or, where there is none or with `--embedded`, the embedded one in a browser.
 */

interface Opened {
  readonly folder: string;
  readonly file: string | undefined;
}

/** What to open: a folder, or a file in its folder; the samples when nothing is named. */
function opened(named: string | undefined): Opened {
  const target = path.resolve(named ?? path.join(projectFolder, 'media', 'samples'));
  if (!existsSync(target)) throw new Error(`There is no ${target}.`);
  return statSync(target).isDirectory() ? { folder: target, file: undefined } : { folder: path.dirname(target), file: target };
}

/**
 * Installs the package into the user's VS Code, as anyone who uses it would have it: the window that opens is an
 * ordinary one, and the next click on a file still finds the extension. (A development host would forget it.)
 */
function openOnDesktop(code: string, { folder, file }: Opened): void {
  const call = (...parameters: string[]): void => {
    const { status } = spawnSync(code, parameters, { stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) throw new Error(`${code} ${parameters.join(' ')} failed.`);
  };
  call('--install-extension', packedExtension, '--force');
  call('--new-window', folder, ...(file === undefined ? [] : [file]));
  console.log('Opened in VS Code. To remove the extension again: code --uninstall-extension inspect-3d.inspect-3d');
}

/** Kept between starts, so that settings and layout stay. */
function editorFolders(): EditorFolders {
  const wanted = path.join(toolsFolder, 'editor');
  const name = `inspect-3d-${createHash('sha256').update(projectFolder).digest('hex').slice(0, 8)}`;
  // A socket below the data folder has a limit of 107 characters.
  const root = wanted.length > 60 ? path.join(os.homedir(), '.cache', name) : wanted;
  return { data: path.join(root, 'data'), extensions: path.join(root, 'extensions') };
}

function openBrowser(address: string): void {
  const shown = process.platform === 'darwin' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  const program = findProgram(process.platform === 'darwin' ? 'open' : 'xdg-open');
  if (!shown || program === null) return;
  const child = spawn(program, [address], { stdio: 'ignore', detached: true });
  // The address is printed anyway.
  child.on('error', () => undefined);
  child.unref();
}

async function openEmbedded({ folder, file }: Opened): Promise<void> {
  const editor = await installEmbeddedEditor();
  const folders = editorFolders();
  await installExtension(editor, folders, packedExtension);
  writeSettings(folders, {
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    'extensions.autoCheckUpdates': false,
    // A file that opens together with the window can be there before the editors are known, and would open as text.
    'workbench.editorAssociations': Object.fromEntries(
      formats
        .filter(({ priority }) => priority === 'default')
        .flatMap(({ id, extensions }) => extensions.map((extension) => [`*${extension}`, viewTypeOf(id)])),
    ),
  });
  const server = await startServer(editor, { folders });
  const address = new URL(`http://127.0.0.1:${server.port}/`);
  address.searchParams.set('tkn', server.token);
  address.searchParams.set('folder', folder);
  if (file !== undefined) {
    const remote = `vscode-remote://127.0.0.1:${server.port}${file}`;
    address.searchParams.set('payload', JSON.stringify([['openFile', remote]]));
  }
  const stop = (): void => {
    server.process.removeAllListeners('exit');
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  server.process.on('exit', () => {
    console.error(`The embedded VS Code ended. Its log: ${server.logFile}`);
    process.exit(1);
  });
  console.log(`\nVS Code with Inspect 3D, for whoever has this address:\n\n  ${address.href}\n\nCtrl-C ends it.`);
  openBrowser(address.href);
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const unknown = words.filter((word) => word.startsWith('-') && word !== '--embedded');
  const named = words.filter((word) => !word.startsWith('-'));
  if (unknown.length > 0 || named.length > 1) throw new Error('Usage: npm start [-- FILE_OR_FOLDER] [--embedded]');
  const target = opened(named[0]);
  console.log('Building and packing.');
  await build();
  await pack();
  const code = words.includes('--embedded') ? null : findProgram('code');
  if (code === null) await openEmbedded(target);
  else openOnDesktop(code, target);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
