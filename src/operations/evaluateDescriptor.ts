import { coordinatesOption, detectionKinds } from './detectionOptions';
import type { NumberDescriptor, OperationDescriptor } from './operation';

const ratio = (name: string, meaning: string): NumberDescriptor => ({ name, unit: 'ratio', meaning });

export const evaluateDescriptor: OperationDescriptor = {
  id: 'evaluate',
  title: 'Evaluate Detections',
  definition:
    'Detections of a class by falling score, the order of the file on ties. voc2007, voc2010: each looks at the truth of its class and image with the largest IoU; at the threshold or above it is a true positive if that truth is free and a false positive if it is taken; a difficult truth makes it neither. AP is the mean over recall 0, 0.1, ..., 1 of the largest precision at that recall or above (voc2007, eleven points), or the area under the curve made monotone (voc2010). mAP is the mean over the classes with truth. coco: each takes the still unmatched truth with the largest IoU of at least the threshold, those that are not ignored first, the later of equal ones; a crowd may be taken by many, its overlap being intersection / area of the detection; what takes an ignored truth, or takes none and lies outside of the range of areas, is ignored; at most 1, 10 or 100 detections an image and category; ties by rising image id, then the order of the file; precision at 101 recalls, IoU 0.50, 0.55, ..., 0.95.',
  source: 'Everingham et al.: "The PASCAL Visual Object Classes (VOC) Challenge", 2010; Lin et al.: "Microsoft COCO: Common Objects in Context", 2014, with the conventions of pycocotools 2.0.',
  inputs: [
    { name: 'truth', title: 'Truth', kinds: detectionKinds },
    { name: 'detections', title: 'Detections', kinds: detectionKinds },
  ],
  options: [
    { name: 'protocol', type: 'choice', choices: ['voc2007', 'voc2010', 'coco', 'kitti', 'nuscenes'], default: 'voc2007', title: 'Protocol', meaning: 'Whose rules are followed.' },
    { name: 'iou', type: 'number', minimum: 0, maximum: 1, default: null, title: 'IoU', meaning: 'The least IoU of a true positive; 0.5 when left out. For voc2007 and voc2010 alone.' },
    coordinatesOption,
    { name: 'type', type: 'choice', choices: ['bbox', 'segm'], default: 'bbox', title: 'Type', meaning: 'Boxes, or masks in place of boxes. For coco alone.' },
    { name: 'preset', type: 'choice', choices: ['vocdevkit', 'padilla'], default: null, title: 'Preset', meaning: "Another program's conventions, over the options before: both count pixels with both ends; padilla heeds no difficult flag." },
  ],
  numbers: [
    ratio('mAP', 'Mean of AP over the classes with truth.'),
    ratio('AP', 'Mean of AP over IoU 0.50 to 0.95.'),
    ratio('AP50', 'AP at IoU 0.50.'),
    ratio('AP75', 'AP at IoU 0.75.'),
    ratio('APs', 'AP of objects below 32 x 32 pixels.'),
    ratio('APm', 'AP of objects from 32 x 32 to 96 x 96 pixels.'),
    ratio('APl', 'AP of objects above 96 x 96 pixels.'),
    ratio('AR1', 'Recall of 1 detection an image.'),
    ratio('AR10', 'Recall of 10 detections an image.'),
    ratio('AR100', 'Recall of 100 detections an image.'),
    ratio('ARs', 'Recall of objects below 32 x 32 pixels.'),
    ratio('ARm', 'Recall of objects from 32 x 32 to 96 x 96 pixels.'),
    ratio('ARl', 'Recall of objects above 96 x 96 pixels.'),
  ],
};
