import { cellStateNames, type CellState } from '../../../src/geometry/cellDifference';
import { cellsTitle } from '../../../src/operations/compareGridTitles';
import { stateColours } from '../../../src/operations/stateColours';
import { element, iconButton } from '../../panels/element';
import { count, counted } from '../../panels/figures';
import { SelectField } from '../../panels/selectField';
import { cssText } from '../../scene/cssColour';
import type { ComparisonViewStore } from '../comparisonStore';
import { type CellDifference, tableOf } from '../difference';

const colourings = [
  { value: 'distance', label: 'Difference' },
  { value: 'file', label: 'File colours' },
  { value: 'two', label: 'One colour each' },
] as const;

const meanings: Readonly<Record<CellState, { readonly title: string; readonly meaning: string }>> = {
  common: { title: 'Common', meaning: 'Occupied in both' },
  added: { title: 'Added', meaning: 'Occupied in the compared alone' },
  removed: { title: 'Removed', meaning: 'Occupied in the reference alone' },
  relabelled: { title: 'Relabelled', meaning: 'Occupied in both, with other labels' },
};

interface Row {
  readonly state: CellState;
  readonly item: HTMLElement;
  readonly check: HTMLInputElement;
  readonly figure: HTMLElement;
}

function createRow(state: CellState, toggle: () => void, only: () => void): Row {
  const { title, meaning } = meanings[state];
  const check = element('input', { class: 'check', attributes: { type: 'checkbox', 'aria-label': `Show ${title.toLowerCase()} cells` } });
  check.addEventListener('change', toggle);
  const swatch = element('span', { class: 'swatch', attributes: { 'aria-hidden': 'true' } });
  const [red, green, blue] = stateColours[state];
  swatch.style.backgroundColor = cssText([red, green, blue]);
  const figure = element('span', { class: 'figure' });
  const item = element(
    'li',
    { class: 'label-row' },
    element('label', { class: 'label-name', title: meaning }, check, swatch, element('span', { class: 'label-text', text: title })),
    figure,
    iconButton('target', `Show ${title.toLowerCase()} cells alone, or all again`, only),
  );
  return { state, item, check, figure };
}

/** What colours mean where two grids are compared, how many cells of each there are, and which are drawn. */
export function createCellFields(view: ComparisonViewStore): { readonly element: HTMLElement; show(difference: CellDifference | null): void } {
  const colouring = new SelectField('Colour by', (value) => {
    const chosen = colourings.find((each) => each.value === value);
    if (chosen) view.set({ colouring: chosen.value });
  });
  const toggle = (state: CellState): void => {
    const { hiddenStates } = view.state;
    view.set({ hiddenStates: hiddenStates.includes(state) ? hiddenStates.filter((each) => each !== state) : [...hiddenStates, state] });
  };
  const only = (state: CellState): void => {
    const others = cellStateNames.filter((each) => each !== state);
    const { hiddenStates } = view.state;
    const isAlone = !hiddenStates.includes(state) && others.every((each) => hiddenStates.includes(each));
    view.set({ hiddenStates: isAlone ? [] : others });
  };
  const rows = cellStateNames.map((state) => createRow(state, () => toggle(state), () => only(state)));
  const legend = element('ul', { class: 'labels cell-states', attributes: { 'aria-label': 'Cells' } }, ...rows.map(({ item }) => item));
  const none = element('p', { class: 'hint', text: 'Nothing says which cells are occupied: both are shown as the files have them, and their values are compared in the summary.' });
  const content = element('div', {}, colouring.element, legend, none);
  return {
    element: content,
    show: (difference) => {
      content.hidden = difference === null;
      if (!difference) return;
      const { hasCells, report } = difference;
      const { hiddenStates, colouring: chosen } = view.state;
      const offered = colourings.filter(({ value }) => hasCells || value !== 'distance');
      // Distances along the axes are of points; of cells all of them stand for the difference.
      const isFile = chosen === 'file' || chosen === 'two';
      colouring.show(offered, isFile ? chosen : hasCells ? 'distance' : 'file');
      none.hidden = hasCells;
      legend.hidden = !hasCells || isFile;
      const counts = new Map(tableOf(report, cellsTitle)?.rows.map(([name, cells]) => [name, Number(cells)]));
      for (const { state, item, check, figure } of rows) {
        const cells = counts.get(state);
        item.hidden = cells === undefined;
        check.checked = !hiddenStates.includes(state);
        item.classList.toggle('switched-off', hiddenStates.includes(state));
        figure.textContent = count(cells ?? 0);
        figure.title = counted(cells ?? 0, 'cell');
      }
    },
  };
}
