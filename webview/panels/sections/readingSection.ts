import { setReading } from '../../stores/readingStore';
import { element, iconButton } from '../element';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';
import { SelectField } from '../selectField';

const contents = [
  { value: 'occupancy', label: 'Occupancy' },
  { value: 'labels', label: 'Labels' },
  { value: 'field', label: 'Field' },
] as const;

/** Slowest first, as `--axes` takes them. */
const orders = ['xyz', 'xzy', 'yxz', 'yzx', 'zxy', 'zyx'] as const;

const told = '';

/** How the numbers of a grid's cells were taken, and the choice to take them otherwise: what they mean, in which order they lie, which array. */
export function createReadingSection(context: InspectorContext): Section {
  const { reading, file } = context;
  const section = new Section('reading', 'Reading', context.inspector);
  const content = new SelectField('Content', (value) => setReading(reading, { content: contents.find((choice) => choice.value === value)?.value }));
  const axes = new SelectField('Axes', (value) => setReading(reading, { axes: value === told ? undefined : value }));
  axes.element.title = "The order of the file's axes, the slowest first";
  const array = element('input', { class: 'number-field', attributes: { type: 'text', 'aria-label': 'Array', autocomplete: 'off', spellcheck: 'false', placeholder: 'the first that fits' } });
  array.addEventListener('change', () => setReading(reading, { array: array.value.trim() || undefined }));
  const arrayField = element('div', { class: 'field' }, element('span', { class: 'field-label', text: 'Array', attributes: { 'aria-hidden': 'true' } }), array);
  const why = element('p', { class: 'hint' });
  const reset = iconButton('discard', 'Read as the file says', () => reading.set({ options: {} }));
  section.addAction(reset);
  section.body.append(content.element, why, axes.element, arrayField);

  const show = (): void => {
    const { options, heeds } = reading.state;
    const info = file.state.result?.info;
    section.setVisible(info?.content !== undefined);
    if (!info) return;
    const title = contents.find(({ value }) => value === info.content)?.label ?? '';
    content.show([{ value: told, label: options.content === undefined ? `As told: ${title}` : 'As told' }, ...contents], options.content ?? told);
    content.element.hidden = !heeds.includes('content');
    why.hidden = info.guess === undefined;
    why.textContent = info.guess === undefined ? '' : `Told from type and values: ${info.guess}`;
    axes.show([{ value: told, label: options.axes === undefined ? `As the file has them: ${info.axes ?? ''}` : 'As the file has them' }, ...orders.map((order) => ({ value: order, label: order }))], options.axes ?? told);
    axes.element.hidden = !heeds.includes('axes') || info.directions !== undefined;
    arrayField.hidden = !heeds.includes('array');
    if (document.activeElement !== array) array.value = options.array ?? '';
    reset.hidden = Object.keys(options).length === 0;
  };
  section.follow(file, show);
  section.follow(reading, show);
  return section;
}
