import { boxFlag, boxShape, type DetectionSet } from '../model/detectionSet';
import { countingSort } from './grouping';
import { axisIou } from './iou/axisIou';

export interface AnchorOptions {
  /** Pixels between the centres of neighbouring cells. */
  readonly stride: number;
  /** Side in pixels of the square of the same area. */
  readonly scales: readonly number[];
  /** Height divided by width. */
  readonly ratios: readonly number[];
  readonly positive: number;
  readonly negative: number;
}

export interface AnchorCounts {
  readonly anchors: number;
  readonly positive: number;
  readonly negative: number;
  readonly ignored: number;
  readonly truths: number;
  /** Truths with an anchor of at least the positive threshold. */
  readonly covered: number;
  /** Images without width and height, which have no anchors. */
  readonly sizeless: number;
}

/** Equal but for rounding: the best anchors of a truth often come in rows of equals. */
const equalEnough = 1e-9;

/**
 * Counts anchors as region proposal networks label them (Ren et al., "Faster R-CNN", 2015): about the centres of the
 * cells of a grid that covers the picture, one for each scale and ratio; positive with an IoU of at least the positive
 * threshold, or where it is the best of a truth, equal ones too; negative with less than the negative threshold with all;
 * ignored between.
 */
export function countAnchors(truth: DetectionSet, options: AnchorOptions, tell: (share: number) => void): AnchorCounts {
  const { images, rectangles, shapes, flags } = truth;
  const order = countingSort(truth.image, images.length, null, truth.count);
  const shapesOfCell = options.scales.flatMap((scale) => options.ratios.map((ratio) => ({ width: scale / Math.sqrt(ratio), height: scale * Math.sqrt(ratio) })));
  const counts = { anchors: 0, positive: 0, negative: 0, ignored: 0, truths: 0, covered: 0, sizeless: 0 };
  let place = 0;
  const anchor = new Float64Array(4);
  for (const [image, { width, height }] of images.entries()) {
    const rows: number[] = [];
    for (; place < truth.count && truth.image[order[place]] === image; place++) {
      const row = order[place];
      if ((flags[row] & (boxFlag.crowd | boxFlag.ignore)) === 0 && (shapes[row] & boxShape.rectangle) !== 0) rows.push(row);
    }
    if (width === null || height === null) {
      counts.sizeless++;
      continue;
    }
    const columns = Math.ceil(width / options.stride);
    const lines = Math.ceil(height / options.stride);
    const total = columns * lines * shapesOfCell.length;
    const best = new Float64Array(rows.length);
    const each = (visit: (index: number, truthPlace: number, iou: number) => void): void => {
      for (let index = 0; index < total; index++) {
        const shape = shapesOfCell[index % shapesOfCell.length];
        const cell = Math.floor(index / shapesOfCell.length);
        anchor[0] = ((cell % columns) + 0.5) * options.stride - shape.width / 2;
        anchor[1] = (Math.floor(cell / columns) + 0.5) * options.stride - shape.height / 2;
        anchor[2] = shape.width;
        anchor[3] = shape.height;
        for (let at = 0; at < rows.length; at++) visit(index, at, axisIou(anchor, 0, rectangles, 4 * rows[at], 0));
      }
    };
    const largest = new Float64Array(total);
    each((index, at, iou) => {
      if (iou > best[at]) best[at] = iou;
      if (iou > largest[index]) largest[index] = iou;
    });
    const isBest = new Uint8Array(total);
    each((index, at, iou) => {
      if (iou > 0 && iou >= best[at] - equalEnough) isBest[index] = 1;
    });
    for (let index = 0; index < total; index++) {
      if (largest[index] >= options.positive || isBest[index] === 1) counts.positive++;
      else if (largest[index] < options.negative) counts.negative++;
      else counts.ignored++;
    }
    counts.anchors += total;
    counts.truths += rows.length;
    for (const iou of best) if (iou >= options.positive) counts.covered++;
    tell((image + 1) / images.length);
  }
  return counts;
}
