import { element } from '../panels/element';
import { count } from '../panels/figures';

/** A row of counts: of this image, and of all. Null is a dash: not counted yet. */
export interface CountRow {
  readonly name: string;
  readonly here: number | null;
  readonly all: number | null;
  readonly title?: string;
}

/** Counts of the image that is shown beside those of all images. */
export function countTable(caption: string, rows: readonly CountRow[]): HTMLElement {
  const figure = (value: number | null): HTMLElement => element('td', { class: 'figure', text: value === null ? '–' : count(value) });
  const heading = (text: string): HTMLElement => element('th', { class: 'figure', text, attributes: { scope: 'col' } });
  return element(
    'table',
    { class: 'count-table' },
    element('caption', { class: 'visually-hidden', text: caption }),
    element('thead', {}, element('tr', {}, element('th', { text: '', attributes: { scope: 'col', 'aria-label': 'What' } }), heading('This image'), heading('All'))),
    element(
      'tbody',
      {},
      ...rows.map(({ name, here, all, title }) => element('tr', {}, element('th', { text: name, ...(title === undefined ? {} : { title }), attributes: { scope: 'row' } }), figure(here), figure(all))),
    ),
  );
}
