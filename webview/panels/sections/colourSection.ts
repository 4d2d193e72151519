import type { ColourMapName } from '../../scene/colourMaps';
import { colourMapNames } from '../../scene/colourMaps';
import type { ValueRange } from '../../scene/sceneApi';
import {
  choiceKey,
  choiceOfKey,
  choicesOf,
  isMapped,
  isMappingChanged,
  mappingOf,
  rangeOf,
  resetMapping,
  setMapping,
  titleOf,
} from '../../stores/colouringStore';
import { element, iconButton } from '../element';
import { Histogram } from '../histogram';
import type { InspectorContext } from '../inspectorContext';
import { NumberField } from '../numberField';
import { Section } from '../section';
import { SelectField } from '../selectField';

const mapTitles: Readonly<Record<ColourMapName, string>> = {
  viridis: 'Viridis',
  diverging: 'Blue to orange',
  categories: 'Categories',
};

export const mapOptions = colourMapNames.map((name) => ({ value: name, label: mapTitles[name] }));

/** What the points are coloured by, with which map, over which values. */
export function createColourSection(context: InspectorContext): Section {
  const { colouring, file, view } = context;
  const section = new Section('colour', 'Colour', context.inspector);

  const by = new SelectField('By', (key) => {
    const choice = choiceOfKey(key);
    if (choice) colouring.set({ choice });
  });
  const map = new SelectField('Map', (value) => {
    const chosen = colourMapNames.find((name) => name === value);
    if (chosen) setMapping(colouring, { map: chosen });
  });
  const setRange = (range: ValueRange): void => setMapping(colouring, { range });
  const histogram = new Histogram(setRange);
  // A range typed the wrong way round is taken as meant.
  const least = new NumberField('Least value', (min) => {
    const range = rangeOf(colouring.state);
    if (range) setRange({ min, max: Math.max(min, range.max) });
  });
  const greatest = new NumberField('Greatest value', (max) => {
    const range = rangeOf(colouring.state);
    if (range) setRange({ min: Math.min(max, range.min), max });
  });
  const reset = iconButton('discard', 'Reset colour map and range', () => resetMapping(colouring));
  section.addAction(reset);
  const range = element('div', { class: 'field' },
    element('span', { class: 'field-label', text: 'Range', attributes: { 'aria-hidden': 'true' } }),
    element('div', { class: 'range-fields', attributes: { role: 'group', 'aria-label': 'Range' } }, least.element, element('span', { class: 'range-to', text: 'to' }), greatest.element),
  );
  const none = element('p', { class: 'hint', text: 'No point has a finite value to colour by.' });
  section.body.append(by.element, map.element, range, histogram.element, none);

  const show = (): void => {
    const { result } = file.state;
    // Slices are coloured by their own section.
    section.setVisible(view.state.shading !== 'slices');
    if (!result) return;
    const { state } = colouring;
    const choices = choicesOf(result).map((choice) => ({ value: choiceKey(choice), label: titleOf(choice, result.scalars) }));
    by.show(choices, choiceKey(state.choice));
    const mapped = isMapped(state.choice);
    const mapping = mappingOf(state);
    const shown = rangeOf(state);
    map.show(mapOptions, mapping.map);
    const without = shown === null && !state.busy;
    map.element.hidden = !mapped || without;
    range.hidden = !mapped || without;
    none.hidden = !mapped || !without;
    histogram.element.hidden = range.hidden;
    section.element.setAttribute('aria-busy', String(state.busy));
    least.show(shown?.min ?? null);
    greatest.show(shown?.max ?? null);
    reset.hidden = !mapped || !isMappingChanged(state);
    if (mapped && shown !== null && state.values !== null) {
      histogram.show({ values: state.values, counts: state.histogram, map: mapping.map, range: shown });
    }
  };
  section.follow(file, show);
  section.follow(colouring, show);
  section.follow(view, show);
  section.onThemeChange = () => histogram.refresh();
  return section;
}
