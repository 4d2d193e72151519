import type { ComparisonSide } from '../../../src/compute/comparisonProtocol';
import type { Cell } from '../../../src/operations/operation';
import { element } from '../../panels/element';
import { count, figure, fullFigure } from '../../panels/figures';
import { Section } from '../../panels/section';
import type { ComparisonContext } from '../comparisonContext';
import { tableOf } from '../difference';

/** Rows that are listed before "show all". */
const listedFirst = 10;

function rowButton(side: ComparisonSide, cells: readonly Cell[], { flyTo }: ComparisonContext): HTMLElement {
  const [row, x, y, z, distance] = cells.map((cell) => (typeof cell === 'number' ? cell : NaN));
  const button = element(
    'button',
    { class: 'worst-point', title: `Look at ${[x, y, z].map(fullFigure).join(', ')}`, attributes: { type: 'button' } },
    element('span', { class: 'figure worst-row', text: count(row) }),
    element('span', { class: 'figure', text: [x, y, z].map((value) => figure(Number(value.toPrecision(4)))).join(', ') }),
    element('span', { class: 'figure', text: figure(distance), title: fullFigure(distance) }),
  );
  button.addEventListener('click', () => flyTo(side, [x, y, z], distance));
  return element('li', {}, button);
}

/** The points farthest from the other side; a click looks at one in both scenes. */
export function createWorstSection(context: ComparisonContext): Section {
  const section = new Section('worst', 'Worst points', context.inspector);
  section.follow(context.comparison, () => {
    const { difference } = context.comparison.state;
    section.setVisible(difference !== null);
    if (!difference) return;
    const parts = (['compared', 'reference'] as const).flatMap((side) => {
      const rows = tableOf(difference.report, `Worst ${side} points`)?.rows ?? [];
      const list = element('ol', { class: 'worst-points', attributes: { 'aria-label': `Worst ${side} points` } });
      list.append(...rows.slice(0, listedFirst).map((row) => rowButton(side, row, context)));
      const more = element('button', { class: 'link-button', text: `Show all ${rows.length}`, attributes: { type: 'button' } });
      more.addEventListener('click', () => {
        list.append(...rows.slice(listedFirst).map((row) => rowButton(side, row, context)));
        more.remove();
      });
      return [
        element('h4', { class: 'subheading', text: side === 'compared' ? 'Compared: row, place, distance' : 'Reference: row, place, distance' }),
        rows.length > 0 ? list : element('p', { class: 'hint', text: 'No point has a distance above 0.' }),
        ...(rows.length > listedFirst ? [more] : []),
      ];
    });
    section.body.replaceChildren(...parts);
  });
  return section;
}
