import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build, type BuildOptions } from 'esbuild';
import { freePort } from './embeddedEditor';
import { packedExtension } from './pack';
import { projectFolder, resultsFolder, toolsFolder } from './paths';

const suiteFolder = path.join(projectFolder, 'test', 'vscode');

/** The suites as one bundle, so that they share one connection to the workbench; mocha and Playwright stay where npm put them. */
async function compile(suites: readonly string[], compiledFolder: string): Promise<void> {
  const shared: BuildOptions = {
    bundle: true,
    platform: 'node',
    // As the build has it: packages as modules, where they are some.
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'playwright-core'],
    logLevel: 'warning',
  };
  const contents = suites.map((file) => `import ${JSON.stringify(path.resolve(projectFolder, file))};`).join('\n');
  await Promise.all([
    build({ ...shared, entryPoints: [path.join(suiteFolder, 'index.ts')], outfile: path.join(compiledFolder, 'index.js') }),
    build({ ...shared, stdin: { contents, resolveDir: suiteFolder, loader: 'ts' }, outfile: path.join(compiledFolder, 'suites.js') }),
  ]);
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

export interface EditorRun {
  /** Files with mocha's suites, relative to the project. */
  readonly suites: readonly string[];
  /** Further variables that the suites find in their environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs mocha suites in the extension host of a real VS Code that has the packed extension installed and a folder with a
 * copy of the samples open: the desktop's VS Code where it can be downloaded and shown, otherwise the embedded one
 * (`INSPECT3D_VSCODE` = desktop or embedded decides instead). The suites find the project's folder in
 * `INSPECT3D_PROJECT`, that for results in `INSPECT3D_RESULTS`, and reach the workbench by test/vscode/support/workbench.ts.
 *
 * Throws when a test failed. Whether any ran at all is told by the report alone (`INSPECT3D_REPORT`).
 */
export async function runInEditor(run: EditorRun): Promise<void> {
  if (!existsSync(packedExtension)) throw new Error('The extension is not packed: `npm test -- pack` does that.');
  // Below the project, where the compiled suites find its packages; of this run alone.
  mkdirSync(toolsFolder, { recursive: true });
  const compiledFolder = mkdtempSync(path.join(toolsFolder, 'suite-'));
  // A short path: VS Code makes a socket below its data folder, and a socket's path has a limit of 107 characters.
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'i3d-'));
  try {
    await compile(run.suites, compiledFolder);
    const workspace = path.join(temporary, 'workspace');
    mkdirSync(workspace);
    const samples = path.join(projectFolder, 'media', 'samples');
    if (existsSync(samples)) cpSync(samples, workspace, { recursive: true });
    const profile = [`--user-data-dir=${path.join(temporary, 'data')}`, `--extensions-dir=${path.join(temporary, 'extensions')}`];
    const environment: Record<string, string> = {
      INSPECT3D_PROJECT: projectFolder,
      INSPECT3D_RESULTS: resultsFolder,
      INSPECT3D_SUITES: JSON.stringify(['suites.js']),
      ...run.environment,
    };
    const launchArgs = [workspace, ...profile];
    let vscodeExecutablePath = path.join(projectFolder, 'scripts', 'embedded', 'code.cjs');
    if (await desktopIsAvailable()) {
      vscodeExecutablePath = await downloadAndUnzipVSCode({ version: 'stable', cachePath: toolsFolder });
      const [command, ...parameters] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath, { reuseMachineInstall: true });
      if (command === undefined) throw new Error(`${vscodeExecutablePath} has no command line.`);
      console.log('In the desktop VS Code.');
      install(command, [...parameters, ...profile]);
      const port = await freePort();
      launchArgs.push(`--remote-debugging-port=${port}`);
      environment.INSPECT3D_CDP = `http://127.0.0.1:${port}`;
    } else {
      console.log('In the embedded VS Code.');
      install(vscodeExecutablePath, profile);
    }
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: path.join(suiteFolder, 'companion'),
      extensionTestsPath: path.join(compiledFolder, 'index.js'),
      extensionTestsEnv: environment,
      launchArgs,
    });
  } finally {
    for (const folder of [temporary, compiledFolder]) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
