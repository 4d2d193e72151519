import type { Page } from 'playwright-core';
import { connectWorkbench, extensionId, until } from './workbench';

/**
 * Reloading the window would end the extension host that runs these tests: a second window of the same VS Code opens
 * the same folder and is reloaded instead. That can be had where VS Code runs in a browser.
 */
export async function secondWindow(): Promise<Page> {
  const page = await connectWorkbench();
  const address = new URL(page.url());
  address.searchParams.delete('payload');
  // Opened by the first, in whose browser context it gets the server's cookie.
  const opening = page.context().waitForEvent('page');
  await page.evaluate((href) => void window.open(href), address.href);
  const second = await opening;
  await second.setViewportSize({ width: 1280, height: 800 });
  await second.locator('.monaco-workbench').first().waitFor();
  return second;
}

/** As a person would, since views may be folded: a file by its name ("Control+p"), a command by its title ("F1", ">..."). */
export async function openQuickly(page: Page, keys: string, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  await until('the list to choose from', async () => {
    if (await input.isVisible()) return true;
    await page.keyboard.press(keys);
    await page.waitForTimeout(300);
    return input.isVisible();
  });
  await input.fill(text);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: text.replace(/^>/, '') }).first().click();
  await input.waitFor({ state: 'hidden' });
}

/** Under which keys VS Code stores what tabs there are, each with its page's state, and what this extension keeps. */
export const storedTabs = 'memento/workbench.parts.editor';
export const storedByExtension = extensionId;

/**
 * Whether VS Code has stored something for the window's folder. In a browser it keeps the state of tabs in IndexedDB and
 * writes every five seconds when it is idle, which on a busy machine can be much later; a reload before that brings back
 * what was stored before. So tests wait until what they look for is there.
 */
export async function isStored(page: Page, key: string, pattern: RegExp): Promise<boolean> {
  return (await storedTexts(page, key)).some((text) => pattern.test(text));
}

/** What is stored under a key, without the backslashes of JSON within JSON. */
export async function storedTexts(page: Page, key: string): Promise<string[]> {
  const stored = await page.evaluate(async (wanted) => {
    const request = <Answer>(asked: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error ?? new Error('The database does not answer.'));
      });
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined || !name.startsWith('vscode-web-state-db')) continue;
      const database = await request(indexedDB.open(name));
      try {
        for (const store of database.objectStoreNames) {
          const value: unknown = await request(database.transaction(store).objectStore(store).get(wanted));
          if (typeof value === 'string') found.push(value);
        }
      } finally {
        database.close();
      }
    }
    return found;
  }, key);
  return stored.map((text) => text.replaceAll('\\', ''));
}
