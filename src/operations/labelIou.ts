import { OperationError } from '../model/errors';
import type { NumericArray } from '../model/numericType';
import { cloudInput, type CloudInput } from './cloudPoints';
import { cpuDevice } from './cpuDevice';
import type { OperationImplementation } from './operation';

/** Labels are classes: more of them than this are measurements by mistake. */
const mostLabels = 1000;

/** How far two labellings of the same points agree; see `labelIouDescriptor`. */
export const labelIou: OperationImplementation = {
  run(inputs, options, context) {
    const name = String(options['label']);
    const [predicted, truth] = inputs.map(cloudInput);
    if (predicted.model.count !== truth.model.count) {
      throw new OperationError(`label-iou: expected the same points in both files, found ${predicted.model.count} in ${predicted.file} and ${truth.model.count} in ${truth.file}.`);
    }
    const found = labelsOf(predicted, name);
    const wanted = labelsOf(truth, name);
    const labels = [...new Set([...distinct(found, predicted.file, name), ...distinct(wanted, truth.file, name)])].sort((a, b) => a - b);
    const rowOf = new Map(labels.map((label, row) => [label, row]));
    const size = labels.length;
    const confusion = new Float64Array(size * size);
    for (let point = 0; point < truth.model.count; point++) {
      confusion[(rowOf.get(Number(wanted[point])) ?? 0) * size + (rowOf.get(Number(found[point])) ?? 0)]++;
    }
    const rows = labels.map((label, row) => {
      const both = confusion[row * size + row];
      let isTruth = 0;
      let isFound = 0;
      for (let other = 0; other < size; other++) {
        isTruth += confusion[row * size + other];
        isFound += confusion[other * size + row];
      }
      return { label, iou: both / (isTruth + isFound - both), both, isTruth, isFound };
    });
    const count = truth.model.count;
    const agreeing = rows.reduce((sum, { both }) => sum + both, 0);
    return Promise.resolve({
      numbers: { meanIoU: size === 0 ? null : rows.reduce((sum, { iou }) => sum + iou, 0) / size, accuracy: count === 0 ? null : agreeing / count },
      convention: `mean over ${size} labels that occur in either file, by the attribute "${name}"`,
      tables: [
        { title: 'Labels', columns: ['label', 'iou', 'truth', 'predicted', 'both'], rows: rows.map(({ label, iou, isTruth, isFound, both }) => [label, iou, isTruth, isFound, both]) },
        { title: 'Confusion', columns: ['truth', ...labels.map(String)], rows: labels.map((label, row) => [label, ...confusion.subarray(row * size, (row + 1) * size)]) },
      ],
      device: cpuDevice(context, 'points are counted one after the other', 1),
      warnings: size === 0 ? ['meanIoU and accuracy have no value: there are no points.'] : [],
    });
  },
};

/** @throws OperationError that names the attributes that there are */
function labelsOf({ file, model }: CloudInput, name: string): NumericArray {
  for (const attribute of model.attributes) {
    if (attribute.name === name && attribute.kind === 'values' && attribute.components === 1) return attribute.data;
  }
  const known = model.attributes.flatMap((attribute) => (attribute.kind === 'values' && attribute.components === 1 ? [attribute.name] : []));
  throw new OperationError(`${file}: expected an attribute "${name}" with a label a point, found ${known.length > 0 ? known.join(', ') : 'none'}. Name one with --label.`);
}

/** @throws OperationError when there are too many to be labels, or one is not finite */
function distinct(labels: NumericArray, file: string, name: string): Set<number> {
  const values = new Set<number>();
  for (const label of labels) {
    values.add(Number(label));
    if (values.size > mostLabels) throw new OperationError(`${file}: expected labels in "${name}", found more than ${mostLabels} different numbers.`);
  }
  for (const value of values) if (!Number.isFinite(value)) throw new OperationError(`${file}: expected labels in "${name}", found ${value}.`);
  return values;
}
