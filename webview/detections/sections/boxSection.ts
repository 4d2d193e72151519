import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element, iconButton } from '../../panels/element';
import { count } from '../../panels/figures';
import { Section } from '../../panels/section';
import type { DetectionContext } from '../detectionContext';
import { frustumOf } from '../frustumOf';
import { relationOf } from '../relationOf';

/** All values of the box that was clicked, and what it has to do with another one. */
export function createBoxSection(context: DetectionContext): Section {
  const { detections } = context;
  const section = new Section('pick', 'Pick', context.inspector);
  const copy = iconButton('copy', 'Copy values of the box', () => {
    const { values } = detections.state;
    if (values) context.copy(`${values.map(({ name, text }) => `${name}\t${text}`).join('\n')}\n`, 'Values of the box');
  });
  const centre = iconButton('target', 'Show the box', () => context.centreOnPick(), '.');
  const clear = iconButton('close', 'Clear the pick', () => context.clearSelection(), 'Esc');
  for (const button of [copy, centre, clear]) section.addAction(button);
  section.follow(detections, () => {
    const { state } = detections;
    for (const button of [copy, centre, clear]) button.hidden = state.selected === null;
    if (state.selected === null) {
      section.body.replaceChildren(element('p', { class: 'hint', text: 'Click a box to read its values.' }));
      return;
    }
    const relation = relationOf(state, state.selected);
    const rows = (state.values ?? []).map(({ name, text }) =>
      element('tr', {}, element('th', { text: name, title: name, attributes: { scope: 'row' } }), element('td', { class: 'figure', text, title: text })),
    );
    const points = context.pointsIn(state.selected);
    if (points !== null) rows.unshift(element('tr', {}, element('th', { text: 'points inside', attributes: { scope: 'row' } }), element('td', { class: 'figure', text: count(points) })));
    const said = element('p', { class: 'box-relation', text: relation?.text ?? '' });
    if (relation?.partner === true) {
      const show = element('button', { class: 'link-button', text: 'Show it', attributes: { type: 'button' } });
      show.addEventListener('click', () => context.selectPartner());
      said.append(' ', show);
    }
    section.body.replaceChildren(
      ...(relation ? [said] : []),
      element('table', { class: 'picked' }, element('caption', { class: 'visually-hidden', text: 'Values of the box' }), element('tbody', {}, ...rows)),
      ...(typeof frustumOf(state) === 'string' ? [] : [frustumButton(context)]),
    );
  });
  return section;
}

function frustumButton(context: DetectionContext): HTMLElement {
  const button = element('vscode-button', { text: 'Points in Frustum', title: 'Opens the points of the cloud that the camera sees through this box' });
  button.secondary = true;
  button.addEventListener('click', () => context.liftSelected());
  return element('div', { class: 'button-row' }, button);
}
