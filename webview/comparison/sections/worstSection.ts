import type { ComparisonSide } from '../../../src/compute/comparisonProtocol';
import { cellStateNames } from '../../../src/geometry/cellDifference';
import { partsTitle } from '../../../src/operations/compareGridTitles';
import type { Cell, Report } from '../../../src/operations/operation';
import { element } from '../../panels/element';
import { count, figure, fullFigure } from '../../panels/figures';
import { Section } from '../../panels/section';
import type { ComparisonContext } from '../comparisonContext';
import { tableOf } from '../difference';

/** Rows that are listed before "show all". */
const listedFirst = 10;
/** A part is looked at from as far as a point of this share of its extent. */
const nearnessOfParts = 1 / 5;

interface Listed {
  /** Title of the report's table: rows of a number, x, y, z and a length. */
  readonly table: string;
  readonly side: ComparisonSide;
  readonly heading: string;
  /** What is said where there is none; null where the list is left out then. */
  readonly none: string | null;
  /** The distance that a place is looked at from, told from the row's length. */
  readonly nearness: number;
}

const pointLists = (['compared', 'reference'] as const).map((side): Listed => ({
  table: `Worst ${side} points`,
  side,
  heading: side === 'compared' ? 'Compared: row, place, distance' : 'Reference: row, place, distance',
  none: 'No point has a distance above 0.',
  nearness: 1,
}));

const cellLists = cellStateNames.map((state): Listed => ({
  table: partsTitle(state),
  side: 'compared',
  heading: `${state.slice(0, 1).toUpperCase()}${state.slice(1)}: cells, middle, extent`,
  none: null,
  nearness: nearnessOfParts,
}));

function rowButton(cells: readonly Cell[], { side, nearness }: Listed, { flyTo }: ComparisonContext): HTMLElement {
  const [number, x, y, z, length] = cells.map((cell) => (typeof cell === 'number' ? cell : NaN));
  const button = element(
    'button',
    { class: 'worst-point', title: `Look at ${[x, y, z].map(fullFigure).join(', ')}`, attributes: { type: 'button' } },
    element('span', { class: 'figure worst-row', text: count(number) }),
    element('span', { class: 'figure', text: [x, y, z].map((value) => figure(Number(value.toPrecision(4)))).join(', ') }),
    element('span', { class: 'figure', text: figure(length), title: fullFigure(length) }),
  );
  button.addEventListener('click', () => flyTo(side, [x, y, z], nearness * length));
  return element('li', {}, button);
}

function listView(report: Report, listed: Listed, context: ComparisonContext): HTMLElement[] {
  const rows = tableOf(report, listed.table)?.rows ?? [];
  if (rows.length === 0 && listed.none === null) return [];
  const list = element('ol', { class: 'worst-points', attributes: { 'aria-label': listed.table } });
  list.append(...rows.slice(0, listedFirst).map((row) => rowButton(row, listed, context)));
  const more = element('button', { class: 'link-button', text: `Show all ${rows.length}`, attributes: { type: 'button' } });
  more.addEventListener('click', () => {
    list.append(...rows.slice(listedFirst).map((row) => rowButton(row, listed, context)));
    more.remove();
  });
  return [
    element('h4', { class: 'subheading', text: listed.heading }),
    rows.length > 0 ? list : element('p', { class: 'hint', text: listed.none ?? '' }),
    ...(rows.length > listedFirst ? [more] : []),
  ];
}

/** The points farthest from the other side, or the largest connected parts of cells that changed; a click looks at one in both scenes. */
export function createWorstSection(context: ComparisonContext): Section {
  const section = new Section('worst', 'Worst points', context.inspector);
  section.follow(context.comparison, () => {
    const { difference } = context.comparison.state;
    const isOfCells = difference?.kind === 'cells';
    section.setVisible(difference !== null && (!isOfCells || difference.hasCells));
    if (!difference) return;
    section.setTitle(isOfCells ? 'Largest changes' : 'Worst points');
    const parts = (isOfCells ? cellLists : pointLists).flatMap((listed) => listView(difference.report, listed, context));
    section.body.replaceChildren(...(parts.length > 0 ? parts : [element('p', { class: 'hint', text: 'No cell changed.' })]));
  });
  return section;
}
