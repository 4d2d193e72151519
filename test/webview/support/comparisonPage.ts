import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { ThemeName } from '../pages/frameThemes';
import { withPage, type PageOptions, type TestPage } from './browser';

const codiconFont = createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.ttf');
export const widePage: PageOptions = { viewport: { width: 1280, height: 800 } };

type Content = string | Uint8Array;

export interface Opening {
  readonly compared?: Content | null;
  readonly reference?: Content | null;
  readonly theme?: ThemeName;
  readonly state?: string;
  /** Of files that are given: "nrrd". */
  readonly extension?: string;
  /** Returns before the first comparison is complete. */
  readonly early?: boolean;
}

export const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate((wanted) => window.comparisonTools.asked.filter(([each]) => each === wanted).map(([, value]) => value), name);

export async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => [...document.querySelectorAll<HTMLElement>('.pane-place canvas')].every((canvas) => canvas.dataset.atRest === 'true'));
}

/** The page on two files (the sample balls unless others are given), once the first comparison is complete. */
export async function opened({ page, origin, publish, publishBundle }: TestPage, opening: Opening = {}): Promise<void> {
  const font = publish('codicon.ttf', await readFile(codiconFont));
  await page.evaluate((url) => window.comparisonTools.loadFont(url), font);
  const worker = await publishBundle('src/compute/pageWorker.ts');
  const given = (side: 'compared' | 'reference') => {
    const content = opening[side];
    if (content === null) return 'it is new.';
    const name = content === undefined ? `ball-${side}.ply` : `${side}.${opening.extension ?? 'ply'}`;
    return { name, url: content === undefined ? `${origin}/media/samples/${name}` : publish(name, content) };
  };
  const { theme = 'dark', state = '' } = opening;
  await page.evaluate(([sides, url, themeName, kept]) => window.comparisonTools.open(sides, url, themeName, kept), [{ compared: given('compared'), reference: given('reference') }, worker, theme, state] as const);
  if (opening.early) return;
  await page.waitForFunction(() => window.comparisonTools.asked.some(([name]) => name === 'compared' || name === 'failed'));
  await atRest(page);
}

export function withComparison(opening: Opening, use: (page: Page, test: TestPage) => Promise<void>, options: PageOptions = widePage): Promise<void> {
  return withPage({ entry: 'test/webview/pages/comparison.page.ts', ...options }, async (test) => {
    await opened(test, opening);
    await use(test.page, test);
  });
}

export const region = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** "Hausdorff" of the section "Summary". */
export async function fact(page: Page, section: string, name: string): Promise<string> {
  const value = await region(page, section).locator('.fact', { has: page.locator('dt', { hasText: new RegExp(`^${name.replace(/[()]/g, '\\$&')}$`) }) }).locator('dd').getAttribute('title');
  return value ?? '';
}
