import type { FeaturesDescription, Spread } from '../../../src/compute/modelProtocol';
import { element } from '../element';
import { count, figure, fullFigure } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A feature set in figures, and what of it the scene shows: its first principal components, two or three. */
export function createFeaturesSection(context: InspectorContext): Section {
  const section = new Section('features', 'Features', context.inspector);
  const content = element('div', { class: 'features' });
  const flat = projectionButton('2-D', 'The first two components, seen from above', () => {
    context.view.set({ projection: 'orthographic', upAxis: 'z' });
    context.command?.('viewTop');
  });
  const deep = projectionButton('3-D', 'The first three components', () => {
    context.view.set({ projection: 'perspective', upAxis: 'z' });
    context.command?.('viewFront');
  });
  const choice = element('div', { class: 'field' }, element('span', { class: 'field-label', text: 'Projection' }), element('div', { class: 'button-row' }, flat, deep));
  section.body.append(content, choice);
  section.follow(context.file, () => {
    const features = context.file.state.result?.features ?? null;
    section.setVisible(features !== null);
    if (features) content.replaceChildren(facts(features), ...spreads(features), ...(features.explained ? [shares(features.explained)] : []));
  });
  return section;
}

function projectionButton(text: string, title: string, run: () => void): HTMLButtonElement {
  const button = element('button', { class: 'link-button', text, title, attributes: { type: 'button', 'aria-label': `${text}: ${title}` } });
  button.addEventListener('click', run);
  return button;
}

function facts({ rows, dimensions, notFinite, constant }: FeaturesDescription): HTMLElement {
  const entries: readonly (readonly [string, number])[] = [['Rows', rows], ['Dimensions', dimensions], ['Rows not finite', notFinite], ['Constant columns', constant]];
  return element(
    'dl',
    { class: 'facts' },
    ...entries.map(([name, value]) => element('div', { class: 'fact' }, element('dt', { text: name }), element('dd', { class: 'figure', text: count(value), title: String(value) }))),
  );
}

function spreads({ means, deviations }: FeaturesDescription): HTMLElement[] {
  if (!means) return [];
  const row = (name: string, spread: Spread | null): HTMLElement =>
    element(
      'tr',
      {},
      element('th', { text: name, attributes: { scope: 'row' } }),
      ...[spread?.min, spread?.median, spread?.max].map((value) => element('td', { class: 'figure', text: value === undefined ? '–' : figure(value), title: value === undefined ? '' : fullFigure(value) })),
    );
  const heading = (text: string): HTMLElement => element('th', { class: 'figure', text, attributes: { scope: 'col' } });
  return [
    element(
      'table',
      { class: 'bounds' },
      element('caption', { class: 'visually-hidden', text: 'Means and standard deviations of the columns' }),
      element('thead', {}, element('tr', {}, element('th', { text: 'Columns', attributes: { scope: 'col' } }), heading('Least'), heading('Median'), heading('Most'))),
      element('tbody', {}, row('Mean', means), row('Deviation', deviations)),
    ),
  ];
}

/** How much of the variance each component shown holds, and all of them. */
function shares(explained: readonly [number, number, number]): HTMLElement {
  const together = explained.reduce((sum, share) => sum + share, 0);
  const rows = explained.map((share, component) =>
    element(
      'tr',
      {},
      element('th', { text: `${['First', 'Second', 'Third'][component]} (${'xyz'[component]})`, attributes: { scope: 'row' } }),
      element('td', { class: 'figure', text: percent(share), title: String(share) }),
    ),
  );
  return element(
    'table',
    { class: 'bounds' },
    element('caption', { class: 'visually-hidden', text: 'Explained variance' }),
    element('thead', {}, element('tr', {}, element('th', { text: 'Principal component', attributes: { scope: 'col' } }), element('th', { class: 'figure', text: 'Variance', attributes: { scope: 'col' } }))),
    element('tbody', {}, ...rows, element('tr', {}, element('th', { text: 'Together', attributes: { scope: 'row' } }), element('td', { class: 'figure', text: percent(together), title: String(together) }))),
  );
}
