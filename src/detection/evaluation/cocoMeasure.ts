import { boxShape, type DetectionSet } from '../../model/detectionSet';
import { runIntersection } from '../masks/runOperations';
import { runMasksOf, type RunMasks } from '../masks/runMasks';

/** How COCO compares a detection with a truth, and how large it takes each to be. */
export interface CocoMeasure {
  /** Of a crowd, the share of the detection that lies in it. */
  iou(detection: number, truth: number, isCrowd: boolean): number;
  detectionArea(row: number): number;
  truthArea(row: number): number;
  readonly remarks: readonly string[];
}

type SizeOf = (row: number) => { readonly height: number; readonly width: number } | null;

/** @param sizeOf height and width of the picture that a detection is of */
export function cocoMeasure(truth: DetectionSet, detections: DetectionSet, type: 'bbox' | 'segm', sizeOf: SizeOf): CocoMeasure {
  return type === 'bbox' ? boxMeasure(truth, detections) : maskMeasure(truth, detections, sizeOf);
}

function boxMeasure(truth: DetectionSet, detections: DetectionSet): CocoMeasure {
  const a = detections.rectangles;
  const b = truth.rectangles;
  const turned = detections.angles !== null || truth.angles !== null;
  return {
    iou: (detection, truthRow, isCrowd) => {
      const i = 4 * detection;
      const j = 4 * truthRow;
      const width = Math.min(a[i] + a[i + 2], b[j] + b[j + 2]) - Math.max(a[i], b[j]);
      if (!(width > 0)) return 0;
      const height = Math.min(a[i + 1] + a[i + 3], b[j + 1] + b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
      if (!(height > 0)) return 0;
      const intersection = width * height;
      const area = a[i + 2] * a[i + 3];
      return intersection / (isCrowd ? area : area + b[j + 2] * b[j + 3] - intersection);
    },
    detectionArea: (row) => a[4 * row + 2] * a[4 * row + 3],
    truthArea: (row) => statedArea(truth, row) ?? b[4 * row + 2] * b[4 * row + 3],
    remarks: turned ? ['Boxes are turned; COCO compares them as if they were not.'] : [],
  };
}

/** The area that an annotation states, which of COCO's is that of the mask. */
function statedArea({ areas }: DetectionSet, row: number): number | null {
  const area = areas ? areas[row] : NaN;
  return Number.isNaN(area) ? null : area;
}

function maskMeasure(truth: DetectionSet, detections: DetectionSet, sizeOf: SizeOf): CocoMeasure {
  const truthMasks = runMasksOf(truth, (row) => {
    const { width, height } = truth.images[truth.image[row]];
    return width !== null && height !== null ? { width, height } : null;
  });
  const foundMasks = runMasksOf(detections, sizeOf);
  const truthSpans = columnsOf(truthMasks, truth.count);
  const foundSpans = columnsOf(foundMasks, detections.count);
  let differing = 0;
  const remarks = [...truthMasks.remarks, ...foundMasks.remarks];
  if (truthMasks.without > 0) remarks.push(`${truthMasks.without} truths have no mask; nothing can match them.`);
  if (foundMasks.without > 0) remarks.push(`${foundMasks.without} detections have no mask; they match nothing.`);
  // pycocotools takes results whose first has a box for results of boxes, and their areas with it.
  const byBox = detections.layout === 'results' && detections.count > 0 && (detections.shapes[0] & boxShape.rectangle) !== 0;
  if (byBox) remarks.push('The results have "bbox" beside "segmentation": as in pycocotools, their area is that of the box, which decides whether an unmatched one is small, medium or large.');
  return {
    iou: (detection, truthRow, isCrowd) => {
      if (foundSpans[2 * detection] > truthSpans[2 * truthRow + 1] || truthSpans[2 * truthRow] > foundSpans[2 * detection + 1]) return 0;
      if (foundMasks.heights[detection] !== truthMasks.heights[truthRow] || foundMasks.widths[detection] !== truthMasks.widths[truthRow]) {
        differing++;
        if (differing === 1) remarks.push('Masks of one image differ in size; they have nothing in common.');
        return 0;
      }
      const intersection = runIntersection(
        foundMasks.runs, foundMasks.offsets[detection], foundMasks.offsets[detection + 1],
        truthMasks.runs, truthMasks.offsets[truthRow], truthMasks.offsets[truthRow + 1],
      );
      if (intersection === 0) return 0;
      const area = foundMasks.areas[detection];
      return intersection / (isCrowd ? area : area + truthMasks.areas[truthRow] - intersection);
    },
    detectionArea: (row) => (byBox ? detections.rectangles[4 * row + 2] * detections.rectangles[4 * row + 3] : foundMasks.areas[row]),
    truthArea: (row) => statedArea(truth, row) ?? truthMasks.areas[row],
    remarks,
  };
}

/** First and last column with a pixel inside, a box; a mask without one spans nothing. */
function columnsOf({ offsets, runs, heights }: RunMasks, count: number): Float64Array {
  const spans = new Float64Array(2 * count);
  for (let row = 0; row < count; row++) {
    let pixel = 0;
    let first = Infinity;
    let last = -Infinity;
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      if (((at - offsets[row]) & 1) === 1 && runs[at] > 0) {
        if (first === Infinity) first = Math.floor(pixel / heights[row]);
        last = Math.floor((pixel + runs[at] - 1) / heights[row]);
      }
      pixel += runs[at];
    }
    spans[2 * row] = first;
    spans[2 * row + 1] = last;
  }
  return spans;
}
