import { boxMeasures, shapeOf, type BoxMeasure } from '../detection/iou/boxOverlap';
import type { DetectionSet } from '../model/detectionSet';
import { OperationError } from '../model/errors';
import type { OperationInput, OptionValues } from './operation';

/** The detections of an input. @throws TypeError when the descriptor let another kind through */
export function detectionsOf({ model, file }: OperationInput): DetectionSet {
  if (model.kind !== 'detections') throw new TypeError(`${file}: expected detections, found ${model.kind}.`);
  return model;
}

/** The value of --boxes. */
export function measureOf(options: OptionValues): BoxMeasure {
  return boxMeasures.find((measure) => measure === options['boxes']) ?? 'axis';
}

/**
 * Checks that a set has boxes of the kind that is compared, unless it has none at all; warns of those without.
 *
 * @throws OperationError that names the file and what it has instead
 */
export function checkShapes({ file }: OperationInput, set: DetectionSet, measure: BoxMeasure, warnings: string[]): void {
  const wanted = shapeOf(measure);
  let lacking = 0;
  for (const shape of set.shapes) if ((shape & wanted) === 0) lacking++;
  if (lacking === 0) return;
  const isFlat = measure === 'axis' || measure === 'rotated';
  if (lacking === set.count) {
    const other = isFlat ? (set.cuboids ? 'boxes in space: --boxes yaw3d or full3d compares them' : 'none') : 'rectangles: --boxes axis or rotated compares them';
    throw new OperationError(`${file}: expected ${isFlat ? 'rectangles' : 'boxes in space'}, found ${other}.`);
  }
  warnings.push(`${file}: ${lacking} of ${set.count} boxes have no ${isFlat ? 'rectangle' : 'box in space'}; their IoU is 0.`);
}

/** Warns of boxes that have no area, or no volume. */
export function tellEmptyBoxes({ file }: OperationInput, set: DetectionSet, measure: BoxMeasure, warnings: string[]): void {
  let empty = 0;
  const wanted = shapeOf(measure);
  const isFlat = measure === 'axis' || measure === 'rotated';
  for (let row = 0; row < set.count; row++) {
    if ((set.shapes[row] & wanted) === 0) continue;
    if (isFlat ? !(set.rectangles[4 * row + 2] > 0 && set.rectangles[4 * row + 3] > 0) : set.cuboids && !(set.cuboids[10 * row + 3] > 0 && set.cuboids[10 * row + 4] > 0 && set.cuboids[10 * row + 5] > 0)) empty++;
  }
  if (empty > 0) warnings.push(`${file}: ${empty} ${empty === 1 ? 'box has' : 'boxes have'} no ${isFlat ? 'area' : 'volume'}; two such boxes have the IoU 0.`);
}
