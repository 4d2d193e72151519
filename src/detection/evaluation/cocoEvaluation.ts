import { boxFlag, boxShape, type DetectionImage, type DetectionSet } from '../../model/detectionSet';
import { groupByPair } from '../grouping';
import { sortFalling } from '../stableOrder';
import { accumulateClass, type ClassAccumulation } from './cocoAccumulate';
import { cocoAreas, cocoMostDetections, cocoThresholds } from './cocoConventions';
import { cocoCurves } from './cocoCurves';
import { matchImage, type MatchingTask } from './cocoMatching';
import { cocoMeasure, type CocoMeasure } from './cocoMeasure';
import { truthVerdict, verdict, type ClassResult, type Evaluation, type Verdicts } from './evaluation';
import { pairSets } from './pairing';

export interface CocoOptions {
  readonly type: 'bbox' | 'segm';
  readonly details: boolean;
  readonly signal?: AbortSignal;
  progress?(share: number): void;
}

const mostDetections = cocoMostDetections[cocoMostDetections.length - 1];
const thresholds = cocoThresholds.length;

/** The twelve numbers of COCO in the order of its summary: name, area range, detections an image, threshold (-1: the mean over all). */
const summary: readonly (readonly [name: string, kind: 'precision' | 'recall', area: number, most: number, threshold: number])[] = [
  ['AP', 'precision', 0, 2, -1],
  ['AP50', 'precision', 0, 2, 0],
  ['AP75', 'precision', 0, 2, 5],
  ['APs', 'precision', 1, 2, -1],
  ['APm', 'precision', 2, 2, -1],
  ['APl', 'precision', 3, 2, -1],
  ['AR1', 'recall', 0, 0, -1],
  ['AR10', 'recall', 0, 1, -1],
  ['AR100', 'recall', 0, 2, -1],
  ['ARs', 'recall', 1, 2, -1],
  ['ARm', 'recall', 2, 2, -1],
  ['ARl', 'recall', 3, 2, -1],
];

/**
 * COCO's evaluation of boxes or masks (Lin et al., "Microsoft COCO: Common Objects in Context", 2014; its conventions as
 * pycocotools has them): matching in {@link file://./cocoMatching.ts}, precision and recall in
 * {@link file://./cocoAccumulate.ts}.
 */
