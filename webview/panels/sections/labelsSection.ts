import type { GridLabelCount } from '../../../src/compute/modelProtocol';
import { cssText } from '../../scene/cssColour';
import { labelColour, showAllLabels, showOnly, toggleLabel, type LabelsStore } from '../../stores/labelsStore';
import { element, iconButton } from '../element';
import { count, counted } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';

/** Labels that are listed at most; a file with more of them is measurements rather than names. */
const mostListed = 500;

/** The legend of a labelled grid: colour, name and cells of each label, each of which can be switched off. */
export function createLabelsSection(context: InspectorContext): Section {
  const { labels } = context;
  const section = new Section('labels', 'Labels', context.inspector);
  const all = iconButton('eye', 'Show all labels', () => showAllLabels(labels));
  section.addAction(all);
  let listed: readonly GridLabelCount[] | null = null;
  let rows: readonly Row[] = [];
  section.follow(labels, () => {
    const { state } = labels;
    section.setVisible(state.labels.length > 0);
    section.setBadge(state.labels.length > 0 ? String(state.labels.length) : null, counted(state.labels.length, 'label'));
    all.hidden = state.hidden.size === 0;
    if (listed !== state.labels) {
      listed = state.labels;
      rows = state.labels.slice(0, mostListed).map((label) => createRow(labels, label));
      const rest = state.labels.length - rows.length;
      section.body.replaceChildren(
        element('ul', { class: 'labels' }, ...rows.map(({ item }) => item)),
        ...(rest > 0 ? [element('p', { class: 'hint', text: `${counted(rest, 'further label')} of higher values` })] : []),
      );
    }
    for (const { value, check, item } of rows) {
      check.checked = !state.hidden.has(value);
      item.classList.toggle('switched-off', state.hidden.has(value));
    }
  });
  return section;
}

interface Row {
  readonly value: number;
  readonly item: HTMLElement;
  readonly check: HTMLInputElement;
}

function createRow(labels: LabelsStore, label: GridLabelCount): Row {
  const { value, name, cells } = label;
  const title = name ?? `Label ${value}`;
  const check = element('input', { class: 'check', attributes: { type: 'checkbox', 'aria-label': `${title}, ${counted(cells, 'cell')}` } });
  check.addEventListener('change', () => toggleLabel(labels, value));
  const swatch = element('span', { class: 'swatch', attributes: { 'aria-hidden': 'true' } });
  swatch.style.backgroundColor = cssText(labelColour(label));
  const only = iconButton('target', `Show ${title} alone, or all again`, () => showOnly(labels, value));
  const item = element(
    'li',
    { class: 'label-row' },
    element('label', { class: 'label-name', title: name === null ? title : `${name}, label ${value}` }, check, swatch, element('span', { class: 'label-text', text: name ?? String(value) })),
    element('span', { class: 'figure', text: count(cells), title: counted(cells, 'cell') }),
    only,
  );
  return { value, item, check };
}
