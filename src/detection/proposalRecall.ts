import { boxFlag, boxShape, type DetectionSet } from '../model/detectionSet';
import { pairSets } from './evaluation/pairing';
import { countingSort } from './grouping';
import { axisIou } from './iou/axisIou';
import { sortFalling } from './stableOrder';

export interface ProposalRecall {
  /** Truths that count: with a rectangle, and neither difficult, crowds nor ignored. */
  readonly truths: number;
  /** For each truth that counts, how many of its image's best proposals it takes to find it; Infinity where none does. */
  readonly needed: Float64Array;
  readonly remarks: readonly string[];
}

/**
 * How far down the list of its image's proposals, by falling score, each truth finds one with an IoU of at least the
 * threshold. Classes do not matter, and a proposal may find several truths.
 */
export function proposalRecall(truth: DetectionSet, proposals: DetectionSet, threshold: number): ProposalRecall {
  const pairing = pairSets(truth, proposals);
  const images = truth.images.length;
  const imageOf = Uint32Array.from(proposals.image, (image) => (pairing.images[image] < 0 ? images : pairing.images[image]));
  const order = countingSort(imageOf, images + 1, null, proposals.count);
  const offsets = new Uint32Array(images + 2);
  for (const image of imageOf) offsets[image + 1]++;
  for (let image = 0; image <= images; image++) offsets[image + 1] += offsets[image];
  const buffer = new Uint32Array(proposals.count);
  if (proposals.scores) for (let image = 0; image < images; image++) sortFalling(order, offsets[image], offsets[image + 1], proposals.scores, buffer);
  const needed: number[] = [];
  for (let row = 0; row < truth.count; row++) {
    const isLeftOut = (truth.flags[row] & (boxFlag.difficult | boxFlag.ignore | boxFlag.crowd)) !== 0;
    if (isLeftOut || (truth.shapes[row] & boxShape.rectangle) === 0) continue;
    const first = offsets[truth.image[row]];
    const end = offsets[truth.image[row] + 1];
    let place = first;
    while (place < end && axisIou(truth.rectangles, 4 * row, proposals.rectangles, 4 * order[place], 0) < threshold) place++;
    needed.push(place < end ? place - first + 1 : Infinity);
  }
  const unknown = proposals.count - offsets[images];
  const categoryRemark = /categor/;
  return {
    truths: needed.length,
    needed: Float64Array.from(needed),
    remarks: [...pairing.remarks.filter((remark) => !categoryRemark.test(remark)), ...(unknown > 0 ? [`${unknown} proposals are on images that the truth does not have, and were left out.`] : [])],
  };
}