export function evaluateCoco(truth: DetectionSet, detections: DetectionSet, options: CocoOptions): Evaluation {
  const pairing = pairSets(truth, detections);
  const warnings = [...pairing.remarks];
  const imageRank = rankImages(truth.images);
  const classes = truth.categories.length;
  // Those that the truth knows nothing of come last, and are left out.
  const classOf = new Uint32Array(detections.count);
  const imageOf = new Uint32Array(detections.count);
  let unknownClass = 0;
  let unknownImage = 0;
  for (let row = 0; row < detections.count; row++) {
    const category = pairing.categories[detections.category[row]];
    const image = pairing.images[detections.image[row]];
    if (category < 0) unknownClass++;
    else if (image < 0) unknownImage++;
    classOf[row] = category < 0 || image < 0 ? classes : category;
    imageOf[row] = image < 0 ? 0 : imageRank[image];
  }
  if (unknownClass > 0) warnings.push(`${unknownClass} detections are of categories that the truth does not have, and were left out as COCO leaves them out.`);
  if (unknownImage > 0) warnings.push(`${unknownImage} detections are on images that the truth does not have, and were left out as COCO leaves them out.`);
  warnings.push(...truthRemarks(truth));
  const measure = cocoMeasure(truth, detections, options.type, (row) => sizeOf(truth.images[pairing.images[detections.image[row]]]));
  warnings.push(...measure.remarks);

  const found = groupByPair(classOf, classes + 1, imageOf, truth.images.length, detections.count);
  const truthImage = Uint32Array.from(truth.image, (image) => imageRank[image]);
  const wanted = groupByPair(truth.category, classes, truthImage, truth.images.length, truth.count);
  const scores = detections.scores ?? new Float64Array(detections.count);
  const verdicts = options.details ? cocoThresholds.map((threshold) => emptyVerdicts(threshold, detections.count, truth)) : [];
  const results: ClassResult[] = [];
  const accumulations: ClassAccumulation[] = [];
  const work = new ClassWork(truth, measure, scores, verdicts);
  let detectionGroup = 0;
  let truthGroup = 0;
  for (let current = 0; current < classes; current++) {
    if (options.signal?.aborted) break;
    options.progress?.(current / classes);
    work.begin(countGroup(found, detectionGroup, current));
    for (;;) {
      const hasDetections = detectionGroup < found.groups && found.outerOf[detectionGroup] === current;
      const hasTruths = truthGroup < wanted.groups && wanted.outerOf[truthGroup] === current;
      if (!hasDetections && !hasTruths) break;
      const image = Math.min(hasDetections ? found.innerOf[detectionGroup] : Infinity, hasTruths ? wanted.innerOf[truthGroup] : Infinity);
      const isFound = hasDetections && found.innerOf[detectionGroup] === image;
      const isWanted = hasTruths && wanted.innerOf[truthGroup] === image;
      work.addImage(
        isFound ? found.rows.subarray(found.offsets[detectionGroup], found.offsets[detectionGroup + 1]) : none,
        isWanted ? wanted.rows.subarray(wanted.offsets[truthGroup], wanted.offsets[truthGroup + 1]) : none,
      );
      if (isFound) detectionGroup++;
      if (isWanted) truthGroup++;
    }
    const accumulation = accumulateClass(work, work.positives);
    accumulations.push(accumulation);
    results.push(classResult(truth.categories[current].name, accumulation, work, options.details));
  }
  const numbers = summarise(accumulations, warnings);
  return { protocol: 'coco', thresholds: cocoThresholds, numbers, classes: results, verdicts, warnings };
}

const none = new Uint32Array(0);

/** Images by rising id: numbers first, as numbers; then texts. */
function rankImages(images: readonly DetectionImage[]): Uint32Array {
  const rows = images.map((_, row) => row).sort((a, b) => {
    const first = images[a].id;
    const second = images[b].id;
    if (typeof first === 'number') return typeof second === 'number' ? first - second : -1;
    if (typeof second === 'number') return 1;
    return first < second ? -1 : first > second ? 1 : 0;
  });
  const rank = new Uint32Array(images.length);
  rows.forEach((row, place) => (rank[row] = place));
  return rank;
}

function sizeOf(image: DetectionImage | undefined): { height: number; width: number } | null {
  return image && image.height !== null && image.width !== null ? { height: image.height, width: image.width } : null;
}

function truthRemarks({ flags, shapes, count }: DetectionSet): string[] {
  let ignoredAlone = 0;
  let placeless = 0;
  for (let row = 0; row < count; row++) {
    if ((flags[row] & (boxFlag.ignore | boxFlag.crowd)) === boxFlag.ignore) ignoredAlone++;
    if ((shapes[row] & (boxShape.rectangle | boxShape.mask)) === 0) placeless++;
  }
  return [
    ...(ignoredAlone > 0 ? [`${ignoredAlone} truths are marked "ignore" but not "iscrowd": COCO's evaluation counts them, and so does this one.`] : []),
    ...(placeless > 0 ? [`${placeless} truths have no place; they count as missed.`] : []),
  ];
}

function emptyVerdicts(threshold: number, detections: number, truth: DetectionSet): Verdicts {
  return {
    threshold,
    detections: new Uint8Array(detections),
    matched: new Int32Array(detections).fill(-1),
    overlap: new Float32Array(detections),
    truths: Uint8Array.from(truth.flags, (flags) => ((flags & boxFlag.crowd) !== 0 ? truthVerdict.ignored : truthVerdict.missed)),
  };
}

