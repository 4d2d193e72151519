import { proposalRecall } from '../detection/proposalRecall';
import { cpuDevice } from './cpuDevice';
import { checkShapes, detectionsOf } from './detectionInputs';
import type { OperationImplementation } from './operation';
import { numberValue } from './optionValues';

/** Numbers of proposals that the curve is told at. */
const counts = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000];
const told = [100, 300, 1000, 2000];

/** Recall of proposals against their number; see `proposalsDescriptor`. */
export const proposals: OperationImplementation = {
  run(inputs, options, context) {
    const [truth, found] = inputs.map(detectionsOf);
    const warnings: string[] = [];
    for (const [place, set] of [truth, found].entries()) if (set.count > 0) checkShapes(inputs[place], set, 'axis', warnings);
    const iou = numberValue(options, 'iou');
    const { truths, needed, remarks } = proposalRecall(truth, found, iou);
    warnings.push(...remarks);
    if (!found.scores && found.count > 0) warnings.push(`${inputs[1].file}: the proposals have no scores; they were taken in the order of the file.`);
    if (truths === 0) warnings.push('recall has no value: no truth counts.');
    const recall = (count: number): number | null => (truths === 0 ? null : needed.reduce((sum, place) => sum + (place <= count ? 1 : 0), 0) / truths);
    const curve = counts.map((count) => ({ count, recall: recall(count) }));
    return Promise.resolve({
      numbers: Object.fromEntries(told.map((count) => [`recall${count}`, recall(count)])),
      convention: `IoU of at least ${iou}, ${truths} truths, whatever their class`,
      tables: [{ title: 'Recall against number', columns: ['proposals', 'recall'], rows: curve.map((point) => [point.count, point.recall]) }],
      charts: [
        {
          title: 'Recall against number of proposals',
          x: { title: 'proposals an image', scale: 'logarithmic' },
          y: { title: 'recall', min: 0, max: 1 },
          series: [{ kind: 'line', name: `IoU ${iou}`, x: curve.map((point) => point.count), y: curve.map((point) => point.recall) }],
        },
      ],
      device: cpuDevice(context, 'each truth stops at its first proposal', 1),
      warnings,
    });
  },
};
