import type { ImageBoxes } from '../../src/compute/detections/detectionProtocol';
import { projectionOfCloud } from '../../src/detection/frustum';
import { boxShape } from '../../src/model/detectionSet';
import { boxOutline } from './boxOutline';
import type { DetectionState } from './detectionStore';

/** What a box of a picture sees of the image's cloud. */
export interface LiftedBox {
  /** x1, y1, x2, y2 in pixels; of a turned box, and of one in space alone, the rectangle around it. */
  readonly box: readonly number[];
  /** 12 numbers, row by row: from the cloud's frame to pixels times depth. */
  readonly projection: readonly number[];
}

/** The frustum of the selected box, or why it has none: a sentence. */
export function frustumOf({ selected, boxes, otherBoxes, overview, image }: DetectionState): LiftedBox | string {
  if (!selected) return 'Select a box first.';
  const own = selected.side === 'own' ? boxes : otherBoxes;
  const box = own && rectangleOf(own, selected.index);
  if (!box) return 'This box has no place in the picture.';
  if (typeof overview?.images.clouds[image] !== 'string') return 'The file names no cloud for this image.';
  if (!boxes?.calibration) return 'The file does not say where the camera of this image stood.';
  return { box, projection: [...projectionOfCloud(boxes.calibration)] };
}

function rectangleOf(boxes: ImageBoxes, index: number): readonly number[] | null {
  const shape = boxes.shapes[index];
  if ((shape & boxShape.rectangle) !== 0 && (shape & boxShape.rotated) === 0) {
    const [x, y, width, height] = boxes.rectangles.subarray(4 * index, 4 * index + 4);
    if ([x, y, width, height].every(Number.isFinite)) return [x, y, x + width, y + height];
  }
  const outline = boxOutline(boxes, index);
  if (!outline) return null;
  const points = [...outline.corners, ...outline.lines.flat()];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
