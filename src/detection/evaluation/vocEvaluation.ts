import { boxFlag, boxShape, type DetectionSet } from '../../model/detectionSet';
import { countingSort } from '../grouping';
import { axisIou } from '../iou/axisIou';
import { sortFalling } from '../stableOrder';
import { areaPrecision, elevenPointPrecision } from './averagePrecision';
import { truthVerdict, verdict, type ClassResult, type Evaluation, type Verdicts } from './evaluation';
import { pairSets } from './pairing';

export interface VocOptions {
  readonly protocol: 'voc2007' | 'voc2010';
  readonly iou: number;
  readonly inclusive: boolean;
  /** False where difficult truths count as any others. */
  readonly heedsDifficult: boolean;
  /** True when curves and verdicts are wanted. */
  readonly details: boolean;
  readonly signal?: AbortSignal;
}

/** Truths of each class, image by image. */
interface TruthIndex {
  /** Rows of truths by class and image. */
  readonly rows: Uint32Array;
  /** First place in `rows` of each pair that has truths. */
  readonly firsts: Map<number, number>;
  readonly ends: Map<number, number>;
}

/**
 * Average precision as PASCAL VOC defines it: detections of a class by falling score, the file's order on ties; each
 * looks at the truth of its image with the largest IoU. At the threshold or above, it is a true positive if that truth
 * is free and a false one if it is taken; a difficult truth makes it neither.
 */
export function evaluateVoc(truth: DetectionSet, detections: DetectionSet, options: VocOptions): Evaluation {
  const pairing = pairSets(truth, detections);
  const warnings = [...pairing.remarks];
  const { scores } = detections;
  const classes = truth.categories.length;
  // Detections of classes that the truth does not have come after those that it has.
  const extra: number[] = [];
  const classOf = new Uint32Array(detections.count);
  const extraOf = new Map<number, number>();
  for (let row = 0; row < detections.count; row++) {
    const category = detections.category[row];
    const paired = pairing.categories[category];
    if (paired >= 0) {
      classOf[row] = paired;
      continue;
    }
    let place = extraOf.get(category);
    if (place === undefined) {
      place = extra.length;
      extraOf.set(category, place);
      extra.push(category);
    }
    classOf[row] = classes + place;
  }
  const allClasses = classes + extra.length;
  const order = countingSort(classOf, allClasses, null, detections.count);
  const firstOf = offsetsOf(classOf, allClasses, detections.count);
  const buffer = new Uint32Array(detections.count);
  const index = indexTruths(truth);
  const verdicts = emptyVerdicts(options.iou, detections.count, truth.count);
  const taken = new Uint8Array(truth.count);
  const ranked = scores ?? new Float64Array(detections.count);
  let unknownImages = 0;
  for (const row of detections.image) if (pairing.images[row] < 0) unknownImages++;
  if (unknownImages > 0) warnings.push(`${unknownImages} detections are on images that the truth does not have; they count as false positives.`);
  const results: ClassResult[] = [];
  const positives = countPositives(truth, options.heedsDifficult, verdicts);
  for (let current = 0; current < allClasses; current++) {
    if (options.signal?.aborted) break;
    sortFalling(order, firstOf[current], firstOf[current + 1], ranked, buffer);
    const rows = order.subarray(firstOf[current], firstOf[current + 1]);
    for (const row of rows) match(row, current < classes ? current : -1);
    const name = current < classes ? truth.categories[current].name : detections.categories[extra[current - classes]].name;
    results.push(summarise(name, rows, current < classes ? positives[current] : 0, verdicts, ranked, options));
  }
  for (let row = 0; row < truth.count; row++) {
    if (taken[row] && verdicts.truths[row] === truthVerdict.missed) verdicts.truths[row] = truthVerdict.found;
  }

  const withTruth = results.filter(({ ap }) => ap !== null);
  const mean = withTruth.length === 0 ? null : withTruth.reduce((sum, { ap }) => sum + (ap ?? 0), 0) / withTruth.length;
  const without = results.filter(({ ap }) => ap === null).map(({ name }) => name);
  if (without.length > 0) warnings.push(`${without.length === 1 ? 'Class' : 'Classes'} without a truth that counts, left out of the mean: ${without.slice(0, 8).join(', ')}${without.length > 8 ? ` and ${without.length - 8} more` : ''}.`);
  if (mean === null) warnings.push('mAP has no value: no class has a truth that counts.');
  return { protocol: options.protocol, thresholds: [options.iou], numbers: { mAP: mean }, classes: results, verdicts: options.details ? [verdicts] : [], warnings };

  function match(row: number, category: number): void {
    const image = pairing.images[detections.image[row]];
    const key = image * classes + category;
    const first = image < 0 || category < 0 ? undefined : index.firsts.get(key);
    let best = -1;
    let largest = 0;
    if (first !== undefined && (detections.shapes[row] & boxShape.rectangle) !== 0) {
      const end = index.ends.get(key) ?? first;
      for (let place = first; place < end; place++) {
        const candidate = index.rows[place];
        const iou = axisIou(detections.rectangles, 4 * row, truth.rectangles, 4 * candidate, options.inclusive ? 1 : 0);
        if (iou > largest) {
          largest = iou;
          best = candidate;
        }
      }
    }
    verdicts.matched[row] = best;
    verdicts.overlap[row] = largest;
    if (best < 0 || largest < options.iou) {
      verdicts.detections[row] = verdict.falsePositive;
    } else if (verdicts.truths[best] === truthVerdict.ignored) {
      verdicts.detections[row] = verdict.ignored;
    } else if (taken[best]) {
      verdicts.detections[row] = verdict.falsePositive;
    } else {
      taken[best] = 1;
      verdicts.detections[row] = verdict.truePositive;
    }
  }
}

