import { boxOverlap } from '../detection/iou/boxOverlap';
import { boxOverlapsOnGpu } from '../gpu/boxOverlaps';
import { describeDevice, type CheckedDevice } from '../gpu/device';
import { CancelledError, OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { checkShapes, detectionsOf, measureOf, tellEmptyBoxes } from './detectionInputs';
import type { DeviceReport, OperationContext, OperationImplementation } from './operation';
import { numberOrNull } from './optionValues';

/** A table of more cells than this is a file of its own, not a report. */
const mostCells = 4_000_000;
/** Cells between two looks at whether somebody cancelled. */
const cellsAtOnce = 1_000_000;
const activity = 'comparing boxes';

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
    const tally = (): Tally => ({ overlapping: 0, above: 0, largest: 0, rows: isListed ? Array.from({ length: a.count }, () => new Array<number>(b.count).fill(0)) : [] });
    const add = (sums: Tally, first: number, second: number): void => {
      const value = compare(first, second);
      if (value > 0) sums.overlapping++;
      if (threshold !== null && value > threshold) sums.above++;
      if (value > sums.largest) sums.largest = value;
      if (isListed) sums.rows[first][second] = value;
    };
    const onCpu = async (): Promise<Tally> => {
      const sums = tally();
      let since = 0;
      for (let first = 0; first < a.count; first++) {
        for (let second = 0; second < b.count; second++) add(sums, first, second);
        since += b.count;
        if (since < cellsAtOnce) continue;
        since = 0;
        context.progress((first + 1) / a.count, activity);
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (context.signal.aborted) throw new CancelledError();
      }
      return sums;
    };
    // Pairs without anything in common have 0, and the device leaves out no other: the CPU's answer to the last digit.
    const onGpu = async (device: CheckedDevice): Promise<Tally> => {
      const sums = tally();
      await boxOverlapsOnGpu(device, {
        a: a.rectangles.subarray(0, 4 * a.count),
        b: b.rectangles.subarray(0, 4 * b.count),
        extra: isInclusive ? 1 : 0,
        threshold: 0,
        signal: context.signal,
        progress: (share) => context.progress(share, activity),
        offer: (first, second) => add(sums, first, second),
      });
      return sums;
    };
    const { value: sums, device, warnings: failures } = await compareOn(measure === 'axis' ? onGpu : null, onCpu, context);
    const { overlapping, above, largest, rows } = sums;
    warnings.push(...failures);
    if (!isListed) warnings.push(`The matrix of ${a.count} x ${b.count} is not listed: more than ${mostCells} cells. The numbers tell of all of it.`);
    if (pairs === 0) warnings.push('largest has no value: there are no pairs.');
    return {
      numbers: { pairs, overlapping, ...(threshold === null ? {} : { above }), largest: pairs === 0 ? null : largest },
      convention: `${measure} boxes${measure === 'axis' ? `, ${isInclusive ? 'inclusive' : 'continuous'} coordinates` : ''}; rows are boxes of A, columns boxes of B`,
      tables: isListed ? [{ title: 'IoU', columns: Array.from({ length: b.count }, (_, column) => String(column)), rows }] : [],
      device,
      warnings,
    };
  },
};

interface Tally {
  overlapping: number;
  above: number;
  largest: number;
  /** The matrix, where it is listed. */
  readonly rows: number[][];
}

/** Where pairs are compared: on the GPU where that was asked for by name and has a kernel for such boxes. */
async function compareOn(
  onGpu: ((device: CheckedDevice) => Promise<Tally>) | null,
  onCpu: () => Promise<Tally>,
  context: OperationContext,
): Promise<{ readonly value: Tally; readonly device: DeviceReport; readonly warnings: readonly string[] }> {
  const { gpu, device } = context;
  if (device !== 'gpu' || !gpu || !onGpu) {
    const reason = device === 'gpu' && !onGpu ? 'the GPU compares boxes along the axes alone' : 'boxes are compared one after the other';
    return { value: await onCpu(), device: cpuDevice(context, reason, 1), warnings: [] };
  }
  const { value, choice, warnings } = await gpu.run(onGpu, onCpu);
  return { value, device: choice.kind === 'cpu' ? cpuDevice(context, choice.reason, 1) : { ...describeDevice(choice), place: context.place }, warnings };
}
