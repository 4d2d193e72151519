import { coordinatesOption, detectionKinds } from './detectionOptions';
import type { OperationDescriptor } from './operation';

export const iouDescriptor: OperationDescriptor = {
  id: 'iou',
  title: 'Intersection over Union of Boxes',
  definition:
    'IoU(a, b) = |a and b| / |a or b| of each box of A with each of B, whatever image and category they are of: a row a box of A, a column a box of B, in the order of the files. Rectangles along the axes (axis) in continuous coordinates, or counting pixels with both ends (inclusive); turned rectangles (rotated); upright boxes, the area in common as seen from above times the height in common (yaw3d); boxes turned in any way, as convex solids (full3d). Two boxes without area have 0.',
  source: 'Jaccard: "Étude comparative de la distribution florale", 1901; Everingham et al.: "The PASCAL Visual Object Classes (VOC) Challenge", 2010.',
  gpu: 'overlapping pairs of boxes along the axes',
  gpuOnRequest: true,
  inputs: [
    { name: 'boxes-a', title: 'Boxes A', kinds: detectionKinds },
    { name: 'boxes-b', title: 'Boxes B', kinds: detectionKinds },
  ],
  options: [
    { name: 'boxes', type: 'choice', choices: ['axis', 'rotated', 'yaw3d', 'full3d'], default: 'axis', title: 'Boxes', meaning: 'Which boxes are compared: rectangles, turned rectangles, upright boxes in space, or boxes turned in any way.' },
    coordinatesOption,
    { name: 'above', type: 'number', minimum: 0, maximum: 1, default: null, title: 'Above', meaning: 'Counts the pairs whose IoU is greater than this.' },
  ],
  numbers: [
    { name: 'pairs', unit: 'count', meaning: 'Boxes of A times boxes of B.' },
    { name: 'overlapping', unit: 'count', meaning: 'Pairs with something in common.' },
    { name: 'above', unit: 'count', meaning: 'Pairs whose IoU is greater than --above.' },
    { name: 'largest', unit: 'ratio', meaning: 'The largest IoU of a pair.' },
  ],
};