function emptyVerdicts(threshold: number, detections: number, truths: number): Verdicts {
  return {
    threshold,
    detections: new Uint8Array(detections),
    matched: new Int32Array(detections).fill(-1),
    overlap: new Float32Array(detections),
    truths: new Uint8Array(truths),
  };
}

/** How many truths of each class count; marks them to be found, the others ignored. */
function countPositives(truth: DetectionSet, heedsDifficult: boolean, verdicts: Verdicts): Uint32Array {
  const positives = new Uint32Array(truth.categories.length);
  const ignoring = heedsDifficult ? boxFlag.difficult | boxFlag.ignore | boxFlag.crowd : boxFlag.ignore | boxFlag.crowd;
  for (let row = 0; row < truth.count; row++) {
    const counts = (truth.flags[row] & ignoring) === 0;
    verdicts.truths[row] = counts ? truthVerdict.missed : truthVerdict.ignored;
    if (counts) positives[truth.category[row]]++;
  }
  return positives;
}

function indexTruths(truth: DetectionSet): TruthIndex {
  const { count, image, category, shapes } = truth;
  const classes = truth.categories.length;
  const byCategory = countingSort(category, classes, null, count);
  const rows = countingSort(image, truth.images.length, byCategory, count).filter((row) => (shapes[row] & boxShape.rectangle) !== 0);
  const firsts = new Map<number, number>();
  const ends = new Map<number, number>();
  rows.forEach((row, place) => {
    const key = image[row] * classes + category[row];
    if (!firsts.has(key)) firsts.set(key, place);
    ends.set(key, place + 1);
  });
  return { rows, firsts, ends };
}

function offsetsOf(keys: Uint32Array, keyCount: number, count: number): Uint32Array {
  const offsets = new Uint32Array(keyCount + 1);
  for (let row = 0; row < count; row++) offsets[keys[row] + 1]++;
  for (let key = 0; key < keyCount; key++) offsets[key + 1] += offsets[key];
  return offsets;
}

function summarise(name: string, rows: Uint32Array, truths: number, verdicts: Verdicts, scores: Float64Array<ArrayBufferLike>, options: VocOptions): ClassResult {
  let truePositives = 0;
  let falsePositives = 0;
  const counted = rows.filter((row) => verdicts.detections[row] !== verdict.ignored);
  const found = new Uint32Array(counted.length);
  const precision = new Float64Array(counted.length);
  counted.forEach((row, place) => {
    if (verdicts.detections[row] === verdict.truePositive) truePositives++;
    else falsePositives++;
    found[place] = truePositives;
    precision[place] = truePositives / (truePositives + falsePositives);
  });
  const sampled = truths === 0 ? null : options.protocol === 'voc2007' ? elevenPointPrecision(found, precision, truths) : areaPrecision(found, precision, truths);
  const ap = sampled ? sampled.ap : null;
  const shared = { name, ap, truths, detections: rows.length, truePositives, falsePositives, apAt: [ap] };
  if (!options.details || !sampled) return shared;
  return {
    ...shared,
    curves: [
      {
        threshold: options.iou,
        recall: Float64Array.from(found, (value) => value / truths),
        precision,
        score: Float64Array.from(counted, (row) => scores[row]),
        detection: Uint32Array.from(counted),
        sampledRecall: sampled.recall,
        sampledPrecision: sampled.precision,
      },
    ],
  };
}
