import type { Rgb } from '../scene/colourMaps';
import type { Outcome } from './detectionStore';

/** How an outcome is told from the others: by words, sign, dashes and colour. */
export interface OutcomeLook {
  readonly word: string;
  /** Two letters for the list; empty where there is nothing to say. */
  readonly short: string;
  readonly sign: 'circle' | 'cross' | 'triangle' | 'dash' | null;
  readonly dash: readonly number[];
  readonly hatched: boolean;
  /** Share of full opacity. */
  readonly opacity: number;
  readonly colour: Rgb | null;
}

/** Bluish green, vermilion and sky blue of Wong's set: apart for the colour-blind, and told by shape and pattern besides. */
export const outcomeLooks: Readonly<Record<Outcome, OutcomeLook>> = {
  plain: { word: 'box', short: '', sign: null, dash: [], hatched: false, opacity: 1, colour: null },
  truePositive: { word: 'true positive', short: 'TP', sign: 'circle', dash: [], hatched: false, opacity: 1, colour: [0, 158, 115] },
  falsePositive: { word: 'false positive', short: 'FP', sign: 'cross', dash: [7, 4], hatched: false, opacity: 1, colour: [213, 94, 0] },
  missed: { word: 'missed', short: 'FN', sign: 'triangle', dash: [2, 3], hatched: true, opacity: 1, colour: [86, 180, 233] },
  found: { word: 'truth, found', short: 'GT', sign: null, dash: [], hatched: false, opacity: 0.55, colour: [150, 160, 170] },
  ignored: { word: 'not counted', short: '–', sign: 'dash', dash: [9, 3, 2, 3], hatched: false, opacity: 0.7, colour: [150, 160, 170] },
  suppressed: { word: 'suppressed', short: 'S', sign: 'dash', dash: [3, 4], hatched: false, opacity: 0.35, colour: null },
  belowScore: { word: 'below the score', short: '', sign: null, dash: [], hatched: false, opacity: 0, colour: null },
};
