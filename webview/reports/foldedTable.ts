import type { Cell, ReportTable } from '../../src/operations/operation';
import { isFigureColumn } from '../../src/operations/documents/tableColumns';
import { numberText } from '../../src/operations/figures';
import { element } from '../panels/element';
import { counted, fullFigure } from '../panels/figures';

/** Rows that are drawn at a time: a curve has as many as there are detections. */
const rowsAtATime = 200;

/** The numbers of a picture as a table, folded away until they are wanted, and made only then. */
export function foldedTable(table: ReportTable): HTMLDetailsElement {
  const fold = element('details', { class: 'fold' }, element('summary', { text: 'As a table' }));
  fold.addEventListener('toggle', () => fold.append(createTable(table)), { once: true });
  return fold;
}

function createTable(table: ReportTable): HTMLElement {
  const figures = table.columns.map((_, column) => isFigureColumn(table, column));
  const heads = table.columns.map((text, column) => element('th', { text, attributes: { scope: 'col' }, ...(figures[column] ? { class: 'figure' } : {}) }));
  const body = element('tbody');
  const more = element('button', { class: 'link-button', attributes: { type: 'button' } });
  const show = (): void => {
    const from = body.childElementCount;
    const rows = table.rows.slice(from, from + rowsAtATime);
    body.append(...rows.map((row) => element('tr', {}, ...figures.map((figure, column) => cell(row[column] ?? null, figure)))));
    const left = table.rows.length - body.childElementCount;
    more.hidden = left === 0;
    more.textContent = `Show more (${counted(left, 'row')})`;
  };
  more.addEventListener('click', show);
  show();
  return element(
    'div',
    { class: 'table-scroll' },
    element('table', {}, element('caption', { class: 'visually-hidden', text: table.title }), element('thead', {}, element('tr', {}, ...heads)), body),
    more,
  );
}

function cell(value: Cell, figure: boolean): HTMLElement {
  const text = typeof value === 'string' ? value : numberText(value);
  return element('td', { text, title: typeof value === 'string' ? value : fullFigure(value), ...(figure ? { class: 'figure' } : {}) });
}
