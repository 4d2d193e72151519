import { detectionKinds } from './detectionOptions';
import type { OperationDescriptor } from './operation';

export const proposalsDescriptor: OperationDescriptor = {
  id: 'proposals',
  title: 'Recall of Proposals',
  definition:
    'The share of the truths for which one of the best N proposals of their image, by falling score (the order of the file on ties, and where there are no scores), has an IoU of at least the threshold. Classes do not matter, and one proposal may find several truths. Difficult and ignored truths and crowds are left out.',
  source: 'Hosang, Benenson, Dollár, Schiele: "What makes for effective detection proposals?", 2016.',
  inputs: [
    { name: 'truth', title: 'Truth', kinds: detectionKinds },
    { name: 'proposals', title: 'Proposals', kinds: detectionKinds },
  ],
  options: [{ name: 'iou', type: 'number', minimum: 0, maximum: 1, default: 0.5, title: 'IoU', meaning: 'The least IoU with which a proposal finds a truth.' }],
  numbers: [100, 300, 1000, 2000].map((count) => ({ name: `recall${count}`, unit: 'ratio' as const, meaning: `Recall of the best ${count} proposals an image.` })),
};
