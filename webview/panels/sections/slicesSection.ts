import { axisNames } from '../../grids/axisNames';
import { colourMapNames } from '../../scene/colourMaps';
import { gridAxes, mapOfSlices, moveSlice, rangeOfSlices, togglePlane } from '../../stores/slicesStore';
import { element, iconButton } from '../element';
import { Histogram } from '../histogram';
import type { InspectorContext } from '../inspectorContext';
import { NumberField } from '../numberField';
import { Section } from '../section';
import { SelectField } from '../selectField';
import { mapOptions } from './colourSection';

/** Where the three slices of a grid are, which of them cut through the scene, and how their values are coloured. */
export function createSlicesSection(context: InspectorContext): Section {
  const { slices } = context;
  const section = new Section('slices', 'Slices', context.inspector);
  const pictures = iconButton('layout-panel', 'Show or hide the pictures under the scene', () => slices.set({ pictures: !slices.state.pictures }));
  section.addAction(pictures);

  const rows = gridAxes.map((axis) => {
    const name = axisNames[axis];
    const shown = element('input', { class: 'check', title: `Show the plane across ${name} in the scene`, attributes: { type: 'checkbox', 'aria-label': `Plane across ${name} in the scene` } });
    shown.addEventListener('change', () => togglePlane(slices, axis));
    const slider = element('input', { class: 'slider', attributes: { type: 'range', min: '0', step: '1', 'aria-label': `Layer across ${name}` } });
    slider.addEventListener('input', () => moveSlice(slices, axis, slider.valueAsNumber));
    const index = element('output', { class: 'slider-value figure' });
    const row = element('div', { class: 'field slice-row' }, element('label', { class: 'field-label' }, shown, name), element('div', { class: 'slider-row' }, slider, index));
    return { row, shown, slider, index };
  });

  const component = new SelectField('Value', (value) => slices.set({ component: value === 'magnitude' ? 'magnitude' : Number(value) }));
  const map = new SelectField('Map', (value) => {
    const chosen = colourMapNames.find((name) => name === value);
    if (chosen) slices.set({ map: chosen });
  });
  const histogram = new Histogram((range) => slices.set({ range }));
  const least = new NumberField('Least value of the slices', (min) => {
    const range = rangeOfSlices(slices.state);
    if (range) slices.set({ range: { min, max: Math.max(min, range.max) } });
  });
  const greatest = new NumberField('Greatest value of the slices', (max) => {
    const range = rangeOfSlices(slices.state);
    if (range) slices.set({ range: { min: Math.min(max, range.min), max } });
  });
  const range = element('div', { class: 'field' },
    element('span', { class: 'field-label', text: 'Range', attributes: { 'aria-hidden': 'true' } }),
    element('div', { class: 'range-fields', attributes: { role: 'group', 'aria-label': 'Range of the slices' } }, least.element, element('span', { class: 'range-to', text: 'to' }), greatest.element),
  );
  const reset = iconButton('discard', 'Reset colour map and range', () => slices.set({ map: null, range: null }));
  section.addAction(reset);
  section.body.append(...rows.map(({ row }) => row), component.element, map.element, range, histogram.element);

  section.follow(slices, () => {
    const { state } = slices;
    const { grid } = state;
    section.setVisible(grid !== null);
    if (!grid) return;
    for (const axis of gridAxes) {
      const { shown, slider, index } = rows[axis];
      shown.checked = state.planes[axis];
      slider.max = String(grid.dimensions[axis] - 1);
      slider.value = String(state.cell[axis]);
      slider.disabled = grid.dimensions[axis] === 1;
      index.textContent = String(state.cell[axis]);
    }
    pictures.setAttribute('aria-pressed', String(state.pictures));
    const { components } = grid;
    component.element.hidden = components.length < 2;
    component.show([{ value: 'magnitude', label: 'Magnitude' }, ...components.map((label, number) => ({ value: String(number), label }))], String(state.component));
    const colours = rangeOfSlices(state);
    const mapped = grid.content === 'field' && colours !== null;
    for (const part of [map.element, range, histogram.element]) part.hidden = !mapped;
    reset.hidden = !mapped || (state.map === null && state.range === null);
    if (!mapped || !state.values || state.values.min === null || state.values.max === null) return;
    const name = mapOfSlices(state);
    map.show(mapOptions, name);
    least.show(colours.min);
    greatest.show(colours.max);
    // A range about the centre may reach further than the values do.
    const whole = { min: Math.min(state.values.min, colours.min), max: Math.max(state.values.max, colours.max) };
    const exact = whole.min === state.values.min && whole.max === state.values.max;
    histogram.show({ values: whole, counts: exact ? state.values.histogram : spread(state.values.histogram, state.values.min, state.values.max, whole), map: name, range: colours });
  });
  section.onThemeChange = () => histogram.refresh();
  return section;
}

/** The same counts over a wider range of as many bins. */
function spread(counts: readonly number[], min: number, max: number, whole: { readonly min: number; readonly max: number }): number[] {
  const wide = new Array<number>(counts.length).fill(0);
  counts.forEach((amount, bin) => {
    const value = min + ((bin + 0.5) / counts.length) * (max - min);
    wide[Math.min(counts.length - 1, Math.floor(((value - whole.min) / (whole.max - whole.min)) * counts.length))] += amount;
  });
  return wide;
}
