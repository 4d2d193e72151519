import { countAnchors } from '../detection/anchors';
import { OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { checkShapes, detectionsOf } from './detectionInputs';
import type { OperationImplementation, OptionValues } from './operation';
import { numberValue } from './optionValues';

/** More anchors than this in one picture are a mistake in the scales or the stride. */
const mostShapes = 256;

/** How anchors are labelled by a truth; see `anchorsDescriptor`. */
export const anchors: OperationImplementation = {
  run(inputs, options, context) {
    const truth = detectionsOf(inputs[0]);
    const warnings: string[] = [];
    if (truth.count > 0) checkShapes(inputs[0], truth, 'axis', warnings);
    const scales = listOf(options, 'scales');
    const ratios = listOf(options, 'ratios');
    if (scales.length * ratios.length > mostShapes) throw new OperationError(`anchors: expected at most ${mostShapes} scales times ratios, found ${scales.length * ratios.length}.`);
    const positive = numberValue(options, 'positive');
    const negative = numberValue(options, 'negative');
    if (negative > positive) throw new OperationError(`--negative: expected at most --positive (${positive}), found ${negative}.`);
    const stride = numberValue(options, 'stride');
    const counts = countAnchors(truth, { stride, scales, ratios, positive, negative }, (share) => context.progress(share, 'comparing anchors'));
    if (counts.sizeless > 0) warnings.push(`${inputs[0].file}: ${counts.sizeless} of ${truth.images.length} images have no width and height, and so no anchors.`);
    if (counts.truths === 0) warnings.push('recall has no value: no truth counts.');
    return Promise.resolve({
      numbers: { anchors: counts.anchors, positive: counts.positive, negative: counts.negative, ignored: counts.ignored, recall: counts.truths === 0 ? null : counts.covered / counts.truths },
      convention: `stride ${stride}, scales ${scales.join(', ')}, ratios ${ratios.join(', ')}, positive from ${positive}, negative below ${negative}`,
      device: cpuDevice(context, 'anchors are compared with the few truths of their image', 1),
      warnings,
    });
  },
};

/** @throws OperationError unless it is numbers above 0 with commas between */
function listOf(options: OptionValues, name: string): number[] {
  const text = String(options[name]);
  const values = text.split(',').map((word) => (/^\s*(\d+\.?\d*|\.\d+)\s*$/.test(word) ? Number(word) : NaN));
  if (values.every((value) => value > 0)) return values;
  throw new OperationError(`--${name}: expected numbers above 0 with commas between, found ${JSON.stringify(text.slice(0, 80))}.`);
}
