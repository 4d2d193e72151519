import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build, type BuildOptions } from 'esbuild';
import { freePort } from '../support/embeddedEditor';
import { packedExtension } from '../support/pack';
import { projectFolder, resultsFolder, toolsFolder } from '../support/paths';

/**
 * Runs test/vscode in a real VS Code that has the packed extension installed: the desktop's where it can be downloaded
 * and shown, otherwise the embedded one. `INSPECT3D_VSCODE` = desktop or embedded decides instead.
 */

const suiteFolder = path.join(projectFolder, 'test', 'vscode');
const compiledFolder = path.join(toolsFolder, 'suite');

/** The suites as one bundle, so that they share one connection to the workbench; mocha and Playwright stay where npm put them. */
async function compile(): Promise<void> {
  const suites = readdirSync(suiteFolder).filter((name) => name.endsWith('.test.ts')).sort();
  rmSync(compiledFolder, { recursive: true, force: true });
  const shared: BuildOptions = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'playwright-core'],
    logLevel: 'warning',
  };
  await build({ ...shared, entryPoints: [path.join(suiteFolder, 'index.ts')], outfile: path.join(compiledFolder, 'index.js') });
  await build({
    ...shared,
    stdin: { contents: suites.map((name) => `import './${name}';`).join('\n'), resolveDir: suiteFolder, loader: 'ts' },
    outfile: path.join(compiledFolder, 'suites.js'),
  });
}

/** A desktop VS Code can be had: there is something to show it on, and its download answers quickly. */
async function desktopIsAvailable(): Promise<boolean> {
  const wanted = process.env.INSPECT3D_VSCODE;
  if (wanted === 'desktop' || wanted === 'embedded') return wanted === 'desktop';
  const shown = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  if (!shown) return false;
  const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  return answer?.ok === true;
}

function install(command: string, parameters: readonly string[]): void {
  const { status } = spawnSync(command, [...parameters, '--install-extension', packedExtension, '--force'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`VS Code did not install ${packedExtension}.`);
}

async function main(): Promise<void> {
  if (!existsSync(packedExtension)) throw new Error('The extension is not packed: `npm test -- vscode` packs it first.');
  await compile();
  // A short path: VS Code makes a socket below its data folder, and a socket's path has a limit of 107 characters.
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'i3d-'));
  const workspace = path.join(temporary, 'workspace');
  mkdirSync(workspace);
  const samples = path.join(projectFolder, 'media', 'samples');
  if (existsSync(samples)) cpSync(samples, workspace, { recursive: true });
  const profile = [`--user-data-dir=${path.join(temporary, 'data')}`, `--extensions-dir=${path.join(temporary, 'extensions')}`];
  const environment: Record<string, string> = {
    INSPECT3D_PROJECT: projectFolder,
    INSPECT3D_RESULTS: resultsFolder,
    INSPECT3D_SUITES: JSON.stringify(['suites.js']),
  };
  const launchArgs = [workspace, ...profile];
  try {
    let vscodeExecutablePath: string;
    if (await desktopIsAvailable()) {
      vscodeExecutablePath = await downloadAndUnzipVSCode({ version: 'stable', cachePath: toolsFolder });
      const [command, ...parameters] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath, { reuseMachineInstall: true });
      if (command === undefined) throw new Error(`${vscodeExecutablePath} has no command line.`);
      install(command, [...parameters, ...profile]);
      const port = await freePort();
      launchArgs.push(`--remote-debugging-port=${port}`);
      environment.INSPECT3D_CDP = `http://127.0.0.1:${port}`;
      console.log('In the desktop VS Code.');
    } else {
      vscodeExecutablePath = path.join(projectFolder, 'scripts', 'embedded', 'code.cjs');
      install(vscodeExecutablePath, profile);
      console.log('In the embedded VS Code.');
    }
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: path.join(suiteFolder, 'companion'),
      extensionTestsPath: path.join(compiledFolder, 'index.js'),
      extensionTestsEnv: environment,
      launchArgs,
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
