import assert from 'node:assert/strict';
import type { Frame, Locator, Page } from 'playwright-core';
import { connectWorkbench, until, webviewFrame } from './workbench';

/** A tab that compares, by the names it shows. */
export class ShownComparison {
  constructor(readonly frame: Frame) {}

  /** `page` where it is not the window of the tests. */
  static async find(text: string | RegExp, page?: Page): Promise<ShownComparison> {
    const shown = new ShownComparison(await webviewFrame({ text, milliseconds: 40_000, ...(page ? { page } : {}) }));
    await shown.frame.locator('.pane-place').first().waitFor();
    return shown;
  }

  canvas(side: 'compared' | 'reference'): Locator {
    return this.frame.locator(`.pane-place.${side} canvas`);
  }

  async complete(): Promise<void> {
    await this.frame.locator('[data-section="summary"] .fact').first().waitFor({ state: 'attached' });
    await this.atRest();
  }

  async atRest(): Promise<void> {
    await until('pictures at rest', () => this.frame.evaluate(() => [...document.querySelectorAll<HTMLElement>('.pane-place canvas')].every((canvas) => canvas.dataset.atRest === 'true')));
  }

  async picture(side: 'compared' | 'reference'): Promise<Buffer> {
    // What has the focus has an outline, too.
    await this.frame.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await this.atRest();
    return this.canvas(side).screenshot();
  }

  async drag(side: 'compared' | 'reference'): Promise<void> {
    const page = await connectWorkbench();
    const box = await this.canvas(side).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2 + 30, { steps: 4 });
    await page.mouse.up();
    await page.waitForTimeout(400);
  }

  /** All digits of a fact of the summary. */
  async fact(name: string): Promise<number> {
    const row = this.frame.locator('[data-section="summary"] .fact', { has: this.frame.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
    return Number(await row.locator('dd').getAttribute('title'));
  }
}
