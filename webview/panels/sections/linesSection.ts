import { chooseLines, linesAt, shownLines, sliderSteps, stepOf } from '../../stores/linesStore';
import { element } from '../element';
import { count } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { NumberField } from '../numberField';
import { Section } from '../section';

/** How many lines of a file of lines are drawn: of a matching, the longest pairs first. */
export function createLinesSection(context: InspectorContext): Section {
  const { lines: store } = context;
  const section = new Section('lines', 'Lines', context.inspector);
  const slider = element('input', { class: 'slider', attributes: { type: 'range', min: '0', max: String(sliderSteps), step: '1', 'aria-label': 'Lines shown' } });
  slider.addEventListener('input', () => chooseLines(store, linesAt(slider.valueAsNumber, store.state.lines?.count ?? 0)));
  const field = new NumberField('Number of lines shown', (value) => {
    chooseLines(store, value);
    show();
  }, count);
  const label = element('span', { class: 'field-label', attributes: { 'aria-hidden': 'true' } });
  const total = element('p', { class: 'hint figure' });
  section.body.append(element('div', { class: 'field' }, label, element('div', { class: 'slider-row lines-row' }, slider, field.element)), total);
  const show = (): void => {
    const { lines } = store.state;
    section.setVisible(lines !== null);
    if (!lines) return;
    const shown = shownLines(store.state);
    slider.value = String(stepOf(shown, lines.count));
    slider.setAttribute('aria-valuetext', `${count(shown)} of ${count(lines.count)}`);
    field.show(shown);
    label.textContent = lines.longestFirst ? 'Longest' : 'First';
    total.textContent = `of ${count(lines.count)} lines, ${lines.longestFirst ? 'the longest first' : "in the file's order"}`;
  };
  section.follow(store, show);
  return section;
}
