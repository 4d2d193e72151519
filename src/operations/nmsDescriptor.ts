import { detectionKinds } from './detectionOptions';
import type { OperationDescriptor } from './operation';

export const nmsDescriptor: OperationDescriptor = {
  id: 'nms',
  title: 'Suppress Overlaps (NMS)',
  definition:
    'Non-maximum suppression, image by image and class by class: D is empty, B holds all proposals; move the most confident of B to D and drop from B each of the same class whose IoU with it is greater than the threshold, until B is empty. Equal scores keep the order of the file. Options: boxes of all classes suppress each other (class-agnostic); scores fall instead of boxes being dropped, by 1 - IoU above the threshold (soft linear) or by exp(-IoU^2 / sigma) (soft gaussian); ranked by another number of the boxes, such as a predicted IoU.',
  source: 'Girshick et al.: "Rich feature hierarchies for accurate object detection", 2014; soft: Bodla et al.: "Soft-NMS: Improving Object Detection With One Line of Code", 2017.',
  inputs: [{ name: 'detections', title: 'Detections', kinds: detectionKinds }],
  options: [
    { name: 'iou', type: 'number', minimum: 0, maximum: 1, default: 0.5, title: 'IoU', meaning: 'A box is dropped when its IoU with a kept one is greater than this.' },
    { name: 'score', type: 'number', default: 0, title: 'Least score', meaning: 'Boxes with a score below this are dropped; of soft suppression, those whose score falls below it.' },
    { name: 'class-agnostic', type: 'flag', default: false, title: 'Class-agnostic', meaning: 'Boxes of all classes suppress each other.' },
    { name: 'soft', type: 'choice', choices: ['linear', 'gaussian'], default: null, title: 'Soft', meaning: 'Let scores fall instead of dropping boxes.' },
    { name: 'sigma', type: 'number', minimum: 1e-6, default: 0.5, title: 'Sigma', meaning: 'Of soft suppression by a Gaussian.' },
    { name: 'rank-by', type: 'text', default: 'score', title: 'Rank by', meaning: 'The number of each box that decides which comes first: score, or a name that the file has.' },
    { name: 'boxes', type: 'choice', choices: ['axis', 'rotated', 'yaw3d'], default: 'axis', title: 'Boxes', meaning: 'Which boxes are compared: rectangles, turned rectangles, or upright boxes in space.' },
  ],
  numbers: [
    { name: 'kept', unit: 'count', meaning: 'Boxes that remain.' },
    { name: 'removed', unit: 'count', meaning: 'Boxes that were dropped.' },
  ],
  output: { meaning: 'The boxes that remain, as JSON in the shape of the input.', required: false },
};
