import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Frame, type Page } from 'playwright-core';
import * as vscode from 'vscode';

/** As in package.json. */
export const extensionId = 'inspect-3d.inspect-3d';

let connected: Promise<{ browser: Browser; page: Page }> | undefined;

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The suite was started without ${name}.`);
  return value;
}

async function connect(): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.connectOverCDP(variable('INSPECT3D_CDP'));
  // In the desktop's VS Code the workbench is a file of its own scheme.
  const start = process.env.INSPECT3D_WORKBENCH ?? 'vscode-file://';
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((candidate) => candidate.url().startsWith(start));
  if (!page) throw new Error(`No page of the browser begins with ${start}.`);
  return { browser, page };
}

/** The page that shows this VS Code: to look at it, press keys, move the mouse. Connects once. */
export async function connectWorkbench(): Promise<Page> {
  connected ??= connect();
  return (await connected).page;
}

/** To be called when all is done; the connection would keep nothing alive, but it listens. */
export async function disconnectWorkbench(): Promise<void> {
  const connection = connected;
  connected = undefined;
  // Only the connection ends: the browser belongs to whoever started it.
  await (await connection)?.browser.close();
}

/**
 * Calls `probe` until it gives something other than null, undefined or false, and returns that. An error that it throws
 * counts as nothing yet; the last one is told when the time is over.
 */
export async function until<Answer>(
  what: string,
  probe: () => Answer | Promise<Answer>,
  milliseconds = 20_000,
): Promise<NonNullable<Exclude<Answer, false>>> {
  const end = Date.now() + milliseconds;
  let last: unknown;
  do {
    try {
      const answer = await probe();
      if (answer !== null && answer !== undefined && answer !== false) return answer as NonNullable<Exclude<Answer, false>>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < end);
  throw new Error(`Waited ${milliseconds / 1000} s in vain for ${what}.`, { cause: last });
}

/** A finite number other than 0 that has been the same for half a second: one that is not on its way any more. */
export async function settled(what: string, probe: () => Promise<number>): Promise<number> {
  let last = NaN;
  let since = Date.now();
  return until(`${what} to come to rest`, async () => {
    const found = await probe();
    if (found !== last) since = Date.now();
    last = found;
    return Number.isFinite(found) && found !== 0 && Date.now() - since >= 500 && found;
  });
}

export interface FrameChoice {
  /** Something that its page says: the file's name, say. Any page of the extension when left out. */
  readonly text?: string | RegExp;
  /** Only pages that are to be seen; true when left out. */
  readonly visible?: boolean;
  /** Pages that are not meant: to tell two editors of one file apart. */
  readonly except?: readonly Frame[];
  readonly milliseconds?: number;
  /** Another window than that of the tests. */
  readonly page?: Page;
}

/** The document inside the two frames of each of this extension's webviews. */
async function contentFrames(page: Page, visibleOnly: boolean): Promise<Frame[]> {
  const found: Frame[] = [];
  for (const outer of page.frames()) {
    if (outer.isDetached() || !outer.url().includes(`extensionId=${extensionId}`)) continue;
    const holder = await outer.frameElement();
    if (visibleOnly && !(await holder.isVisible())) continue;
    for (const inner of outer.childFrames()) {
      const element = await inner.frameElement();
      if ((await element.getAttribute('id')) === 'active-frame') found.push(inner);
    }
  }
  return found;
}

/** Waits for a page of this extension and gives the frame of its document. */
export async function webviewFrame(choice: FrameChoice = {}): Promise<Frame> {
  const { text, visible = true, except = [] } = choice;
  const page = choice.page ?? (await connectWorkbench());
  return until(
    `a page of the extension${text === undefined ? '' : ` that says ${String(text)}`}`,
    async () => {
      for (const frame of await contentFrames(page, visible)) {
        if (except.includes(frame)) continue;
        if (text === undefined) return frame;
        const content = await frame.evaluate(() => `${document.title}\n${document.body.innerText}`);
        if (typeof text === 'string' ? content.includes(text) : text.test(content)) return frame;
      }
      return null;
    },
    choice.milliseconds,
  );
}

/** Saves what VS Code looks like as test-results/screenshots/NAME.png and gives the picture. */
export async function screenshot(name: string): Promise<Buffer> {
  const page = await connectWorkbench();
  const folder = path.join(variable('INSPECT3D_RESULTS'), 'screenshots');
  await fileSystem.mkdir(folder, { recursive: true });
  return page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** CSS pixels of the whole window. */
export async function setViewport(width: number, height: number): Promise<void> {
  const page = await connectWorkbench();
  await page.setViewportSize({ width, height });
}

export type Theme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** Identifiers of a theme in the versions of VS Code, the newest first, and the class that it gives the workbench. */
const themes: Readonly<Record<Theme, { readonly ids: readonly string[]; readonly className: string }>> = {
  light: { ids: ['Light Modern', 'Default Light Modern'], className: 'vs' },
  dark: { ids: ['Dark Modern', 'Default Dark Modern'], className: 'vs-dark' },
  highContrast: { ids: ['Default High Contrast'], className: 'hc-black' },
  highContrastLight: { ids: ['Default High Contrast Light'], className: 'hc-light' },
};

/** What `contributes.themes` of an extension may hold, as far as it is needed here. */
function themeIds(manifest: unknown): string[] {
  const { contributes } = manifest as { contributes?: { themes?: { id?: string; label?: string }[] } };
  return (contributes?.themes ?? []).map(({ id, label }) => id ?? label ?? '');
}

/** Changes the colour theme and waits until the workbench shows it. */
export async function setTheme(theme: Theme): Promise<void> {
  const { ids, className } = themes[theme];
  const known = new Set(vscode.extensions.all.flatMap((extension) => themeIds(extension.packageJSON)));
  const id = ids.find((candidate) => known.has(candidate));
  assert.ok(id !== undefined, `This VS Code has no theme of ${ids.join(', ')}.`);
  await vscode.workspace.getConfiguration('workbench').update('colorTheme', id, vscode.ConfigurationTarget.Global);
  const page = await connectWorkbench();
  await page.locator(`.monaco-workbench.${className}`).first().waitFor({ timeout: 10_000 });
}

/** Closes every editor and asks nothing. */
export async function closeAllEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
