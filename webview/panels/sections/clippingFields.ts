import type { ClippingEnd, ClippingStore } from '../../stores/clippingStore';
import { boxOf, moveFace, toggleClipping } from '../../stores/clippingStore';
import { element } from '../element';
import { boundsFigure } from '../figures';
import { keyOf } from '../keys';
import { NumberField } from '../numberField';
import { RangeSlider } from '../rangeSlider';

const axes = [0, 1, 2] as const;
const endTitles: Readonly<Record<ClippingEnd, string>> = { min: 'Least', max: 'Greatest' };

/** The clipping box: on or off, its faces as pairs of thumbs with a field each, and back to all. */
export function createClippingFields(clipping: ClippingStore): { readonly element: HTMLElement; readonly show: () => void } {
  const key = keyOf('toggleClipping');
  const on = element('input', { attributes: { type: 'checkbox', 'aria-label': 'Clipping box' } });
  on.addEventListener('change', () => toggleClipping(clipping));
  const reset = element('button', { class: 'link-button', text: 'Reset', title: 'Show everything again', attributes: { type: 'button', 'aria-label': 'Reset the clipping box' } });
  reset.addEventListener('click', () => clipping.set({ box: null }));
  const written = (value: number): string => {
    const { room } = clipping.state;
    return room ? boundsFigure(value, room) : String(value);
  };
  const rows = axes.map((axis) => {
    const name = 'xyz'[axis];
    const label = (end: ClippingEnd): string => `${endTitles[end]} ${name} of the clipping box`;
    const field = (end: ClippingEnd): NumberField => new NumberField(label(end), (value) => {
      moveFace(clipping, end, axis, value);
      // What was held at the opposite face, or changed nothing, is written as it is.
      show();
    }, written);
    const fields = { min: field('min'), max: field('max') };
    const slider = new RangeSlider({ min: label('min'), max: label('max') }, written, (end, value) => {
      moveFace(clipping, end, axis, value);
      show();
    });
    const row = element('div', { class: 'clipping-row' }, element('span', { class: 'clipping-axis', text: name, attributes: { 'aria-hidden': 'true' } }), fields.min.element, slider.element, fields.max.element);
    return { axis, fields, slider, row };
  });
  const faces = element('div', { class: 'clipping-faces', attributes: { role: 'group', 'aria-label': 'Clipping box' } }, ...rows.map(({ row }) => row));
  const label = element('label', { class: 'check-field', title: `Show only what lies in a box${key === undefined ? '' : ` (${key})`}` }, on, element('span', { text: 'Clipping box' }));
  const made = element('div', { class: 'clipping' }, element('div', { class: 'clipping-bar' }, label, reset), faces);
  const show = (): void => {
    const { state } = clipping;
    const box = boxOf(state);
    on.checked = state.on;
    on.disabled = state.room === null;
    faces.hidden = !state.on || !box;
    reset.hidden = !state.on || state.box === null;
    if (!box || !state.room) return;
    for (const { axis, fields, slider } of rows) {
      const range = { min: box.min[axis], max: box.max[axis] };
      fields.min.show(range.min);
      fields.max.show(range.max);
      slider.show(range, { min: state.room.min[axis], max: state.room.max[axis] });
    }
  };
  return { element: made, show };
}
