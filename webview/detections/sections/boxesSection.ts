import '@vscode-elements/elements/dist/vscode-button/index.js';
import { verdict } from '../../../src/compute/detections/detectionProtocol';
import { element } from '../../panels/element';
import { Section } from '../../panels/section';
import { CheckField } from '../checkField';
import { countTable } from '../countRows';
import type { DetectionContext } from '../detectionContext';
import type { DetectionState } from '../detectionStore';
import { paintScores } from '../scoreBars';
import { SliderField } from '../sliderField';

/** The score and the suppression, with counts that follow. */
export function createBoxesSection(context: DetectionContext): Section {
  const { detections } = context;
  const section = new Section('boxes', 'Boxes', context.inspector);
  const bars = element('canvas', { class: 'score-bars', attributes: { 'aria-hidden': 'true' } });
  const score = new SliderField('Score', (value) => detections.set({ score: value }));
  const suppression = new CheckField('Suppress overlaps (NMS)', (checked) => detections.set({ suppression: checked }));
  const iou = new SliderField('NMS IoU', (value) => detections.set({ suppressionIou: value, suppression: true }));
  const agnostic = new CheckField('Across categories', (checked) => detections.set({ classAgnostic: checked, suppression: true }));
  const counts = element('div', { class: 'counts', attributes: { 'aria-live': 'polite' } });
  const run = element('vscode-button', { text: 'Suppress all images…' });
  run.secondary = true;
  run.addEventListener('click', () => context.suppress());
  const noScores = element('p', { class: 'hint', text: 'No box of this file has a score.' });
  section.body.append(bars, score.element, noScores, suppression.element, iou.element, agnostic.element, counts, element('div', { class: 'button-row' }, run));
  section.onThemeChange = () => paintScores(bars, detections.state);
  section.follow(detections, () => {
    const { state } = detections;
    const scores = scoreEnds(state);
    bars.hidden = (state.overview?.scoreCounts.length ?? 0) === 0;
    paintScores(bars, state);
    score.element.hidden = scores === null;
    noScores.hidden = scores !== null || state.overview === null;
    score.show(Math.max(state.score, scores?.min ?? 0), scores?.min ?? 0, scores?.max ?? 1);
    suppression.show(state.suppression);
    iou.show(state.suppressionIou);
    agnostic.show(state.classAgnostic);
    counts.replaceChildren(countTable('Boxes', rows(state)));
  });
  return section;
}

/** From the least score, or 0, to the largest, or 1: the ends of a probability where scores are some. */
function scoreEnds({ overview }: DetectionState): { min: number; max: number } | null {
  const scores = overview?.scores;
  if (!scores) return null;
  return scores.min >= 0 && scores.max <= 1 ? { min: 0, max: 1 } : scores;
}

function rows({ judgement, boxes, otherBoxes, totals, suppression }: DetectionState) {
  const own = judgement?.detections === 'other' ? otherBoxes : boxes;
  const tally = (match: (found: number) => boolean): number | null => (judgement ? judgement.verdicts.reduce((sum, found) => sum + (match(found) ? 1 : 0), 0) : null);
  return [
    { name: 'Boxes', here: own?.count ?? null, all: totals?.boxes ?? null },
    { name: 'At the score', here: tally((found) => found !== verdict.belowScore), all: totals?.aboveScore ?? null, title: 'Boxes at or above the score' },
    ...(suppression
      ? [
          { name: 'Kept', here: tally((found) => found !== verdict.belowScore && found !== verdict.suppressed), all: totals?.kept ?? null },
          { name: 'Removed', here: tally((found) => found === verdict.suppressed), all: totals?.removed ?? null },
        ]
      : []),
  ];
}
