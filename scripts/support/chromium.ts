import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** Where a browser of the Chromium family may be, the quickest to start first. */
const candidates: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** The program's file when it is on the PATH (or is a path that is there), otherwise null. */
export function findProgram(name: string): string | null {
  if (path.isAbsolute(name)) return existsSync(name) ? name : null;
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (folder !== '' && existsSync(file)) return file;
    }
  }
  return null;
}

/** Playwright's own browser, where one was downloaded for exactly this version. */
function playwrightChromium(): string | null {
  const shell = chromium.executablePath();
  return shell !== '' && existsSync(shell) ? shell : null;
}

/**
 * A browser of the Chromium family that is already there: `CHROME_PATH`, one that is installed, or Playwright's.
 * Throws when `CHROME_PATH` names something that is not there.
 */
export function findChromium(): string | null {
  const wanted = process.env.CHROME_PATH;
  if (wanted !== undefined && wanted !== '') {
    const found = findProgram(wanted);
    if (found === null) throw new Error(`CHROME_PATH is ${wanted}, and there is no such program.`);
    return found;
  }
  for (const name of candidates[process.platform] ?? []) {
    const found = findProgram(name);
    if (found !== null) return found;
  }
  return playwrightChromium();
}

function run(command: string, parameters: readonly string[], limitSeconds: number): boolean {
  const answer = spawnSync(command, parameters, {
    stdio: 'inherit',
    timeout: limitSeconds * 1000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return answer.status === 0;
}

const howToInstall =
  'The tests need a browser of the Chromium family and found none. Install one of: Debian and Ubuntu, ' +
  '`sudo apt-get install chromium-headless-shell` (or `chromium`); elsewhere, Google Chrome, Microsoft Edge or ' +
  '`npx playwright-core install --with-deps chromium-headless-shell`. Or name its program in CHROME_PATH.';

/** Like {@link findChromium}, but installs a browser where it may, and otherwise throws an error that says what to install. */
export function requireChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  const mayInstallPackages = process.platform === 'linux' && os.userInfo().uid === 0 && findProgram('apt-get') !== null;
  if (mayInstallPackages) {
    console.log('No Chromium found: installing the Debian package chromium-headless-shell.');
    if (run('apt-get', ['update', '-qq'], 120)) {
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'], 300);
    }
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  console.log("No Chromium found: downloading Playwright's.");
  const program = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  run(process.execPath, [program, 'install', 'chromium-headless-shell'], 300);
  const downloaded = findChromium();
  if (downloaded === null) throw new Error(howToInstall);
  return downloaded;
}

/** Flags that tests start Chromium with: quiet, in any container, with WebGL2 drawn in software. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Further flags that give WebGPU, drawn in software too. */
export const webgpuFlags: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];