function countGroup({ groups, outerOf, offsets }: { groups: number; outerOf: Uint32Array; offsets: Uint32Array }, first: number, wanted: number): number {
  let count = 0;
  for (let group = first; group < groups && outerOf[group] === wanted; group++) count += offsets[group + 1] - offsets[group];
  return count;
}

/** Matches the images of one class after another; its arrays are kept from class to class. */
class ClassWork {
  count = 0;
  capacity = 0;
  all = 0;
  scores = new Float64Array(0);
  ranks = new Uint32Array(0);
  /** Row of each detection in the file. */
  rows = new Uint32Array(0);
  matched = new Uint16Array(0);
  ignored = new Uint16Array(0);
  readonly positives = new Uint32Array(cocoAreas.length);
  private buffer = new Uint32Array(64);
  private ious = new Float64Array(256);
  private readonly detectionAreas = new Float64Array(mostDetections);
  private truthAreas = new Float64Array(64);
  private crowds = new Uint8Array(64);
  private readonly imageMatched = new Uint16Array(cocoAreas.length * mostDetections);
  private readonly imageIgnored = new Uint16Array(cocoAreas.length * mostDetections);
  private readonly partners: Int32Array | null;
  private readonly task: MatchingTask;

  constructor(
    private readonly truth: DetectionSet,
    private readonly measure: CocoMeasure,
    private readonly allScores: Float64Array<ArrayBufferLike>,
    private readonly verdicts: readonly Verdicts[],
  ) {
    this.partners = verdicts.length > 0 ? new Int32Array(thresholds * mostDetections) : null;
    this.task = {
      detections: 0,
      truths: 0,
      ious: this.ious,
      detectionAreas: this.detectionAreas,
      truthAreas: this.truthAreas,
      crowds: this.crowds,
      matched: this.imageMatched,
      ignored: this.imageIgnored,
      capacity: mostDetections,
      partners: this.partners,
    };
  }

  /** @param detections how many the class has */
  begin(detections: number): void {
    this.count = 0;
    this.all = detections;
    this.positives.fill(0);
    this.capacity = Math.max(1, detections);
    if (this.scores.length >= this.capacity) return;
    this.scores = new Float64Array(2 * this.capacity);
    this.ranks = new Uint32Array(2 * this.capacity);
    this.rows = new Uint32Array(2 * this.capacity);
    this.matched = new Uint16Array(2 * this.capacity * cocoAreas.length);
    this.ignored = new Uint16Array(2 * this.capacity * cocoAreas.length);
  }

  /** @param rows detections of the image in the file's order, which are sorted in place */
  addImage(rows: Uint32Array, truths: Uint32Array): void {
    if (this.buffer.length < rows.length) this.buffer = new Uint32Array(2 * rows.length);
    sortFalling(rows, 0, rows.length, this.allScores, this.buffer);
    const count = Math.min(mostDetections, rows.length);
    this.prepareTruths(truths);
    for (let detection = 0; detection < count; detection++) this.detectionAreas[detection] = this.measure.detectionArea(rows[detection]);
    this.fillIous(rows, count, truths);
    const { partners } = this;
    partners?.fill(-1);
    const { task } = this;
    task.detections = count;
    task.truths = truths.length;
    task.ious = this.ious;
    task.truthAreas = this.truthAreas;
    task.crowds = this.crowds;
    matchImage(task);
    for (let detection = 0; detection < count; detection++) {
      const place = this.count++;
      this.scores[place] = this.allScores[rows[detection]];
      this.ranks[place] = detection;
      this.rows[place] = rows[detection];
      for (let area = 0; area < cocoAreas.length; area++) {
        this.matched[area * this.capacity + place] = this.imageMatched[area * mostDetections + detection];
        this.ignored[area * this.capacity + place] = this.imageIgnored[area * mostDetections + detection];
      }
    }
    if (partners) this.tell(rows, count, truths, partners);
  }

