import assert from 'node:assert/strict';
import { HiddenEditors, type HideableEditor } from '../../../src/extension/hiddenEditors';

/** An editor that notes when it is freed. */
class Page implements HideableEditor {
  visible = true;
  busy = false;
  freed = 0;

  constructor(
    readonly name: string,
    public memory: number,
  ) {}

  free(): void {
    this.freed++;
    this.memory = 0;
  }
}

/** Editors in the order in which they were shown; only those that are named are to be seen. */
function opened(budget: number, sizes: readonly number[]): { readonly hidden: HiddenEditors; readonly pages: Page[] } {
  const hidden = new HiddenEditors(() => budget);
  const pages = sizes.map((memory, index) => new Page(`page ${index}`, memory));
  for (const page of pages) hidden.add(page);
  return { hidden, pages };
}

function hide(hidden: HiddenEditors, page: Page): void {
  page.visible = false;
  hidden.changed(page);
}

function show(hidden: HiddenEditors, page: Page): void {
  page.visible = true;
  hidden.changed(page);
}

const freed = (pages: readonly Page[]): string[] => pages.filter((page) => page.freed > 0).map(({ name }) => name);

describe('hidden editors', () => {
  it('are kept up to the budget, exactly', () => {
    const { hidden, pages } = opened(100, [60, 40]);
    for (const page of pages) hide(hidden, page);
    assert.deepEqual(freed(pages), []);
  });

  it('are freed past it, the one hidden longest first, and no more than needed', () => {
    const { hidden, pages } = opened(100, [60, 30, 40]);
    for (const page of pages) hide(hidden, page);
    assert.deepEqual(freed(pages), ['page 0']);
  });

  it('count as hidden from when they were last seen, not from when they were opened', () => {
    const { hidden, pages } = opened(100, [60, 60]);
    const [first, second] = pages;
    hide(hidden, second);
    show(hidden, first);
    hide(hidden, first);
    assert.deepEqual(freed(pages), ['page 1']);
  });

  it('are never freed while they are to be seen, whatever they hold', () => {
    const { hidden, pages } = opened(10, [1000, 1000]);
    for (const page of pages) hidden.changed(page);
    assert.deepEqual(freed(pages), []);
    hide(hidden, pages[0]);
    assert.deepEqual(freed(pages), ['page 0']);
  });

  it('are not freed while they are busy, but as soon as they are not', () => {
    const { hidden, pages } = opened(0, [50]);
    const [page] = pages;
    page.busy = true;
    hide(hidden, page);
    assert.equal(page.freed, 0);
    page.busy = false;
    hidden.changed(page);
    assert.equal(page.freed, 1);
  });

  it('make room for a busy one by others', () => {
    const { hidden, pages } = opened(50, [50, 50, 50]);
    pages[0].busy = true;
    for (const page of pages) hide(hidden, page);
    assert.deepEqual(freed(pages), ['page 1', 'page 2']);
  });

  it('are freed once, until they hold something again', () => {
    const { hidden, pages } = opened(0, [50]);
    const [page] = pages;
    hide(hidden, page);
    hidden.changed(page);
    assert.equal(page.freed, 1);
    page.memory = 50;
    show(hidden, page);
    hide(hidden, page);
    assert.equal(page.freed, 2);
  });

  it('are forgotten when they are closed', () => {
    const { hidden, pages } = opened(50, [50, 50]);
    hide(hidden, pages[0]);
    hidden.delete(pages[0]);
    hide(hidden, pages[1]);
    assert.deepEqual(freed(pages), []);
  });

  it('obey a budget that changes', () => {
    let budget = 100;
    const hidden = new HiddenEditors(() => budget);
    const page = new Page('page', 80);
    hidden.add(page);
    hide(hidden, page);
    assert.equal(page.freed, 0);
    budget = 50;
    hidden.check();
    assert.equal(page.freed, 1);
  });
});
