import type { Picked } from '../../stores/pickStore';
import { element, iconButton } from '../element';
import { count, fullFigure } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';

const axes = ['x', 'y', 'z'] as const;

/** Everything known of a picked vertex as text to paste: a line a value, parted by a tab. */
export function pickText(picked: Picked): string {
  const position = picked.values?.position ?? picked.position;
  const rows: [string, string][] = [];
  if (picked.values) rows.push(['index', String(picked.values.index)]);
  if (picked.values?.cell) rows.push(['cell', picked.values.cell.join(' ')]);
  if (picked.face !== null) rows.push(['face', String(picked.face)]);
  rows.push(['position', position.map(String).join(' ')]);
  for (const { name, text } of picked.values?.values ?? []) rows.push([name, text]);
  return `${rows.map((row) => row.join('\t')).join('\n')}\n`;
}

function row(name: string, value: string, title: string): HTMLElement {
  return element('tr', {}, element('th', { text: name, title: name, attributes: { scope: 'row' } }), element('td', { class: 'figure', text: value, title }));
}

function pickTable(picked: Picked): HTMLElement {
  const body = element('tbody');
  const { values } = picked;
  if (values) body.append(row('index', count(values.index), `Row ${values.index}, counted from 0`));
  if (values?.cell) body.append(row('cell', values.cell.join(', '), 'Index along x, y and z, counted from 0'));
  if (picked.face !== null) body.append(row('face', count(picked.face), `Face ${picked.face}, counted from 0`));
  const shown = new Set(values?.values.map(({ name }) => name));
  // The file's own x, y and z, where it has them by these names, are the position already.
  const position = values?.position ?? picked.position;
  for (const [axis, name] of axes.entries()) {
    if (!shown.has(name)) body.append(row(name, fullFigure(position[axis]), `Position along ${name}`));
  }
  for (const { name, type, text } of values?.values ?? []) body.append(row(name, text, `${text} (${type})`));
  return element('table', { class: 'picked' }, element('caption', { class: 'visually-hidden', text: 'Values of the picked point' }), body);
}

/** Index, position and every attribute of the point that was clicked, at full precision. */
export function createPickSection(context: InspectorContext): Section {
  const section = new Section('pick', 'Pick', context.inspector);
  const copy = iconButton('copy', 'Copy picked values', () => {
    const { picked } = context.pick.state;
    if (picked) context.copy(pickText(picked), 'Picked values');
  });
  const centre = iconButton('target', 'Centre on the picked point', () => context.centreOnPick(), '.');
  const clear = iconButton('close', 'Clear pick', () => context.clearPick(), 'Esc');
  for (const button of [copy, centre, clear]) section.addAction(button);
  section.follow(context.pick, () => {
    const { picked } = context.pick.state;
    for (const button of [copy, centre, clear]) button.hidden = picked === null;
    if (picked === null) {
      section.body.replaceChildren(element('p', { class: 'hint', text: 'Click a point or a cell to see its values.' }));
      return;
    }
    section.body.replaceChildren(
      pickTable(picked),
      ...(picked.failure === null ? [] : [element('p', { class: 'hint', text: picked.failure })]),
    );
  });
  return section;
}
