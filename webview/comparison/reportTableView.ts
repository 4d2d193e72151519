import { isFigureColumn } from '../../src/operations/documents/tableColumns';
import { numberText } from '../../src/operations/figures';
import type { ReportTable } from '../../src/operations/operation';
import { element } from '../panels/element';
import { fullFigure } from '../panels/figures';

/** A report's table as the inspector shows it; the first column are the rows' names. */
export function reportTableView(table: ReportTable, caption = table.title): HTMLElement {
  const figures = table.columns.map((_, column) => isFigureColumn(table, column));
  return element(
    'table',
    { class: 'comparison-table' },
    element('caption', { class: 'visually-hidden', text: caption }),
    element('thead', {}, element('tr', {}, ...table.columns.map((name, column) => element('th', { ...(figures[column] ? { class: 'figure' } : {}), text: name, attributes: { scope: 'col' } })))),
    element(
      'tbody',
      {},
      ...table.rows.map((row) =>
        element(
          'tr',
          {},
          ...row.map((cell, column) => {
            const text = typeof cell === 'string' ? cell : numberText(cell);
            const title = typeof cell === 'string' ? cell : fullFigure(cell);
            if (column === 0 && typeof cell === 'string') return element('th', { text, title, attributes: { scope: 'row' } });
            return element('td', { ...(figures[column] ? { class: 'figure' } : {}), text, title });
          }),
        ),
      ),
    ),
  );
}

/** Names and figures, one a line; all digits are in the tooltip. */
export function factList(facts: readonly { readonly name: string; readonly value: number | null | undefined; readonly title?: string }[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...facts.flatMap(({ name, value, title }) =>
      value === undefined
        ? []
        : [
            element(
              'div',
              { class: 'fact' },
              element('dt', { text: name, ...(title === undefined ? {} : { title }) }),
              element('dd', { class: 'figure', text: numberText(value), title: fullFigure(value) }),
            ),
          ],
    ),
  );
}
