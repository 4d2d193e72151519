import { verdict } from '../../src/compute/detections/detectionProtocol';
import { figure } from '../panels/figures';
import { outcomeOf } from './boxItems';
import type { BoxPlace, DetectionState } from './detectionStore';
import { outcomeLooks } from './outcomeLook';

/** What became of a box, in a sentence, and whether another one has to do with it. */
export function relationOf({ judgement, boxes, otherBoxes }: DetectionState, place: BoxPlace): { readonly text: string; readonly partner: boolean } | null {
  if (!judgement) return null;
  const outcome = outcomeOf(judgement, place);
  const word = outcomeLooks[outcome].word;
  if (outcome === 'plain' || outcome === 'belowScore') return null;
  if (place.side !== judgement.detections) return { text: `${capital(word)}.`, partner: judgement.partners.includes(place.index) };
  const partner = judgement.partners[place.index];
  const overlap = judgement.overlaps[place.index];
  if (judgement.verdicts[place.index] === verdict.suppressed) {
    const own = judgement.detections === 'own' ? boxes : otherBoxes;
    return { text: `Suppressed by the box in row ${own ? own.rows[partner] : '?'}, at an IoU of ${figure(overlap)}.`, partner: true };
  }
  const best = Number.isNaN(overlap) ? 'no truth of its category in this image' : `IoU ${figure(overlap)} with the nearest truth`;
  return { text: `${capital(word)}: ${best}.`, partner: partner >= 0 };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
