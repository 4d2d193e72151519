import { cloudKinds } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const labelIouDescriptor: OperationDescriptor = {
  id: 'label-iou',
  title: 'IoU of Point Labels',
  definition:
    'Two clouds of the same points in the same order, each with a label a point. IoU of a label = points that both call so / points that either calls so; the mean is over the labels that occur in either. Accuracy = points with the same label / all points. The confusion has a row a label of the truth and a column a label predicted.',
  source: 'Everingham et al.: "The PASCAL Visual Object Classes (VOC) Challenge", 2010 (segmentation); Behley et al.: "SemanticKITTI", 2019.',
  inputs: [
    { name: 'predicted', title: 'Predicted labels', kinds: cloudKinds },
    { name: 'truth', title: 'True labels', kinds: cloudKinds },
  ],
  options: [{ name: 'label', type: 'text', default: 'label', title: 'Label', meaning: 'The attribute that holds the labels, in both files.' }],
  numbers: [
    { name: 'meanIoU', unit: 'ratio', meaning: 'Mean of IoU over the labels that occur.' },
    { name: 'accuracy', unit: 'ratio', meaning: 'Share of points with the same label.' },
  ],
};
