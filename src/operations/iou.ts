import { boxOverlap } from '../detection/iou/boxOverlap';
import { CancelledError, OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { checkShapes, detectionsOf, measureOf, tellEmptyBoxes } from './detectionInputs';
import type { OperationImplementation } from './operation';
import { numberOrNull } from './optionValues';

/** A table of more cells than this is a file of its own, not a report. */
const mostCells = 4_000_000;
/** Cells between two looks at whether somebody cancelled. */
const cellsAtOnce = 1_000_000;

/** The matrix of IoU of two sets of boxes; see `iouDescriptor`. */
export const iou: OperationImplementation = {
  async run(inputs, options, context) {
    const measure = measureOf(options);
    const [a, b] = inputs.map(detectionsOf);
    const warnings: string[] = [];
    const isInclusive = options['coordinates'] === 'inclusive';
    if (isInclusive && measure !== 'axis') throw new OperationError('--coordinates inclusive counts pixels of rectangles along the axes: it has a meaning with --boxes axis alone.');
    for (const [place, set] of [a, b].entries()) {
      if (set.count > 0) checkShapes(inputs[place], set, measure, warnings);
      if (!isInclusive) tellEmptyBoxes(inputs[place], set, measure, warnings);
      if (set.images.length > 1) warnings.push(`${inputs[place].file}: boxes of ${set.images.length} images stand in one matrix.`);
    }
    const { iou: compare, remarks } = boxOverlap(a, b, measure, isInclusive ? 'inclusive' : 'continuous');
    warnings.push(...remarks);
    const threshold = numberOrNull(options, 'above');
    const pairs = a.count * b.count;
    const isListed = pairs <= mostCells;
    const rows: number[][] = [];
    let overlapping = 0;
    let above = 0;
    let largest = 0;
    let since = 0;
    for (let first = 0; first < a.count; first++) {
      const row: number[] = [];
      for (let second = 0; second < b.count; second++) {
        const value = compare(first, second);
        if (value > 0) overlapping++;
        if (threshold !== null && value > threshold) above++;
        if (value > largest) largest = value;
        if (isListed) row.push(value);
      }
      if (isListed) rows.push(row);
      since += b.count;
      if (since < cellsAtOnce) continue;
      since = 0;
      context.progress((first + 1) / a.count, 'comparing boxes');
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (context.signal.aborted) throw new CancelledError();
    }
    if (!isListed) warnings.push(`The matrix of ${a.count} x ${b.count} is not listed: more than ${mostCells} cells. The numbers tell of all of it.`);
    if (pairs === 0) warnings.push('largest has no value: there are no pairs.');
    return {
      numbers: { pairs, overlapping, ...(threshold === null ? {} : { above }), largest: pairs === 0 ? null : largest },
      convention: `${measure} boxes${measure === 'axis' ? `, ${isInclusive ? 'inclusive' : 'continuous'} coordinates` : ''}; rows are boxes of A, columns boxes of B`,
      tables: isListed ? [{ title: 'IoU', columns: Array.from({ length: b.count }, (_, column) => String(column)), rows }] : [],
      device: cpuDevice(context, 'boxes are compared one after the other', 1),
      warnings,
    };
  },
};
