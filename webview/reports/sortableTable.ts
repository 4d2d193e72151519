import type { Cell, ReportTable } from '../../src/operations/operation';
import { isFigureColumn } from '../../src/operations/documents/tableColumns';
import { numberText } from '../../src/operations/figures';
import { element, icon } from '../panels/element';
import { counted, fullFigure } from '../panels/figures';

/** Rows that a page draws at a time, and columns that it draws at all: a matrix of boxes has millions of cells. */
const rowsAtATime = 200;
const mostColumns = 60;

type Direction = 'ascending' | 'descending';

/** Numbers by value, words as people sort them, what is nothing last in either direction. */
export function compareCells(first: Cell, second: Cell, direction: Direction): number {
  if (first === null || second === null) return first === second ? 0 : first === null ? 1 : -1;
  const sign = direction === 'ascending' ? 1 : -1;
  if (typeof first === 'number' && typeof second === 'number') return sign * (first - second);
  return sign * String(first).localeCompare(String(second), 'en', { numeric: true });
}

/** A table of a report; a press on a column's name sorts by it, upwards, downwards, then as it was. */
export class SortableTable {
  readonly element: HTMLElement;
  private readonly body = element('tbody');
  private readonly more = element('button', { class: 'link-button', attributes: { type: 'button' } });
  private readonly headings: readonly HTMLElement[];
  private readonly figures: readonly boolean[];
  private sorting: { readonly column: number; readonly direction: Direction } | null = null;
  private shownRows = rowsAtATime;

  /** @param bars name of a column of shares, 0...1, that is drawn as bars too */
  constructor(
    private readonly table: ReportTable,
    private readonly bars: string | null = null,
  ) {
    const columns = table.columns.slice(0, mostColumns);
    this.figures = columns.map((_, column) => isFigureColumn(table, column));
    this.headings = columns.map((name, column) => this.createHeading(name, column));
    this.more.addEventListener('click', () => {
      this.shownRows += 5 * rowsAtATime;
      this.show();
    });
    const hidden = table.columns.length - columns.length;
    this.element = element(
      'section',
      { class: 'report-table' },
      element('h2', { text: table.title }),
      element(
        'div',
        { class: 'table-scroll', attributes: { tabindex: '0', role: 'region', 'aria-label': table.title } },
        element('table', {}, element('caption', { class: 'visually-hidden', text: table.title }), element('thead', {}, element('tr', {}, ...this.headings)), this.body),
      ),
      this.more,
      ...(hidden > 0 ? [element('p', { class: 'hint', text: `${counted(hidden, 'more column')} in the saved report.` })] : []),
    );
    this.show();
  }

  private createHeading(name: string, column: number): HTMLElement {
    const button = element('button', { class: 'sort-button', attributes: { type: 'button' } }, element('span', { text: name }), icon('arrow-up'));
    button.addEventListener('click', () => {
      const { sorting } = this;
      if (sorting?.column !== column) this.sorting = { column, direction: 'ascending' };
      else this.sorting = sorting.direction === 'ascending' ? { column, direction: 'descending' } : null;
      this.show();
    });
    return element('th', { ...(this.figures[column] ? { class: 'figure' } : {}), attributes: { scope: 'col' } }, button);
  }

  private show(): void {
    const { sorting, table } = this;
    const rows = sorting
      ? [...table.rows].sort((first, second) => compareCells(first[sorting.column] ?? null, second[sorting.column] ?? null, sorting.direction))
      : table.rows;
    for (const [column, heading] of this.headings.entries()) {
      heading.setAttribute('aria-sort', sorting?.column === column ? sorting.direction : 'none');
    }
    this.body.replaceChildren(...rows.slice(0, this.shownRows).map((row) => element('tr', {}, ...this.figures.map((figure, column) => this.cell(row[column] ?? null, figure, column)))));
    const left = rows.length - this.shownRows;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show more (${counted(left, 'row')})`;
  }

  /** A cell; a share with its bar behind the figure. */
  private cell(value: Cell, figure: boolean, column: number): HTMLElement {
    const made = cell(value, figure);
    if (this.table.columns[column] !== this.bars || typeof value !== 'number') return made;
    const bar = element('span', { class: 'cell-bar', attributes: { 'aria-hidden': 'true' } });
    bar.style.width = `${Math.min(1, Math.max(0, value)) * 100}%`;
    made.classList.add('barred');
    made.prepend(element('span', { class: 'cell-bar-room' }, bar));
    return made;
  }
}

function cell(value: Cell, figure: boolean): HTMLElement {
  const text = typeof value === 'string' ? value : numberText(value);
  return element('td', { text, title: typeof value === 'string' ? value : fullFigure(value), ...(figure ? { class: 'figure' } : {}) });
}
