import { verdict } from '../../src/compute/detections/detectionProtocol';
import type { BoxPlace, DetectionState } from './detectionStore';

/** The box that the selected one has to do with: what suppressed it, the truth that it was compared with, or the detection that found it. */
export function partnerOf({ selected, judgement }: DetectionState): BoxPlace | null {
  if (!selected || !judgement) return null;
  const { detections, verdicts, partners } = judgement;
  const truthSide = detections === 'own' ? 'other' : 'own';
  const fromDetection = selected.side === detections;
  const isSuppressed = fromDetection && verdicts[selected.index] === verdict.suppressed;
  const index = fromDetection ? partners[selected.index] : partners.findIndex((partner, box) => partner === selected.index && verdicts[box] === verdict.truePositive);
  return index < 0 ? null : { side: fromDetection && !isSuppressed ? truthSide : detections, index };
}