  private prepareTruths(truths: Uint32Array): void {
    if (this.truthAreas.length < truths.length) {
      this.truthAreas = new Float64Array(2 * truths.length);
      this.crowds = new Uint8Array(2 * truths.length);
    }
    for (let place = 0; place < truths.length; place++) {
      const isCrowd = (this.truth.flags[truths[place]] & boxFlag.crowd) !== 0;
      const size = this.measure.truthArea(truths[place]);
      this.crowds[place] = isCrowd ? 1 : 0;
      this.truthAreas[place] = size;
      if (isCrowd) continue;
      for (let area = 0; area < cocoAreas.length; area++) {
        const [, least, most] = cocoAreas[area];
        if (!(size < least || size > most)) this.positives[area]++;
      }
    }
  }

  private fillIous(rows: Uint32Array, count: number, truths: Uint32Array): void {
    const { measure, crowds } = this;
    if (this.ious.length < count * truths.length) this.ious = new Float64Array(2 * count * truths.length);
    const { ious } = this;
    for (let detection = 0; detection < count; detection++) {
      for (let place = 0; place < truths.length; place++) ious[detection * truths.length + place] = measure.iou(rows[detection], truths[place], crowds[place] === 1);
    }
  }

  private tell(rows: Uint32Array, count: number, truths: Uint32Array, partners: Int32Array): void {
    for (const [threshold, verdicts] of this.verdicts.entries()) {
      const bit = 1 << threshold;
      for (let detection = 0; detection < count; detection++) {
        const row = rows[detection];
        const partner = partners[threshold * mostDetections + detection];
        const isIgnored = (this.imageIgnored[detection] & bit) !== 0;
        verdicts.detections[row] = isIgnored ? verdict.ignored : partner >= 0 ? verdict.truePositive : verdict.falsePositive;
        let nearest = partner;
        if (nearest < 0) {
          // Of a false positive, the truth it came nearest to.
          let largest = 0;
          for (let place = 0; place < truths.length; place++) {
            const iou = this.ious[detection * truths.length + place];
            if (iou > largest) {
              largest = iou;
              nearest = place;
            }
          }
        }
        if (nearest < 0) continue;
        verdicts.matched[row] = truths[nearest];
        verdicts.overlap[row] = this.ious[detection * truths.length + nearest];
        if (partner >= 0 && verdicts.truths[truths[partner]] === truthVerdict.missed) verdicts.truths[truths[partner]] = truthVerdict.found;
      }
    }
  }
}

function classResult(name: string, { precision }: ClassAccumulation, work: ClassWork, details: boolean): ClassResult {
  const apAt = Array.from({ length: thresholds }, (_, threshold) => numberOrNull(precision[threshold]));
  let truePositives = 0;
  let falsePositives = 0;
  for (let place = 0; place < work.count; place++) {
    if ((work.ignored[place] & 1) !== 0) continue;
    if ((work.matched[place] & 1) !== 0) truePositives++;
    else falsePositives++;
  }
  const ap = apAt.some((value) => value === null) ? null : apAt.reduce<number>((sum, value) => sum + (value ?? 0), 0) / thresholds;
  const shared = { name, ap, truths: work.positives[0], detections: work.all, truePositives, falsePositives, apAt };
  return details && ap !== null ? { ...shared, curves: cocoCurves(work, work.positives[0]) } : shared;
}

function summarise(accumulations: readonly ClassAccumulation[], warnings: string[]): Record<string, number | null> {
  const missing: string[] = [];
  const numbers = summary.map(([name, kind, area, most, threshold]): [string, number | null] => {
    let sum = 0;
    let count = 0;
    for (const { precision, recall } of accumulations) {
      for (let at = 0; at < thresholds; at++) {
        if (threshold >= 0 && at !== threshold) continue;
        const value = kind === 'precision' ? precision[area * thresholds + at] : recall[(area * cocoMostDetections.length + most) * thresholds + at];
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
    }
    if (count === 0) missing.push(name);
    return [name, count === 0 ? null : sum / count];
  });
  if (missing.length > 0) warnings.push(`${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} no value: no truth of that size counts (COCO prints -1).`);
  return Object.fromEntries(numbers);
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
