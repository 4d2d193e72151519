import { element } from '../../panels/element';
import { count, counted, figure } from '../../panels/figures';
import { NumberField } from '../../panels/numberField';
import { Section } from '../../panels/section';
import { SelectField } from '../../panels/selectField';
import type { ComparisonContext } from '../comparisonContext';
import { colourings, colourMapOf, colourRangeOf, type ComparisonColouring } from '../comparisonStore';
import { countBeyond, countWithin, ofCells, ofPoints } from '../difference';
import { IntervalHistogram } from '../intervalHistogram';
import { createCellFields } from './cellFields';

const colouringTitles: Readonly<Record<ComparisonColouring, string>> = {
  distance: 'Distance',
  x: 'Difference in x',
  y: 'Difference in y',
  z: 'Difference in z',
  file: 'File colours',
  two: 'One colour each',
};

function checkbox(label: string, change: (checked: boolean) => void): { readonly element: HTMLElement; readonly input: HTMLInputElement } {
  const input = element('input', { attributes: { type: 'checkbox' } });
  input.addEventListener('change', () => change(input.checked));
  return { element: element('label', { class: 'check-field' }, input, element('span', { text: label })), input };
}

function labelled(label: string, ...fields: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'field' }, element('span', { class: 'field-label', text: label, attributes: { 'aria-hidden': 'true' } }), ...fields);
}

/** How far apart the two are: what colours mean, which distances are looked at, and how many lie beyond a threshold. */
export function createDifferenceSection({ view, comparison, inspector }: ComparisonContext): Section {
  const section = new Section('difference', 'Difference', inspector);
  const colouring = new SelectField('Colour by', (value) => {
    const chosen = colourings.find((each) => each === value);
    // Ranges of distances and of parts of them are not the same.
    if (chosen) view.set({ colouring: chosen, range: null });
  });
  const setRange = (change: { min?: number; max?: number }): void => {
    const difference = ofPoints(comparison.state.difference);
    if (difference) view.set({ range: { ...colourRangeOf(view.state, difference), ...change } });
  };
  const least = new NumberField('Least value of the colours', (min) => setRange({ min }));
  const most = new NumberField('Greatest value of the colours', (max) => setRange({ max }));
  const reset = element('button', { class: 'link-button', text: 'Reset', attributes: { type: 'button', 'aria-label': 'Reset the range of the colours' } });
  reset.addEventListener('click', () => view.set({ range: null }));
  const histogram = new IntervalHistogram((interval) => view.set({ interval, beyondOnly: false }));
  const selected = element('p', { class: 'hint', attributes: { role: 'status' } });
  const alone = checkbox('Show only the selected', (checked) => view.set({ alone: checked }));
  const threshold = new NumberField('Threshold', (value) => view.set({ threshold: Math.max(0, value) }));
  const beyond = element('p', { class: 'hint beyond', attributes: { role: 'status' } });
  const beyondOnly = checkbox('Show only those beyond', (checked) => view.set({ beyondOnly: checked, interval: null }));
  const waiting = element('p', { class: 'hint', text: 'Distances have not been computed.' });
  const content = element(
    'div',
    {},
    colouring.element,
    labelled('Range', element('div', { class: 'range-fields' }, least.element, element('span', { class: 'range-to', text: 'to' }), most.element)),
    element('div', { class: 'field-after' }, reset),
    histogram.element,
    selected,
    alone.element,
    labelled('Threshold', threshold.element),
    beyond,
    beyondOnly.element,
  );
  const cells = createCellFields(view);
  section.body.append(waiting, content, cells.element);
  const show = (): void => {
    const { busy, grids } = comparison.state;
    const difference = ofPoints(comparison.state.difference);
    waiting.hidden = comparison.state.difference !== null;
    const what = grids ? 'Cells' : 'Distances';
    waiting.textContent = busy ? `${what} are being ${grids ? 'compared' : 'computed'}.` : `${what} have not been ${grids ? 'compared' : 'computed'}.`;
    content.hidden = difference === null;
    cells.show(ofCells(comparison.state.difference));
    if (!difference) return;
    const { state } = view;
    colouring.show(colourings.map((value) => ({ value, label: colouringTitles[value] })), state.colouring);
    const range = colourRangeOf(state, difference);
    least.show(range.min);
    most.show(range.max);
    reset.hidden = state.range === null;
    histogram.show({ values: difference.values, counts: difference.counts, map: difference.signed ? 'diverging' : colourMapOf({ ...state, colouring: 'distance' }, difference), range: colourRangeOf({ ...state, colouring: 'distance' }, difference), interval: state.interval });
    selected.textContent = state.interval
      ? `${counted(countWithin(difference.distances.compared, state.interval), 'compared point')} from ${figure(state.interval.min)} to ${figure(state.interval.max)}`
      : 'Drag over the histogram to select an interval.';
    alone.input.checked = state.alone;
    alone.element.hidden = state.interval === null;
    threshold.show(state.threshold ?? difference.usual);
    const limit = state.threshold ?? difference.usual;
    const [compared, reference] = [countBeyond(difference.distances.compared, limit), countBeyond(difference.distances.reference, limit)];
    beyond.textContent = `Beyond ${figure(limit)}: ${count(compared.beyond)} of ${counted(compared.count, 'compared point')}, ${count(reference.beyond)} of ${counted(reference.count, 'reference point')}`;
    beyondOnly.input.checked = state.beyondOnly;
  };
  section.follow(view, show);
  section.follow(comparison, show);
  section.onThemeChange = () => histogram.refresh();
  return section;
}
