import type { AttributeInfo } from '../../../src/model/fileInfo';
import { element } from '../element';
import { counted, figure, fullFigure } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';

/** "float32", "float32 × 3", "int32 list" where rows differ in length. */
function describeType({ type, components }: AttributeInfo): string {
  if (components === null) return `${type} list`;
  return components === 1 ? type : `${type} × ${components}`;
}

function attributeRow(attribute: AttributeInfo): HTMLElement {
  const { name, min, max, components } = attribute;
  const type = describeType(attribute);
  const meaning = components === null ? 'a list in each row' : `${counted(components, 'component')} in each row`;
  return element(
    'tr',
    {},
    element('th', { class: 'attribute-name', text: name, title: name, attributes: { scope: 'row' } }),
    element('td', { class: 'attribute-type', text: type, title: `${type}: ${meaning}` }),
    element('td', { class: 'figure', text: figure(min), title: fullFigure(min) }),
    element('td', { class: 'figure', text: figure(max), title: fullFigure(max) }),
  );
}

function attributeTable(attributes: readonly AttributeInfo[]): HTMLElement {
  const heading = (text: string, kind: string): HTMLElement => element('th', { class: kind, text, attributes: { scope: 'col' } });
  const table = element(
    'table',
    { class: 'attributes' },
    element('caption', { class: 'visually-hidden', text: 'Attributes of each element with their types and ranges' }),
    element(
      'thead',
      {},
      element('tr', {}, heading('Name', ''), heading('Type', ''), heading('Min', 'figure'), heading('Max', 'figure')),
    ),
  );
  const groups = new Map<string, AttributeInfo[]>();
  for (const attribute of attributes) {
    const group = groups.get(attribute.element);
    if (group) group.push(attribute);
    else groups.set(attribute.element, [attribute]);
  }
  for (const [name, group] of groups) {
    const title = element('th', { class: 'group', text: name, attributes: { scope: 'rowgroup', colspan: '4' } });
    table.append(element('tbody', {}, element('tr', {}, title), ...group.map(attributeRow)));
  }
  return table;
}

/** Every property of the file with its type and range, a group an element. */
export function createAttributesSection(context: InspectorContext): Section {
  const section = new Section('attributes', 'Attributes', context.inspector);
  section.follow(context.file, () => {
    const attributes = context.file.state.result?.info.attributes ?? [];
    section.setVisible(attributes.length > 0);
    section.setBadge(attributes.length > 0 ? String(attributes.length) : null, counted(attributes.length, 'attribute'));
    section.body.replaceChildren(attributeTable(attributes));
  });
  return section;
}
