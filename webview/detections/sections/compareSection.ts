import '@vscode-elements/elements/dist/vscode-button/index.js';
import { truthVerdict, verdict } from '../../../src/compute/detections/detectionProtocol';
import { element } from '../../panels/element';
import { counted, figure } from '../../panels/figures';
import { Section } from '../../panels/section';
import { countTable } from '../countRows';
import type { DetectionContext } from '../detectionContext';
import type { DetectionState } from '../detectionStore';
import { outcomeLooks } from '../outcomeLook';
import { SliderField } from '../sliderField';

/** The other file, truth or detections, and what is right, wrong and missed at an IoU. */
export function createCompareSection(context: DetectionContext): Section {
  const { detections } = context;
  const section = new Section('compare', 'Compare', context.inspector);
  const choose = element('vscode-button', { text: 'Compare with truth…' });
  choose.addEventListener('click', () => context.compare());
  const name = element('p', { class: 'compare-name' });
  const note = element('p', { class: 'hint' });
  const iou = new SliderField('Match IoU', (value) => detections.set({ matchIou: value }));
  const counts = element('div', { class: 'counts', attributes: { 'aria-live': 'polite' } });
  const key = legend();
  const evaluate = element('vscode-button', { text: 'Evaluate…' });
  evaluate.addEventListener('click', () => context.evaluate());
  const forget = element('vscode-button', { text: 'Remove' });
  forget.secondary = true;
  forget.addEventListener('click', () => context.forgetOther());
  const buttons = element('div', { class: 'button-row' }, evaluate, forget);
  section.body.append(choose, name, note, iou.element, counts, key, buttons);
  section.follow(detections, () => {
    const { state } = detections;
    const { other } = state;
    choose.hidden = other !== null;
    choose.textContent = state.overview?.role === 'truth' ? 'Compare with detections…' : 'Compare with truth…';
    for (const part of [name, iou.element, counts, key, buttons]) part.hidden = other === null;
    name.textContent = other ? `${other.isTruth ? 'Truth' : 'Detections'}: ${other.name}` : '';
    note.hidden = !other || other.elsewhere === 0;
    note.textContent = other ? `${counted(other.elsewhere, 'box', 'boxes')} of it are of images that are not here.` : '';
    iou.show(state.matchIou);
    counts.replaceChildren(countTable('Right and wrong', rows(state)));
  });
  return section;
}

function rows({ judgement, totals }: DetectionState) {
  const here = (values: Uint8Array | undefined, wanted: number): number | null => values?.reduce((sum, found) => sum + (found === wanted ? 1 : 0), 0) ?? null;
  const match = totals?.match;
  return [
    { name: 'True positives', here: here(judgement?.verdicts, verdict.truePositive), all: match?.truePositives ?? null },
    { name: 'False positives', here: here(judgement?.verdicts, verdict.falsePositive), all: match?.falsePositives ?? null },
    { name: 'Missed', here: here(judgement?.truths, truthVerdict.missed), all: match?.missed ?? null },
    { name: 'Not counted', here: here(judgement?.verdicts, verdict.ignored), all: match?.ignored ?? null, title: 'Detections of truths that are difficult, crowds or to be ignored' },
  ];
}

/** What the signs in the picture mean. */
function legend(): HTMLElement {
  return element(
    'ul',
    { class: 'outcome-key', attributes: { 'aria-label': 'Signs' } },
    ...(['truePositive', 'falsePositive', 'missed', 'ignored'] as const).map((outcome) => {
      const look = outcomeLooks[outcome];
      const swatch = element('span', { class: `box-swatch sign-${look.sign ?? 'none'}`, attributes: { 'aria-hidden': 'true' } });
      swatch.style.setProperty('--colour', look.colour ? `rgb(${look.colour.join(', ')})` : 'currentColor');
      return element('li', {}, swatch, element('span', { text: look.word }));
    }),
  );
}

/** Precision and recall of all images in words; empty where nothing was counted. */
export function rateText({ totals }: DetectionState): string {
  const match = totals?.match;
  if (!match) return '';
  const found = match.truePositives + match.falsePositives;
  const precision = found > 0 ? figure(match.truePositives / found) : '–';
  const recall = match.truths > 0 ? figure(match.truePositives / match.truths) : '–';
  return `precision ${precision}, recall ${recall}`;
}
