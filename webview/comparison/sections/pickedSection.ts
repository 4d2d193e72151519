import { element } from '../../panels/element';
import { count, figure, fullFigure } from '../../panels/figures';
import { Section } from '../../panels/section';
import { comparisonSides } from '../../../src/compute/comparisonProtocol';
import type { ComparisonContext, PickedCell } from '../comparisonContext';

function row(name: string, value: string, title = value): HTMLElement {
  return element('tr', {}, element('th', { text: name, attributes: { scope: 'row' } }), element('td', { class: 'figure', text: value, title }));
}

function cellRows({ index, state, values }: PickedCell): HTMLElement[] {
  return [
    row('cell', index.join(', '), `Cell ${index.join(', ')}, counted from 0`),
    ...(state === null ? [] : [row('difference', state)]),
    ...(values === null ? [] : comparisonSides.map((side) => row(`${side} value`, values[side] ?? 'none'))),
  ];
}

/** The point or cell that was clicked, and how far it is from the other side. */
export function createPickedSection({ picks, inspector }: ComparisonContext): Section {
  const section = new Section('pick', 'Pick', inspector);
  section.follow(picks, () => {
    const { picked } = picks.state;
    if (!picked) {
      section.body.replaceChildren(element('p', { class: 'hint', text: 'Click a point or a cell in either scene.' }));
      return;
    }
    const { side, row: index, position, distance, cell } = picked;
    section.body.replaceChildren(
      element(
        'table',
        { class: 'picked' },
        element('caption', { class: 'visually-hidden', text: 'The picked place' }),
        element(
          'tbody',
          {},
          row('side', side),
          ...(index === null ? [] : [row('index', count(index), `Row ${index}, counted from 0`)]),
          ...position.map((value, axis) => row('xyz'[axis], figure(value), fullFigure(value))),
          ...(cell ? cellRows(cell) : []),
          ...(distance === null ? [] : [row('distance', Number.isNaN(distance) ? 'none' : figure(distance), fullFigure(distance))]),
        ),
      ),
    );
  });
  return section;
}
