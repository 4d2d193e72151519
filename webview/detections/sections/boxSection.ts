import { verdict } from '../../../src/compute/detections/detectionProtocol';
import { element, iconButton } from '../../panels/element';
import { count, figure } from '../../panels/figures';
import { Section } from '../../panels/section';
import type { DetectionContext } from '../detectionContext';
import { outcomeOf } from '../boxItems';
import type { DetectionState } from '../detectionStore';
import { outcomeLooks } from '../outcomeLook';

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
    const relation = relationOf(state);
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
    );
  });
  return section;
}

/** What became of the selected box, in a sentence. */
export function relationOf({ selected, judgement, boxes, otherBoxes }: DetectionState): { readonly text: string; readonly partner: boolean } | null {
  if (!selected || !judgement) return null;
  const outcome = outcomeOf(judgement, selected);
  const word = outcomeLooks[outcome].word;
  if (outcome === 'plain' || outcome === 'belowScore') return null;
  if (selected.side !== judgement.detections) return { text: `${capital(word)}.`, partner: judgement.partners.includes(selected.index) };
  const partner = judgement.partners[selected.index];
  const overlap = judgement.overlaps[selected.index];
  if (judgement.verdicts[selected.index] === verdict.suppressed) {
    const own = judgement.detections === 'own' ? boxes : otherBoxes;
    return { text: `Suppressed by the box in row ${own ? own.rows[partner] : '?'}, at an IoU of ${figure(overlap)}.`, partner: true };
  }
  const best = Number.isNaN(overlap) ? 'no truth of its category in this image' : `IoU ${figure(overlap)} with the nearest truth`;
  return { text: `${capital(word)}: ${best}.`, partner: partner >= 0 };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
