import { detectionKinds } from './detectionOptions';
import type { OperationDescriptor } from './operation';

export const anchorsDescriptor: OperationDescriptor = {
  id: 'anchors',
  title: 'Anchors against Truth',
  definition:
    'Anchors of all scales and ratios about the centres of the cells that cover each picture: a scale s and a ratio r (height / width) give the width s / sqrt(r) and the height s sqrt(r), in pixels. Positive: an IoU of at least the positive threshold with a truth, or the best anchor of a truth, equal ones too; negative: less than the negative threshold with all; ignored between. Recall is the share of truths with an anchor of at least the positive threshold. Anchors that reach beyond the picture count; crowds and ignored truths do not.',
  source: 'Ren, He, Girshick, Sun: "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks", 2015.',
  inputs: [{ name: 'truth', title: 'Truth', kinds: detectionKinds }],
  options: [
    { name: 'stride', type: 'number', minimum: 1, default: 16, title: 'Stride', meaning: 'Pixels between the centres of neighbouring cells.' },
    { name: 'scales', type: 'text', default: '128,256,512', title: 'Scales', meaning: 'Sides in pixels of squares of the same area, with commas between.' },
    { name: 'ratios', type: 'text', default: '0.5,1,2', title: 'Ratios', meaning: 'Heights divided by widths, with commas between.' },
    { name: 'positive', type: 'number', minimum: 0, maximum: 1, default: 0.7, title: 'Positive', meaning: 'From this IoU on an anchor is positive.' },
    { name: 'negative', type: 'number', minimum: 0, maximum: 1, default: 0.3, title: 'Negative', meaning: 'Below this IoU an anchor is negative.' },
  ],
  numbers: [
    { name: 'anchors', unit: 'count', meaning: 'Anchors of all pictures.' },
    { name: 'positive', unit: 'count', meaning: 'Anchors that are to find a truth.' },
    { name: 'negative', unit: 'count', meaning: 'Anchors that are background.' },
    { name: 'ignored', unit: 'count', meaning: 'Anchors that are neither.' },
    { name: 'recall', unit: 'ratio', meaning: 'Share of truths with an anchor of at least the positive threshold.' },
  ],
};
